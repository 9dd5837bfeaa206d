//! What can become overdue: the audits of a cycle that are not held, and majors that are not verified.

use crate::audits::Kind;
use crate::cycle::months_after;
use crate::db::Tx;
use crate::error::Result;
use crate::record::File;
use time::{Date, Duration};
use uuid::Uuid;

/// A major is verified within so many months of the audit's last day (FND-5).
const MONTHS_TO_VERIFY: i32 = 6;
/// The earliest reminder comes so long before a last date.
pub(super) const EARLIEST: Duration = Duration::days(180);

/// What kind of thing is owed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum About {
    Surveillance,
    Recertification,
    /// A major nonconformity, to be verified until this day.
    Major {
        until: Date,
    },
    /// A suspension, which lasts six months at most (STA-1).
    Suspension,
}

/// Something owed, with its last date and how far it has been escalated.
#[derive(Debug, Clone)]
pub(super) struct Subject {
    pub file: File,
    pub client: String,
    pub id: Uuid,
    pub about: About,
    /// E.g. "Surveillance 1", or "Finding 3, against A.6.2.4".
    pub title: String,
    pub due_on: Date,
    pub because: String,
    /// Days after the last date until a suspension is proposed.
    pub suspension_days: i32,
    /// The audit whose lead auditor is told of a warning.
    pub audit_id: Option<Uuid>,
    /// Until when the client's newest certificate holds; none before a grant.
    pub expires_on: Option<Date>,
    /// The steps that were taken.
    pub taken: Vec<String>,
}

impl Subject {
    pub fn kind(&self) -> &'static str {
        match self.about {
            About::Major { .. } => "finding",
            About::Suspension => "suspension",
            _ => "deadline",
        }
    }
}

/// The last dates not met that come up within the time of the earliest reminder, or only the one asked for.
pub(super) async fn deadlines(tx: &mut Tx<'_>, only: Option<Uuid>) -> Result<Vec<Subject>> {
    let (body, until) = (tx.actor().body()?, tx.today() + EARLIEST);
    let rows = sqlx::query_as!(
        Row,
        r#"select d.id, d.client_id, d.engagement_id, d.kind as "title!", d.due_on as "due_on!", d.because as "because!",
             null::date as until, c.name as client, b.suspension_days,
             (select a.id from audits a where a.body_id = d.body_id and a.engagement_id = d.engagement_id and a.cycle = d.cycle
                and a.kind = d.kind limit 1) as audit_id,
             (select max(t.expires_on) from certificates t where t.body_id = d.body_id and t.engagement_id = d.engagement_id) as expires_on,
             (select coalesce(array_agg(s.step), '{}') from escalations s where s.body_id = d.body_id and s.subject_id = d.id) as "taken!"
           from deadlines d
           join clients c on c.body_id = d.body_id and c.client_id = d.client_id
           join bodies b on b.id = d.body_id
           where d.body_id = $1 and d.done_on is null and d.due_on <= $2 and ($3::uuid is null or d.id = $3)
             and not exists (select from certificate_status w where w.body_id = d.body_id and w.engagement_id = d.engagement_id and w.status = 'withdrawn'
               and w.at >= (select max(t.issued_at) from certificates t where t.body_id = d.body_id and t.engagement_id = d.engagement_id))
           order by d.due_on, d.id"#,
        body,
        until,
        only
    )
    .fetch_all(tx.sql())
    .await?;
    rows.into_iter().map(Row::of_deadline).collect()
}

/// The majors that the client knows of and nobody has verified, or only the one asked for. Their last date is
/// that of the corrective action, and of the answer while there is none; never after the six months.
pub(super) async fn majors(tx: &mut Tx<'_>, only: Option<Uuid>) -> Result<Vec<Subject>> {
    let body = tx.actor().body()?;
    let rows = sqlx::query_as!(
        Row,
        r#"select f.id, f.client_id, f.engagement_id, 'Finding ' || f.number || ', against ' || f.requirement as "title!",
             coalesce((select r.due_on from responses r where r.body_id = f.body_id and r.finding_id = f.id order by r.round desc limit 1),
               f.answer_due_on) as "due_on!",
             f.statement as "because!", a.ends_on as until, c.name as client, b.suspension_days, a.id as "audit_id?",
             (select max(t.expires_on) from certificates t where t.body_id = f.body_id and t.engagement_id = f.engagement_id) as expires_on,
             (select coalesce(array_agg(s.step), '{}') from escalations s where s.body_id = f.body_id and s.subject_id = f.id) as "taken!"
           from findings f
           join audits a on a.body_id = f.body_id and a.id = f.audit_id
           join clients c on c.body_id = f.body_id and c.client_id = f.client_id
           join bodies b on b.id = f.body_id
           where f.body_id = $1 and f.grade = 'major' and f.state in ('issued', 'answered', 'returned', 'accepted')
             and f.answer_due_on is not null and ($2::uuid is null or f.id = $2)
           order by f.id"#,
        body,
        only
    )
    .fetch_all(tx.sql())
    .await?;
    Ok(rows.into_iter().map(Row::of_finding).collect())
}

pub(super) struct Row {
    pub id: Uuid,
    pub client_id: Uuid,
    pub engagement_id: Uuid,
    /// A deadline's kind, or a finding in words.
    pub title: String,
    pub due_on: Date,
    pub because: String,
    /// Of a finding: the last day of its audit.
    pub until: Option<Date>,
    pub client: String,
    pub suspension_days: i32,
    pub audit_id: Option<Uuid>,
    pub expires_on: Option<Date>,
    pub taken: Vec<String>,
}

impl Row {
    fn of_deadline(self) -> Result<Subject> {
        let kind = Kind::kept(&self.title)?;
        let about = match kind {
            Kind::Recertification => About::Recertification,
            _ => About::Surveillance,
        };
        let (title, due_on) = (kind.title().to_owned(), self.due_on);
        Ok(self.subject(about, title, due_on))
    }

    fn of_finding(self) -> Subject {
        let until = months_after(self.until.unwrap_or(self.due_on), MONTHS_TO_VERIFY);
        let (title, due_on) = (self.title.clone(), self.due_on.min(until));
        self.subject(About::Major { until }, title, due_on)
    }

    pub(super) fn subject(self, about: About, title: String, due_on: Date) -> Subject {
        Subject {
            file: File { client_id: self.client_id, engagement_id: self.engagement_id },
            client: self.client,
            id: self.id,
            about,
            title,
            due_on,
            because: self.because,
            suspension_days: self.suspension_days,
            audit_id: self.audit_id,
            expires_on: self.expires_on,
            taken: self.taken,
        }
    }
}
