//! Bands, shares and limits of the table, and determinations that can be calculated again.

mod limits;

use super::known::INDICATIVE;
use super::*;
use crate::actor::{Actor, Function};
use crate::applications::testing::accepted_application as accepted;
use crate::error::Error;
use crate::files;
use crate::proposals::testing::determination;
use crate::testing::World;

fn inputs(ai_systems: i32, structure: &str, jurisdictions: i32) -> Inputs {
    Inputs { ai_systems, structure: structure.into(), jurisdictions, ..Inputs::default() }
}

fn adjustment(kind: AdjustmentKind, half_days: i32, reason: &str) -> Adjustment {
    Adjustment { kind, half_days, percent: 0, reason: reason.into() }
}

fn base(ai_systems: i32, structure: &str, jurisdictions: i32) -> i32 {
    calculate(&INDICATIVE, &inputs(ai_systems, structure, jurisdictions), &[], None)
        .unwrap()
        .base_half_days
}

#[test]
fn the_shipped_table_is_dated_has_a_source_and_is_not_marked_as_checked() {
    assert_eq!(
        (INDICATIVE.key.as_str(), INDICATIVE.version.as_str()),
        ("indicative-ai-systems", "2026-01")
    );
    assert!(!INDICATIVE.source.is_empty() && !INDICATIVE.checked.yes);
    assert_eq!(
        INDICATIVE.bands.iter().map(Band::range).collect::<Vec<_>>(),
        ["2 to 3 days", "4 to 6 days", "7 to 10 days", "10 days or more, in phases"]
    );
}

#[test]
fn a_band_is_walked_by_half_days_and_never_left_at_its_upper_end() {
    assert_eq!([1, 2, 3].map(|n| base(n, "one_entity", 1)), [4, 5, 6]);
    assert_eq!([4, 5, 7, 8].map(|n| base(n, "one_entity", 1)), [8, 9, 11, 12]);
    assert_eq!([9, 10, 15, 16, 400].map(|n| base(n, "one_entity", 1)), [14, 15, 20, 20, 20]);
}

#[test]
fn the_higher_of_the_two_bands_counts() {
    assert_eq!(base(1, "departments", 1), 8);
    assert_eq!(base(3, "units", 1), 14);
    assert_eq!(base(12, "departments", 1), 17);
}

#[test]
fn several_jurisdictions_are_open_above() {
    assert_eq!(base(3, "jurisdictions", 2), 20);
    assert_eq!(base(3, "jurisdictions", 4), 24);
    assert_eq!(base(11, "jurisdictions", 3), 24);
}

#[test]
fn inputs_that_no_band_knows_stand_at_their_fields() {
    for (given, field) in [
        (inputs(0, "one_entity", 1), "ai_systems"),
        (inputs(-3, "one_entity", 1), "ai_systems"),
        (inputs(3, "", 1), "structure"),
        (inputs(3, "one_entity", 2), "jurisdictions"),
        (inputs(3, "jurisdictions", 1), "jurisdictions"),
    ] {
        match calculate(&INDICATIVE, &given, &[], None) {
            Err(Error::Invalid(errors)) => assert_eq!(errors.0[0].0, field),
            other => panic!("{given:?} came to {other:?}"),
        }
    }
}

#[test]
fn tim_4_stages_and_later_audits_are_shares_of_the_initial_time() {
    let shares = |n| {
        let c = calculate(&INDICATIVE, &inputs(n, "one_entity", 1), &[], None).unwrap();
        (
            c.initial_half_days,
            c.stage_1_half_days,
            c.stage_2_half_days,
            c.surveillance_half_days,
            c.recertification_half_days,
        )
    };
    assert_eq!(shares(1), (4, 1, 3, 1, 3));
    assert_eq!(shares(3), (6, 2, 4, 2, 4));
    assert_eq!(shares(8), (12, 4, 8, 4, 8));
    assert_eq!(shares(400), (20, 6, 14, 7, 13));
}

