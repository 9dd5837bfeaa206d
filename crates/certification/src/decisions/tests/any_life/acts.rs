//! The alphabet of acts, and lives made of them that favour what would come next by itself.

use crate::decisions::{CaseKind, Vote};
use crate::testing::days::a_hard_day;
use proptest::prelude::*;
use time::Date;

/// Whoever is asked first to sit on the panel, by the place in `Stage::people`; 0 is the lead auditor.
pub(super) type Who = usize;

/// One thing that is tried.
#[derive(Debug, Clone)]
pub(super) enum Act {
    /// What would come next by itself.
    Next,
    /// A case of this kind, or the one that is open, put to the vote before a panel that is looked for from here.
    Decide(CaseKind, Vote, Who),
    /// The scheme manager maintains by review (DEC-7).
    Maintain,
    /// The next audit of the cycle is held and reported, with this one of the panel's people on its team.
    Audit(Option<Who>),
    /// A special audit for a wider scope is held and reported.
    Special,
    /// The last audit turns out to have found a major.
    Major,
    /// The open major is closed.
    Close,
    Days(i64),
    /// So many days from the next day on which something ends.
    ToAnEnd(i64),
}

/// A life: where and when it begins, and what is tried in it.
#[derive(Debug, Clone)]
pub(super) struct Lived {
    pub(super) zone: &'static str,
    pub(super) day: Date,
    pub(super) seconds: i64,
    pub(super) acts: Vec<Act>,
}

pub(super) fn lives() -> impl Strategy<Value = Lived> {
    (a_hard_day(), proptest::collection::vec(act(), 12..22))
        .prop_map(|((zone, day, seconds), acts)| Lived { zone, day, seconds, acts })
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        12 => Just(Act::Next),
        6 => decision(),
        1 => Just(Act::Maintain),
        2 => prop::option::weighted(0.3, 1_usize..5).prop_map(Act::Audit),
        1 => Just(Act::Special),
        1 => Just(Act::Major),
        1 => Just(Act::Close),
        2 => prop_oneof![0_i64..40, 150_i64..250, 300_i64..400].prop_map(Act::Days),
        3 => (-2_i64..4).prop_map(Act::ToAnEnd),
    ]
}

/// Any outcome of any kind of case; what ends a life comes seldom.
fn decision() -> impl Strategy<Value = Act> {
    let pairs: Vec<(CaseKind, Vote)> = CaseKind::ALL
        .into_iter()
        .flat_map(|kind| kind.outcomes().iter().map(move |vote| (kind, *vote)))
        .flat_map(|pair| {
            let ends = matches!(pair, (CaseKind::Initial, Vote::Refuse) | (_, Vote::Withdraw));
            std::iter::repeat_n(pair, if ends { 1 } else { 4 })
        })
        .collect();
    (prop::sample::select(pairs), 0_usize..5)
        .prop_map(|((kind, vote), who)| Act::Decide(kind, vote, who))
}
