//! Sizes of samples, the draw that anybody can repeat, and plans that break the rule.

use super::*;
use crate::actor::{Actor, Function};
use crate::applications::testing::accepted_application as accepted;
use crate::error::{Error, Result};
use crate::files;
use crate::testing::World;
use std::collections::BTreeMap;
use testing::sampled;
use uuid::Uuid;

fn candidates(others: usize) -> Vec<Candidate> {
    let site = |n: usize| Candidate {
        id: Uuid::from_u128(n as u128 + 1),
        name: format!("Site {n}"),
        central: n == 0,
    };
    (0..=others).map(site).collect()
}

#[test]
fn tim_6_of_25_sites_the_sample_is_5_then_3_then_4() {
    let sizes = |n| Audit::ALL.map(|audit| size(audit, n, true));
    assert_eq!(sizes(25), [5, 3, 3, 4]);
    assert_eq!(sizes(1), [1, 1, 1, 1]);
    assert_eq!(sizes(2), [2, 1, 1, 2]);
    assert_eq!(sizes(26), [6, 4, 4, 5]);
    assert_eq!(sizes(100), [10, 6, 6, 8]);
    assert_eq!(sizes(0), [0, 0, 0, 0]);
}

#[test]
fn tim_6_where_sampling_does_not_fit_all_sites_are_audited_and_three_tenths_a_year_in_surveillance()
{
    let sizes = |n| Audit::ALL.map(|audit| size(audit, n, false));
    assert_eq!(sizes(25), [25, 8, 8, 25]);
    assert_eq!(sizes(10), [10, 3, 3, 10]);
    assert_eq!(sizes(1), [1, 1, 1, 1]);
}

#[test]
fn tim_6_the_root_is_rounded_up_and_a_quarter_is_drawn_for_every_number_of_sites() {
    for n in 1..2_000_usize {
        let sample = size(Audit::Initial, n, true);
        assert!(sample * sample >= n && (sample - 1) * (sample - 1) < n, "{n}: {sample}");
        assert!(4 * at_random_at_least(sample) >= sample);
        for audit in Audit::ALL {
            assert!((1..=n).contains(&size(audit, n, true)), "{n}");
        }
    }
}

#[test]
fn tim_6_the_recorded_seed_draws_the_same_sites_again_whatever_order_they_come_in() {
    let (seed, chosen) = ("00112233445566778899aabbccddeeff", BTreeMap::new());
    let drawn = draw(5, &candidates(25), &chosen, seed);
    let mut turned = candidates(25);
    turned.reverse();
    assert_eq!(draw(5, &turned, &chosen, seed), drawn);
    assert_ne!(draw(5, &candidates(25), &chosen, "ff112233445566778899aabbccddeeff"), drawn);
    // As the page tells anyone to do it, with sha256sum.
    let site = "00000000-0000-0000-0000-000000000001".parse().unwrap();
    assert_eq!(
        rank(seed, site),
        hex::encode(<sha2::Sha256 as sha2::Digest>::digest(
            b"00112233445566778899aabbccddeeff00000000-0000-0000-0000-000000000001"
        ))
    );
    let in_it = drawn.iter().filter(|site| site.how.is_in()).count();
    assert_eq!(in_it, 6, "five sites and the central function");
    let first: Vec<_> = drawn.iter().filter(|s| s.how != How::Central).take(5).collect();
    assert!(first.iter().all(|site| site.how == How::Drawn), "the smallest ranks are drawn");
}

#[test]
fn tim_6_the_central_function_is_in_every_sample_and_chosen_sites_leave_the_rest_to_the_draw() {
    let chosen: BTreeMap<_, _> =
        [4, 9, 11].map(|n| (Uuid::from_u128(n), "Complaints".to_owned())).into();
    for seed in 0..200_u32 {
        let drawn = draw(5, &candidates(25), &chosen, &format!("{seed:032x}"));
        let of = |how| drawn.iter().filter(|site| site.how == how).count();
        assert_eq!((of(How::Central), of(How::Chosen), of(How::Drawn)), (1, 3, 2), "{seed}");
    }
}

struct Case {
    world: World,
    manager: Actor,
    file: files::Brief,
}

impl Case {
    async fn new() -> Case {
        let world = World::new().await;
        let manager = world.staff("Helen Marsh", &[Function::SchemeManager]).await;
        let client = world.client("Fintech").await;
        let file = accepted(&world, &manager, &client, 3).await;
        Case { world, manager, file }
    }

    /// As many sites beside the two of the application.
    async fn with_more_sites(self, more: i32) -> Case {
        sqlx::query(
            "insert into sites (body_id, client_id, application_id, id, position, name, address)
             select body_id, client_id, application_id, gen_random_uuid(), 10 + n, 'Branch ' || n, 'A street'
             from sites, generate_series(1, $2) n where body_id = $1 and central",
        )
        .bind(self.world.body)
        .bind(more)
        .execute(&self.world.owner)
        .await
        .unwrap();
        self
    }

    async fn plan(&self, form: Form) -> Result<Plan> {
        let planned = self.world.db.write(&self.manager, async |tx| {
            let by = tx.actor().scheme_manager()?;
            plan(tx, &by, self.file.engagement_id, form).await?;
            of_file(tx, self.file.engagement_id).await
        });
        planned.await.map(|mut plans| plans.remove(0))
    }