#[test]
fn tim_1_an_adjustment_without_a_reason_is_refused_and_named() {
    let bare = [
        adjustment(AdjustmentKind::Add, 1, "Night shift"),
        adjustment(AdjustmentKind::Add, 2, "  "),
    ];
    let Err(Error::Refused(refusal)) =
        calculate(&INDICATIVE, &inputs(3, "one_entity", 1), &bare, None)
    else {
        panic!("not refused")
    };
    assert_eq!(refusal.rule.id, "TIM-1");
    assert_eq!(refusal.missing, ["the reason for adjustment 2, more time by 1 day"]);
}

#[test]
fn tim_3_reductions_together_stay_within_the_limit_of_the_table() {
    let nine = inputs(9, "one_entity", 1);
    let by = |half_days: &[i32]| {
        let all: Vec<_> = half_days
            .iter()
            .map(|n| adjustment(AdjustmentKind::Reduce, *n, "Integrated documents"))
            .collect();
        calculate(&INDICATIVE, &nine, &all, None).map(|c| c.initial_half_days)
    };
    assert_eq!(by(&[4]).unwrap(), 10);
    assert_eq!(by(&[2, 2]).unwrap(), 10);
    let Err(Error::Refused(refusal)) = by(&[3, 2]) else { panic!("not refused") };
    assert_eq!(refusal.rule.id, "TIM-3");
    assert!(refusal.because.contains("30 %"), "{}", refusal.because);
    // An addition gives no room for a further reduction.
    let mixed = [
        adjustment(AdjustmentKind::Add, 10, "Many sites"),
        adjustment(AdjustmentKind::CertificateHeld, 5, "ISO/IEC 27001 held"),
    ];
    assert!(matches!(calculate(&INDICATIVE, &nine, &mixed, None), Err(Error::Refused(_))));
}

#[test]
fn no_adjustment_goes_backwards() {
    for half_days in [0, -2, i32::MIN] {
        let negative = [adjustment(AdjustmentKind::Add, half_days, "None")];
        assert!(
            matches!(
                calculate(&INDICATIVE, &inputs(3, "one_entity", 1), &negative, None),
                Err(Error::Invalid(_))
            ),
            "{half_days}"
        );
    }
}

async fn case() -> (World, Actor, files::Brief) {
    let world = World::new().await;
    let manager = world.staff("Helen Marsh", &[Function::SchemeManager]).await;
    let client = world.client("Fintech").await;
    let file = accepted(&world, &manager, &client, 3).await;
    (world, manager, file)
}

async fn determined(
    world: &World,
    manager: &Actor,
    file: &files::Brief,
    form: Typed,
) -> crate::Result<Determination> {
    world
        .db
        .write(manager, async |tx| {
            let by = tx.actor().scheme_manager()?;
            determine(tx, &by, file.engagement_id, form).await?;
            newest(tx, file.engagement_id).await?.ok_or(Error::NotFound)
        })
        .await
}

#[tokio::test]
async fn tim_1_a_determination_is_calculated_again_to_the_same_result_after_the_table_has_changed()
{
    let (world, manager, file) = case().await;
    let form = Typed {
        kind: vec!["add".into(), String::new()],
        days: vec!["1.5".into(), String::new()],
        reason: vec!["Two operating shifts".into(), String::new()],
        ..determination(3)
    };
    let kept = determined(&world, &manager, &file, form).await.unwrap();
    assert_eq!((kept.initial_half_days, kept.stage_1_half_days, kept.stage_2_half_days), (9, 3, 6));
    assert!(kept.agrees_with(&recalculate(&kept).unwrap()));

    let mut changed = INDICATIVE.clone();
    changed.version = "2027-01".into();
    changed.bands[0].half_days_from = 10;
    changed.bands[0].half_days_to = Some(16);
    let today = calculate(&changed, &kept.inputs.used, &kept.adjustments, None).unwrap();
    assert!(
        !kept.agrees_with(&today),
        "the changed table must come to something else, or this test proves nothing"
    );
    assert!(kept.agrees_with(&recalculate(&kept).unwrap()));
    assert_eq!((kept.table_version.as_str(), kept.by_name.as_str()), ("2026-01", "Helen Marsh"));
}

