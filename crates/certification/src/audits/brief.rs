//! An audit as every page and every act finds it.

use super::kind::{Kind, SpecialFor};
use super::state::State;
use crate::db::Tx;
use crate::error::Result;
use crate::files;
use crate::joint::Partner;
use crate::record::File;
use crate::standards::{Requirement, Scheme};
use sqlx::types::Json;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

/// What every page about an audit shows of it.
#[derive(Debug, Clone)]
pub struct Brief {
    pub id: Uuid,
    pub engagement_id: Uuid,
    pub client_id: Uuid,
    pub client_name: String,
    pub reference: String,
    pub standard: Scheme,
    pub kind: Kind,
    pub cycle: i32,
    pub state: State,
    pub version: i32,
    pub half_days: i32,
    /// As planned, until a decision has set the last dates: then as they are.
    pub window_from: Date,
    pub window_to: Date,
    pub starts_on: Option<Date>,
    pub ends_on: Option<Date>,
    pub team_state: String,
    pub team_told_at: Option<OffsetDateTime>,
    pub closed_at: Option<OffsetDateTime>,
    /// The requirements chosen for it in the programme, if any were (PRG-2).
    pub takes: Option<Vec<String>>,
    /// What a special audit is for (SPC-1).
    pub special_for: Option<SpecialFor>,
    /// With how much care its team was chosen, if the client cannot object to it.
    pub team_care: String,
    /// The audits of the client's other files that it is held together with, and what binds them.
    pub together: Vec<Partner>,
    pub joint_id: Option<Uuid>,
    /// The acting person's role in the team, e.g. "lead_auditor"; none for anybody else.
    pub own_role: Option<String>,
}

impl Brief {
    pub fn file(&self) -> File {
        File { client_id: self.client_id, engagement_id: self.engagement_id }
    }

    /// The file that the audit is in, as its bar shows it.
    pub fn of_file(&self) -> files::Brief {
        files::Brief {
            engagement_id: self.engagement_id,
            client_id: self.client_id,
            client_name: self.client_name.clone(),
            reference: self.reference.clone(),
            standard: self.standard,
        }
    }

    /// The requirements that this audit takes.
    pub fn taken(&self) -> Vec<&'static Requirement> {
        super::coverage::taken(self.standard, self.kind, self.takes.as_deref())
    }

    /// Whether the client cannot object to the team, because the audit comes at short notice (SPC-1).
    pub fn is_at_short_notice(&self) -> bool {
        self.special_for == Some(SpecialFor::ShortNotice)
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
        r#"select a.id, a.engagement_id, a.client_id, c.name as client_name, e.reference, e.standard as "standard: Scheme", a.kind, a.cycle,
             a.state, a.version, a.half_days, coalesce(d.opens_on, a.window_from) as "window_from!", coalesce(d.due_on, a.window_to) as "window_to!", a.starts_on, a.ends_on, a.team_state,
             a.team_told_at, a.closed_at, a.takes, a.special_for, a.team_care, t.role as "own_role?", j.joint_id as "joint_id?",
             (select coalesce(json_agg(json_build_object('audit_id', o.audit_id, 'engagement_id', o.engagement_id, 'reference', g.reference,
                 'standard', g.standard) order by g.reference), '[]') from joint_audits o
              join engagements g on g.body_id = o.body_id and g.id = o.engagement_id
              where o.body_id = a.body_id and o.joint_id = j.joint_id and o.audit_id <> a.id) as "together!: Json<Vec<Partner>>"
           from audits a
           join engagements e on e.body_id = a.body_id and e.id = a.engagement_id
           join clients c on c.body_id = a.body_id and c.client_id = a.client_id
           left join deadlines d on d.body_id = a.body_id and d.engagement_id = a.engagement_id and d.cycle = a.cycle and d.kind = a.kind
           left join joint_audits j on j.body_id = a.body_id and j.audit_id = a.id
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
        kind: Kind::kept(&row.kind)?,
        cycle: row.cycle,
        state: State::kept(&row.state)?,
        version: row.version,
        half_days: row.half_days,
        window_from: row.window_from,
        window_to: row.window_to,
        starts_on: row.starts_on,
        ends_on: row.ends_on,
        team_state: row.team_state,
        team_told_at: row.team_told_at,
        closed_at: row.closed_at,
        takes: row.takes,
        special_for: row.special_for.as_deref().and_then(SpecialFor::from_key),
        team_care: row.team_care,
        together: row.together.0,
        joint_id: row.joint_id,
        own_role: row.own_role,
    })
}
