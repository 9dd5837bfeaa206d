//! Who accepts or declines, how, and until when; and a fee in force that nobody rewrites.

use super::{Case, rule};
use crate::actor::Actor;
use crate::applications::testing::accepted_application as accepted;
use crate::proposals::testing::{acceptance, determination};
use crate::proposals::*;

#[tokio::test]
async fn acceptance_needs_both_ticks_and_a_name_and_all_is_said_at_once() {
    let case = Case::new().await;
    case.determine(determination(3)).await;
    let id = case.offer().await.unwrap();
    let Err(Error::Invalid(errors)) = case.accept(id, Acceptance::default()).await else {
        panic!("accepted")
    };
    assert_eq!(
        errors.0.iter().map(|(field, _)| field.as_str()).collect::<Vec<_>>(),
        ["proposal", "agreement", "name"]
    );
    let half = Acceptance { agreement: String::new(), ..acceptance("A. Okafor") };
    assert!(matches!(case.accept(id, half).await, Err(Error::Invalid(_))));
    assert!(case.proposals().await[0].state.is_offered());
    case.accept(id, acceptance("Amara Okafor")).await.unwrap();
    let proposal = case.proposals().await.remove(0);
    assert_eq!((proposal.state, proposal.signed_name.as_str()), (State::Accepted, "Amara Okafor"));
    // Sent twice by the same person: one effect.
    case.accept(id, acceptance("Amara Okafor")).await.unwrap();
    assert_eq!(case.proposals().await[0].version, 2);
}

#[tokio::test]
async fn only_a_signatory_binds_the_client() {
    let case = Case::new().await;
    let colleague = Actor { signatory: false, ..case.client.clone() };
    assert_eq!(rule(colleague.signatory().map(|_| ())), "APP-3");
}

#[tokio::test]
async fn an_offer_is_accepted_until_its_last_day_and_not_after() {
    let case = Case::new().await;
    case.determine(determination(3)).await;
    let id = case.offer().await.unwrap();
    case.world.clock.advance(VALID_FOR + Duration::days(1));
    assert_eq!(rule(case.accept(id, acceptance("A. Okafor")).await), "TIM-7");
    case.world.clock.advance(Duration::days(-1));
    case.accept(id, acceptance("A. Okafor")).await.unwrap();
}

#[tokio::test]
async fn tim_7_an_accepted_fee_stays_in_force_until_the_client_accepts_another() {
    let case = Case::new().await;
    case.determine(determination(3)).await;
    let first = case.offer().await.unwrap();
    case.accept(first, acceptance("A. Okafor")).await.unwrap();
    let second = case.offer().await.unwrap();
    let states = |all: Vec<Proposal>| all.into_iter().map(|p| (p.id, p.state)).collect::<Vec<_>>();
    assert_eq!(
        states(case.proposals().await),
        [(second, State::Offered), (first, State::Accepted)]
    );
    case.decline(second, "Too high").await.unwrap();
    assert_eq!(
        states(case.proposals().await),
        [(second, State::Declined), (first, State::Accepted)]
    );
    let third = case.offer().await.unwrap();
    case.accept(third, acceptance("A. Okafor")).await.unwrap();
    assert_eq!(
        states(case.proposals().await),
        [(third, State::Accepted), (second, State::Declined), (first, State::Superseded)]
    );
}

#[tokio::test]
async fn imp_7_no_fee_changes_once_the_decision_is_in_sight() {
    let case = Case::new().await;
    case.determine(determination(3)).await;
    let first = case.offer().await.unwrap();
    case.accept(first, acceptance("A. Okafor")).await.unwrap();
    let second = case.offer().await.unwrap();
    case.open_case().await;
    assert_eq!(rule(case.offer().await), "IMP-7");
    assert_eq!(rule(case.accept(second, acceptance("A. Okafor")).await), "IMP-7");
    assert!(case.proposals().await[1].state.is_in_force());
}

#[tokio::test]
async fn no_fee_changes_from_the_opening_of_stage_2() {
    let case = Case::new().await;
    case.determine(determination(3)).await;
    let first = case.offer().await.unwrap();
    case.accept(first, acceptance("A. Okafor")).await.unwrap();
    case.open_audit("stage_1").await;
    let second = case.offer().await.expect("Stage 1 may show that the time was not right");
    case.open_audit("stage_2").await;
    assert_eq!(rule(case.offer().await), "IMP-7");
    assert_eq!(rule(case.accept(second, acceptance("A. Okafor")).await), "IMP-7");
    assert!(case.proposals().await[1].state.is_in_force());
}

#[tokio::test]
async fn nobody_rewrites_a_fee_from_the_clients_room() {
    let case = Case::new().await;
    case.determine(determination(3)).await;
    let id = case.offer().await.unwrap();
    let tried = case.world.db.write(&case.client, async |tx| {
        sqlx::query("update proposals set total_minor = 1 where id = $1")
            .bind(id)
            .execute(tx.sql())
            .await?;
        Ok(())
    });
    assert!(matches!(tried.await, Err(Error::Fault(cause)) if cause.contains("permission denied")));
}

#[tokio::test]
async fn a_no_needs_its_reason_and_another_client_finds_nothing() {
    let case = Case::new().await;
    case.determine(determination(3)).await;
    let id = case.offer().await.unwrap();
    assert!(matches!(case.decline(id, " ").await, Err(Error::Invalid(_))));
    let other = case.world.client("Another").await;
    accepted(&case.world, &case.manager, &other, 1).await;
    let tried = case.world.db.write(&other, async |tx| {
        let by = tx.actor().signatory()?;
        accept(tx, &by, id, acceptance("Somebody else")).await
    });
    assert!(matches!(tried.await, Err(Error::NotFound)));
}
