//! The steps of an escalation and the day of each: pure, from the last date of what is owed.

use super::subjects::{About, Subject};
use time::{Date, Duration};

/// A step, from the earliest reminder to the proposal; a later one makes the earlier ones needless.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    Reminder180,
    Reminder90,
    Reminder30,
    Warning,
    Proposal,
}

impl Step {
    pub const ALL: [Step; 5] =
        [Step::Reminder180, Step::Reminder90, Step::Reminder30, Step::Warning, Step::Proposal];

    pub fn key(self) -> &'static str {
        match self {
            Step::Reminder180 => "reminder_180",
            Step::Reminder90 => "reminder_90",
            Step::Reminder30 => "reminder_30",
            Step::Warning => "warning",
            Step::Proposal => "proposal",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.key() == key)
    }

    /// The word on a page.
    pub fn title(self) -> &'static str {
        match self {
            Step::Reminder180 | Step::Reminder90 | Step::Reminder30 => "Reminded",
            Step::Warning => "Warned",
            Step::Proposal => "Suspension proposed",
        }
    }

    /// The kind of tag that shows it.
    pub fn tag(self) -> &'static str {
        match self {
            Step::Reminder180 | Step::Reminder90 | Step::Reminder30 => "wait",
            Step::Warning => "act",
            Step::Proposal => "bad",
        }
    }

    pub fn is_reminder(self) -> bool {
        self < Step::Warning
    }
}

/// The steps whose day has come, highest first.
pub(super) fn come(subject: &Subject, today: Date) -> Vec<Step> {
    let mut come: Vec<_> = days_of(subject)
        .into_iter()
        .filter(|(_, day)| *day <= today)
        .map(|(step, _)| step)
        .collect();
    come.sort_unstable_by(|a, b| b.cmp(a));
    come
}

/// The day of each step. A recertification is warned of early, because its audit, its majors and its decision
/// come before expiry (REC-1); what is not renewed expires, so that there is nothing to suspend. An overdue major
/// goes to the panel when the body's days are over, at the latest when its six months are (FND-5).
fn days_of(subject: &Subject) -> Vec<(Step, Date)> {
    let before = |days| subject.due_on - Duration::days(days);
    let after = |days: i32| subject.due_on + Duration::days(days.into());
    let (reminder, warning) = ((Step::Reminder30, before(30)), (Step::Warning, after(1)));
    match subject.about {
        About::Recertification => vec![
            (Step::Reminder180, before(180)),
            (Step::Reminder90, before(90)),
            reminder,
            warning,
        ],
        About::Surveillance => vec![
            (Step::Reminder90, before(90)),
            reminder,
            warning,
            (Step::Proposal, after(subject.suspension_days)),
        ],
        About::Suspension => {
            vec![(Step::Reminder90, before(90)), reminder, warning, (Step::Proposal, after(1))]
        }
        About::Major { until } => vec![
            (Step::Reminder30, until - Duration::days(30)),
            warning,
            (Step::Proposal, after(subject.suspension_days).min(until + Duration::days(1))),
        ],
    }
}
