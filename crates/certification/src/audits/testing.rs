//! A ready-made file with Stage 1 and Stage 2 planned and their team declared, for tests of what an audit does.

use super::Kind;
use crate::actor::{Actor, Function};
use crate::findings::Grade;
use crate::reports;
use crate::teams;
use crate::testing::World;
use time::Duration;
use uuid::Uuid;

/// A client's file whose audits are planned and agreed, with the people who work on it.
pub struct Planned {
    pub client: Actor,
    pub lead: Actor,
    pub auditor: Actor,
    pub expert: Actor,
    pub manager: Actor,
    pub engagement: Uuid,
    pub stage_1: Uuid,
    pub stage_2: Uuid,
}

/// Arranged by the database's owner: how a file comes this far is tried elsewhere.
pub async fn planned(world: &World) -> Planned {
    at_noon(world);
    let client = world.client("Northgate").await;
    let lead = world.staff("Lena Lead", &[Function::Auditor]).await;
    let auditor = world.staff("Aron Auditor", &[Function::Auditor]).await;
    let expert = world.staff("Ella Expert", &[Function::TechnicalExpert]).await;
    let manager = world.staff("Mia Manager", &[Function::SchemeManager]).await;
    for (person, functions) in [
        (&lead, &["lead_auditor", "auditor"][..]),
        (&auditor, &["auditor"][..]),
        (&expert, &["technical_expert"][..]),
    ] {
        teams::testing::qualify(world, person.person().expect("a person"), functions).await;
    }
    let engagement = file(world, &client, &manager).await;
    let programme = Uuid::now_v7();
    sqlx::query("insert into programmes (body_id, client_id, engagement_id, id, state, cycle, made_by, made_at) values ($1, $2, $3, $4, 'in_force', 1, $5, $6)")
        .bind(world.body).bind(client.client).bind(engagement).bind(programme).bind(manager.person).bind(world.now())
        .execute(&world.owner).await.expect("a programme");
    let case = Planned {
        client,
        lead,
        auditor,
        expert,
        manager,
        engagement,
        stage_1: Uuid::now_v7(),
        stage_2: Uuid::now_v7(),
    };
    audit(world, &case, programme, case.stage_1, "stage_1").await;
    audit(world, &case, programme, case.stage_2, "stage_2").await;
    for member in [&case.lead, &case.auditor, &case.expert] {
        declared(world, &case, member, false).await;
    }
    case
}

/// Moves the clock on to the next noon, so that "an hour ago" is today at whatever hour a test runs.
fn at_noon(world: &World) {
    let now = world.now();
    let noon =
        now.replace_time(time::macros::time!(12:00)) + Duration::days(i64::from(now.hour() >= 12));
    world.clock.advance(noon - now + Duration::seconds(1));
}

/// An engagement with its application, record and accepted proposal.
async fn file(world: &World, client: &Actor, manager: &Actor) -> Uuid {
    let (engagement, determination, now) = (Uuid::now_v7(), Uuid::now_v7(), world.now());
    let (body, client_id, by) = (world.body, client.client, manager.person);
    let reference = format!("T-{}", &engagement.simple().to_string()[26..]);
    sqlx::query("insert into engagements (body_id, client_id, id, standard, opened_at, reference) values ($1, $2, $3, 'ISO/IEC 42001:2023', $4, $5)")
        .bind(body).bind(client_id).bind(engagement).bind(now).bind(&reference).execute(&world.owner).await.expect("an engagement");
    sqlx::query("insert into record_heads (body_id, client_id, engagement_id, seq, digest) values ($1, $2, $3, 0, sha256(convert_to('assay-record-v1 ' || $3::text, 'UTF8')))")
        .bind(body).bind(client_id).bind(engagement).execute(&world.owner).await.expect("a record");
    sqlx::query("insert into applications (body_id, client_id, engagement_id, id, state, legal_name, address, country, scope) values ($1, $2, $3, $4, 'accepted', 'Northgate Ltd', '1 North Street', 'GB', 'Credit scoring')")
        .bind(body).bind(client_id).bind(engagement).bind(Uuid::now_v7()).execute(&world.owner).await.expect("an application");
    sqlx::query("insert into determinations (body_id, client_id, engagement_id, id, table_key, table_version, table_checked, inputs, base_half_days, adjustments,
           initial_half_days, stage_1_half_days, stage_2_half_days, surveillance_half_days, recertification_half_days, by_person, at)
         values ($1, $2, $3, $4, 'indicative', '1', true, '{}', 6, '[]', 6, 2, 4, 2, 4, $5, $6)")
        .bind(body).bind(client_id).bind(engagement).bind(determination).bind(by).bind(now).execute(&world.owner).await.expect("audit time");
    sqlx::query("insert into proposals (body_id, client_id, engagement_id, id, state, number, determination_id, rate_card_id, currency, lines, total_minor,
           agreement_version, agreement, valid_until, offered_by, offered_at)
         select $1, $2, $3, $4, 'accepted', $5, $6, r.id, 'GBP', '[]', 100000, '1', 'The agreement.', $7, $8, $9 from rate_cards r where r.body_id = $1 limit 1")
        .bind(body).bind(client_id).bind(engagement).bind(Uuid::now_v7()).bind(&reference).bind(determination)
        .bind(world.clock.today() + Duration::days(30)).bind(by).bind(now).execute(&world.owner).await.expect("a proposal");
    engagement
}

