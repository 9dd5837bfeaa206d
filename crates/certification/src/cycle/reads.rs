//! What falls due: for the office over all files, for one file, and for the client itself.

use crate::audits::{Kind, State};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::files;
use time::Date;
use uuid::Uuid;

/// A last date with the audit that it is about.
#[derive(Debug, Clone)]
pub struct Deadline {
    pub id: Uuid,
    pub engagement_id: Uuid,
    pub client_name: String,
    pub reference: String,
    pub kind: Kind,
    pub cycle: i32,
    pub opens_on: Date,
    pub due_on: Date,
    pub because: String,
    pub done_on: Option<Date>,
    /// The programme's audit of this kind, and how far it has come.
    pub audit_id: Option<Uuid>,
    pub audit_state: Option<State>,
}

/// How a last date stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    Done,
    /// So many days late.
    Overdue(i64),
    /// The window is open; so many days are left.
    Open(i64),
    /// The window opens later.
    Later,
}

impl Standing {
    /// The words for it.
    pub fn title(&self) -> String {
        let days = |n: &i64| if *n == 1 { "1 day".to_owned() } else { format!("{n} days") };
        match self {
            Standing::Done => "Done".to_owned(),
            Standing::Overdue(n) => format!("Overdue by {}", days(n)),
            Standing::Open(0) => "Open, last day today".to_owned(),
            Standing::Open(n) => format!("Open, {} left", days(n)),
            Standing::Later => "Not yet open".to_owned(),
        }
    }

    /// The kind of tag that shows it.
    pub fn tag(&self) -> &'static str {
        match self {
            Standing::Done => "good",
            Standing::Overdue(_) => "bad",
            Standing::Open(_) => "act",
            Standing::Later => "plain",
        }
    }

    pub fn is_overdue(&self) -> bool {
        matches!(self, Standing::Overdue(_))
    }
}

impl Deadline {
    pub fn standing(&self, today: &Date) -> Standing {
        match self.done_on {
            Some(_) => Standing::Done,
            None if *today > self.due_on => Standing::Overdue((*today - self.due_on).whole_days()),
            None if *today >= self.opens_on => Standing::Open((self.due_on - *today).whole_days()),
            None => Standing::Later,
        }
    }
}

/// What falls due at this body and is not done, earliest first, after the place `after`; at most `limit`.
pub async fn falling_due(
    tx: &mut Tx<'_>,
    after: Option<(Date, Uuid)>,
    limit: i64,
) -> Result<Vec<Deadline>> {
    let body = tx.actor().body()?;
    let (date, id) = after.unzip();
    let rows = sqlx::query_as!(
        Row,
        r#"select d.id, d.engagement_id, c.name as client_name, e.reference, d.kind, d.cycle, d.opens_on, d.due_on, d.because, d.done_on,
             a.id as "audit_id?", a.state as "audit_state?"
           from deadlines d
           join engagements e on e.body_id = d.body_id and e.id = d.engagement_id
           join clients c on c.body_id = d.body_id and c.client_id = d.client_id
           left join audits a on a.body_id = d.body_id and a.engagement_id = d.engagement_id and a.cycle = d.cycle and a.kind = d.kind
           where d.body_id = $1 and d.done_on is null and ($2::date is null or (d.due_on, d.id) > ($2, $3))
           order by d.due_on, d.id limit $4"#,
        body,
        date,
        id,
        limit
    )
    .fetch_all(tx.sql())
    .await?;
    rows.into_iter().map(Deadline::try_from).collect()
}

/// The last dates of one file, newest cycle first, then by date.
pub async fn of_file(tx: &mut Tx<'_>, engagement_id: Uuid) -> Result<Vec<Deadline>> {
    let body = tx.actor().body()?;
    let rows = sqlx::query_as!(
        Row,
        r#"select d.id, d.engagement_id, c.name as client_name, e.reference, d.kind, d.cycle, d.opens_on, d.due_on, d.because, d.done_on,
             a.id as "audit_id?", a.state as "audit_state?"
           from deadlines d
           join engagements e on e.body_id = d.body_id and e.id = d.engagement_id
           join clients c on c.body_id = d.body_id and c.client_id = d.client_id
           left join audits a on a.body_id = d.body_id and a.engagement_id = d.engagement_id and a.cycle = d.cycle and a.kind = d.kind
           where d.body_id = $1 and d.engagement_id = $2
           order by d.cycle desc, d.due_on limit 30"#,
        body,
        engagement_id
    )
    .fetch_all(tx.sql())
    .await?;
    rows.into_iter().map(Deadline::try_from).collect()
}

/// The acting client's own last dates, with its file.
pub async fn own(tx: &mut Tx<'_>) -> Result<(files::Brief, Vec<Deadline>)> {
    let file = files::own(tx).await?;
    let deadlines = of_file(tx, file.engagement_id).await?;
    Ok((file, deadlines))
}

struct Row {
    id: Uuid,
    engagement_id: Uuid,
    client_name: String,
    reference: String,
    kind: String,
    cycle: i32,
    opens_on: Date,
    due_on: Date,
    because: String,
    done_on: Option<Date>,
    audit_id: Option<Uuid>,
    audit_state: Option<String>,
}

impl TryFrom<Row> for Deadline {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self> {
        Ok(Deadline {
            id: row.id,
            engagement_id: row.engagement_id,
            client_name: row.client_name,
            reference: row.reference,
            kind: Kind::kept(&row.kind)?,
            cycle: row.cycle,
            opens_on: row.opens_on,
            due_on: row.due_on,
            because: row.because,
            done_on: row.done_on,
            audit_id: row.audit_id,
            audit_state: row.audit_state.as_deref().and_then(State::from_key),
        })
    }
}
