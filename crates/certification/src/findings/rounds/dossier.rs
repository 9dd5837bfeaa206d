//! A finding with all its rounds, on one page.

use super::round::{EvidenceFile, Round, Verification, with_verifications};
use crate::actor::Room;
use crate::db::Tx;
use crate::error::Result;
use crate::findings::{Grade, State};
use crate::standards::Scheme;
use sqlx::types::Json;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

/// A finding with everything that was said about it.
#[derive(Debug, Clone)]
pub struct Dossier {
    pub id: Uuid,
    pub engagement_id: Uuid,
    pub client_id: Uuid,
    pub audit_id: Uuid,
    pub audit: String,
    pub number: i32,
    pub version: i32,
    pub requirement: String,
    pub requirement_title: String,
    pub grade: Grade,
    pub state: State,
    pub statement: String,
    pub evidence: String,
    pub raised_by: String,
    pub issued_at: Option<OffsetDateTime>,
    pub answer_due_on: Option<Date>,
    pub closed_at: Option<OffsetDateTime>,
    pub rounds: Vec<Round>,
    pub files: Vec<EvidenceFile>,
}

impl Dossier {
    pub fn tag(&self) -> &'static str {
        self.state.tag()
    }

    pub fn words(&self) -> &'static str {
        self.state.title()
    }

    /// "Stage 2, by Lee Lead".
    pub fn raised_in(&self) -> String {
        format!("{}, by {}", self.audit, self.raised_by)
    }

    /// Whether the client owes an answer now.
    pub fn awaits_answer(&self) -> bool {
        matches!(self.state, State::Issued | State::Returned)
    }

    pub fn awaits_judgement(&self) -> bool {
        self.state == State::Answered
    }

    pub fn awaits_verification(&self) -> bool {
        self.state == State::Accepted
    }

    pub fn awaits_closing(&self) -> bool {
        self.state == State::Verified
    }

    /// Whether more files can be given.
    pub fn takes_files(&self) -> bool {
        matches!(self.state, State::Issued | State::Returned | State::Answered | State::Accepted)
    }
}

/// A finding with all its rounds, in one statement. In the audit room only its engagement's teams find it.
pub async fn dossier(tx: &mut Tx<'_>, finding: Uuid) -> Result<Dossier> {
    let (body, person) = (tx.actor().body()?, tx.actor().person()?);
    let team_only = tx.actor().room() == Room::Audit;
    let row = sqlx::query!(
        r#"select e.standard as "standard: Scheme", f.id, f.engagement_id, f.client_id, f.audit_id, a.kind, f.number, f.version, f.requirement, f.grade, f.state,
             f.statement, f.evidence, p.name as raised_by, f.issued_at, f.answer_due_on, f.closed_at,
             (select coalesce(json_agg(json_build_object('round', r.round, 'correction', r.correction, 'root_cause', r.root_cause,
                 'action', r.action, 'responsible', r.responsible, 'due_on', r.due_on, 'by', b.name, 'at', r.at, 'judgement',
                 (select json_build_object('outcome', j.outcome, 'reason', j.reason, 'by', q.name, 'at', j.at)
                  from judgements j join people q on q.id = j.by_person
                  where j.body_id = r.body_id and j.response_id = r.id)) order by r.round), '[]')
              from responses r join people b on b.id = r.by_person
              where r.body_id = f.body_id and r.finding_id = f.id) as "rounds!: Json<Vec<Round>>",
             (select coalesce(json_agg(json_build_object('effective', v.effective, 'how', v.how, 'by', b.name, 'at', v.at) order by v.id), '[]')
              from verifications v join people b on b.id = v.by_person
              where v.body_id = f.body_id and v.finding_id = f.id) as "verifications!: Json<Vec<Verification>>",
             (select coalesce(json_agg(json_build_object('id', e.id, 'name', e.name, 'bytes', e.bytes, 'sha256', encode(e.sha256, 'hex'),
                 'by', b.name, 'at', e.uploaded_at) order by e.id), '[]')
              from evidence e join people b on b.id = e.uploaded_by
              where e.body_id = f.body_id and e.about_kind = 'finding' and e.about_id = f.id) as "files!: Json<Vec<EvidenceFile>>"
           from findings f
           join engagements e on e.body_id = f.body_id and e.id = f.engagement_id
           join audits a on a.body_id = f.body_id and a.id = f.audit_id
           join people p on p.id = f.raised_by
           where f.body_id = $1 and f.id = $2 and (not $4 or exists (select from team_members t where t.body_id = f.body_id
             and t.engagement_id = f.engagement_id and t.person_id = $3 and t.released_at is null))"#,
        body,
        finding,
        person,
        team_only
    )
    .fetch_one(tx.sql())
    .await?;
    Ok(Dossier {
        id: row.id,
        engagement_id: row.engagement_id,
        client_id: row.client_id,
        audit_id: row.audit_id,
        audit: audit_title(&row.kind),
        number: row.number,
        version: row.version,
        requirement_title: row.standard.title_of(&row.requirement).to_owned(),
        requirement: row.requirement,
        grade: Grade::kept(&row.grade)?,
        state: State::kept(&row.state)?,
        statement: row.statement,
        evidence: row.evidence,
        raised_by: row.raised_by,
        issued_at: row.issued_at,
        answer_due_on: row.answer_due_on,
        closed_at: row.closed_at,
        rounds: with_verifications(row.rounds.0, row.verifications.0),
        files: row.files.0,
    })
}

pub(super) fn audit_title(kind: &str) -> String {
    crate::audits::Kind::from_key(kind).map(|kind| kind.title().to_owned()).unwrap_or_default()
}
