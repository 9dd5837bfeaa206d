//! A case held still while a signature is given, and what to say when its record has moved on (DEC-3).

use crate::db::Tx;
use crate::decisions::State;
use crate::decisions::decider::Decider;
use crate::error::{Refusal, Result};
use crate::{cycle, rulebook};
use time::OffsetDateTime;

/// The case, locked.
pub(super) struct Locked {
    pub(super) state: State,
    pub(super) panel_members: i32,
    pub(super) changed_at: Option<OffsetDateTime>,
    pub(super) changed: Option<String>,
}

/// First the end of the record's chain, then the case. Every recorded act takes that first lock before it
/// looks for signatures to void, so that acts and signatures follow one another; the second keeps two
/// decisions apart (DEC-6).
pub(super) async fn lock(tx: &mut Tx<'_>, decider: &Decider) -> Result<Locked> {
    let (body, seat) = (tx.actor().body()?, decider.seat());
    sqlx::query!(
        "select seq from record_heads where body_id = $1 and engagement_id = $2 for update",
        body,
        seat.engagement_id
    )
    .fetch_one(tx.sql())
    .await?;
    let row = sqlx::query!(
        r#"select c.state, b.panel_members, e.at as "changed_at?", e.sentence as "changed?"
           from cases c
           join bodies b on b.id = c.body_id
           left join lateral (select r.at, r.sentence from record_entries r
             where r.body_id = c.body_id and r.engagement_id = c.engagement_id
               and r.act not in ('signature_given', 'signatures_voided', 'panel_deliberated', 'panel_appointed', 'panel_released')
               and not (r.act = 'conflicts_declared' and r.room = 'panel')
             order by r.seq desc limit 1) e on true
           where c.body_id = $1 and c.id = $2 for no key update of c"#,
        body,
        seat.case_id
    )
    .fetch_one(tx.sql())
    .await?;
    Ok(Locked {
        state: State::kept(&row.state)?,
        panel_members: row.panel_members,
        changed_at: row.changed_at,
        changed: row.changed,
    })
}

pub(super) fn overtaken(case: &Locked) -> Refusal {
    let because = match (&case.changed_at, &case.changed) {
        (Some(at), Some(what)) => format!(
            "The record changed on {} at {:02}:{:02} UTC: {what}",
            cycle::in_words(at.date()),
            at.hour(),
            at.minute()
        ),
        _ => "The record is no longer what your page showed.".to_owned(),
    };
    rulebook::DEC_3
        .refuse(because, "Read what changed; this page now shows the new digest. Then sign again.")
}