#[tokio::test]
async fn no_time_is_determined_before_the_application_is_accepted() {
    let (world, manager, file) = case().await;
    sqlx::query("update applications set state = 'submitted' where body_id = $1")
        .bind(world.body)
        .execute(&world.owner)
        .await
        .unwrap();
    let Err(Error::Refused(refusal)) = determined(&world, &manager, &file, determination(3)).await
    else {
        panic!("not refused")
    };
    assert_eq!(refusal.rule.id, "APP-2");
    let rows: i64 = sqlx::query_scalar("select count(*) from determinations where body_id = $1")
        .bind(world.body)
        .fetch_one(&world.owner)
        .await
        .unwrap();
    assert_eq!(rows, 0);
}

#[tokio::test]
async fn inputs_that_differ_from_the_application_need_a_reason_and_stay_visible() {
    let (world, manager, file) = case().await;
    let form = Typed { ai_systems: "5".into(), ..determination(3) };
    let Err(Error::Invalid(errors)) = determined(&world, &manager, &file, form.clone()).await
    else {
        panic!("not refused")
    };
    assert_eq!(errors.0[0].0, "inputs_reason");
    let form = Typed { inputs_reason: "Two systems enter service before Stage 2.".into(), ..form };
    let kept = determined(&world, &manager, &file, form).await.unwrap();
    assert_eq!(kept.inputs.changes(), ["AI systems: 5 instead of 3"]);
}

#[tokio::test]
async fn all_that_is_wrong_is_said_at_once_and_a_ground_must_be_in_the_application() {
    let (world, manager, file) = case().await;
    sqlx::query("delete from certificates_held where body_id = $1")
        .bind(world.body)
        .execute(&world.owner)
        .await
        .unwrap();
    let form = Typed {
        kind: vec!["certificate_held".into(), "sideways".into()],
        days: vec!["0.25".into(), "1".into()],
        reason: vec!["ISO/IEC 27001".into(), "Why".into()],
        ..determination(3)
    };
    let Err(Error::Invalid(errors)) = determined(&world, &manager, &file, form).await else {
        panic!("not refused")
    };
    let fields: Vec<_> = errors.0.iter().map(|(field, _)| field.as_str()).collect();
    assert_eq!(fields, ["days-1", "kind-1", "kind-2"]);
}

#[tokio::test]
async fn a_form_sent_twice_is_one_determination_and_one_entry_on_the_record() {
    let (world, manager, file) = case().await;
    let form = Typed { id: uuid::Uuid::now_v7().to_string(), ..determination(3) };
    let first = determined(&world, &manager, &file, form.clone()).await.unwrap();
    let second = determined(&world, &manager, &file, form).await.unwrap();
    assert_eq!(first.id, second.id);
    let acts: i64 = sqlx::query_scalar(
        "select count(*) from record_entries where body_id = $1 and act = 'audit_time_determined'",
    )
    .bind(world.body)
    .fetch_one(&world.owner)
    .await
    .unwrap();
    assert_eq!(acts, 1);
}

#[tokio::test]
async fn another_body_finds_neither_the_file_nor_its_time() {
    let (world, manager, file) = case().await;
    determined(&world, &manager, &file, determination(3)).await.unwrap();
    let other = world.neighbour().await;
    let stranger = other.staff("Stranger", &[Function::SchemeManager]).await;
    assert!(matches!(
        determined(&other, &stranger, &file, determination(3)).await,
        Err(Error::NotFound)
    ));
    let seen =
        other.db.read(&stranger, async |tx| history(tx, file.engagement_id).await).await.unwrap();
    assert!(seen.is_empty());
}
