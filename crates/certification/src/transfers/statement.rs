//! A transfer out: the office says in writing how the certificate stands, for the other body to review. The
//! certificate itself is ended by a decision, and not here.

use super::{Direction, of_file};
use crate::actor::SchemeManager;
use crate::addressees;
use crate::cycle::in_words;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::files;
use crate::parse::{LONG, Reading};
use crate::record::{Entry, File, Seen};
use uuid::Uuid;

/// The statement, as typed.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Stating {
    pub statement: String,
}

/// The statement as the file would have it: status, dates, cycle and what is open. The office may add to it.
pub async fn drafted(tx: &mut Tx<'_>, engagement: Uuid) -> Result<String> {
    let (body, today) = (tx.actor().body()?, tx.today());
    let row = sqlx::query!(
        r#"select t.number, t.client_name, t.standard, t.scope, t.effective_on, t.expires_on,
             (select count(*) from findings f where f.body_id = t.body_id and f.engagement_id = t.engagement_id and f.grade <> 'observation'
               and f.state not in ('verified', 'closed', 'dropped', 'raised')) as "open!",
             (select string_agg(d.kind || ' ' || d.done_on, ', ' order by d.due_on) from deadlines d
               where d.body_id = t.body_id and d.engagement_id = t.engagement_id and d.done_on is not null) as held
           from certificates t where t.body_id = $1 and t.engagement_id = $2 order by t.issued_at desc, t.revision desc limit 1"#,
        body,
        engagement
    )
    .fetch_optional(tx.sql())
    .await?;
    let Some(row) = row else { return Ok(String::new()) };
    let held = row.held.map_or_else(
        || "none yet".to_owned(),
        |held| held.replace("surveillance_", "surveillance "),
    );
    let stands = if row.expires_on < today { "expired" } else { "not expired" };
    Ok(format!(
        "Certificate {} of {} to {}, for: {}.\nEffective from {}, expires on {}: {stands} on {}.\nAudits held in this cycle since the decision: {held}.\nNonconformities not closed: {}.\nSuspension and complaints: ",
        row.number,
        row.client_name,
        row.standard,
        row.scope,
        in_words(row.effective_on),
        in_words(row.expires_on),
        in_words(today),
        row.open
    ))
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
