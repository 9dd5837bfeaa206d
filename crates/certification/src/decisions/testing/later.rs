//! What follows a grant, for tests: cases of every kind through a panel to their decision, and the audits on
//! which they rest, set down by the owner of the tables.

use super::{Audited, Seated, declare_nothing, panel_member, seat_down, signs};
use crate::actor::Actor;
use crate::certificates::{Answer, Entry, of_number};
use crate::decisions::{CaseKind, Opening, Reason, Signed, Vote, open_case};
use crate::error::Result;
use crate::testing::World;
use crate::{audits, cycle};
use sqlx::AssertSqlSafe;
use uuid::Uuid;

/// A filled-in form for a case of this kind.
pub fn opening(kind: CaseKind) -> Opening {
    Opening {
        id: Uuid::now_v7().to_string(),
        kind: kind.key().to_owned(),
        because: "The office lays it before the panel.".to_owned(),
        reason_code: Reason::PersistentFailure.key().to_owned(),
        scope: "Design, operation and sale of fraud-scoring models".to_owned(),
        sites: "Head office; 12 Cheapside, London, United Kingdom\nBranch; 1 High Street, Leeds, United Kingdom; operation only".to_owned(),
        soa_version: "3.0".to_owned(),
        client: String::new(),
        without_audit: "The models are of the kind that was audited.".to_owned(),
    }
}

/// The scheme manager opens a case of this kind.
pub async fn opens(world: &World, audited: &Audited, kind: CaseKind) -> Result<Uuid> {
    let by = audited.manager.scheme_manager()?;
    let engagement = audited.file.engagement_id;
    world
        .db
        .write(&audited.manager, async |tx| open_case(tx, &by, engagement, opening(kind)).await)
        .await
}

/// Seats two members and a chair on a case; the chair last.
pub async fn seats(world: &World, audited: &Audited, case: Uuid) -> Vec<Actor> {
    let mut seats = Vec::new();
    for (name, chair) in [("Nia Member", ""), ("Ned Member", ""), ("Chi Chair", "yes")] {
        let member = panel_member(world, name).await;
        seat_down(world, audited, case, &member, chair).await.expect("a seat");
        declare_nothing(world, &audited.file, &member).await;
        seats.push(member);
    }
    seats
}

/// Opens a case of this kind and decides it, all of one mind.
pub async fn decides(
    world: &World,
    audited: &Audited,
    kind: CaseKind,
    outcome: Vote,
) -> Result<Signed> {
    let case = opens(world, audited, kind).await?;
    decides_case(world, audited, case, outcome).await
}

/// Decides an open case, all of one mind.
pub async fn decides_case(
    world: &World,
    audited: &Audited,
    case: Uuid,
    outcome: Vote,
) -> Result<Signed> {
    let mut last = Ok(Signed::Voted);
    for member in seats(world, audited, case).await {
        last = signs(world, case, &member, outcome.key()).await;
        if last.is_err() {
            break;
        }
    }
    last
}

/// What the register answers about this number today.
pub async fn register(world: &World, number: &str) -> Entry {
    let answer = world
        .db
        .read(&Actor::visitor(None), async |tx| of_number(tx, number, None).await)
        .await
        .expect("an answer");
    match answer {
        Answer::Found(entry) => *entry,
        other => panic!("not found: {other:?}"),
    }
}

/// An audit of the cycle, reported today with this recommendation; its last date is done with it.
pub async fn reported(
    world: &World,
    audited: &Audited,
    (kind, cycle): (&str, i32),
    recommendation: &str,
) -> Uuid {
    let audit = Uuid::now_v7();
    let sql = REPORTED
        .replace(":body", &format!("'{}'::uuid", world.body))
        .replace(":client", &format!("'{}'::uuid", audited.file.client_id))
        .replace(":engagement", &format!("'{}'::uuid", audited.file.engagement_id))
        .replace(":audit", &format!("'{audit}'::uuid"))
        .replace(":lead", &format!("'{}'::uuid", audited.lead.person().expect("a person")))
        .replace(":kind", &format!("'{kind}'"))
        .replace(":cycle", &cycle.to_string())
        .replace(":said", recommendation)
        .replace(":at", &format!("'{}'::timestamptz", world.now()))
        .replace(":day", &format!("'{}'::date", world.today()));
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(&world.owner).await.expect("a reported audit");
    let held = world.db.write(&audited.lead, async |tx| {
        let brief = audits::brief(tx, audit).await?;
        cycle::held(tx, &brief).await
    });
    held.await.expect("held");
    audit
}

