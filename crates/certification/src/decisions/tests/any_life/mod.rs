//! Any life from a grant to a withdrawal: what is decided and done in whatever order, with whatever days between, on
//! days on which calendars go wrong. Each act is done by its real verb; after each the database is asked whether
//! the dates hold, and the register's answer is looked at on every day until well past the last one.
//!
//! All dates are the body's local dates. The lives are drawn anew in each run; one that fails is printed, made as
//! short as it can be, and its seed is kept in proptest-regressions, from which it is tried first from then on.

mod acts;
mod days;
mod held;
mod next;
mod playing;
mod stage;

use acts::{Lived, lives};
use proptest::test_runner::{Config, FileFailurePersistence, TestCaseError, TestRunner};
use stage::Stage;
use std::cell::RefCell;
use std::collections::BTreeMap;

/// How often what came about: each outcome that was decided, and each rule that refused an act.
type Tally = BTreeMap<String, usize>;

/// Lives of a run; PROPTEST_CASES asks for more.
const LIVES: u32 = 8;

fn config() -> Config {
    let asked = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok());
    Config {
        cases: asked.unwrap_or(LIVES),
        max_shrink_iters: 80,
        source_file: Some(file!()),
        failure_persistence: Some(Box::new(FileFailurePersistence::SourceParallel(
            "proptest-regressions",
        ))),
        ..Config::default()
    }
}

#[test]
fn crt_2_nothing_is_effective_before_its_decision_or_valid_beyond_its_expiry_in_any_life() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .expect("a runtime");
    let tally = RefCell::new(Tally::new());
    let played = TestRunner::new(config())
        .run(&lives(), |life| runtime.block_on(played(&life, &mut tally.borrow_mut())));
    if let Err(failure) = played {
        panic!("{failure}");
    }
    let tally = tally.into_inner();
    println!("what came about: {tally:?}");
    assert!(tally.contains_key("grant"), "nothing was granted in any life: {tally:?}");
}

/// One life, and at its end the register asked on its first and last days.
async fn played(life: &Lived, tally: &mut Tally) -> Result<(), TestCaseError> {
    let stage = Stage::new(life.zone, life.day, life.seconds).await;
    for act in &life.acts {
        stage.plays(act, tally).await?;
        held::rules(&stage, tally).await?;
        days::each_is_right(&stage).await?;
    }
    days::the_register_says_so(&stage).await
}
