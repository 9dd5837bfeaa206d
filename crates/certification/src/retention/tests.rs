//! Nothing goes before its day, whoever deletes it, and a legal hold has no end until it is lifted.

use super::*;
use crate::actor::{Actor, Function};
use crate::cycle::months_after;
use crate::decisions::testing::{Audited, audited, case_before_panel, decides, granted};
use crate::decisions::{CaseKind, Vote};
use crate::error::{Error, Result};
use crate::record::File;
use crate::testing::World;
use time::{Date, Duration};
use uuid::Uuid;

async fn list(world: &World, by: &Actor, going: bool) -> Vec<Kept> {
    world.db.read(by, async |tx| kept(tx, going, None, 50).await).await.expect("a list")
}

async fn holds(world: &World, by: &Actor, file: File, reason: &str) -> Result<()> {
    let proof = by.administrator()?;
    let form = Placing { id: Uuid::now_v7().to_string(), reason: reason.to_owned() };
    world.db.write(by, async |tx| place(tx, &proof, file, form).await).await
}

/// The owner of the tables deletes the file's record, as nobody else could even ask.
async fn deleted(world: &World, table: &str, file: File) -> Result<u64, String> {
    let key = if table == "engagements" { "id" } else { "engagement_id" };
    let sql = format!("delete from {table} where body_id = $1 and {key} = $2");
    let gone = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(world.body).bind(file.engagement_id);
    gone.execute(&world.owner).await.map(|done| done.rows_affected()).map_err(|e| e.to_string())
}

#[tokio::test]
async fn ret_1_a_certified_file_is_kept_for_its_cycle_and_one_more() {
    let world = World::new().await;
    let seated = case_before_panel(&world, audited(&world, "Kept Ltd").await).await;
    granted(&world, &seated).await.expect("a grant");
    let by = &seated.audited.manager;
    let until = months_after(world.clock.today(), 72);
    let found = list(&world, by, false).await;
    assert_eq!((found[0].until, found[0].certified), (until, true));
    world.clock.advance(until - world.clock.today());
    assert!(list(&world, by, true).await.is_empty(), "the last day is a day of keeping");
    world.clock.advance(Duration::days(1));
    let going = list(&world, by, true).await;
    assert_eq!(going.len(), 1);
    assert!(
        going[0].would_go(&world.clock.today())
            && going[0].why_not(&world.clock.today()).is_empty()
    );
}

/// The one file of this body is kept until `until`, that day included, and goes on the day after; and the database
/// deletes nothing of it today.
async fn kept_until(world: &World, file: &Audited, until: Date) {
    let by = &file.manager;
    let found = list(world, by, false).await;
    assert_eq!(found.iter().map(|kept| kept.until).collect::<Vec<_>>(), [until]);
    let refused = deleted(world, "record_entries", file.file).await.expect_err("kept");
    assert!(refused.contains("RET-1"), "{refused}");
    world.clock.advance(until - world.clock.today());
    assert!(list(world, by, true).await.is_empty(), "the last day is a day of keeping");
    world.clock.advance(Duration::DAY);
    assert_eq!(list(world, by, true).await.len(), 1, "{:?}", found[0].until);
}

#[tokio::test]
async fn ret_1_a_refused_file_is_kept_for_two_cycles_after_its_last_act() {
    let world = World::new().await;
    let file = audited(&world, "Never Ltd").await;
    world.clock.advance(Duration::days(40));
    decides(&world, &file, CaseKind::Initial, Vote::Refuse).await.expect("refused");
    let found = list(&world, &file.manager, false).await;
    let why = found[0].why_not(&world.clock.today());
    assert!(!found[0].certified && why[0].contains("two cycles after the last act"), "{why:?}");
    kept_until(&world, &file, months_after(world.clock.today(), 72)).await;
}

