//! What may be decided in which kind of case: the whole table, and nothing beside it.

use super::refused_by;
use crate::decisions::testing::*;
use crate::decisions::*;
use crate::error::Error;
use crate::testing::World;

/// The table by hand: kind, outcome, whether it is decided unanimously, whether findings lock it.
const TABLE: [(CaseKind, Vote, bool, bool); 18] = {
    use CaseKind::*;
    use Vote::*;
    [
        (Initial, Grant, true, true),
        (Initial, Refuse, false, false),
        (Surveillance, Maintain, true, true),
        (Surveillance, Suspend, false, false),
        (Suspension, Suspend, false, false),
        (Suspension, Maintain, true, false),
        (Suspended, Restore, true, true),
        (Suspended, Reduce, true, true),
        (Suspended, Withdraw, false, false),
        (Scope, Extend, true, true),
        (Scope, Reduce, false, false),
        (Scope, Amend, true, false),
        (Scope, Refuse, false, false),
        (Recertification, Renew, true, true),
        (Recertification, Refuse, false, false),
        (Withdrawal, Withdraw, false, false),
        (Transfer, Grant, true, true),
        (Transfer, Refuse, false, false),
    ]
};

#[test]
fn dec_5_each_kind_of_case_has_its_outcomes_and_no_others() {
    for kind in CaseKind::ALL {
        for vote in Vote::ALL {
            let row = TABLE.iter().find(|row| (row.0, row.1) == (kind, vote));
            let left_alone = (kind, vote) == (CaseKind::Withdrawal, Vote::Maintain);
            assert_eq!(kind.outcomes().contains(&vote), row.is_some() || left_alone);
            if let Some((.., unanimous, locked)) = row {
                assert_eq!(kind.is_positive(vote), *unanimous, "{kind:?} {vote:?}");
                assert_eq!(kind.is_locked_by_findings(vote), *locked, "{kind:?} {vote:?}");
            }
        }
        assert_eq!(CaseKind::from_key(kind.key()), Some(kind));
    }
}

#[tokio::test]
async fn dec_5_an_outcome_of_another_kind_of_case_is_no_vote() {
    let world = World::new().await;
    let seated = case_before_panel(&world, audited(&world, "Wrong Ltd").await).await;
    for vote in ["renew", "suspend", "withdraw", "maintain", "nonsense"] {
        let signed = signs(&world, seated.case, &seated.members[0], vote).await;
        assert!(matches!(signed, Err(Error::Invalid(_))), "{vote}: {signed:?}");
    }
}

#[tokio::test]
async fn dec_2_before_a_grant_only_the_initial_case_opens_and_after_it_not_again() {
    let world = World::new().await;
    let audited = audited(&world, "Once Ltd").await;
    for kind in CaseKind::ALL.into_iter().filter(|kind| *kind != CaseKind::Initial) {
        let refused = refused_by(opens(&world, &audited, kind).await);
        assert!(["CRT-2", "STA-1", "TRF-1"].contains(&refused.as_str()), "{kind:?}: {refused}");
    }
    let seated = case_before_panel(&world, audited).await;
    granted(&world, &seated).await.expect("a grant");
    let again = opens(&world, &seated.audited, CaseKind::Initial).await;
    assert_eq!(refused_by(again), "ORDER");
}
