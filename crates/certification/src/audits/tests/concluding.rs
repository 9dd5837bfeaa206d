//! Conclusions on requirements, row by row (AUD-4).

use super::{fields, open, rule, stage_2_open};
use crate::Actor;
use crate::audits::testing::planned;
use crate::audits::*;
use crate::error::Error;
use crate::reports::testing::concluded;
use crate::testing::World;
use conclusions::{Row, Typed};

fn one(requirement: &str, seen: &str, conclusion: &str, evidence: &str) -> Typed {
    Typed {
        requirement: vec![requirement.into()],
        seen: vec![seen.into()],
        conclusion: vec![conclusion.into()],
        evidence: vec![evidence.into()],
        method: vec![format!("{requirement} interview")],
    }
}

#[tokio::test]
async fn a_clause_always_applies_and_a_control_falls_away_only_with_its_reason() {
    let world = World::new().await;
    let case = stage_2_open(&world).await;
    let fresh = Row::default().seen();
    let save = async |group: &str, typed| {
        world
            .db
            .write(&case.auditor, async |tx| {
                conclusions::save(tx, case.stage_2, group, typed).await
            })
            .await
    };
    assert_eq!(
        fields(save("6", one("6.1.2", &fresh, "not_applicable", "No AI.")).await),
        ["conclusion-6.1.2"]
    );
    assert_eq!(
        fields(save("A.2", one("A.2.2", &fresh, "not_applicable", "")).await),
        ["evidence-A.2.2"]
    );
    save("A.2", one("A.2.2", &fresh, "not_applicable", "Nothing is procured."))
        .await
        .expect("kept");
    assert!(matches!(
        save("A.2", one("6.1.2", &fresh, "conforms", "x")).await,
        Err(Error::NotFound)
    ));
    assert!(matches!(
        save("A.2", one("A.2.1", &fresh, "conforms", "x")).await,
        Err(Error::NotFound)
    ));
}

#[tokio::test]
async fn two_auditors_on_one_heading_disturb_each_other_only_on_the_same_row() {
    let world = World::new().await;
    let case = stage_2_open(&world).await;
    let save = async |by: &Actor, typed| {
        world.db.write(by, async |tx| conclusions::save(tx, case.stage_2, "6", typed).await).await
    };
    let fresh = Row::default().seen();
    let both = |mine: Typed, untouched: &str| {
        let mut typed = mine;
        typed.requirement.push(untouched.into());
        typed.seen.push(fresh.clone());
        typed.conclusion.push(String::new());
        typed.evidence.push(String::new());
        typed
    };
    save(&case.lead, both(one("6.1.2", &fresh, "conforms", "Register"), "6.1.3"))
        .await
        .expect("kept");
    save(&case.auditor, both(one("6.1.3", &fresh, "conforms", "Plan"), "6.1.2"))
        .await
        .expect("the other's row is left alone");
    let stale = save(&case.auditor, one("6.1.2", &fresh, "minor", "No owner")).await;
    assert!(
        matches!(&stale, Err(Error::Stale(said)) if said.contains("Lena Lead") && said.contains("6.1.2")),
        "{stale:?}"
    );
    let rows = world
        .db
        .read(&case.lead, async |tx| {
            let audit = crate::audits::brief(tx, case.stage_2).await?;
            conclusions::of_group(tx, &audit, "6").await
        })
        .await
        .expect("read");
    let row = rows.iter().find(|row| row.requirement == "6.1.2").expect("the row");
    assert_eq!((row.conclusion.as_str(), row.version), ("conforms", 1));
    save(&case.auditor, one("6.1.2", &row.seen(), "minor", "No owner"))
        .await
        .expect("kept with the row in sight");
}

#[tokio::test]
async fn aud_1_nothing_is_concluded_in_stage_1_nor_before_the_opening_or_by_a_technical_expert() {
    let world = World::new().await;
    let case = planned(&world).await;
    let save = async |by: &Actor, audit| {
        world
            .db
            .write(by, async |tx| conclusions::save(tx, audit, "4", concluded("4", &[])).await)
            .await
    };
    assert_eq!(rule(save(&case.lead, case.stage_2).await), "AUD-5");
    open(&world, &case.lead, case.stage_1, 60).await.expect("opened");
    assert_eq!(rule(save(&case.lead, case.stage_1).await), "AUD-1");
    assert_eq!(rule(save(&case.expert, case.stage_1).await), "CMP-3");
}
