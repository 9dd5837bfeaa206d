//! A panel member declares for this client before the seat counts, and a declared conflict ends it (IMP-5).

use super::{count, refused_by};
use crate::actor::Actor;
use crate::decisions::testing::*;
use crate::error::Result;
use crate::teams::testing::no_conflict;
use crate::teams::{self, Capacity, Declared};
use crate::testing::World;

async fn declares(world: &World, audited: &Audited, by: &Actor, form: Declared) -> Result<bool> {
    let file = audited.file;
    world.db.write(by, async |tx| teams::declare(tx, file, Capacity::Panel, form).await).await
}

#[tokio::test]
async fn imp_5_a_panel_member_signs_only_after_declaring_and_never_with_a_conflict() {
    let world = World::new().await;
    let audited = audited(&world, "Declared Ltd").await;
    let case = open(&world, &audited).await.expect("a case");
    let member = panel_member(&world, "Mia Member").await;
    seat_down(&world, &audited, case, &member, "").await.expect("a seat");
    assert_eq!(refused_by(signs(&world, case, &member, "grant").await), "IMP-5", "silent");
    let asked = [
        |form: &mut Declared| form.ai_advice = "yes".into(),
        |form: &mut Declared| form.tool_recommendation = "yes".into(),
        |form: &mut Declared| form.data_protection_officer = "yes".into(),
        |form: &mut Declared| form.internal_audits = "yes".into(),
    ];
    for tie in asked {
        let mut form = no_conflict();
        tie(&mut form);
        assert!(declares(&world, &audited, &member, form).await.expect("declared"), "a conflict");
        assert_eq!(refused_by(signs(&world, case, &member, "grant").await), "DEC-1");
    }
    assert_eq!(count(&world, "votes").await, 0);
    assert!(!declares(&world, &audited, &member, no_conflict()).await.expect("declared anew"));
    signs(&world, case, &member, "grant").await.expect("now it counts");
}

#[tokio::test]
async fn imp_5_who_declared_a_conflict_gets_no_seat_again() {
    let world = World::new().await;
    let audited = audited(&world, "Tied Ltd").await;
    let case = open(&world, &audited).await.expect("a case");
    let member = panel_member(&world, "Mia Member").await;
    seat_down(&world, &audited, case, &member, "").await.expect("a seat");
    let advised = Declared { ai_advice: "yes".into(), ..no_conflict() };
    declares(&world, &audited, &member, advised).await.expect("declared");
    sqlx::query("update panel_seats set released_at = $2 where body_id = $1")
        .bind(world.body)
        .bind(world.now())
        .execute(&world.owner)
        .await
        .expect("released");
    assert_eq!(refused_by(seat_down(&world, &audited, case, &member, "").await), "IMP-5");
}
