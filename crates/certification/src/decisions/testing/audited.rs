//! A file as it stands when its audits are over, set down by the owner of the tables.

use crate::actor::{Actor, Function};
use crate::record::{self, Entry, File, Seen};
use crate::standards::testing::AIMS;
use crate::testing::World;
use sqlx::AssertSqlSafe;
use time::Duration;
use uuid::Uuid;

/// A file whose audits are over, with everybody who took part.
pub struct Audited {
    pub file: File,
    pub client: Actor,
    pub manager: Actor,
    pub lead: Actor,
    pub stage_1: Uuid,
    pub stage_2: Uuid,
    /// A major (closed) and a minor (its plan accepted).
    pub major: Uuid,
    pub minor: Uuid,
}

/// A file complete for a decision: accepted application, agreement, both stages reported, a closed major and a
/// minor with an accepted plan. Set down by the owner, so that it does not depend on how it came to be.
pub async fn audited(world: &World, name: &str) -> Audited {
    arranged(world, name, &[FILE, STAGE_2_REPORTED, ANSWERED]).await
}

/// The same file while its Stage 2 is under way: nothing is raised yet, and nothing reported.
pub async fn under_way(world: &World, name: &str) -> Audited {
    arranged(world, name, &[FILE, STAGE_2_UNDER_WAY]).await
}

async fn arranged(world: &World, name: &str, parts: &[&str]) -> Audited {
    let client = world.client(name).await;
    let manager = world.staff("Meg Manager", &[Function::SchemeManager]).await;
    let lead = world.staff("Lee Lead", &[Function::Auditor]).await;
    let file =
        File { client_id: client.client().expect("a client"), engagement_id: Uuid::now_v7() };
    let ids: Vec<Uuid> = (0..9).map(|_| Uuid::now_v7()).collect();
    let person = lead.person().expect("a person");
    let sql = parts
        .concat()
        .replace(":body", &quoted(world.body))
        .replace(":client", &quoted(file.client_id))
        .replace(":engagement", &quoted(file.engagement_id))
        .replace(":lead", &quoted(person))
        .replace(":manager", &quoted(manager.person().expect("a person")))
        .replace(":signatory", &quoted(client.person().expect("a person")))
        .replace(":name", &format!("'{}'", name.replace('\'', "''")))
        .replace(":standard", &format!("'{}'", AIMS.name))
        .replace(":at", &format!("'{}'::timestamptz", world.now() - Duration::days(20)))
        .replace(":day", &format!("'{}'::date", world.today() - Duration::days(20)));
    let sql = ids
        .iter()
        .enumerate()
        .fold(sql, |sql, (i, id)| sql.replace(&format!("#{i}"), &quoted(*id)));
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(&world.owner).await.expect("an audited file");
    world
        .db
        .write(&manager, async |tx| {
            record::open(tx, file).await?;
            tx.record(Entry::new(
                file,
                "arranged",
                "The file was arranged for a test.",
                Seen::ByStaff,
            ));
            Ok(())
        })
        .await
        .expect("a record");
    Audited {
        file,
        client,
        manager,
        lead,
        stage_1: ids[4],
        stage_2: ids[5],
        major: ids[6],
        minor: ids[7],
    }
}

fn quoted(id: Uuid) -> String {
    format!("'{id}'::uuid")
}

const FILE: &str = "
insert into engagements (body_id, client_id, id, standard, opened_at, reference) values (:body, :client, :engagement, :standard, :at, :name);
insert into applications (body_id, client_id, engagement_id, id, state, legal_name, address, country, scope, people_total, people_ai,
  signatory_name, signatory_position, submitted_at, submitted_by)
  values (:body, :client, :engagement, #0, 'accepted', :name, '12 Cheapside, London', 'GB', 'Design and operation of fraud-scoring models', 120, 14,
  'Sam Signatory', 'Director', :at, :signatory);
