//! A transfer out: the statement says how the certificate stands, and what is left to do stays on the home (TRF-1).

use super::tests::asks;
use super::*;
use crate::cycle::{in_words, months_after};
use crate::decisions::testing::{Audited, Seated, certified, decides};
use crate::decisions::{CaseKind, Vote};
use crate::home::{self, Matter};
use crate::testing::World;
use time::Duration;

async fn draft(world: &World, audited: &Audited) -> String {
    let engagement = audited.file.engagement_id;
    let drafted = async |tx: &mut crate::Tx<'_>| drafted(tx, engagement).await;
    world.db.read(&audited.manager, drafted).await.expect("a draft")
}

#[tokio::test]
async fn trf_1_the_statement_says_how_the_certificate_stands_and_why() {
    let world = World::new().await;
    let (Seated { audited, .. }, _) = certified(&world, "Going Ltd").await;
    let granted = world.clock.today();
    let status = |says: &str| format!("Status on {}: {says}", in_words(world.clock.today()));
    assert!(draft(&world, &audited).await.contains(&status("valid.")));
    world.clock.advance(Duration::days(40));
    let from = world.clock.today();
    decides(&world, &audited, CaseKind::Suspension, Vote::Suspend).await.expect("suspended");
    world.clock.advance(Duration::days(20));
    let said = draft(&world, &audited).await;
    let since = format!(
        "suspended since {}, until {} at most, because: the management system persistently or seriously failed",
        in_words(from),
        in_words(months_after(from, 6))
    );
    assert!(said.contains(&status(&since)), "{said}");
    decides(&world, &audited, CaseKind::Suspended, Vote::Restore).await.expect("restored");
    let said = draft(&world, &audited).await;
    assert!(said.contains(&status("valid.")), "{said}");
    assert!(said.contains(&format!("requirements on {}", in_words(from))), "it stays told: {said}");
    world.clock.advance(months_after(granted, 36) + Duration::days(1) - world.clock.today());
    assert!(draft(&world, &audited).await.contains(&status("expired.")));
}

#[tokio::test]
async fn trf_1_a_withdrawn_certificate_is_stated_as_withdrawn() {
    let world = World::new().await;
    let (Seated { audited, .. }, _) = certified(&world, "Gone Ltd").await;
    decides(&world, &audited, CaseKind::Withdrawal, Vote::Withdraw).await.expect("withdrawn");
    let day = in_words(world.clock.today());
    let said = draft(&world, &audited).await;
    assert!(said.contains(&format!("Status on {day}: withdrawn on {day}.")), "{said}");
}

async fn is_left(world: &World, audited: &Audited) -> bool {
    let engagement = audited.file.engagement_id;
    let read = async |tx: &mut crate::Tx<'_>| home::of_file(tx, engagement).await;
    let items = world.db.read(&audited.manager, read).await.expect("the file's matters");
    let left = items.iter().find(|item| item.matter == Matter::TransferOut);
    assert!(left.is_none_or(|item| item.needs && item.detail == "Elder Certification"));
    left.is_some()
}

#[tokio::test]
async fn trf_1_after_the_statement_the_withdrawal_stays_on_the_offices_home_until_it_is_done() {
    let world = World::new().await;
    let (Seated { audited, .. }, _) = certified(&world, "Leaving Ltd").await;
    asks(&world, &audited.client, "out", "").await.expect("asked");
    assert!(!is_left(&world, &audited).await, "first the statement is given");
    let given = world.db.write(&audited.manager, async |tx| {
        let by = tx.actor().scheme_manager()?;
        let form = Stating { statement: "It is valid.".to_owned() };
        state(tx, &by, audited.file, form).await
    });
    given.await.expect("given");
    assert!(is_left(&world, &audited).await);
    world.clock.advance(Duration::days(200));
    assert!(is_left(&world, &audited).await, "it does not go by itself");
    decides(&world, &audited, CaseKind::Withdrawal, Vote::Withdraw).await.expect("withdrawn");
    assert!(!is_left(&world, &audited).await);
}
