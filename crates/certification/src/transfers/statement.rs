//! A transfer out: the office says in writing how the certificate stands, for the other body to review. The
//! certificate itself is ended by a decision, and not here.

use super::{Direction, of_file};
use crate::actor::SchemeManager;
use crate::certificates::{self, Life, Standing};
use crate::cycle::in_words;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::parse::{LONG, Reading};
use crate::record::{Entry, File, Seen};
use crate::{addressees, files};
use time::Date;
use uuid::Uuid;

/// The statement, as typed.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Stating {
    pub statement: String,
}

/// The statement as the file would have it: how the certificate stands and what became of it, dates, cycle and what
/// is open. The office may add to it; empty while there is no certificate.
pub async fn drafted(tx: &mut Tx<'_>, engagement: Uuid) -> Result<String> {
    let (body, today) = (tx.actor().body()?, tx.today());
    let Some(certificate) = certificates::of_file(tx, engagement).await? else {
        return Ok(String::new());
    };
    let row = sqlx::query!(
        r#"select (select count(*) from findings f where f.body_id = $1 and f.engagement_id = $2 and f.grade <> 'observation'
               and f.state not in ('verified', 'closed', 'dropped', 'raised')) as "open!",
             (select string_agg(d.kind || ' ' || d.done_on, ', ' order by d.due_on) from deadlines d
               where d.body_id = $1 and d.engagement_id = $2 and d.done_on is not null
                 and d.cycle = (select max(n.cycle) from deadlines n where n.body_id = $1 and n.engagement_id = $2)) as held"#,
        body,
        engagement
    )
    .fetch_one(tx.sql())
    .await?;
    let held = row.held.map_or_else(
        || "none yet".to_owned(),
        |held| held.replace("surveillance_", "surveillance "),
    );
    let (content, life) = (&certificate.content, &certificate.life);
    Ok(format!(
        "Certificate {} of {} to {}, for: {}.\nEffective from {}, expires on {}.\nStatus on {}: {}.\nWhat became of it since it was issued: {}.\nAudits held in this cycle since the decision: {held}.\nNonconformities not closed: {}.\nComplaints: ",
        certificate.number,
        content.client,
        content.standard,
        content.scope.trim_end_matches('.'),
        in_words(content.effective_on),
        in_words(content.expires_on),
        in_words(today),
        stands(life, today),
        became(life, today),
        row.open
    ))
}

/// How a certificate stands on a day, from its life: suspended with since when and why, withdrawn with since when.
fn stands(life: &Life, today: Date) -> String {
    let standing = life.on(today);
    let word = standing.title().to_lowercase();
    let suspension = life.suspension(today).map(|suspension| {
        format!(
            "suspended since {}, until {} at most, because: {}",
            in_words(suspension.from),
            in_words(suspension.until),
            suspension.why().to_lowercase()
        )
    });
    match (standing, suspension) {
        (Standing::Suspended, Some(since_when)) => since_when,
        (Standing::Expired, Some(since_when)) => format!("{word}, and {since_when}"),
        (Standing::Withdrawn, _) => {
            let withdrawn = life.changes.iter().find(|change| change.status == "withdrawn");
            withdrawn.map_or(word, |change| format!("withdrawn on {}", in_words(change.from_on)))
        }
        _ => word,
    }
}

/// Its history up to a day, in one line.
fn became(life: &Life, today: Date) -> String {
    let moments = life.history(today).into_iter();
    let lines: Vec<_> = moments.map(|m| format!("{} on {}", m.what, in_words(m.on))).collect();
    lines.join("; ")
}

/// Gives the statement that was asked for: once, as it reads, to the client.
pub async fn state(tx: &mut Tx<'_>, _by: &SchemeManager, file: File, form: Stating) -> Result<()> {
    let mut r = Reading::default();
    let text = r.required("statement", &form.statement, "the statement", LONG);
    r.done()?;
    let transfer = of_file(tx, file.engagement_id).await?.ok_or(Error::NotFound)?;
    if transfer.direction != Direction::Out {
        return Err(Error::NotFound);
    }
    files::take_turns(tx, file.engagement_id).await?;
    let (body, person, now) = (tx.actor().body()?, tx.actor().person()?, tx.now());
    let given = sqlx::query!(
        "update transfers set statement = $3, answered_by = $4, answered_at = $5 where body_id = $1 and id = $2 and answered_at is null",
        body,
        transfer.id,
        text,
        person,
        now
    )
    .execute(tx.sql())
    .await?;
    if given.rows_affected() == 0 {
        return Err(Error::Stale(
            "The statement has been given meanwhile: open the page again.".into(),
        ));
    }
    let sentence = format!("Gave the transfer statement for {}.", transfer.other_body);
    tx.record(Entry::new(file, "transfer_stated", sentence, Seen::ByClientToo));
    let to = addressees::client(tx, file.client_id).await?;
    addressees::write_to(tx, to, "Your transfer statement", &text).await
}
