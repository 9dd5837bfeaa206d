//! What an offer rests on, and what it carries.

use super::{Case, rule};
use crate::actor::Function;
use crate::audit_time::Typed;
use crate::enforcement;
use crate::proposals::testing::{acceptance, agreement_in_force, determination};
use crate::proposals::*;
use crate::testing::World;

#[tokio::test]
async fn no_offer_without_an_accepted_application() {
    let case = Case::new().await;
    case.determine(determination(3)).await;
    sqlx::query("update applications set state = 'returned' where body_id = $1")
        .bind(case.world.body)
        .execute(&case.world.owner)
        .await
        .unwrap();
    assert_eq!(rule(case.offer().await), "APP-2");
}

#[tokio::test]
async fn no_offer_without_audit_time() {
    let case = Case::new().await;
    assert_eq!(rule(case.offer().await), "TIM-1");
    assert!(case.proposals().await.is_empty());
}

#[tokio::test]
async fn tim_2_no_offer_on_an_unchecked_table_without_a_written_reason() {
    let case = Case::new().await;
    case.determine(Typed { unchecked_reason: "  ".into(), ..determination(3) }).await;
    assert_eq!(rule(case.offer().await), "TIM-2");
    case.determine(determination(3)).await;
    case.offer().await.unwrap();
    let kept = async |tx: &mut crate::Tx<'_>| {
        enforcement::overrides_of(tx, case.file.engagement_id, 10).await
    };
    let kept = case.world.db.read(&case.manager, kept).await.expect("read");
    assert_eq!((kept.len(), kept[0].rule.as_str()), (1, "TIM-2"));
    assert_eq!(kept[0].reason, determination(3).unchecked_reason);
    assert!(kept[0].warned.contains("not marked as checked"), "{}", kept[0].warned);
}

#[tokio::test]
async fn an_offer_carries_fee_agreement_and_last_day_and_a_newer_one_takes_its_place() {
    let case = Case::new().await;
    case.determine(determination(3)).await;
    let first = case.offer().await.unwrap();
    let second = case.offer().await.unwrap();
    let all = case.proposals().await;
    assert_eq!(
        all.iter().map(|p| (p.id, p.state)).collect::<Vec<_>>(),
        [(second, State::Offered), (first, State::Superseded)]
    );
    let proposal = &all[0];
    assert_eq!(proposal.number, format!("{}-P2", case.file.reference));
    assert_eq!(proposal.total_minor, 50_000 + 5 * 120_000 + 30_000);
    assert_eq!(
        (proposal.agreement.as_str(), proposal.agreement_version.as_str()),
        ("The certification agreement.", "1")
    );
    assert_eq!(proposal.valid_until, case.world.clock.today() + VALID_FOR);
    assert_eq!(rule(case.accept(first, acceptance("A. Okafor")).await), "ORDER");
}

#[tokio::test]
async fn a_body_without_an_agreement_of_its_own_offers_the_general_one() {
    let case = Case::new().await;
    sqlx::query("update bodies set agreement = ' ' where id = $1")
        .bind(case.world.body)
        .execute(&case.world.owner)
        .await
        .unwrap();
    case.determine(determination(3)).await;
    case.offer().await.unwrap();
    let proposal = case.proposals().await.remove(0);
    assert_eq!(proposal.agreement_version, AGREEMENT_VERSION);
    assert_eq!(proposal.clauses().len(), 12);
}

#[tokio::test]
async fn two_offers_at_once_leave_one_standing_and_two_numbers() {
    let case = Case::new().await;
    case.determine(determination(3)).await;
    let (one, two) = tokio::join!(case.offer(), case.offer());
    assert!(one.is_ok() && two.is_ok(), "{one:?} {two:?}");
    let all = case.proposals().await;
    assert_eq!(all.iter().filter(|p| p.state.is_offered()).count(), 1);
    assert_ne!(all[0].number, all[1].number);
}

#[tokio::test]
async fn offer_and_answer_are_on_the_record_and_in_the_outbox() {
    let world = World::new().await;
    let manager = world.staff("Helen Marsh", &[Function::SchemeManager]).await;
    let client = world.client("Fintech").await;
    let file = agreement_in_force(&world, &manager, &client, 3).await;
    let acts: Vec<String> = sqlx::query_scalar(
        "select act from record_entries where body_id = $1 and act like 'proposal_%' order by seq",
    )
    .bind(world.body)
    .fetch_all(&world.owner)
    .await
    .unwrap();
    assert_eq!(acts, ["proposal_offered", "proposal_accepted"]);
    let mails: i64 = sqlx::query_scalar(
        "select count(*) from mails where body_id = $1 and subject like '%' || $2 || '-P1%'",
    )
    .bind(world.body)
    .bind(&file.reference)
    .fetch_one(&world.owner)
    .await
    .unwrap();
    assert_eq!(mails, 2);
}
