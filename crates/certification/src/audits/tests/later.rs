//! Surveillance and recertification go from team to issued report like every audit, without a Stage 1.

use super::super::testing::{programmed, surveillance_reported};
use super::*;
use crate::findings::rounds::{Answering, Judging, Verifying};
use crate::findings::{self, Grade};
use crate::sampling;
use crate::teams;

#[tokio::test]
async fn surveillance_and_recertification_are_gone_through_to_the_issued_report() {
    let world = World::new().await;
    let case = planned(&world).await;
    for kind in [Kind::Surveillance1, Kind::Surveillance2, Kind::Recertification] {
        let raised = [("6.1.2", Grade::Minor)];
        let (audit, findings) = surveillance_reported(&world, &case, kind, &raised).await;
        assert_eq!(state(&world, audit).await, "reported");
        let raised =
            world.db.read(&case.lead, async |tx| findings::of_audit(tx, audit).await).await;
        assert_eq!(raised.expect("read")[0].id, findings[0]);
    }
}

#[tokio::test]
async fn a_later_audits_auditor_verifies_what_an_earlier_one_left_open() {
    let world = World::new().await;
    let case = planned(&world).await;
    let raised = [("6.1.2", Grade::Minor)];
    let (_, ids) = surveillance_reported(&world, &case, Kind::Surveillance1, &raised).await;
    let answer = Answering {
        id: Uuid::now_v7().to_string(),
        correction: "Filled the gaps.".into(),
        root_cause: "Nobody was named.".into(),
        action: "A rota with an alarm.".into(),
        responsible: "Head of operations".into(),
        due_on: world.clock.today().to_string(),
        ..Answering::default()
    };
    let answered =
        world.db.write(&case.client, async |tx| findings::answer(tx, ids[0], answer).await);
    answered.await.expect("answered");
    let accepted =
        Judging { outcome: "accepted".into(), reason: "It fits.".into(), ..Judging::default() };
    let judged = world.db.write(&case.lead, async |tx| findings::judge(tx, ids[0], accepted).await);
    judged.await.expect("accepted");
    let other = teams::testing::qualified_auditor(&world, "Olga Other", true).await;
    let verify = async || {
        let form = Verifying {
            effective: "yes".into(),
            how: "Read the logs of a month.".into(),
            ..Verifying::default()
        };
        world.db.write(&other, async |tx| findings::verify(tx, ids[0], form).await).await
    };
    assert!(matches!(verify().await, Err(Error::NotFound)), "a stranger to the file");
    let next = programmed(&world, &case, Kind::Surveillance2).await;
    teams::testing::planned_audit(&world, &case.manager, &case.client, next, &[&other]).await;
    verify().await.expect("verified by the next audit's team");
}

/// Gives the file's application two sites, one of them the central function.
async fn with_two_sites(world: &World, case: &Planned) {
    sqlx::query(
        "insert into sites (body_id, client_id, application_id, id, position, name, address, central)
         select body_id, client_id, id, gen_random_uuid(), n, 'Site ' || n, 'A street', n = 1
         from applications, generate_series(1, 2) n where body_id = $1 and engagement_id = $2",
    )
    .bind(world.body)
    .bind(case.engagement)
    .execute(&world.owner)
    .await
    .expect("two sites");
}

#[tokio::test]
async fn tim_6_no_surveillance_plan_goes_to_the_client_before_its_sites_are_planned() {
    let world = World::new().await;
    let case = planned(&world).await;
    with_two_sites(&world, &case).await;
    let audit = programmed(&world, &case, Kind::Surveillance1).await;
    let team = [&case.lead, &case.auditor];
    teams::testing::team_agreed(&world, &case.manager, &case.client, audit, &team).await;
    match teams::testing::plan_sent(&world, audit, &case.lead).await {
        Err(Error::Refused(refusal)) => assert_eq!(refusal.rule.id, "TIM-6"),
        other => panic!("not refused: {other:?}"),
    }
    let sites = sampling::testing::sampled(sampling::Audit::Surveillance1);
    let chosen = world.db.write(&case.manager, async |tx| {
        let by = tx.actor().scheme_manager()?;
        sampling::plan(tx, &by, case.engagement, sites).await
    });
    chosen.await.expect("the sites are planned");
    teams::testing::plan_sent(&world, audit, &case.lead).await.expect("sent");
}

/// Moves the file on by a cycle, as a renewal does: what falls due is of the second.
async fn second_cycle(world: &World, case: &Planned) {
    sqlx::query(
        "insert into deadlines (body_id, client_id, engagement_id, id, kind, cycle, opens_on, due_on, because)
         select body_id, client_id, id, gen_random_uuid(), 'surveillance_1', 2, $3, $3, 'Renewed'
         from engagements where body_id = $1 and id = $2",
    )
    .bind(world.body)
    .bind(case.engagement)
    .bind(world.clock.today())
    .execute(&world.owner)
    .await
    .expect("a renewal");
    sqlx::query("update audits set cycle = 2 where body_id = $1 and engagement_id = $2 and kind = 'surveillance_1'")
        .bind(world.body)
        .bind(case.engagement)
        .execute(&world.owner)
        .await
        .expect("its surveillance");
}

#[tokio::test]
async fn tim_6_a_draw_of_the_first_cycle_does_not_serve_the_second() {
    let world = World::new().await;
    let case = planned(&world).await;
    with_two_sites(&world, &case).await;
    let draws = async |audit| {
        let drawn = world.db.write(&case.manager, async |tx| {
            let by = tx.actor().scheme_manager()?;
            sampling::plan(tx, &by, case.engagement, sampling::testing::sampled(audit)).await
        });
        drawn.await
    };
    draws(sampling::Audit::Surveillance1).await.expect("drawn in the first cycle");
    let audit = programmed(&world, &case, Kind::Surveillance1).await;
    second_cycle(&world, &case).await;
    let team = [&case.lead, &case.auditor];
    teams::testing::team_agreed(&world, &case.manager, &case.client, audit, &team).await;
    match teams::testing::plan_sent(&world, audit, &case.lead).await {
        Err(Error::Refused(refusal)) => {
            assert_eq!(refusal.rule.id, "TIM-6");
            assert!(refusal.because.contains("surveillance 1 of cycle 2"), "{}", refusal.because);
        }
        other => panic!("the first cycle's draw served the second: {other:?}"),
    }
    let initial = draws(sampling::Audit::Initial).await;
    assert!(matches!(initial, Err(Error::Invalid(_))), "a renewed cycle has no initial audit");
    draws(sampling::Audit::Surveillance1).await.expect("drawn in the second cycle");
    teams::testing::plan_sent(&world, audit, &case.lead).await.expect("sent");
    let read = world.db.read(&case.manager, async |tx| {
        let all = sampling::of_all_cycles(tx, case.engagement).await?;
        Ok((all, sampling::of_file(tx, case.engagement).await?))
    });
    let (all, present) = read.await.expect("read");
    assert_eq!(all.iter().map(|plan| plan.cycle).collect::<Vec<_>>(), [2, 1], "both are kept");
    assert_eq!(present.len(), 1);
}
