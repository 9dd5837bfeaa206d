//! Which audits can be held together, by whom, and what both records then say.

use super::{hold_apart, hold_together};
use crate::actor::{Actor, Function};
use crate::audits::testing::{Planned, planned};
use crate::error::{Error, Refusal};
use crate::testing::World;
use uuid::Uuid;

/// A file with one audit ahead, put there by the database's owner; answers the audit.
async fn file(
    world: &World,
    client: &Actor,
    (manager, standard): (&Actor, &str),
    kind: &str,
) -> Uuid {
    let (engagement, programme, audit) = (Uuid::now_v7(), Uuid::now_v7(), Uuid::now_v7());
    let (body, client, now, today) = (world.body, client.client, world.now(), world.clock.today());
    sqlx::query("insert into engagements (body_id, client_id, id, standard, opened_at, reference) values ($1, $2, $3, $4, $5, $3::text)")
        .bind(body).bind(client).bind(engagement).bind(standard).bind(now).execute(&world.owner).await.expect("an engagement");
    sqlx::query("insert into record_heads (body_id, client_id, engagement_id, seq, digest) values ($1, $2, $3, 0, sha256(convert_to('assay-record-v1 ' || $3::text, 'UTF8')))")
        .bind(body).bind(client).bind(engagement).execute(&world.owner).await.expect("a record");
    sqlx::query("insert into programmes (body_id, client_id, engagement_id, id, state, cycle, made_by, made_at) values ($1, $2, $3, $4, 'draft', 1, $5, $6)")
        .bind(body).bind(client).bind(engagement).bind(programme).bind(manager.person).bind(now).execute(&world.owner).await.expect("a programme");
    sqlx::query("insert into audits (body_id, client_id, engagement_id, programme_id, id, kind, cycle, state, objectives, criteria, methods, half_days, window_from, window_to)
         values ($1, $2, $3, $4, $5, $6, 1, 'programmed', 'Confirm conformity', $7, 'Interviews', 2, $8, $8)")
        .bind(body).bind(client).bind(engagement).bind(programme).bind(audit).bind(kind).bind(standard).bind(today).execute(&world.owner).await.expect("an audit");
    audit
}

async fn security(world: &World, case: &Planned, kind: &str) -> Uuid {
    file(world, &case.client, (&case.manager, "ISO/IEC 27001:2022"), kind).await
}

async fn together(world: &World, by: &Actor, one: Uuid, other: Uuid) -> Result<(), Error> {
    let act = async |tx: &mut crate::Tx<'_>| {
        let manager = tx.actor().scheme_manager()?;
        hold_together(tx, &manager, one, other).await
    };
    world.db.write(by, act).await
}

async fn refused(world: &World, by: &Actor, one: Uuid, other: Uuid) -> Refusal {
    match together(world, by, one, other).await {
        Err(Error::Refused(refusal)) => refusal,
        answer => panic!("not refused: {answer:?}"),
    }
}

async fn counted(world: &World, what: &str) -> i64 {
    let sql = sqlx::AssertSqlSafe(format!("select count(*) from {what} and body_id = $1"));
    sqlx::query_scalar(sql).bind(world.body).fetch_one(&world.owner).await.expect("a count")
}

#[tokio::test]
async fn audits_of_three_files_are_one_group_and_each_record_says_so() {
    let world = World::new().await;
    let case = planned(&world).await;
    let second = security(&world, &case, "stage_2").await;
    let quality = (&case.manager, "ISO 9001:2015");
    let third = file(&world, &case.client, quality, "stage_2").await;
    for _ in 0..2 {
        together(&world, &case.manager, case.stage_2, second).await.expect("together");
    }
    together(&world, &case.manager, third, second).await.expect("a third joins");
    assert_eq!(counted(&world, "joint_audits where true").await, 3, "one row for each audit");
    let groups =
        sqlx::query_scalar("select count(distinct joint_id) from joint_audits where body_id = $1");
    let groups: i64 = groups.bind(world.body).fetch_one(&world.owner).await.expect("a count");
    assert_eq!(groups, 1);
    let said = "record_entries where act = 'audits_held_together'";
    assert_eq!(counted(&world, said).await, 4, "each act is on both records, once");
}

