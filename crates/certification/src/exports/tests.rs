//! Who does not consent is in no file; a month that is owed and not exported is said; and no cell is a formula.

use super::sheet::{COLUMNS, harmless, written};
use super::*;
use crate::actor::{Actor, Function};
use crate::certificates::{self, Consenting};
use crate::decisions::testing::{Seated, audited, case_before_panel, decides, granted};
use crate::decisions::{CaseKind, Vote};
use crate::enforcement;
use crate::error::{Error, Result};
use crate::testing::World;
use time::Duration;
use uuid::Uuid;

async fn certified(world: &World, name: &str) -> Seated {
    let seated = case_before_panel(world, audited(world, name).await).await;
    granted(world, &seated).await.expect("a grant");
    seated
}

pub(super) async fn allows(world: &World, client: &Actor, typed: &str) -> Result<bool> {
    let by = client.signatory()?;
    let form = Allowing { outside_registers: typed.to_owned() };
    world.db.write(client, async |tx| allow(tx, &by, form).await).await
}

pub(super) async fn exports(world: &World, by: &Actor, month: &str) -> Result<String> {
    exports_late(world, by, month, "").await
}

async fn exports_late(world: &World, by: &Actor, month: &str, because: &str) -> Result<String> {
    let proof = by.register_keeper()?;
    let (id, late_because) = (Uuid::now_v7().to_string(), because.to_owned());
    let form = Exporting { id, month: month.to_owned(), late_because };
    let make = async |tx: &mut crate::Tx<'_>| {
        let month = export(tx, &proof, form).await?;
        file(tx, month).await
    };
    let bytes = world.db.write(by, make).await?;
    Ok(String::from_utf8(bytes).expect("text"))
}

pub(super) fn now(world: &World) -> String {
    Month::of(world.clock.today()).key()
}

#[tokio::test]
async fn ext_1_only_who_consents_to_outside_registers_is_exported_and_the_others_are_counted() {
    let world = World::new().await;
    let (yes, no) = (certified(&world, "Yes Ltd").await, certified(&world, "No Ltd").await);
    let by = &yes.audited.manager;
    let csv = exports(&world, by, &now(&world)).await.expect("a file");
    assert_eq!(csv.lines().count(), 1, "nobody consented: {csv}");
    allows(&world, &yes.audited.client, "yes").await.expect("consent");
    let csv = exports(&world, by, &now(&world)).await.expect("a file");
    assert!(csv.contains("Yes Ltd") && !csv.contains("No Ltd"), "{csv}");
    let fields = csv.lines().next().unwrap_or_default().split(',').count();
    assert_eq!(fields, COLUMNS.len());
    assert!(csv.contains(",Active,Not accredited,"), "{csv}");
    let made = world.db.read(by, async |tx| exported(tx, 9).await).await.expect("read");
    assert_eq!((made[0].included, made[0].left_out, made.len()), (1, 1, 2));
    allows(&world, &yes.audited.client, "no").await.expect("withdrawn");
    let csv = exports(&world, by, &now(&world)).await.expect("a file");
    assert!(!csv.contains("Yes Ltd"), "{csv}");
    assert!(exports(&world, &no.audited.lead, &now(&world)).await.is_err());
}

#[tokio::test]
async fn ext_1_a_suspended_and_a_withdrawn_certificate_are_told_as_such() {
    let world = World::new().await;
    let seated = certified(&world, "Fallen Ltd").await;
    allows(&world, &seated.audited.client, "yes").await.expect("consent");
    for (kind, outcome, told) in [
        (CaseKind::Suspension, Vote::Suspend, ",Suspended,"),
        (CaseKind::Withdrawal, Vote::Withdraw, ",Withdrawn,"),
    ] {
        decides(&world, &seated.audited, kind, outcome).await.expect("decided");
        let csv = exports(&world, &seated.audited.manager, &now(&world)).await.expect("a file");
        assert!(csv.contains(told), "{csv}");
    }
}

#[tokio::test]
async fn pub_2_consent_to_the_directory_is_none_to_outside_registers_and_the_other_way_round() {
    let world = World::new().await;
    let seated = certified(&world, "Directory Ltd").await;
    let client = &seated.audited.client;
    let by = client.signatory().expect("a signatory");
    let form = Consenting { listed: "yes".into() };
    world
        .db
        .write(client, async |tx| certificates::consent(tx, &by, form).await)
        .await
        .expect("listed");
    let csv = exports(&world, &seated.audited.manager, &now(&world)).await.expect("a file");
    assert!(!csv.contains("Directory Ltd"), "{csv}");
    allows(&world, client, "yes").await.expect("consent");
    let form = Consenting { listed: "no".into() };
    world
        .db
        .write(client, async |tx| certificates::consent(tx, &by, form).await)
        .await
        .expect("not listed");
    let csv = exports(&world, &seated.audited.manager, &now(&world)).await.expect("a file");
    assert!(csv.contains("Directory Ltd"), "{csv}");
    let newest =
        world.db.read(client, async |tx| allowed(tx).await).await.expect("read").expect("a word");
    assert_eq!((newest.given, newest.by.as_str()), (true, client.name()));
}

