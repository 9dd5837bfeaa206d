//! What the office sees of a case: the panel, how far its signatures are, and what was decided. How members
//! voted shows when it is decided, their deliberation never.

use super::{CaseKind, Reason, State, Vote, signed_how};
use crate::as_json;
use crate::certificates::Site;
use crate::competence::Competence;
use crate::db::Tx;
use crate::error::Result;
use sqlx::types::Json;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

/// The case of a file.
#[derive(Debug, Clone)]
pub struct OfficeCase {
    pub id: Uuid,
    pub state: State,
    pub kind: CaseKind,
    pub because: String,
    pub reason: Option<Reason>,
    pub new_scope: String,
    pub new_sites: Vec<Site>,
    pub new_soa_version: String,
    pub new_client: String,
    pub opened_at: OffsetDateTime,
    /// Nobody, where an overdue date laid it before the panel by itself.
    pub opened_by: Option<String>,
    /// Members that the body's policy asks for, besides the chair.
    pub quorum: i32,
    pub seats: Vec<SeatLine>,
    /// What the case asks for and nobody seated is qualified for (CMP-5).
    pub lacking: Vec<Competence>,
    pub decision: Option<Decided>,
}

impl OfficeCase {
    /// The seats that are held now.
    pub fn held(&self) -> impl Iterator<Item = &SeatLine> {
        self.seats.iter().filter(|seat| seat.released_at.is_none())
    }

    pub fn released(&self) -> impl Iterator<Item = &SeatLine> {
        self.seats.iter().filter(|seat| seat.released_at.is_some())
    }

    /// What the panel still lacks before it can decide, in words; none when it is complete.
    pub fn lacks(&self) -> Option<String> {
        let members = self.held().filter(|seat| !seat.chair).count();
        let more = (self.quorum.unsigned_abs() as usize).saturating_sub(members);
        let chair = self.held().any(|seat| seat.chair);
        match (more, chair) {
            (0, true) => None,
            (0, false) => Some("a chair".to_owned()),
            (1, true) => Some("one more member".to_owned()),
            (1, false) => Some("one more member and a chair".to_owned()),
            (n, true) => Some(format!("{n} more members")),
            (n, false) => Some(format!("{n} more members and a chair")),
        }
    }
}

/// A seat of the panel, and how far its holder has come.
#[derive(Debug, Clone, serde::Deserialize)]
pub struct SeatLine {
    pub id: Uuid,
    pub person_id: Uuid,
    pub name: String,
    pub chair: bool,
    #[serde(with = "time::serde::rfc3339")]
    pub appointed_at: OffsetDateTime,
    #[serde(with = "time::serde::rfc3339::option")]
    pub released_at: Option<OffsetDateTime>,
    pub release_reason: String,
    /// What the declaration came to; none before it is made.
    pub conflict: Option<bool>,
    #[serde(with = "time::serde::rfc3339::option")]
    pub signed_at: Option<OffsetDateTime>,
    /// Why an earlier signature no longer counts.
    pub voided: Option<String>,
    pub vote: Option<String>,
    pub reason: Option<String>,
    /// The signature that counted, once it is decided, and how it was given.
    pub vote_id: Option<Uuid>,
    pub factor: Option<String>,
}

impl SeatLine {
    /// How it was signed, in words.
    pub fn how(&self) -> &'static str {
        self.factor.as_deref().map_or("", signed_how)
    }

    /// The vote whose statement can be handed out.
    pub fn file(&self) -> Option<Uuid> {
        self.vote_id.filter(|_| self.factor.as_deref() != Some("password"))
    }

    pub fn role(&self) -> &'static str {
        if self.chair { "Chair" } else { "Member" }
    }

    /// A tag's kind and words for how far this member has come.
    pub fn progress(&self) -> (&'static str, &'static str) {
        match (self.conflict, self.signed_at, &self.voided) {
            (Some(true), _, _) => ("bad", "Declared a conflict"),
            (_, Some(_), _) => ("good", "Signed"),
            (_, None, Some(_)) => ("act", "Signs anew: the record changed"),
            (Some(false), None, None) => ("wait", "Reads the record"),
            (None, None, None) => ("wait", "To declare interests"),
        }
    }

    pub fn vote_title(&self, kind: &CaseKind) -> &'static str {
        self.vote.as_deref().and_then(Vote::from_key).map_or("", |vote| vote.title(*kind))
    }
}