#[tokio::test]
async fn ret_1_a_withdrawn_file_is_kept_for_the_cycle_that_was_withdrawn_and_one_more() {
    let world = World::new().await;
    let seated = case_before_panel(&world, audited(&world, "Gone Ltd").await).await;
    granted(&world, &seated).await.expect("a grant");
    let file = seated.audited;
    let until = months_after(world.clock.today(), 72);
    world.clock.advance(Duration::days(200));
    decides(&world, &file, CaseKind::Withdrawal, Vote::Withdraw).await.expect("withdrawn");
    let found = list(&world, &file.manager, false).await;
    let why = found[0].why_not(&world.clock.today());
    assert!(found[0].certified && why[0].contains("one full cycle more"), "{why:?}");
    kept_until(&world, &file, until).await;
}

#[tokio::test]
async fn ret_1_a_legal_hold_keeps_a_file_without_end_until_it_is_lifted_with_a_reason() {
    let world = World::new().await;
    let audited = audited(&world, "Held Ltd").await;
    let admin = world.staff("Ada Admin", &[Function::Administrator]).await;
    assert!(matches!(holds(&world, &admin, audited.file, "  ").await, Err(Error::Invalid(_))));
    holds(&world, &admin, audited.file, "A court looks at it.").await.expect("held");
    world.clock.advance(Duration::days(366 * 20));
    let found = list(&world, &admin, false).await;
    assert!(!found[0].would_go(&world.clock.today()));
    assert!(found[0].why_not(&world.clock.today())[0].contains("A court looks at it."));
    assert!(list(&world, &admin, true).await.is_empty());
    let engagement = audited.file.engagement_id;
    let hold =
        world.db.read(&admin, async |tx| holds_of(tx, engagement).await).await.expect("read")[0].id;
    let lifts = async |reason: &str| {
        let proof = admin.administrator()?;
        let form = Lifting { hold: hold.to_string(), lift_reason: reason.to_owned() };
        world.db.write(&admin, async |tx| lift(tx, &proof, audited.file, form).await).await
    };
    assert!(matches!(lifts("").await, Err(Error::Invalid(_))));
    lifts("The court has decided.").await.expect("lifted");
    assert!(matches!(lifts("Again.").await, Err(Error::Stale(_))));
    // Lifting is an act itself, and the last one: the file is kept from it on.
    assert!(list(&world, &admin, true).await.is_empty());
    assert!(audited.manager.administrator().is_err());
}

#[tokio::test]
async fn ret_1_the_database_refuses_to_delete_a_file_or_its_record_before_its_day() {
    let world = World::new().await;
    let seated = case_before_panel(&world, audited(&world, "Deleted Ltd").await).await;
    granted(&world, &seated).await.expect("a grant");
    let file = seated.audited.file;
    for table in ["engagements", "record_entries", "reports", "decisions", "certificates"] {
        let refused = deleted(&world, table, file).await.expect_err(table);
        assert!(refused.contains("RET-1"), "{table}: {refused}");
    }
    for room in
        ["assay_office", "assay_audit", "assay_panel", "assay_client", "assay_worker", "assay_door"]
    {
        for table in ["engagements", "record_entries", "evidence", "certificates", "legal_holds"] {
            let may: bool = sqlx::query_scalar("select has_table_privilege($1, $2, 'delete')")
                .bind(room)
                .bind(table)
                .fetch_one(&world.owner)
                .await
                .expect("a right");
            assert!(!may, "{room} may delete from {table}");
        }
    }
}

#[tokio::test]
async fn ret_1_a_hold_refuses_deletion_of_what_is_past_its_day() {
    let world = World::new().await;
    let audited = audited(&world, "Old Ltd").await;
    let admin = world.staff("Ada Admin", &[Function::Administrator]).await;
    holds(&world, &admin, audited.file, "An appeal is open.").await.expect("held");
    sqlx::query("update record_entries set at = at - interval '30 years' where body_id = $1")
        .bind(world.body)
        .execute(&world.owner)
        .await
        .expect("long ago");
    let refused = deleted(&world, "record_entries", audited.file).await.expect_err("held");
    assert!(refused.contains("a legal hold stands"), "{refused}");
    sqlx::query("update legal_holds set lifted_at = now(), lifted_by = placed_by, lift_reason = 'Over.' where body_id = $1")
        .bind(world.body).execute(&world.owner).await.expect("lifted");
    assert!(deleted(&world, "record_entries", audited.file).await.expect("gone") > 0);
}
