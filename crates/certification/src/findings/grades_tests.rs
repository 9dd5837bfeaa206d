//! A grade is the team's before the report, and after it only a review's (FND-7).

use super::*;
use crate::audits::Kind;
use crate::audits::testing::{planned, surveillance_reported};
use crate::reports::testing::reviewer_declared;
use crate::testing::World;

fn rule<T: std::fmt::Debug>(outcome: crate::error::Result<T>) -> &'static str {
    match outcome {
        Err(Error::Refused(refusal)) => refusal.rule.id,
        other => panic!("not refused by a rule: {other:?}"),
    }
}

#[tokio::test]
async fn fnd_7_after_the_report_a_grade_changes_only_by_a_review_on_the_record() {
    let world = World::new().await;
    let case = planned(&world).await;
    let raised = [("6.1.2", Grade::Minor)];
    let (audit, ids) = surveillance_reported(&world, &case, Kind::Surveillance1, &raised).await;
    let team = world.db.write(&case.lead, async |tx| {
        let stands = one_raised(tx, audit, ids[0]).await?;
        let typed = Changing {
            version: stands.version.to_string(),
            grade: "major".into(),
            statement: stands.statement,
            evidence: stands.evidence,
            reason: "I think again.".into(),
        };
        change(tx, audit, ids[0], typed).await
    });
    assert_eq!(rule(team.await), "FND-7");
    let review = async |reason: &str, declare: bool| {
        let act = world.db.write(&case.manager, async |tx| {
            if declare {
                reviewer_declared(tx, audit).await?;
            }
            let by = tx.actor().scheme_manager()?;
            let version = rounds::dossier(tx, ids[0]).await?.version.to_string();
            let typed = Regrading { version, grade: "major".into(), reason: reason.into() };
            review_grade(tx, &by, ids[0], typed).await
        });
        act.await
    };
    assert!(matches!(review(" ", true).await, Err(Error::Invalid(_))));
    assert_eq!(rule(review("The effect reaches customers.", false).await), "IMP-5");
    review("The effect reaches customers.", true).await.expect("regraded");
    let look = async |tx: &mut crate::Tx<'_>| {
        let stands = rounds::dossier(tx, ids[0]).await?;
        let due = answer_due(Grade::Major, tx.today());
        assert_eq!((stands.grade, stands.answer_due_on), (Grade::Major, due));
        grade_changes(tx, ids[0]).await
    };
    let kept = world.db.read(&case.manager, look).await.expect("read");
    assert_eq!((kept.len(), kept[0].reason.as_str()), (1, "The effect reaches customers."));
}
