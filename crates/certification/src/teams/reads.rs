//! What screens and gates ask about a team.

use super::Role;
use crate::competence::{Competence, Kind};
use crate::db::Tx;
use crate::error::Result;
use crate::standards::Standard;
use sqlx::types::Json;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

/// Somebody of the body, as seen from one audit: in its team or not, qualified for what, declared or not.
#[derive(Debug, Clone)]
pub struct Person {
    pub person_id: Uuid,
    pub name: String,
    pub email: String,
    /// The row of the present assignment, and the role; none for whoever is not in the team.
    pub member_id: Option<Uuid>,
    pub role: Option<Role>,
    pub held: Vec<Competence>,
    /// Whether the newest declaration is a conflict; none while nothing is declared.
    pub conflict: Option<bool>,
    pub declared_at: Option<OffsetDateTime>,
    /// Whether the body's own file shows an employment or advice that keeps the person out (IMP-2).
    pub affiliated: bool,
    /// The last day of the last witnessed evaluation passed (CMP-4); none where none was.
    pub witnessed_until: Option<Date>,
}

impl Person {
    pub fn holds(&self, kind: Kind, value: &str) -> bool {
        self.held.contains(&Competence::new(kind, value))
    }

    /// Whether the competence file carries this role for this standard (CMP-2).
    pub fn may_be(&self, role: Role, standard: &Standard) -> bool {
        role.function().is_none_or(|function| {
            self.holds(Kind::Function, function) && self.holds(Kind::Standard, &standard.name)
        })
    }

    /// What the person adds to the team's competence: a translator the languages, a trainee nothing.
    pub fn adds(&self) -> Vec<Competence> {
        match self.role {
            Some(Role::LeadAuditor | Role::Auditor | Role::TechnicalExpert) => self.held.clone(),
            Some(Role::Translator) => {
                self.held.iter().filter(|c| c.kind() == Some(Kind::Language)).cloned().collect()
            }
            Some(Role::Trainee | Role::Observer) | None => vec![],
        }
    }

    /// What the person knows, as words, without the functions.
    pub fn knows(&self) -> String {
        let known = self
            .held
            .iter()
            .filter(|c| !matches!(c.kind(), Some(Kind::Function | Kind::Standard | Kind::Field)));
        known.map(Competence::title).collect::<Vec<_>>().join(", ")
    }

    /// Whether there is a declaration and it is a conflict, or the body's own file shows one.
    pub fn has_conflict(&self) -> bool {
        self.affiliated || self.conflict == Some(true)
    }

    /// Whether the last witnessed evaluation is in date (CMP-4).
    pub fn is_witnessed(&self, today: Date) -> bool {
        self.witnessed_until.is_some_and(|until| today <= until)
    }
}

/// Everybody who is in the team of an audit or could be: members of the body with a function in the audit
/// portal or a qualification. The team first, then by name.
pub async fn everyone(tx: &mut Tx<'_>, audit_id: Uuid, engagement_id: Uuid) -> Result<Vec<Person>> {
    let (body, today) = (tx.actor().body()?, tx.today());
    Ok(sqlx::query!(
        r#"select p.id, p.name, p.email, t.id as "member_id?", t.role as "role?", d.conflict as "conflict?", d.declared_at as "declared_at?",
             coalesce(q.held, '[]') as "held!: Json<Vec<Competence>>", witnessed_until($1, p.id) as witnessed_until,
             affiliated($1, (select client_id from engagements where body_id = $1 and id = $3), p.id, $4) as "affiliated!"
           from (select person_id from memberships where body_id = $1 and until is null
                   and function in ('auditor', 'technical_expert')
                 union select person_id from team_members where body_id = $1 and audit_id = $2 and released_at is null) w
           join people p on p.id = w.person_id
           left join team_members t on t.body_id = $1 and t.audit_id = $2 and t.person_id = p.id and t.released_at is null
           left join lateral (select conflict, declared_at from declarations d where d.body_id = $1 and d.engagement_id = $3
             and d.person_id = p.id and d.capacity = 'team' order by d.id desc limit 1) d on true
           left join lateral (select json_agg(distinct jsonb_build_object('kind', q.kind, 'value', q.value)) as held
             from qualifications q where q.body_id = $1 and q.person_id = p.id and q.approved_on <= $4 and q.valid_until >= $4
               and (q.ended_on is null or q.ended_on > $4)) q on true
           order by t.id nulls last, p.name"#,
        body,
        audit_id,
        engagement_id,
        today
    )
    .map(|r| Person {
        person_id: r.id,
        name: r.name,
        email: r.email,
        member_id: r.member_id,
        role: r.role.as_deref().and_then(Role::from_key),
        held: r.held.0,
        conflict: r.conflict,
        declared_at: r.declared_at,
        affiliated: r.affiliated,
        witnessed_until: r.witnessed_until,
    })
    .fetch_all(tx.sql())
    .await?)
}

/// A member of a team by name and role: all that a client is told.
#[derive(Debug, Clone)]
pub struct TeamMember {
    pub person_id: Uuid,
    pub name: String,
    pub email: String,
    pub role: Role,
}

/// The present members of a team, lead first.
pub async fn members(tx: &mut Tx<'_>, audit_id: Uuid) -> Result<Vec<TeamMember>> {
    let body = tx.actor().body()?;
    let mut members: Vec<_> = sqlx::query!(
        "select t.person_id, p.name, p.email, t.role from team_members t join people p on p.id = t.person_id
         where t.body_id = $1 and t.audit_id = $2 and t.released_at is null order by t.id",
        body,
        audit_id
    )
    .fetch_all(tx.sql())
    .await?
    .into_iter()
    .filter_map(|r| Some(TeamMember { person_id: r.person_id, name: r.name, email: r.email, role: Role::from_key(&r.role)? }))
    .collect();
    members.sort_by_key(|member| Role::ALL.iter().position(|role| *role == member.role));
    Ok(members)
}

/// A client's objection to one member, and what became of it.
#[derive(Debug, Clone)]
pub struct Objection {
    pub id: Uuid,
    pub person_id: Uuid,
    pub member: String,
    pub reason: String,
    pub by: String,
    pub at: OffsetDateTime,
    pub outcome: Option<String>,
    pub answer: String,
    pub answered_at: Option<OffsetDateTime>,
}

impl Objection {
    pub fn is_open(&self) -> bool {
        self.outcome.is_none()
    }

    pub fn is_upheld(&self) -> bool {
        self.outcome.as_deref() == Some("upheld")
    }
}

/// The objections to a team, newest first.
pub async fn objections(tx: &mut Tx<'_>, audit_id: Uuid) -> Result<Vec<Objection>> {
    let body = tx.actor().body()?;
    Ok(sqlx::query_as!(
        Objection,
        r#"select o.id, o.person_id, m.name as member, o.reason, p.name as by, o.at, o.outcome, o.answer, o.answered_at
           from team_objections o join people m on m.id = o.person_id join people p on p.id = o.by_person
           where o.body_id = $1 and o.audit_id = $2 order by o.id desc"#,
        body,
        audit_id
    )
    .fetch_all(tx.sql())
    .await?)
}