/// What was decided.
#[derive(Debug, Clone, serde::Deserialize)]
pub struct Decided {
    pub id: Uuid,
    /// The case's kind, by its key.
    pub kind: String,
    pub outcome: String,
    pub reasons: String,
    pub asked_for: String,
    #[serde(with = "as_json::day")]
    pub decided_on: Date,
    #[serde(with = "time::serde::rfc3339")]
    pub decided_at: OffsetDateTime,
    pub by: String,
    pub record_digest: String,
    /// The attestation's number, where one was issued.
    pub number: Option<String>,
}

impl Decided {
    /// Whether certification holds on, or holds again.
    pub fn is_positive(&self) -> bool {
        self.kind().zip(self.vote()).is_some_and(|(kind, vote)| kind.is_positive(vote))
    }

    pub fn title(&self) -> &'static str {
        self.kind().zip(self.vote()).map_or("", |(kind, vote)| vote.decided(kind))
    }

    fn kind(&self) -> Option<CaseKind> {
        CaseKind::from_key(&self.kind)
    }

    fn vote(&self) -> Option<Vote> {
        Vote::from_key(&self.outcome)
    }
}

/// The case of a file, if one was opened: in one statement.
pub async fn of_file(tx: &mut Tx<'_>, engagement: Uuid) -> Result<Option<OfficeCase>> {
    let (body, today) = (tx.actor().body()?, tx.today());
    let row = sqlx::query!(
        r#"select c.id, c.state, c.kind, c.because, c.reason_code, c.new_scope, c.new_sites as "new_sites: Json<Vec<Site>>", c.new_soa_version, c.new_client,
             c.opened_at, p.name as "opened_by?", b.panel_members,
             case when c.state = 'open' then panel_lacks($1, $2, $3) else '[]' end as "lacking!: Json<Vec<Competence>>",
             (select coalesce(json_agg(json_build_object('id', s.id, 'person_id', s.person_id, 'name', n.name, 'chair', s.chair,
                 'appointed_at', s.appointed_at, 'released_at', s.released_at, 'release_reason', s.release_reason,
                 'conflict', (select d.conflict from declarations d where d.body_id = s.body_id and d.engagement_id = s.engagement_id
                    and d.person_id = s.person_id and d.capacity = 'panel' order by d.id desc limit 1),
                 'signed_at', v.signed_at, 'voided', x.because,
                 'vote', case when c.state = 'decided' then v.vote end, 'reason', case when c.state = 'decided' then v.reason end,
                 'vote_id', case when c.state = 'decided' then v.id end, 'factor', v.factor)
                 order by s.chair, s.id), '[]')
              from panel_seats s join people n on n.id = s.person_id
              left join lateral (select v.id, v.factor, v.vote, v.reason, v.signed_at from votes v where v.body_id = s.body_id and v.case_id = s.case_id
                and v.person_id = s.person_id and s.released_at is null and not exists (select from vote_voids x where x.body_id = v.body_id and x.vote_id = v.id)
                order by v.id desc limit 1) v on true
              left join lateral (select x.because from votes w join vote_voids x on x.body_id = w.body_id and x.vote_id = w.id
                where w.body_id = s.body_id and w.case_id = s.case_id and w.person_id = s.person_id order by x.at desc limit 1) x on true
              where s.body_id = c.body_id and s.case_id = c.id) as "seats!: Json<Vec<SeatLine>>",
             (select json_build_object('id', d.id, 'kind', c.kind, 'outcome', d.outcome, 'reasons', d.reasons, 'asked_for', d.asked_for, 'decided_on', d.decided_on,
                 'decided_at', d.decided_at, 'by', n.name, 'record_digest', encode(d.record_digest, 'hex'),
                 'number', (select t.number from certificates t where t.body_id = d.body_id and t.decision_id = d.id))
              from decisions d join people n on n.id = d.decided_by where d.body_id = c.body_id and d.case_id = c.id) as "decision: Json<Decided>"
           from cases c left join people p on p.id = c.opened_by join bodies b on b.id = c.body_id
           where c.body_id = $1 and c.engagement_id = $2 order by c.id desc limit 1"#,
        body,
        engagement,
        today
    )
    .fetch_optional(tx.sql())
    .await?;
    row.map(|row| {
        Ok(OfficeCase {
            id: row.id,
            state: State::kept(&row.state)?,
            kind: CaseKind::kept(&row.kind)?,
            because: row.because,
            reason: row.reason_code.as_deref().and_then(Reason::from_key),
            new_scope: row.new_scope,
            new_sites: row.new_sites.map(|sites| sites.0).unwrap_or_default(),
            new_soa_version: row.new_soa_version,
            new_client: row.new_client,
            opened_at: row.opened_at,
            opened_by: row.opened_by,
            quorum: row.panel_members,
            seats: row.seats.0,
            lacking: row.lacking.0,
            decision: row.decision.map(|decision| decision.0),
        })
    })
    .transpose()
}

