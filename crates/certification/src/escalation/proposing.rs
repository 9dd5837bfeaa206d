//! A proposal to suspend: a case before the panel, opened by nobody (STA-2). It decides nothing.

use super::subjects::{About, Subject};
use crate::cycle::in_words;
use crate::db::Tx;
use crate::error::Result;
use crate::record::File;
use uuid::Uuid;

/// Whether there is anything to suspend: a certificate that still holds. What is suspended or withdrawn already
/// is for the panel's own kinds of case to know.
pub(super) fn can_be_suspended(subject: &Subject, today: time::Date) -> bool {
    subject.about != About::Recertification
        && subject.expires_on.is_some_and(|until| until >= today)
}

/// Why the case is there, for the panel.
pub(super) fn reason(subject: &Subject) -> String {
    let due = in_words(subject.due_on);
    match subject.about {
        About::Major { until } => format!(
            "{} is a major nonconformity. Its effect was to be seen by {due} and is not verified; its six months end on {}.",
            subject.title,
            in_words(until)
        ),
        _ => format!(
            "{} was to be held by {due} and is not held. {}",
            subject.title, subject.because
        ),
    }
}

/// Lays a case of suspension before the panel; none while another case of the file is open: the proposal waits
/// for its end.
pub(super) async fn propose_suspension(
    tx: &mut Tx<'_>,
    file: File,
    because: &str,
) -> Result<Option<Uuid>> {
    let (body, now, id) = (tx.actor().body()?, tx.now(), tx.new_id());
    let opened = sqlx::query!(
        "insert into cases (body_id, client_id, engagement_id, id, kind, cycle, state, opened_at, because)
         select $1, $2, $3, $4, 'suspension', coalesce((select max(d.cycle) from deadlines d where d.body_id = $1 and d.engagement_id = $3), 1),
           'open', $5, $6
         on conflict (body_id, engagement_id) where state = 'open' do nothing",
        body,
        file.client_id,
        file.engagement_id,
        id,
        now,
        because
    )
    .execute(tx.sql())
    .await?;
    Ok((opened.rows_affected() == 1).then_some(id))
}