#[tokio::test]
async fn pub_2_only_a_signatory_consents_and_only_to_a_certificate_that_there_is() {
    let world = World::new().await;
    let file = audited(&world, "Early Ltd").await;
    let early = allows(&world, &file.client, "yes").await;
    assert!(matches!(early, Err(Error::Refused(refusal)) if refusal.rule.id == "PUB-2"));
    assert!(matches!(allows(&world, &file.client, "perhaps").await, Err(Error::Invalid(_))));
    assert!(file.manager.signatory().is_err());
}

#[tokio::test]
async fn ext_1_what_is_owed_and_not_exported_this_month_is_said() {
    let world = World::new().await;
    let seated = certified(&world, "Owed Ltd").await;
    let quality = world.staff("Quinn Quality", &[Function::QualityManager]).await;
    let is_owed = async || world.db.read(&quality, async |tx| owed(tx).await).await.expect("read");
    assert!(!is_owed().await, "this body owes none");
    sqlx::query("update bodies set owes_export = true where id = $1")
        .bind(world.body)
        .execute(&world.owner)
        .await
        .expect("owed");
    assert!(is_owed().await);
    exports(&world, &quality, &now(&world)).await.expect("a file");
    assert!(!is_owed().await);
    world.clock.advance(Duration::days(31));
    assert!(is_owed().await, "the next month is owed anew");
    let to_come = Month::of(world.clock.today() + Duration::days(40)).key();
    for wrong in ["", "2026", "2026-13", "soon", to_come.as_str()] {
        assert!(
            matches!(exports(&world, &seated.audited.manager, wrong).await, Err(Error::Invalid(_))),
            "{wrong}"
        );
    }
}

#[tokio::test]
async fn ext_1_a_month_that_was_owed_and_is_over_is_exported_only_with_the_reason() {
    let world = World::new().await;
    let seated = certified(&world, "Late Ltd").await;
    let (by, owed_in) = (&seated.audited.manager, now(&world));
    world.clock.advance(Duration::days(31));
    let before = exports(&world, by, &owed_in).await;
    before.expect("this body owes none, so none is late");
    sqlx::query("update bodies set owes_export = true where id = $1")
        .bind(world.body)
        .execute(&world.owner)
        .await
        .expect("owed");
    exports(&world, by, &owed_in).await.expect("made again, so it is not late");
    let owed_in = now(&world);
    world.clock.advance(Duration::days(31));
    for nothing in ["", "  \n"] {
        match exports_late(&world, by, &owed_in, nothing).await {
            Err(Error::Refused(refusal)) => assert_eq!(refusal.rule.id, "EXT-1"),
            other => panic!("not refused: {other:?}"),
        }
    }
    exports(&world, by, &now(&world)).await.expect("this month's is in time");
    exports_late(&world, by, &owed_in, "The register was down.").await.expect("with a reason");
    let made = world.db.read(by, async |tx| exported(tx, 9).await).await.expect("read");
    let reasons: Vec<_> = made.iter().map(|one| one.late_because.as_str()).collect();
    assert_eq!(reasons.iter().filter(|reason| !reason.is_empty()).count(), 1, "{reasons:?}");
    exports(&world, by, &owed_in).await.expect("made again");
    let since = world.now() - Duration::days(1);
    let bites = async |tx: &mut crate::Tx<'_>| enforcement::bites_since(tx, since).await;
    let bites = world.db.read(by, bites).await.expect("read");
    assert_eq!(bites["EXT-1"].overridden, 1, "counted with the rule, once");
}

#[test]
fn ext_1_no_cell_is_a_formula() {
    for wrong in ["=1+1", "+44 20", "-1", "@sum", "\tx", "  =1"] {
        assert!(harmless(wrong.to_owned()).starts_with('\''), "{wrong}");
    }
    assert_eq!(harmless("Harbour = Bank".to_owned()), "Harbour = Bank");
    let line =
        std::array::from_fn(|i| if i == 8 { "=cmd()".to_owned() } else { "x,\"y".to_owned() });
    let text = String::from_utf8(written(COLUMNS, vec![line]).expect("a file")).expect("text");
    assert!(text.contains("'=cmd()") && text.contains("\"x,\"\"y\""), "{text}");
}