#[tokio::test]
async fn only_audits_of_two_files_of_one_client_of_one_kind_and_still_ahead_are_held_together() {
    let world = World::new().await;
    let case = planned(&world).await;
    let by = &case.manager;
    let (second, stage_1) =
        (security(&world, &case, "stage_2").await, security(&world, &case, "stage_1").await);
    let elsewhere = world.client("Southgate").await;
    let elsewhere = file(&world, &elsewhere, (by, "ISO/IEC 27001:2022"), "stage_2").await;
    let why = async |one, other| refused(&world, by, one, other).await.because;
    assert!(why(case.stage_2, elsewhere).await.contains("another client"));
    assert!(why(case.stage_1, case.stage_2).await.contains("same file"));
    assert!(why(case.stage_2, stage_1).await.contains("Stage 1"));
    sqlx::query("update audits set state = 'under_way' where id = $1")
        .bind(second)
        .execute(&world.owner)
        .await
        .expect("opened");
    assert!(why(case.stage_2, second).await.contains("Stage 2 of"), "it has begun");
    assert_eq!(counted(&world, "joint_audits where true").await, 0, "nothing was kept");
}

#[tokio::test]
async fn an_audit_is_in_one_group_only_and_each_file_in_a_group_once() {
    let world = World::new().await;
    let case = planned(&world).await;
    let by = &case.manager;
    let (second, third, fourth) = (
        security(&world, &case, "stage_2").await,
        security(&world, &case, "stage_2").await,
        security(&world, &case, "stage_2").await,
    );
    together(&world, by, case.stage_2, second).await.expect("one pair");
    together(&world, by, third, fourth).await.expect("another");
    assert!(refused(&world, by, second, third).await.because.contains("already held together"));
}

#[tokio::test]
async fn another_body_and_whoever_is_no_scheme_manager_hold_nothing_together() {
    let world = World::new().await;
    let case = planned(&world).await;
    let second = security(&world, &case, "stage_2").await;
    let other = world.neighbour().await;
    let stranger = other.staff("Stranger", &[Function::SchemeManager]).await;
    let answer = together(&other, &stranger, case.stage_2, second).await;
    assert!(matches!(answer, Err(Error::NotFound)), "like ids that never were: {answer:?}");
    assert!(together(&world, &case.lead, case.stage_2, second).await.is_err(), "an auditor");
    assert_eq!(counted(&world, "joint_audits where true").await, 0);
}

async fn apart(world: &World, by: &Actor, audit: Uuid) -> Result<(), Error> {
    let act = async |tx: &mut crate::Tx<'_>| {
        let manager = tx.actor().scheme_manager()?;
        hold_apart(tx, &manager, audit).await
    };
    world.db.write(by, act).await
}

#[tokio::test]
async fn audits_are_held_apart_again_before_the_opening_meeting_and_both_records_say_so() {
    let world = World::new().await;
    let case = planned(&world).await;
    let by = &case.manager;
    let second = security(&world, &case, "stage_2").await;
    let third = security(&world, &case, "stage_2").await;
    together(&world, by, case.stage_2, second).await.expect("together");
    together(&world, by, third, second).await.expect("a third joins");
    apart(&world, by, third).await.expect("the third leaves");
    assert_eq!(counted(&world, "joint_audits where true").await, 2, "the pair stays");
    assert!(apart(&world, &case.lead, second).await.is_err(), "an auditor");
    for _ in 0..2 {
        apart(&world, by, second).await.expect("the pair parts");
    }
    assert_eq!(counted(&world, "joint_audits where true").await, 0, "none is alone in a group");
    let said = "record_entries where act = 'audits_held_apart'";
    assert_eq!(counted(&world, said).await, 6, "for each that it was held with, on both records");
    together(&world, by, case.stage_2, second).await.expect("together again");
    sqlx::query("update audits set state = 'under_way' where id = $1")
        .bind(second)
        .execute(&world.owner)
        .await
        .expect("opened");
    let answer = apart(&world, by, second).await;
    assert!(matches!(answer, Err(Error::Refused(_))), "it has begun: {answer:?}");
}
