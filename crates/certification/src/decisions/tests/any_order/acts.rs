//! The alphabet of acts, and orders of them that favour what would come next by itself.

use crate::decisions::Vote;
use crate::findings::Grade;
use proptest::prelude::*;

/// Everybody who might be put on the panel, by their place in `Stage::people`.
pub(super) type Who = usize;

/// The lead auditor; one who was released from Stage 1's team; a panel member who is an auditor too; one whose
/// competence file shows no standard; and one who has a tie to the client. The rest are as they should be.
pub(super) const LEAD: Who = 0;
pub(super) const RELEASED: Who = 1;
pub(super) const DOUBLE: Who = 2;
pub(super) const UNQUALIFIED: Who = 3;
pub(super) const TIED: Who = 4;
pub(super) const GOOD: std::ops::Range<Who> = 5..8;
const EVERYBODY: std::ops::Range<Who> = 0..8;

/// One thing that somebody tries. Findings are named by their place; there may be none at it.
#[derive(Debug, Clone)]
pub(super) enum Act {
    /// What would come next by itself: findings first, then the panel.
    Next,
    /// What the panel would do next, whatever is open; it signs with this vote.
    PanelNext(Vote),
    Raise(Grade),
    /// By the team before the report, by a review after it.
    Regrade(usize, Grade),
    /// By the team, even after the report.
    RegradeByTeam(usize, Grade),
    TakeBack(usize),
    Report,
    Answer(usize),
    Judge(usize, bool),
    Verify(usize, bool),
    Close(usize),
    OpenCase,
    Appoint(Who, bool),
    Release(Who),
    Declare(Who),
    /// A vote, over the record as it stands or over one that was.
    Sign(Who, Vote, bool),
    /// The chair, in turn or before the members.
    ChairSigns(Vote),
    JoinTeam(Who),
    Days(i64),
}

/// What an order of acts dwells on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Leaning {
    People,
    Findings,
}

/// Orders of about fifty acts.
pub(super) fn acts(leaning: Leaning) -> impl Strategy<Value = Vec<Act>> {
    let (people, findings) = match leaning {
        Leaning::People => (20, 1),
        Leaning::Findings => (4, 10),
    };
    let act = prop_oneof![
        24 => Just(Act::Next),
        8 => vote().prop_map(Act::PanelNext),
        people => of_people(),
        findings => of_findings(),
        1 => prop_oneof![6 => 1_i64..20, 1 => 150_i64..250].prop_map(Act::Days),
    ];
    proptest::collection::vec(act, 48..64)
}

fn vote() -> impl Strategy<Value = Vote> {
    prop_oneof![4 => Just(Vote::Grant), 1 => Just(Vote::Refuse)]
}

/// Mostly those who may not sit on the panel.
fn hardly_anybody() -> impl Strategy<Value = Who> {
    prop_oneof![4 => LEAD..GOOD.start, 2 => Just(UNQUALIFIED), 1 => GOOD]
}

fn of_people() -> impl Strategy<Value = Act> {
    prop_oneof![
        1 => Just(Act::OpenCase),
        6 => (hardly_anybody(), any::<bool>()).prop_map(|(who, chair)| Act::Appoint(who, chair)),
        1 => EVERYBODY.prop_map(Act::Release),
        1 => EVERYBODY.prop_map(Act::Declare),
        5 => (prop_oneof![3 => GOOD, 1 => EVERYBODY], vote(), prop::bool::weighted(0.6)).prop_map(|(w, v, now)| Act::Sign(w, v, now)),
        4 => vote().prop_map(Act::ChairSigns),
        2 => prop_oneof![2 => Just(DOUBLE), 1 => EVERYBODY].prop_map(Act::JoinTeam),
    ]
}

fn of_findings() -> impl Strategy<Value = Act> {
    let grade = || prop_oneof![3 => Just(Grade::Major), 1 => Just(Grade::Minor), 1 => Just(Grade::Observation)];
    let one = || 0_usize..2;
    prop_oneof![
        2 => grade().prop_map(Act::Raise),
        5 => (one(), grade()).prop_map(|(n, grade)| Act::Regrade(n, grade)),
        2 => (one(), grade()).prop_map(|(n, grade)| Act::RegradeByTeam(n, grade)),
        1 => one().prop_map(Act::TakeBack),
        1 => one().prop_map(Act::Answer),
        1 => (one(), any::<bool>()).prop_map(|(n, accepted)| Act::Judge(n, accepted)),
        1 => (one(), any::<bool>()).prop_map(|(n, effective)| Act::Verify(n, effective)),
        1 => one().prop_map(Act::Close),
    ]
}
