//! Opening a case and seating its panel: the scheme manager's acts (DEC-2, DEC-4, IMP-1, CMP-2).

use super::missing::missing_for_case;
use super::{State, Step};
use crate::actor::SchemeManager;
use crate::addressees;
use crate::db::Tx;
use crate::error::{Error, FieldErrors, Result};
use crate::files;
use crate::parse::{LONG, Reading};
use crate::record::{Entry, File, Seen};
use crate::rulebook;
use uuid::Uuid;

/// The button that opens a case carries the case's new id.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Opening {
    pub id: String,
}

/// Who gets a seat, as typed.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Appointing {
    pub id: String,
    pub person: String,
    pub chair: String,
}

/// Why a seat is given up, as typed.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Releasing {
    pub seat: String,
    pub reason: String,
}

/// Opens the case of a complete file; refuses with everything that is missing (DEC-2).
pub async fn open_case(
    tx: &mut Tx<'_>,
    _by: &SchemeManager,
    engagement: Uuid,
    form: Opening,
) -> Result<Uuid> {
    let file = files::of(tx, engagement).await?.file();
    if let Some((case, state)) = newest(tx, engagement).await? {
        // The same button pressed twice is one case.
        return if state.is_open() && form.id.parse() == Ok(case) {
            Ok(case)
        } else {
            Err(rulebook::ORDER
                .refuse(
                    "A case was opened for this certification already.",
                    "Open it on this page.",
                )
                .into())
        };
    }
    let missing = missing_for_case(tx, engagement).await?;
    if !missing.is_complete() {
        return Err(rulebook::DEC_2
            .refuse(
                "The file is not complete.",
                "See to each thing on the list; then open the case.",
            )
            .missing(missing.to_open.into_iter().map(|item| item.what))
            .into());
    }
    let id = form.id.parse().unwrap_or_else(|_| tx.new_id());
    let (body, person, now) = (tx.actor().body()?, tx.actor().person()?, tx.now());
    let opened = sqlx::query!(
        "insert into cases (body_id, client_id, engagement_id, id, kind, cycle, state, opened_by, opened_at)
         values ($1, $2, $3, $4, 'initial', 1, 'open', $5, $6) on conflict do nothing",
        body,
        file.client_id,
        engagement,
        id,
        person,
        now
    )
    .execute(tx.sql())
    .await?;
    if opened.rows_affected() == 0 {
        return Err(Error::Stale("A case has been opened meanwhile: open the page again.".into()));
    }
    tx.record(Entry::new(
        file,
        "case_opened",
        "The complete file was laid before a certification panel.",
        Seen::ByClientToo,
    ));
    Ok(id)
}

async fn newest(tx: &mut Tx<'_>, engagement: Uuid) -> Result<Option<(Uuid, State)>> {
    let body = tx.actor().body()?;
    let row = sqlx::query!(
        "select id, state from cases where body_id = $1 and engagement_id = $2 order by id desc limit 1",
        body,
        engagement
    )
    .fetch_optional(tx.sql())
    .await?;
    Ok(row.and_then(|row| State::from_key(&row.state).map(|state| (row.id, state))))
}

/// A case as the office's acts need it.
struct Standing {
    file: File,
    client_name: String,
    standard: String,
    state: State,
}

async fn standing(tx: &mut Tx<'_>, case: Uuid) -> Result<Standing> {
    let body = tx.actor().body()?;
    let row = sqlx::query!(
        "select c.client_id, c.engagement_id, c.state, cl.name, e.standard from cases c
         join clients cl on cl.body_id = c.body_id and cl.client_id = c.client_id
         join engagements e on e.body_id = c.body_id and e.id = c.engagement_id
         where c.body_id = $1 and c.id = $2",
        body,
        case
    )
    .fetch_one(tx.sql())
    .await?;
    Ok(Standing {
        file: File { client_id: row.client_id, engagement_id: row.engagement_id },
        client_name: row.name,
        standard: row.standard,
        state: State::from_key(&row.state)
            .ok_or_else(|| Error::Fault("a case in no known state".into()))?,
    })
}

/// What the competence file and the teams say of a person.
struct Candidate {
    name: String,
    email: String,
    member: bool,
    on_audit_team: bool,
    function: bool,
    standard: bool,
    conflict: Option<bool>,
    seated: bool,
    chaired: bool,
}

/// Gives a person a seat on the panel; nobody from an audit team, nobody without a current qualification.
pub async fn appoint(
    tx: &mut Tx<'_>,
    _by: &SchemeManager,
    case: Uuid,
    form: Appointing,
) -> Result<()> {
    let standing = standing(tx, case).await?;
    standing.state.after(Step::Appoint)?;
    let mut r = Reading::default();
    let person =
        r.choice("person", &form.person, "whom to appoint", |typed| typed.parse::<Uuid>().ok());
    let chair = form.chair == "yes";
    r.done()?;
    let person = person.ok_or(Error::NotFound)?;
    let candidate = candidate(tx, case, &standing, person).await?;
    if candidate.seated {
        return Ok(());
    }
    candidate.check(chair, &standing.standard)?;
    let id = form.id.parse().unwrap_or_else(|_| tx.new_id());
    if !seat_down(tx, case, &standing, id, person, chair).await? {
        return Ok(());
    }
    let role = if chair { "chair" } else { "member" };
    tx.record(Entry::new(
        standing.file,
        "panel_appointed",
        format!("{} was appointed {role} of the certification panel.", candidate.name),
        Seen::ByStaff,
    ));
    let text = format!(
        "You were appointed {role} of the certification panel for {}.\n\nPlease declare your interests in your panel portal; then the complete record opens to you.",
        standing.client_name
    );
    addressees::write_to(
        tx,
        vec![candidate.email],
        &format!("Certification panel: {}", standing.client_name),
        &text,
    )
    .await
}

