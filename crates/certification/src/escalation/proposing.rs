//! What is overdue goes before the panel: a case opened by nobody (STA-2). It decides nothing.

use super::subjects::{About, Subject};
use crate::cycle::in_words;
use crate::db::Tx;
use crate::decisions::{self, CaseKind};
use crate::error::Result;
use uuid::Uuid;

/// Whether the panel has anything to decide about it: a certificate that still holds, or a suspension.
pub(super) fn is_for_the_panel(subject: &Subject, today: time::Date) -> bool {
    match subject.about {
        About::Suspension => true,
        About::Recertification => false,
        _ => subject.expires_on.is_some_and(|until| until >= today),
    }
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
        About::Suspension => {
            format!("{} had its last day on {due}. {}", subject.title, subject.because)
        }
        _ => format!(
            "{} was to be held by {due} and is not held. {}",
            subject.title, subject.because
        ),
    }
}

/// Lays the case before the panel: of suspension, or of what follows one. None while another case of the file is
/// open, or where the certificate does not stand so that it could be decided: the proposal waits.
pub(super) async fn propose(
    tx: &mut Tx<'_>,
    subject: &Subject,
    because: &str,
) -> Result<Option<Uuid>> {
    let kind = match subject.about {
        About::Suspension => CaseKind::Suspended,
        _ => CaseKind::Suspension,
    };
    decisions::propose(tx, subject.file, kind, because).await
}