/// Somebody with the function of a panel member, and what stands against a seat in this file.
#[derive(Debug, Clone)]
pub struct PanelMember {
    pub id: Uuid,
    pub name: String,
    pub on_audit_team: bool,
    pub qualified: bool,
    pub seated: bool,
}

impl PanelMember {
    /// The name as a list offers it.
    pub fn label(&self) -> String {
        match (self.on_audit_team, self.qualified) {
            (true, _) => format!("{} (was on an audit team of this client)", self.name),
            (_, false) => format!("{} (no current qualification)", self.name),
            _ => self.name.clone(),
        }
    }
}

/// The body's panel members, by name.
pub async fn members_of_panels(tx: &mut Tx<'_>, engagement: Uuid) -> Result<Vec<PanelMember>> {
    let (body, today) = (tx.actor().body()?, tx.today());
    Ok(sqlx::query_as!(
        PanelMember,
        r#"select p.id, p.name,
             coalesce((select on_audit_team_of_cycle(c.body_id, c.engagement_id, c.cycle, p.id) from cases c where c.body_id = m.body_id
               and c.engagement_id = e.id and c.state = 'open'), false) as "on_audit_team!",
             exists (select from qualifications q where q.body_id = m.body_id and q.person_id = p.id and q.kind = 'function' and q.value = 'panel_member'
               and q.approved_on <= $3 and q.valid_until >= $3 and (q.ended_on is null or q.ended_on > $3))
             and exists (select from qualifications q where q.body_id = m.body_id and q.person_id = p.id and q.kind = 'standard' and q.value = e.standard
               and q.approved_on <= $3 and q.valid_until >= $3 and (q.ended_on is null or q.ended_on > $3)) as "qualified!",
             exists (select from panel_seats s join cases c on c.body_id = s.body_id and c.id = s.case_id where s.body_id = m.body_id
               and s.engagement_id = e.id and s.person_id = p.id and s.released_at is null and c.state = 'open') as "seated!"
           from memberships m join people p on p.id = m.person_id
           join engagements e on e.body_id = m.body_id and e.id = $2
           where m.body_id = $1 and m.function = 'panel_member' and m.until is null order by p.name, p.id limit 200"#,
        body,
        engagement,
        today
    )
    .fetch_all(tx.sql())
    .await?)
}