insert into sites (body_id, client_id, application_id, id, position, name, address, country, central)
  values (:body, :client, #0, #8, 1, 'Head office', '12 Cheapside, London', 'GB', true);
insert into determinations (body_id, client_id, engagement_id, id, table_key, table_version, table_checked, inputs, base_half_days, adjustments,
  initial_half_days, stage_1_half_days, stage_2_half_days, surveillance_half_days, recertification_half_days, by_person, at)
  values (:body, :client, :engagement, #1, 'md5', '2024', true, '{}', 10, '[]', 10, 3, 7, 3, 7, :manager, :at);
insert into proposals (body_id, client_id, engagement_id, id, state, number, determination_id, rate_card_id, currency, lines, total_minor,
  agreement_version, agreement, valid_until, offered_by, offered_at, answered_by, answered_at)
  select :body, :client, :engagement, #2, 'accepted', :name || ' 1', #1, r.id, 'GBP', '[]', 680000, '1', 'The agreement.', :day, :manager, :at, :signatory, :at
  from rate_cards r where r.body_id = :body limit 1;
insert into programmes (body_id, client_id, engagement_id, id, state, cycle, made_by, made_at) values (:body, :client, :engagement, #3, 'in_force', 1, :manager, :at);
insert into audits (body_id, client_id, engagement_id, programme_id, id, kind, cycle, state, objectives, criteria, methods, half_days, window_from, window_to,
  starts_on, ends_on, team_state, team_told_at, team_agreed_at, opened_at, closed_at, reported_at)
  values (:body, :client, :engagement, #3, #4, 'stage_1', 1, 'reported', 'Readiness', :standard, 'Documents', 3, :day, :day, :day, :day, 'agreed', :at, :at, :at, :at, :at),
         (:body, :client, :engagement, #3, #5, 'stage_2', 1, 'reported', 'Conformity', :standard, 'Interviews', 7, :day, :day, :day, :day, 'agreed', :at, :at, :at, :at, :at);
insert into team_members (body_id, client_id, engagement_id, audit_id, id, person_id, role, appointed_by, appointed_at)
  select :body, :client, :engagement, a, gen_random_uuid(), :lead, 'lead_auditor', :manager, :at from unnest(array[#4, #5]) a;
insert into document_checks (body_id, client_id, engagement_id, audit_id, item, result, document_version, by_person, at)
  values (:body, :client, :engagement, #4, 'statement_of_applicability', 'complete', '2.1', :lead, :at);
insert into reports (body_id, client_id, engagement_id, audit_id, id, version, content, digest, issued_by, issued_at)
  values (:body, :client, :engagement, #4, gen_random_uuid(), 1, '{\"text\": {\"readiness\": \"ready\"}}', sha256('1'), :lead, :at);
insert into readiness_reviews (body_id, client_id, engagement_id, audit_id, id, ready, team_competent, reasons, by_person, at)
  values (:body, :client, :engagement, #4, gen_random_uuid(), true, true, 'Complete.', :manager, :at);
";

const STAGE_2_UNDER_WAY: &str = "
update audits set state = 'under_way', closed_at = null, reported_at = null where body_id = :body and id = #5;
";

const STAGE_2_REPORTED: &str = "
insert into reports (body_id, client_id, engagement_id, audit_id, id, version, content, digest, issued_by, issued_at)
  values (:body, :client, :engagement, #5, gen_random_uuid(), 1,
          '{\"text\": {\"objectives_met\": \"Each objective was met.\", \"recommendation\": \"recommend\"}}', sha256('2'), :lead, :at);
";

const ANSWERED: &str = "
insert into findings (body_id, client_id, engagement_id, audit_id, id, number, requirement, grade, statement, evidence, state, raised_by, raised_at, issued_at, answer_due_on, closed_at)
  values (:body, :client, :engagement, #5, #6, 1, '9.2.1', 'major', 'No internal audit was held.', 'None on file.', 'closed', :lead, :at, :at, :day, :at),
         (:body, :client, :engagement, #5, #7, 2, 'A.6.2.6', 'minor', 'One monitoring log has gaps.', 'Log of model 3.', 'accepted', :lead, :at, :at, :day, null);
insert into verifications (body_id, client_id, finding_id, id, effective, how, by_person, at)
  values (:body, :client, #6, gen_random_uuid(), true, 'The audit report was read.', :lead, :at);
insert into responses (body_id, client_id, finding_id, id, round, correction, root_cause, action, responsible, due_on, by_person, at)
  select :body, :client, f, gen_random_uuid(), 1, 'Done at once.', 'Nobody had the task.', 'A plan for the year.', 'Quality lead', :day, :signatory, :at from unnest(array[#6, #7]) f;
";
