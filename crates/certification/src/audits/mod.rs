//! Plan, meetings, Stage 1's checks and the conclusions of an audit (PLN, AUD).

pub mod checks;
pub mod concerns;
pub mod conclusions;
pub mod coverage;
mod documented;
pub mod documents;
pub mod meetings;
mod opening;
pub mod plan;
mod reads;
#[cfg(feature = "testing")]
pub mod testing;
#[cfg(test)]
mod tests;
mod verdict;

pub use reads::{Member, Next, Own, Progress, next, own, progress, role_title, team};

use crate::db::Tx;
use crate::error::{Error, Refusal, Result};
use crate::record::File;
use crate::rulebook;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

/// The audits of a cycle, in its order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Stage1,
    Stage2,
    Surveillance1,
    Surveillance2,
    Recertification,
}

impl Kind {
    pub const ALL: [Kind; 5] = [
        Kind::Stage1,
        Kind::Stage2,
        Kind::Surveillance1,
        Kind::Surveillance2,
        Kind::Recertification,
    ];

    pub fn key(self) -> &'static str {
        match self {
            Kind::Stage1 => "stage_1",
            Kind::Stage2 => "stage_2",
            Kind::Surveillance1 => "surveillance_1",
            Kind::Surveillance2 => "surveillance_2",
            Kind::Recertification => "recertification",
        }
    }

    pub fn title(self) -> &'static str {
        match self {
            Kind::Stage1 => "Stage 1",
            Kind::Stage2 => "Stage 2",
            Kind::Surveillance1 => "Surveillance 1",
            Kind::Surveillance2 => "Surveillance 2",
            Kind::Recertification => "Recertification",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// Stage 1 judges documented information; every other audit concludes on requirements and raises findings.
    pub fn is_stage_1(self) -> bool {
        self == Kind::Stage1
    }

    /// Whether this audit alone takes every clause and every applicable control (PRG-2).
    pub fn covers_everything(self) -> bool {
        matches!(self, Kind::Stage2 | Kind::Recertification)
    }
}

/// How far an audit has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// In the programme, with objectives, criteria, methods, days and window.
    Programmed,
    /// Its plan is agreed with the client.
    Planned,
    /// The opening meeting was held.
    UnderWay,
    /// The closing meeting was held.
    Held,
    /// Its report is issued.
    Reported,
}

/// What moves an audit on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    AgreePlan,
    Open,
    Close,
    IssueReport,
}

impl State {
    pub const ALL: [State; 5] =
        [State::Programmed, State::Planned, State::UnderWay, State::Held, State::Reported];

    pub fn key(self) -> &'static str {
        match self {
            State::Programmed => "programmed",
            State::Planned => "planned",
            State::UnderWay => "under_way",
            State::Held => "held",
            State::Reported => "reported",
        }
    }

    pub fn title(self) -> &'static str {
        match self {
            State::Programmed => "In the programme",
            State::Planned => "Planned",
            State::UnderWay => "Under way",
            State::Held => "Held, report to be issued",
            State::Reported => "Reported",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.key() == key)
    }

    /// The team writes down what it finds: from the opening meeting until the report is issued.
    pub fn is_at_work(self) -> bool {
        matches!(self, State::UnderWay | State::Held)
    }

    pub fn is_reported(self) -> bool {
        self == State::Reported
    }

    /// The table of steps: the state after `step`, or the refusal that says why not now.
    pub fn after(self, step: Step) -> Result<State, Refusal> {
        match (self, step) {
            (State::Programmed, Step::AgreePlan) => Ok(State::Planned),
            (State::Planned, Step::Open) => Ok(State::UnderWay),
            (State::UnderWay, Step::Close) => Ok(State::Held),
            (State::Held, Step::IssueReport) => Ok(State::Reported),
            (state, step) => Err(rulebook::ORDER.refuse(
                format!("The audit is \"{}\".", state.title()),
                match step {
                    Step::AgreePlan => "A plan is agreed once, before the audit is opened.",
                    Step::Open => "Agree the plan with the client first; an audit is opened once.",
                    Step::Close => "Hold the opening meeting first; an audit is closed once.",
                    Step::IssueReport => "Hold the closing meeting first; after the report is issued, a correction is a new version.",
                },
            )),
        }
    }
}