    async fn refused(&self, form: Form) -> String {
        match self.plan(form).await {
            Err(Error::Refused(refusal)) => {
                assert_eq!(refusal.rule.id, "TIM-6");
                refusal.because
            }
            other => panic!("not refused: {other:?}"),
        }
    }

    async fn sites(&self) -> Vec<Site> {
        let read =
            self.world.db.read(&self.manager, async |tx| sites(tx, self.file.engagement_id).await);
        read.await.unwrap()
    }
}

#[tokio::test]
async fn tim_6_a_plan_keeps_its_draw_and_is_reproduced_from_what_it_kept() {
    let case = Case::new().await.with_more_sites(24).await;
    let plan = case.plan(sampled(Audit::Initial)).await.unwrap();
    assert_eq!((plan.of(), plan.size(), plan.sites.len()), (25, 5, 26));
    assert_eq!(plan.seed.len(), 32);
    assert!(plan.is_reproduced());
    let mut touched = plan.clone();
    let out = touched.sites.iter().position(|site| site.how == How::Left).unwrap();
    touched.sites[out].how = How::Drawn;
    assert!(!touched.is_reproduced(), "a site that was slipped in is seen");
    let again = case.plan(sampled(Audit::Initial)).await.unwrap();
    assert_ne!(again.seed, plan.seed, "a later plan is a draw of its own");
}

#[tokio::test]
async fn tim_6_at_least_a_quarter_is_left_to_the_draw_and_the_central_function_cannot_be_lost() {
    let case = Case::new().await.with_more_sites(24).await;
    let others: Vec<_> = case.sites().await.into_iter().filter(|site| !site.central).collect();
    let choosing = |n: usize| Form {
        site: others.iter().take(n).map(|site| site.id.to_string()).collect(),
        chosen_because: vec!["A complaint came from there.".into(); n],
        ..sampled(Audit::Initial)
    };
    let because = case.refused(choosing(4)).await;
    assert!(because.contains("at least 2 must be drawn at random"), "{because}");
    let plan = case.plan(choosing(3)).await.unwrap();
    let of = |how| plan.sites.iter().filter(|site| site.how == how).count();
    assert_eq!((of(How::Central), of(How::Chosen), of(How::Drawn)), (1, 3, 2));
}

#[tokio::test]
async fn tim_6_no_sampled_site_takes_less_than_half_its_time() {
    let case = Case::new().await.with_more_sites(4).await;
    let less = |percent: &str, reason: &str| Form {
        less_percent: percent.into(),
        less_reason: reason.into(),
        ..sampled(Audit::Initial)
    };
    let because = case.refused(less("51", "Small sites.")).await;
    assert!(because.contains("at most 50 %"), "{because}");
    let Err(Error::Invalid(errors)) = case.plan(less("20", " ")).await else { panic!("a reason") };
    assert_eq!(errors.0[0].0, "less_reason");
    assert_eq!(case.plan(less("50", "Small sites.")).await.unwrap().less_percent, 50);
}

#[tokio::test]
async fn tim_6_a_plan_says_why_and_which_site_is_central() {
    let case = Case::new().await;
    let form = Form { fits: String::new(), reason: String::new(), ..sampled(Audit::Initial) };
    let Err(Error::Invalid(errors)) = case.plan(form).await else { panic!("not refused") };
    let fields: Vec<_> = errors.0.iter().map(|(field, _)| field.as_str()).collect();
    assert_eq!(fields, ["fits", "reason"]);
    sqlx::query("update sites set central = false where body_id = $1")
        .bind(case.world.body)
        .execute(&case.world.owner)
        .await
        .unwrap();
    let Err(Error::Invalid(errors)) = case.plan(sampled(Audit::Initial)).await else {
        panic!("not refused")
    };
    assert_eq!(errors.0[0].0, "central");
    let central = case.sites().await[1].id;
    let form = Form { central: central.to_string(), ..sampled(Audit::Initial) };
    let plan = case.plan(form).await.unwrap();
    assert_eq!(plan.sites.iter().find(|s| s.how == How::Central).unwrap().site, central);
}

#[tokio::test]
async fn tim_6_a_plan_is_never_edited_and_a_form_sent_twice_is_one_draw() {
    let case = Case::new().await;
    let form = Form { id: Uuid::now_v7().to_string(), ..sampled(Audit::Initial) };
    let first = case.plan(form.clone()).await.unwrap();
    assert_eq!(case.plan(form).await.unwrap().seed, first.seed);
    let changed = case.world.db.write(&case.manager, async |tx| {
        sqlx::query("update sampling_plans set fits = false").execute(tx.sql()).await?;
        Ok(())
    });
    assert!(changed.await.is_err(), "nobody may write in a plan");
}

#[tokio::test]
async fn another_body_neither_plans_nor_sees_these_sites() {
    let case = Case::new().await;
    case.plan(sampled(Audit::Initial)).await.unwrap();
    let other = case.world.neighbour().await;
    let stranger = other.staff("Stranger", &[Function::SchemeManager]).await;
    let file = case.file.engagement_id;
    let seen = other.db.read(&stranger, async |tx| {
        Ok((sites(tx, file).await?.len(), of_file(tx, file).await?.len()))
    });
    assert_eq!(seen.await.unwrap(), (0, 0));
    let planned = other.db.write(&stranger, async |tx| {
        let by = tx.actor().scheme_manager()?;
        plan(tx, &by, file, sampled(Audit::Initial)).await
    });
    assert!(matches!(planned.await, Err(Error::NotFound)));
}
