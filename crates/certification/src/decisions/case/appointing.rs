//! A seat on the panel is given to whoever may sit there.

use super::candidate::{Candidate, candidate};
use super::{Standing, standing};
use crate::actor::SchemeManager;
use crate::competence::Competence;
use crate::db::Tx;
use crate::decisions::Step;
use crate::enforcement::allow_with_reason;
use crate::error::{Error, Result};
use crate::parse::Reading;
use crate::record::{Entry, Seen};
use crate::{addressees, files, impartiality, rulebook};
use sqlx::types::Json;
use uuid::Uuid;

/// Who gets a seat, as typed.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Appointing {
    pub id: String,
    pub person: String,
    pub chair: String,
    /// Why the panel is appointed although the register of impartiality risks is stale (IMP-6).
    pub in_spite_of: String,
}

/// Gives a person a seat on the panel; nobody from an audit team, nobody without a current qualification. While the
/// register of impartiality risks is stale, a panel begins only with a written reason (IMP-6).
pub async fn appoint(
    tx: &mut Tx<'_>,
    _by: &SchemeManager,
    case: Uuid,
    form: Appointing,
) -> Result<()> {
    let standing = standing(tx, case).await?;
    standing.state.after(Step::Appoint)?;
    let person = read(&form)?;
    files::take_turns(tx, standing.file.engagement_id).await?;
    let candidate = candidate(tx, case, &standing, person).await?;
    if candidate.seated {
        return Ok(());
    }
    let chair = form.chair == "yes";
    candidate.check(chair, &standing.standard.name)?;
    if candidate.first {
        register_in_date(tx, &standing, &form.in_spite_of).await?;
    }
    let id = form.id.parse().unwrap_or_else(|_| tx.new_id());
    if !seat_down(tx, case, &standing, id, person, chair).await? {
        return Ok(());
    }
    competent_together(tx, case, &standing, &candidate.name).await?;
    let role = if chair { "chair" } else { "member" };
    tx.record(Entry::new(
        standing.file,
        "panel_appointed",
        format!("{} was appointed {role} of the certification panel.", candidate.name),
        Seen::ByStaff,
    ));
    tell(tx, &standing, candidate, role).await
}

/// Warns of a risk to impartiality that is past its next review, with the first seat of a panel (IMP-6).
async fn register_in_date(tx: &mut Tx<'_>, standing: &Standing, reason: &str) -> Result<()> {
    match impartiality::warning(tx).await? {
        Some(warned) => {
            allow_with_reason(tx, standing.file, rulebook::IMP_6, &warned, reason).await
        }
        None => Ok(()),
    }
}

fn read(form: &Appointing) -> Result<Uuid> {
    let mut r = Reading::default();
    let person =
        r.choice("person", &form.person, "whom to appoint", |typed| typed.parse::<Uuid>().ok());
    r.done()?;
    person.ok_or(Error::NotFound)
}

async fn tell(
    tx: &mut Tx<'_>,
    standing: &Standing,
    candidate: Candidate,
    role: &str,
) -> Result<()> {
    let subject = format!("Certification panel: {}", standing.client_name);
    let text = format!(
        "You were appointed {role} of the certification panel for {}.\n\nPlease declare your interests in your panel portal; then the complete record opens to you.",
        standing.client_name
    );
    addressees::write_to(tx, vec![candidate.email], &subject, &text).await
}

/// Once a panel has its chair and its members, somebody on it is qualified for each thing that the case asks for
/// (CMP-5). Asked of the panel with the new seat, which a refusal takes back.
async fn competent_together(
    tx: &mut Tx<'_>,
    case: Uuid,
    standing: &Standing,
    name: &str,
) -> Result<()> {
    let (body, today) = (tx.actor().body()?, tx.today());
    let lacks = sqlx::query_scalar!(
        r#"select panel_lacks($1, $3, $4) as "lacks!: Json<Vec<Competence>>" from bodies b
           where b.id = $1 and b.panel_members + 1 <= (select count(*) from panel_seats s
               where s.body_id = $1 and s.case_id = $2 and s.released_at is null)
             and exists (select from panel_seats s where s.body_id = $1 and s.case_id = $2 and s.released_at is null and s.chair)"#,
        body,
        case,
        standing.file.engagement_id,
        today
    )
    .fetch_optional(tx.sql())
    .await?;
    let lacks: Vec<_> =
        lacks.iter().flat_map(|all| all.iter()).map(Competence::to_string).collect();
    if lacks.is_empty() {
        return Ok(());
    }
    Err(rulebook::CMP_5
        .refuse(
            format!("With {name} the panel would be complete, and nobody on it qualified for something that the case asks for."),
            "Appoint somebody instead who is qualified for what is missing, or have the qualification approved first.",
        )
        .missing(lacks)
        .into())
}

async fn seat_down(
    tx: &mut Tx<'_>,
    case: Uuid,
    standing: &Standing,
    id: Uuid,
    person: Uuid,
    chair: bool,
) -> Result<bool> {
    let (body, by, now) = (tx.actor().body()?, tx.actor().person()?, tx.now());
    let seated = sqlx::query!(
        "insert into panel_seats (body_id, client_id, engagement_id, case_id, id, person_id, chair, appointed_by, appointed_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing",
        body,
        standing.file.client_id,
        standing.file.engagement_id,
        case,
        id,
        person,
        chair,
        by,
        now
    )
    .execute(tx.sql())
    .await?;
    Ok(seated.rows_affected() == 1)
}
