//! Whatever is done in whatever order, nobody of a team decides and no grant meets an open major: acts are
//! generated, done by their real verbs, and after each the database itself is asked whether the rules hold.

mod acts;
mod held;
mod natural;
mod playing;
mod stage;

use acts::{Act, Leaning, acts};
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};
use stage::Stage;
use std::cell::RefCell;
use std::collections::BTreeMap;

/// How often what came about: "granted", "refused", and each rule that refused an act.
type Tally = BTreeMap<&'static str, usize>;

/// Plays one order of acts for each seed; a failure names the seed and the shortest order that was found.
fn play(leaning: Leaning, seeds: std::ops::Range<u8>) -> Tally {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .expect("a runtime");
    let tally = RefCell::new(Tally::new());
    for seed in seeds {
        let config = Config {
            cases: 1,
            max_shrink_iters: 60,
            failure_persistence: None,
            ..Config::default()
        };
        let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[seed; 32]);
        let played = TestRunner::new_with_rng(config, rng)
            .run(&acts(leaning), |order| runtime.block_on(played(&order, &mut tally.borrow_mut())));
        if let Err(failure) = played {
            panic!("{leaning:?}, seed {seed}: {failure}");
        }
    }
    tally.into_inner()
}

/// One order of acts, from a Stage 2 under way to the day after the certificate's expiry, if there is one.
async fn played(order: &[Act], tally: &mut Tally) -> Result<(), TestCaseError> {
    let stage = Stage::new().await;
    for act in order {
        stage.plays(act, tally).await?;
        held::rules(&stage, tally).await?;
    }
    held::not_beyond_expiry(&stage).await
}

/// Whether each of these came about, so that the property is about something.
#[track_caller]
fn came_about(tally: &Tally, what: &[&str]) {
    let never: Vec<_> = what.iter().filter(|what| !tally.contains_key(*what)).collect();
    assert!(never.is_empty(), "never came about: {never:?}; what did: {tally:?}");
}

#[test]
fn dec_1_nobody_of_the_team_signs_or_decides_for_any_order_of_acts() {
    let tally = play(Leaning::People, 1..7);
    came_about(&tally, &["granted", "IMP-1", "IMP-5", "CMP-2", "DEC-4"]);
}

#[test]
fn fnd_3_no_grant_meets_an_open_major_for_any_order_of_acts() {
    let tally = play(Leaning::Findings, 1..9);
    came_about(&tally, &["granted", "refused", "DEC-2", "FND-3", "FND-7"]);
}
