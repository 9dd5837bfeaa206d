//! Who covers what, over everybody of the body, and who is missing for which client.

use super::{Competence, Kind, asked, missing};
use crate::audits;
use crate::db::Tx;
use crate::error::Result;
use sqlx::types::Json;
use time::Date;
use uuid::Uuid;

/// Everybody of a body, however many: a matrix that left somebody out would name gaps that are none.
const EVERYBODY: i64 = 1000;

/// A present member of the body with everything that counts today.
#[derive(Debug, Clone)]
pub struct Line {
    pub person_id: Uuid,
    pub name: String,
    pub functions: Vec<String>,
    pub held: Vec<Competence>,
    /// The last day of the last witnessed evaluation passed (CMP-4).
    pub witnessed_until: Option<Date>,
}

impl Line {
    /// The titles of one kind that the person holds.
    pub fn of_kind(&self, kind: Kind) -> String {
        let of_kind = self.held.iter().filter(|held| held.kind() == Some(kind));
        of_kind.map(Competence::title).collect::<Vec<_>>().join(", ")
    }

    pub fn holds(&self, kind: Kind, value: &str) -> bool {
        self.held.contains(&Competence::new(kind, value))
    }

    /// Whether the person audits, and so is watched at work.
    pub fn audits(&self) -> bool {
        self.holds(Kind::Function, "auditor") || self.holds(Kind::Function, "lead_auditor")
    }

    /// Whether an evaluation that the person needs is out of date, or was never made.
    pub fn is_unwitnessed(&self, today: &Date) -> bool {
        self.audits() && self.witnessed_until.is_none_or(|until| until < *today)
    }
}

/// Every present member of the body, by name, with what each is qualified for today.
pub async fn matrix(tx: &mut Tx<'_>) -> Result<Vec<Line>> {
    let (body, today) = (tx.actor().body()?, tx.today());
    Ok(sqlx::query!(
        r#"select p.id, p.name, m.functions as "functions!", witnessed_until($1, p.id) as witnessed_until,
             coalesce((select jsonb_agg(distinct jsonb_build_object('kind', q.kind, 'value', q.value))
               from qualifications q where q.body_id = $1 and q.person_id = p.id and q.approved_on <= $2 and q.valid_until >= $2
                 and (q.ended_on is null or q.ended_on > $2)), '[]') as "held!: Json<Vec<Competence>>"
           from (select person_id, array_agg(function order by function) as functions from memberships
                 where body_id = $1 and until is null and function <> 'assessor' group by person_id) m
           join people p on p.id = m.person_id order by p.name, p.id limit $3"#,
        body,
        today,
        EVERYBODY
    )
    .map(|r| Line {
        person_id: r.id,
        name: r.name,
        functions: r.functions,
        held: r.held.0,
        witnessed_until: r.witnessed_until,
    })
    .fetch_all(tx.sql())
    .await?)
}

/// An open client file: what its next audit's team lacks, and what no panel of the body could cover.
#[derive(Debug, Clone)]
pub struct Gap {
    pub engagement_id: Uuid,
    pub reference: String,
    pub client: String,
    pub audit_id: Option<Uuid>,
    pub audit: Option<audits::Kind>,
    needed: Vec<Competence>,
    team: Vec<Uuid>,
    panel: Vec<Uuid>,
}

impl Gap {
    /// What the audit's team does not cover yet, with who of the body could.
    pub fn team_lacks(&self, everybody: &[Line]) -> Vec<(String, String)> {
        let held = held_by(everybody, &self.team);
        let lacks = missing(&self.needed, &held);
        lacks.into_iter().map(|need| (need.to_string(), could(everybody, need))).collect()
    }

    /// Whether the team lacks something that nobody of the body could cover.
    pub fn nobody_could(&self, everybody: &[Line]) -> bool {
        self.team_lacks(everybody).iter().any(|(_, could)| could.is_empty())
    }

    /// What the panel does not cover (CMP-5): the seated one, or before a case is open whoever could be seated.
    pub fn panel_lacks(&self, everybody: &[Line]) -> Vec<String> {
        let members: Vec<Uuid> = match self.panel.is_empty() {
            false => self.panel.clone(),
            true => everybody
                .iter()
                .filter(|line| line.holds(Kind::Function, "panel_member"))
                .map(|line| line.person_id)
                .collect(),
        };
        let held = held_by(everybody, &members);
        let of_panel = |need: &&Competence| {
            matches!(need.kind(), Some(Kind::Standard | Kind::Sector)) && !held.contains(need)
        };
        self.needed.iter().filter(of_panel).map(Competence::to_string).collect()
    }

    pub fn has_panel(&self) -> bool {
        !self.panel.is_empty()
    }
}

fn held_by(everybody: &[Line], people: &[Uuid]) -> Vec<Competence> {
    let lines = everybody.iter().filter(|line| people.contains(&line.person_id));
    lines.flat_map(|line| line.held.clone()).collect()
}

fn could(everybody: &[Line], need: &Competence) -> String {
    let able = everybody.iter().filter(|line| line.held.contains(need) && in_teams(line));
    able.map(|line| line.name.clone()).collect::<Vec<_>>().join(", ")
}

fn in_teams(line: &Line) -> bool {
    line.audits() || line.holds(Kind::Function, "technical_expert")
}

/// The files under way after `after`, in order of their ids: those whose application is in, with the audit
/// that comes next. At most `limit`.
pub async fn gaps(tx: &mut Tx<'_>, after: Option<Uuid>, limit: i64) -> Result<Vec<Gap>> {
    let body = tx.actor().body()?;
    Ok(sqlx::query!(
        r#"select e.id, e.reference, e.standard, c.name, a.sector, a.ai_roles, a.languages, n.id as "audit_id?", n.kind as "kind?",
             coalesce((select array_agg(t.person_id) from team_members t where t.body_id = $1 and t.audit_id = n.id
               and t.released_at is null and t.role in ('lead_auditor', 'auditor', 'technical_expert')), '{}') as "team!",
             coalesce((select array_agg(s.person_id) from panel_seats s join cases k on k.body_id = s.body_id and k.id = s.case_id
               and k.state = 'open' where s.body_id = $1 and s.engagement_id = e.id and s.released_at is null), '{}') as "panel!"
           from engagements e
           join clients c on c.body_id = $1 and c.client_id = e.client_id
           join applications a on a.body_id = $1 and a.engagement_id = e.id and a.state in ('submitted', 'returned', 'accepted')
           left join lateral (select u.id, u.kind from audits u join programmes g on g.body_id = u.body_id and g.id = u.programme_id
             and g.state = 'in_force' where u.body_id = $1 and u.engagement_id = e.id and u.state <> 'reported'
             order by u.window_from, u.id limit 1) n on true
           where e.body_id = $1 and ($2::uuid is null or e.id > $2) order by e.id limit $3"#,
        body,
        after,
        limit
    )
    .map(|r| Gap {
        engagement_id: r.id,
        reference: r.reference,
        client: r.name,
        audit_id: r.audit_id,
        audit: r.kind.as_deref().and_then(audits::Kind::from_key),
        needed: asked(&r.standard, &r.sector, &r.ai_roles, &r.languages),
        team: r.team,
        panel: r.panel,
    })
    .fetch_all(tx.sql())
    .await?)
}