/// What every page about an audit shows of it.
#[derive(Debug, Clone)]
pub struct Brief {
    pub id: Uuid,
    pub engagement_id: Uuid,
    pub client_id: Uuid,
    pub client_name: String,
    pub reference: String,
    pub standard: String,
    pub kind: Kind,
    pub cycle: i32,
    pub state: State,
    pub version: i32,
    pub half_days: i32,
    pub window_from: Date,
    pub window_to: Date,
    pub starts_on: Option<Date>,
    pub ends_on: Option<Date>,
    pub team_state: String,
    pub team_told_at: Option<OffsetDateTime>,
    pub closed_at: Option<OffsetDateTime>,
    /// The acting person's role in the team, e.g. "lead_auditor"; none for anybody else.
    pub own_role: Option<String>,
}

impl Brief {
    pub fn file(&self) -> File {
        File { client_id: self.client_id, engagement_id: self.engagement_id }
    }

    pub fn is_lead(&self) -> bool {
        self.own_role.as_deref() == Some("lead_auditor")
    }
}

/// The audit, as seen from the actor's room. In the audit room only members of its team find it; everyone
/// else is answered as if it never was.
pub async fn brief(tx: &mut Tx<'_>, id: Uuid) -> Result<Brief> {
    let body = tx.actor().body()?;
    let person = tx.actor().person()?;
    let team_only = tx.actor().room() == crate::Room::Audit;
    let row = sqlx::query!(
        r#"select a.id, a.engagement_id, a.client_id, c.name as client_name, e.reference, e.standard, a.kind, a.cycle,
             a.state, a.version, a.half_days, a.window_from, a.window_to, a.starts_on, a.ends_on, a.team_state,
             a.team_told_at, a.closed_at, t.role as "own_role?"
           from audits a
           join engagements e on e.body_id = a.body_id and e.id = a.engagement_id
           join clients c on c.body_id = a.body_id and c.client_id = a.client_id
           left join team_members t on t.body_id = a.body_id and t.audit_id = a.id and t.person_id = $3 and t.released_at is null
           where a.body_id = $1 and a.id = $2 and (not $4 or t.role is not null)"#,
        body,
        id,
        person,
        team_only
    )
    .fetch_one(tx.sql())
    .await?;
    Ok(Brief {
        id: row.id,
        engagement_id: row.engagement_id,
        client_id: row.client_id,
        client_name: row.client_name,
        reference: row.reference,
        standard: row.standard,
        kind: Kind::from_key(&row.kind)
            .ok_or_else(|| Error::Fault("an audit of no known kind".into()))?,
        cycle: row.cycle,
        state: State::from_key(&row.state)
            .ok_or_else(|| Error::Fault("an audit in no known state".into()))?,
        version: row.version,
        half_days: row.half_days,
        window_from: row.window_from,
        window_to: row.window_to,
        starts_on: row.starts_on,
        ends_on: row.ends_on,
        team_state: row.team_state,
        team_told_at: row.team_told_at,
        closed_at: row.closed_at,
        own_role: row.own_role,
    })
}

/// Proof: the actor leads this audit's team, from the audit room (CMP-3).
#[derive(Debug)]
pub struct LeadAuditor(());

/// Proof: the actor audits in this team: lead auditor or auditor, who may raise findings and conclude.
#[derive(Debug)]
pub struct TeamAuditor(());