impl Candidate {
    fn check(&self, chair: bool, standard: &str) -> Result<()> {
        let name = &self.name;
        if self.on_audit_team {
            return Err(rulebook::IMP_1
                .refuse(
                    format!("{name} took part in an audit of this client in the current cycle."),
                    "Appoint somebody who was on none of its audit teams.",
                )
                .into());
        }
        if self.conflict == Some(true) {
            return Err(rulebook::IMP_5
                .refuse(
                    format!("{name} declared a conflict of interest in this client."),
                    "Appoint somebody else.",
                )
                .into());
        }
        let lacking: Vec<_> = [
            (!self.member, "the function of a panel member at this body".to_owned()),
            (!self.function, "a current, approved qualification as a panel member".to_owned()),
            (!self.standard, format!("a current, approved qualification for {standard}")),
        ]
        .into_iter()
        .filter_map(|(lacks, what)| lacks.then_some(what))
        .collect();
        if !lacking.is_empty() {
            return Err(rulebook::CMP_2
                .refuse(
                    format!("{name} cannot sit on this panel yet."),
                    "Approve what is missing in the competence file, or appoint somebody else.",
                )
                .missing(lacking)
                .into());
        }
        if chair && self.chaired {
            return Err(FieldErrors::one(
                "chair",
                "The panel has a chair already: release the present one first",
            )
            .into());
        }
        Ok(())
    }
}

async fn candidate(
    tx: &mut Tx<'_>,
    case: Uuid,
    standing: &Standing,
    person: Uuid,
) -> Result<Candidate> {
    let (body, today) = (tx.actor().body()?, tx.today());
    Ok(sqlx::query_as!(
        Candidate,
        r#"select p.name, p.email,
             exists (select from memberships m where m.body_id = $1 and m.person_id = p.id and m.function = 'panel_member' and m.until is null) as "member!",
             exists (select from team_members t where t.body_id = $1 and t.engagement_id = $3 and t.person_id = p.id) as "on_audit_team!",
             exists (select from qualifications q where q.body_id = $1 and q.person_id = p.id and q.kind = 'function' and q.value = 'panel_member'
               and q.approved_on <= $5 and q.valid_until >= $5 and (q.ended_on is null or q.ended_on > $5)) as "function!",
             exists (select from qualifications q where q.body_id = $1 and q.person_id = p.id and q.kind = 'standard' and q.value = $4
               and q.approved_on <= $5 and q.valid_until >= $5 and (q.ended_on is null or q.ended_on > $5)) as "standard!",
             (select d.conflict from declarations d where d.body_id = $1 and d.engagement_id = $3 and d.person_id = p.id
               and d.capacity = 'panel' order by d.id desc limit 1) as "conflict?",
             exists (select from panel_seats s where s.body_id = $1 and s.case_id = $2 and s.person_id = p.id and s.released_at is null) as "seated!",
             exists (select from panel_seats s where s.body_id = $1 and s.case_id = $2 and s.chair and s.released_at is null) as "chaired!"
           from people p where p.id = $6 and exists (select from memberships m where m.body_id = $1 and m.person_id = p.id)"#,
        body,
        case,
        standing.file.engagement_id,
        standing.standard,
        today,
        person
    )
    .fetch_one(tx.sql())
    .await?)
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

/// Takes a seat back, with the reason. What the member signed no longer counts, because nobody's signature
/// counts without a seat.
pub async fn release(
    tx: &mut Tx<'_>,
    _by: &SchemeManager,
    case: Uuid,
    form: Releasing,
) -> Result<()> {
    let standing = standing(tx, case).await?;
    standing.state.after(Step::Release)?;
    let mut r = Reading::default();
    let seat =
        r.choice("seat", &form.seat, "whose seat to take back", |typed| typed.parse::<Uuid>().ok());
    let reason = r.required("reason", &form.reason, "why the seat is given up", LONG);
    r.done()?;
    let (body, now) = (tx.actor().body()?, tx.now());
    let released = sqlx::query_scalar!(
        "update panel_seats s set released_at = $4, release_reason = $5 from people p
         where s.body_id = $1 and s.case_id = $2 and s.id = $3 and s.released_at is null and p.id = s.person_id
         returning p.name",
        body,
        case,
        seat,
        now,
        reason
    )
    .fetch_optional(tx.sql())
    .await?
    .ok_or_else(|| Error::Stale("This seat has been given up already: open the page again.".into()))?;
    tx.record(Entry::new(
        standing.file,
        "panel_released",
        format!("{released} was released from the certification panel."),
        Seen::ByStaff,
    ));
    Ok(())
}