/// A surveillance of this file brought to its issued report through the real verbs: team told and agreed,
/// plan sent and agreed, opened, concluded, closed, reported. It is the one of the file's programme, or is
/// put into it if there is none. Answers the audit and the ids of the findings raised.
pub async fn surveillance_reported(
    world: &World,
    case: &Planned,
    kind: Kind,
    raised: &[(&str, Grade)],
) -> (Uuid, Vec<Uuid>) {
    let audit = surveillance_planned(world, case, kind).await;
    let reported = reports::testing::later_audit_reported(world, &case.lead, audit, kind, raised);
    (audit, reported.await.expect("the surveillance is reported"))
}

/// A surveillance, or another later audit, of this file whose team and plan the client has agreed to.
pub async fn surveillance_planned(world: &World, case: &Planned, kind: Kind) -> Uuid {
    let audit = programmed(world, case, kind).await;
    let team = [&case.lead, &case.auditor];
    teams::testing::planned_audit(world, &case.manager, &case.client, audit, &team).await;
    audit
}

/// The file's audit of this kind; one that its programme does not have yet is put into it.
pub async fn programmed(world: &World, case: &Planned, kind: Kind) -> Uuid {
    let today = world.clock.today();
    sqlx::query("insert into audits (body_id, client_id, engagement_id, programme_id, id, kind, cycle, state, objectives, criteria, methods, half_days,
           window_from, window_to)
         select body_id, client_id, engagement_id, id, $4, $3, 1, 'programmed', 'Confirm conformity', 'ISO/IEC 42001:2023', 'Interviews', 2, $5, $6
         from programmes p where body_id = $1 and engagement_id = $2 and not exists (select from audits a
           where a.body_id = p.body_id and a.engagement_id = p.engagement_id and a.kind = $3) limit 1")
        .bind(world.body).bind(case.engagement).bind(kind.key()).bind(Uuid::now_v7()).bind(today).bind(today + Duration::days(60))
        .execute(&world.owner).await.expect("an audit");
    sqlx::query_scalar("select id from audits where body_id = $1 and engagement_id = $2 and kind = $3 order by cycle desc limit 1")
        .bind(world.body).bind(case.engagement).bind(kind.key()).fetch_one(&world.owner).await.expect("an audit")
}

async fn audit(world: &World, case: &Planned, programme: Uuid, id: Uuid, kind: &str) {
    let today = world.clock.today();
    sqlx::query("insert into audits (body_id, client_id, engagement_id, programme_id, id, kind, cycle, state, objectives, criteria, methods, half_days,
           window_from, window_to, starts_on, ends_on, team_state)
         values ($1, $2, $3, $4, $5, $6, 1, 'planned', 'Determine conformity', 'ISO/IEC 42001:2023', 'Interviews', 4, $7, $8, $7, $7, 'agreed')")
        .bind(world.body).bind(case.client.client).bind(case.engagement).bind(programme).bind(id).bind(kind).bind(today)
        .bind(today + Duration::days(60)).execute(&world.owner).await.expect("an audit");
    sqlx::query("insert into plans (body_id, client_id, engagement_id, audit_id, state, objectives, criteria, scope, sites, starts_on, ends_on, duration, communication)
         values ($1, $2, $3, $4, 'agreed', 'Determine conformity', 'ISO/IEC 42001:2023', 'Credit scoring', 'London', $5, $5, '2 days', 'By telephone')")
        .bind(world.body).bind(case.client.client).bind(case.engagement).bind(id).bind(today).execute(&world.owner).await.expect("a plan");
    for (member, role) in [
        (&case.lead, "lead_auditor"),
        (&case.auditor, "auditor"),
        (&case.expert, "technical_expert"),
    ] {
        sqlx::query("insert into team_members (body_id, client_id, engagement_id, audit_id, id, person_id, role, appointed_by, appointed_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)")
            .bind(world.body).bind(case.client.client).bind(case.engagement).bind(id).bind(Uuid::now_v7()).bind(member.person).bind(role)
            .bind(case.manager.person).bind(world.now()).execute(&world.owner).await.expect("a team member");
    }
}

/// A declaration of this person for the file's team.
pub async fn declared(world: &World, case: &Planned, member: &Actor, conflict: bool) {
    sqlx::query("insert into declarations (body_id, client_id, engagement_id, id, person_id, capacity, employed, consulted, ai_advice, tool_recommendation,
           data_protection_officer, internal_audits, conflict, declared_at)
         values ($1, $2, $3, $4, $5, 'team', $6, false, false, false, false, false, $6, $7)")
        .bind(world.body).bind(case.client.client).bind(case.engagement).bind(Uuid::now_v7()).bind(member.person).bind(conflict)
        .bind(world.now()).execute(&world.owner).await.expect("a declaration");
}