impl Brief {
    /// Proof that the actor leads this audit.
    pub fn lead_auditor(&self) -> Result<LeadAuditor> {
        if self.is_lead() {
            return Ok(LeadAuditor(()));
        }
        Err(rulebook::CMP_3
            .refuse(
                "This is the lead auditor's act.",
                "Ask the lead auditor of this audit to do it.",
            )
            .into())
    }

    /// Proof that the actor audits in this team.
    pub fn team_auditor(&self) -> Result<TeamAuditor> {
        if matches!(self.own_role.as_deref(), Some("lead_auditor" | "auditor")) {
            return Ok(TeamAuditor(()));
        }
        Err(rulebook::CMP_3
            .refuse(
                "Technical experts, trainees, observers and translators never audit alone.",
                "Ask an auditor of the team to do it.",
            )
            .into())
    }
}

/// The audit while its team writes down what it finds, held against the report being issued meanwhile
/// (AUD-6); only for those who audit in the team.
pub(crate) async fn at_work(tx: &mut Tx<'_>, id: Uuid) -> Result<Brief> {
    let body = tx.actor().body()?;
    sqlx::query!("select id from audits where body_id = $1 and id = $2 for share", body, id)
        .fetch_one(tx.sql())
        .await?;
    let audit = brief(tx, id).await?;
    audit.team_auditor()?;
    if audit.state.is_at_work() {
        return Ok(audit);
    }
    Err(if audit.state.is_reported() {
        rulebook::AUD_6.refuse(
            "The report of this audit is issued, and what it rests on is locked.",
            "A correction is a new version of the report, by the lead auditor.",
        )
    } else {
        rulebook::AUD_5.refuse(
            "The opening meeting has not been held.",
            "Hold the opening meeting first; then the team writes down what it finds.",
        )
    }
    .into())
}

/// The audit for an act that moves it on: nobody else does meanwhile.
pub(crate) async fn hold(tx: &mut Tx<'_>, id: Uuid) -> Result<Brief> {
    let body = tx.actor().body()?;
    sqlx::query!("select id from audits where body_id = $1 and id = $2 for update", body, id)
        .fetch_one(tx.sql())
        .await?;
    brief(tx, id).await
}

/// Moves an audit on by one step, if nobody else did meanwhile.
pub(crate) async fn advance(tx: &mut Tx<'_>, audit: &Brief, step: Step) -> Result<()> {
    let now = tx.now();
    advance_at(tx, audit, step, now).await
}

/// The same for a step that people took at a time of their own: a meeting.
pub(crate) async fn advance_at(
    tx: &mut Tx<'_>,
    audit: &Brief,
    step: Step,
    at: OffsetDateTime,
) -> Result<()> {
    let next = audit.state.after(step)?;
    let body = tx.actor().body()?;
    let moved = sqlx::query!(
        "update audits set state = $4, version = version + 1,
           opened_at = case when $4 = 'under_way' then $5 else opened_at end,
           closed_at = case when $4 = 'held' then $5 else closed_at end,
           reported_at = case when $4 = 'reported' then $5 else reported_at end
         where body_id = $1 and id = $2 and version = $3",
        body,
        audit.id,
        audit.version,
        next.key(),
        at
    )
    .execute(tx.sql())
    .await?;
    if moved.rows_affected() == 1 {
        Ok(())
    } else {
        Err(Error::Stale("Somebody else has moved this audit on meanwhile: open it again.".into()))
    }
}

#[cfg(test)]
mod steps {
    use super::*;

    #[test]
    fn an_audit_goes_through_its_states_in_one_order_only() {
        let steps = [Step::AgreePlan, Step::Open, Step::Close, Step::IssueReport];
        for (at, state) in State::ALL.into_iter().enumerate() {
            for (nth, step) in steps.into_iter().enumerate() {
                assert_eq!(
                    state.after(step).ok(),
                    (at == nth).then(|| State::ALL[at + 1]),
                    "{state:?} {step:?}"
                );
            }
        }
    }
}
