//! Who comes along and does not audit: technical experts, trainees, observers and translators do none of an
//! auditor's acts, however much they know (CMP-3).

use super::*;
use crate::findings::rounds::{Judging, judge};
use crate::findings::{self, Grade};
use crate::reports::testing::{concluded, finding};

const ALONG: [&str; 4] = ["technical_expert", "trainee", "observer", "translator"];

/// The expert of the team has this role from now on, in both audits.
async fn becomes(world: &World, case: &Planned, role: &str) {
    sqlx::query("update team_members set role = $3 where body_id = $1 and person_id = $2")
        .bind(world.body)
        .bind(case.expert.person)
        .bind(role)
        .execute(&world.owner)
        .await
        .expect("another role");
}

#[tokio::test]
async fn cmp_3_who_comes_along_neither_concludes_nor_raises_nor_leads() {
    let world = World::new().await;
    let case = stage_2_open(&world).await;
    let audit = case.stage_2;
    for role in ALONG {
        becomes(&world, &case, role).await;
        let who = &case.expert;
        let concludes = async |tx: &mut crate::Tx<'_>| {
            conclusions::save(tx, audit, "4", concluded("4", &[])).await
        };
        assert_eq!(rule(world.db.write(who, concludes).await), "CMP-3", "{role} concludes");
        let raises = world.db.write(who, async |tx| {
            findings::raise(tx, audit, Uuid::now_v7(), finding("5.2", Grade::Minor)).await.map(drop)
        });
        assert_eq!(rule(raises.await), "CMP-3", "{role} raises");
        let closing = meeting(&world, 0);
        let closes = world.db.write(who, async |tx| meetings::close(tx, audit, closing).await);
        assert_eq!(rule(closes.await), "CMP-3", "{role} closes");
        let issues =
            world.db.write(who, async |tx| crate::reports::issue(tx, audit, 1).await.map(drop));
        assert_eq!(rule(issues.await), "CMP-3", "{role} issues");
    }
    assert_eq!(state(&world, audit).await, "under_way");
}

#[tokio::test]
async fn cmp_3_who_comes_along_judges_no_answer_of_the_client() {
    let world = World::new().await;
    let case = stage_2_open(&world).await;
    let id = Uuid::now_v7();
    world
        .db
        .write(&case.auditor, async |tx| {
            findings::raise(tx, case.stage_2, id, finding("5.2", Grade::Minor)).await
        })
        .await
        .expect("an auditor raises");
    for role in ALONG {
        becomes(&world, &case, role).await;
        let judged =
            world.db.write(&case.expert, async |tx| judge(tx, id, Judging::default()).await);
        assert_eq!(rule(judged.await), "CMP-3", "{role} judges");
    }
}