/// A major raised in this audit; its id.
pub async fn major(world: &World, audited: &Audited, audit: Uuid, number: i32) -> Uuid {
    let id = Uuid::now_v7();
    sqlx::query("insert into findings (body_id, client_id, engagement_id, audit_id, id, number, requirement, grade, statement, evidence, state, raised_by, raised_at, issued_at, answer_due_on)
         values ($1, $2, $3, $4, $5, $6, '9.3', 'major', 'No management review was held.', 'None on file.', 'issued', $7, $8, $8, $9)")
        .bind(world.body).bind(audited.file.client_id).bind(audited.file.engagement_id).bind(audit).bind(id).bind(number)
        .bind(audited.lead.person().expect("a person")).bind(world.now()).bind(world.today())
        .execute(&world.owner).await.expect("a major");
    id
}

/// The finding closed, its effect verified today.
pub async fn closes(world: &World, audited: &Audited, finding: Uuid) {
    sqlx::query(
        "update findings set state = 'closed', closed_at = $3 where body_id = $1 and id = $2",
    )
    .bind(world.body)
    .bind(finding)
    .bind(world.now())
    .execute(&world.owner)
    .await
    .expect("closed");
    sqlx::query("insert into verifications (body_id, client_id, finding_id, id, effective, how, by_person, at) values ($1, $2, $3, $4, true, 'Seen.', $5, $6)")
        .bind(world.body).bind(audited.file.client_id).bind(finding).bind(Uuid::now_v7())
        .bind(audited.lead.person().expect("a person")).bind(world.now())
        .execute(&world.owner).await.expect("verified");
}

/// A file with its certificate, and the number.
pub async fn certified(world: &World, name: &str) -> (Seated, String) {
    let audited = super::audited(world, name).await;
    let seated = super::case_before_panel(world, audited).await;
    let number = super::granted(world, &seated).await.expect("a grant");
    (seated, number)
}

const REPORTED: &str = "
insert into programmes (body_id, client_id, engagement_id, id, state, cycle, made_by, made_at)
  values (:body, :client, :engagement, gen_random_uuid(), 'in_force', :cycle, :lead, :at) on conflict do nothing;
insert into audits (body_id, client_id, engagement_id, programme_id, id, kind, cycle, state, objectives, criteria, methods, half_days, window_from, window_to,
  starts_on, ends_on, team_state, team_told_at, team_agreed_at, opened_at, closed_at, reported_at)
  select :body, :client, :engagement, p.id, :audit, :kind, :cycle, 'reported', 'Conformity', 'The standard', 'Interviews', 3, :day, :day, :day, :day, 'agreed',
    :at, :at, :at, :at, :at from programmes p where p.body_id = :body and p.engagement_id = :engagement and p.cycle = :cycle;
insert into team_members (body_id, client_id, engagement_id, audit_id, id, person_id, role, appointed_by, appointed_at)
  values (:body, :client, :engagement, :audit, gen_random_uuid(), :lead, 'lead_auditor', :lead, :at);
insert into reports (body_id, client_id, engagement_id, audit_id, id, version, content, digest, issued_by, issued_at)
  values (:body, :client, :engagement, :audit, gen_random_uuid(), 1,
    '{\"text\": {\"objectives_met\": \"Each objective was met.\", \"recommendation\": \":said\"}}', sha256('3'), :lead, :at);
";
