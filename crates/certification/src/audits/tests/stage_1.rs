//! What Stage 1 checks and names (AUD-1).

use super::{fields, open, rule};
use crate::Actor;
use crate::audits::testing::planned;
use crate::audits::*;
use crate::error::Error;
use crate::reports::testing::complete_checks;
use crate::testing::World;
use concerns::Concerning;
use uuid::Uuid;

#[tokio::test]
async fn aud_1_what_is_incomplete_is_said_and_the_statement_of_applicability_has_its_version() {
    let world = World::new().await;
    let case = planned(&world).await;
    let save = async |by: &Actor, typed| {
        world.db.write(by, async |tx| checks::save(tx, case.stage_1, typed).await).await
    };
    assert_eq!(rule(save(&case.lead, complete_checks()).await), "AUD-5");
    open(&world, &case.lead, case.stage_1, 60).await.expect("opened");
    assert_eq!(rule(save(&case.expert, complete_checks()).await), "CMP-3");
    let mut typed = complete_checks();
    typed.result[1] = "incomplete".into();
    typed.document_version[4] = String::new();
    assert_eq!(
        fields(save(&case.lead, typed).await),
        ["note-ai_policy", "document_version-statement_of_applicability"]
    );
    save(&case.lead, complete_checks()).await.expect("kept");
    save(&case.lead, complete_checks()).await.expect("kept once");
    let mut other = complete_checks();
    (other.result[0], other.note[0]) = ("missing".into(), "No scope.".into());
    assert!(matches!(save(&case.auditor, other.clone()).await, Err(Error::Stale(_))));
    other.version[0] = "1".into();
    save(&case.auditor, other).await.expect("kept");
}

#[tokio::test]
async fn a_concern_names_a_requirement_and_is_named_once() {
    let world = World::new().await;
    let case = planned(&world).await;
    open(&world, &case.lead, case.stage_1, 60).await.expect("opened");
    let id = Uuid::now_v7();
    let add = async |requirement: &str| {
        let typed = Concerning { requirement: requirement.into(), statement: "Thin.".into() };
        world
            .db
            .write(&case.auditor, async |tx| concerns::add(tx, case.stage_1, id, typed).await)
            .await
    };
    assert_eq!(fields(add("A.2.1").await), ["requirement"]);
    add("6.1.2").await.expect("named");
    add("6.1.2").await.expect("named once");
    let count = async || {
        world
            .db
            .read(&case.lead, async |tx| concerns::of(tx, case.stage_1).await)
            .await
            .expect("read")
            .len()
    };
    assert_eq!(count().await, 1);
    world
        .db
        .write(&case.lead, async |tx| concerns::remove(tx, case.stage_1, id).await)
        .await
        .expect("taken back");
    assert_eq!(count().await, 0);
}
