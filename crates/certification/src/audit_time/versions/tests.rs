//! A body's own versions of a table, who checked which, and determinations that keep the table they used.

use super::*;
use crate::actor::{Actor, Function};
use crate::applications::testing::accepted_application as accepted;
use crate::audit_time::{self, Determination, Typed, determine, known, newest, recalculate};
use crate::files;
use crate::standards::testing::AIMS;
use crate::testing::World;
use time::Duration;

struct Case {
    world: World,
    manager: Actor,
    file: files::Brief,
}

const MD_5: &str = "iaf-md-5";

impl Case {
    async fn new() -> Case {
        let world = World::new().await;
        let manager = world.staff("Helen Marsh", &[Function::SchemeManager]).await;
        let client = world.client("Fintech").await;
        let file = accepted(&world, &manager, &client, 3).await;
        Case { world, manager, file }
    }

    async fn enter(&self, form: Entered) -> Result<()> {
        let done = self.world.db.write(&self.manager, async |tx| {
            let by = tx.actor().scheme_manager()?;
            enter(tx, &by, (MD_5, "2026-01"), form).await
        });
        done.await
    }

    async fn check(&self, version: &str, form: Check) -> Result<()> {
        let done = self.world.db.write(&self.manager, async |tx| {
            let by = tx.actor().scheme_manager()?;
            check(tx, &by, (MD_5, version), form).await
        });
        done.await
    }

    async fn in_force(&self) -> Table {
        let read =
            self.world.db.read(&self.manager, async |tx| in_force(tx, &AIMS).await?.of(MD_5));
        read.await.unwrap()
    }

    async fn determined(&self, form: Typed) -> Result<Determination> {
        let done = self.world.db.write(&self.manager, async |tx| {
            let by = tx.actor().scheme_manager()?;
            determine(tx, &by, self.file.engagement_id, form).await?;
            newest(tx, self.file.engagement_id).await?.ok_or(Error::NotFound)
        });
        done.await
    }

    /// Twice the days, from today on.
    fn doubled(&self) -> Entered {
        let mut table = known::MD_5.clone();
        for row in table.people.iter_mut().flat_map(|p| &mut p.rows) {
            row.half_days[0] *= 2;
        }
        Entered {
            version: "2027-01".into(),
            source: "The licensed text, second edition".into(),
            valid_from: self.world.clock.today().to_string(),
            rows: as_lines(&table).0,
            ..Entered::default()
        }
    }
}

fn by_people() -> Typed {
    Typed {
        table: MD_5.into(),
        people: "84".into(),
        unchecked_reason: "Compared with two published schedules.".into(),
        ..Typed::default()
    }
}

fn compared() -> Check {
    Check { document: "IAF MD 5:2023".into(), compared: "yes".into(), ..Check::default() }
}

#[test]
fn tim_2_a_table_written_as_lines_is_read_back_as_it_was() {
    for table in audit_time::shipped() {
        let (rows, additions) = as_lines(table);
        assert_eq!(&read_lines(table, &rows, &additions).unwrap(), table, "{rows}\n{additions}");
    }
}

#[test]
fn tim_2_a_line_that_leaves_people_out_or_cannot_be_read_is_named() {
    let md_5 = &known::MD_5;
    for (rows, message) in [
        ("1-5 1.5\n7-10 2", "Line 2: let it begin at 6"),
        ("1-5 1.5\n5-10 2", "Line 2: let it begin at 6"),
        ("1-5 1.3", "Line 1"),
        ("1-5 0", "Line 1"),
        ("1-5 1.5 2", "Line 1"),
        ("five people", "Line 1"),
        ("", "Enter at least one row"),
    ] {
        let errors = read_lines(md_5, rows, "").unwrap_err();
        assert!(errors.0[0].1.contains(message), "{rows}: {errors:?}");
    }
    let frame = &known::ISO_42006;
    let (rows, _) = as_lines(frame);
    for additions in ["dragons beyond 5: 1-2", "ai_systems beyond 5: 2-1", "ai_systems: 1-2"] {
        assert_eq!(read_lines(frame, &rows, additions).unwrap_err().0[0].0, "additions");
    }
    assert!(read_lines(&known::INDICATIVE, "one_entity 2-3", "").is_err(), "rows are missing");
}

#[tokio::test]
async fn tim_1_an_old_determination_shows_the_same_figures_after_the_table_has_changed() {
    let case = Case::new().await;
    let old = case.determined(by_people()).await.unwrap();
    assert_eq!((old.base_half_days, old.initial_half_days), (12, 12));
    case.enter(case.doubled()).await.unwrap();
    let new = case.determined(by_people()).await.unwrap();
    assert_eq!((new.table_version.as_str(), new.base_half_days), ("2027-01", 24));
    let read = case
        .world
        .db
        .read(&case.manager, async |tx| audit_time::of(tx, case.file.engagement_id, old.id).await);
    let kept = read.await.unwrap();
    assert_eq!((kept.table_version.as_str(), kept.base_half_days), ("2026-01", 12));
    assert_eq!(kept.inputs.table.version, "2026-01");
    assert!(kept.agrees_with(&recalculate(&kept).unwrap()));
}

#[tokio::test]
async fn tim_2_a_check_is_about_one_version_and_a_newer_one_is_unchecked_again() {
    let case = Case::new().await;
    assert!(!case.in_force().await.checked.yes);
    case.check("2026-01", compared()).await.unwrap();
    let checked = case.in_force().await.checked;
    assert!(checked.yes);
    assert_eq!(
        (checked.by.as_deref(), checked.document.as_deref()),
        (Some("Helen Marsh"), Some("IAF MD 5:2023"))
    );
    let used = case.determined(Typed { unchecked_reason: String::new(), ..by_people() }).await;
    assert!(used.unwrap().table_checked);
    case.enter(case.doubled()).await.unwrap();
    assert!(!case.in_force().await.checked.yes, "nobody has compared the newer version");
    let used = case.determined(by_people()).await.unwrap();
    assert!(!used.table_checked);
}

#[tokio::test]
async fn tim_2_a_check_names_the_licensed_document_and_that_every_row_was_compared() {
    let case = Case::new().await;
    let Err(Error::Invalid(errors)) = case.check("2026-01", Check::default()).await else {
        panic!("not refused")
    };
    let fields: Vec<_> = errors.0.iter().map(|(field, _)| field.as_str()).collect();
    assert_eq!(fields, ["document", "compared"]);
    assert!(matches!(case.check("1999-01", compared()).await, Err(Error::NotFound)));
    assert!(!case.in_force().await.checked.yes);
}

#[tokio::test]
async fn tim_2_a_version_holds_from_its_day_and_no_two_have_one_name() {
    let case = Case::new().await;
    let tomorrow = case.world.clock.today() + Duration::days(1);
    let form = Entered { valid_from: tomorrow.to_string(), ..case.doubled() };
    case.enter(form).await.unwrap();
    assert_eq!(case.in_force().await.version, "2026-01");
    for version in ["2027-01", "2026-01", "", "a/b"] {
        let form = Entered { version: version.into(), ..case.doubled() };
        let Err(Error::Invalid(errors)) = case.enter(form).await else {
            panic!("{version} was taken")
        };
        assert_eq!(errors.0[0].0, "version");
    }
    let changed = case.world.db.write(&case.manager, async |tx| {
        sqlx::query("update time_tables set source = 'else'").execute(tx.sql()).await?;
        Ok(())
    });
    assert!(changed.await.is_err(), "a version is never changed");
}

#[tokio::test]
async fn tim_2_another_bodys_tables_are_its_own() {
    let case = Case::new().await;
    case.enter(case.doubled()).await.unwrap();
    case.check("2027-01", compared()).await.unwrap();
    let other = case.world.neighbour().await;
    let stranger = other.staff("Stranger", &[Function::SchemeManager]).await;
    let seen =
        other.db.read(&stranger, async |tx| in_force(tx, &AIMS).await?.of(MD_5)).await.unwrap();
    assert_eq!((seen.version.as_str(), seen.checked.yes), ("2026-01", false));
}

#[tokio::test]
async fn tim_2_a_table_in_phases_wants_phases_that_come_to_stage_2() {
    let case = Case::new().await;
    let form = Typed {
        ai_systems: "3".into(),
        structure: "jurisdictions".into(),
        jurisdictions: "2".into(),
        inputs_reason: "The review found a second jurisdiction.".into(),
        ..Typed::default()
    };
    let phased = |days: &[&str]| Typed {
        phase_covers: days.iter().map(|_| "One jurisdiction".into()).collect(),
        phase_days: days.iter().map(|d| (*d).into()).collect(),
        ..form.clone()
    };
    for days in [&[][..], &["7"], &["3", "3.5"], &["4", "3.5"]] {
        let Err(Error::Invalid(errors)) = case.determined(phased(days)).await else {
            panic!("{days:?} was taken")
        };
        assert_eq!(errors.0[0].0, "phase_covers-1");
    }
    let kept = case.determined(phased(&["4", "3"])).await.unwrap();
    assert_eq!(kept.stage_2_half_days, 14);
    assert_eq!(kept.inputs.phases.iter().map(|p| p.half_days).sum::<i32>(), 14);
}

#[tokio::test]
async fn tim_1_effective_personnel_that_differ_from_the_application_want_a_reason() {
    let case = Case::new().await;
    let form = Typed { people: "50".into(), ..by_people() };
    let Err(Error::Invalid(errors)) = case.determined(form.clone()).await else {
        panic!("not refused")
    };
    assert_eq!(errors.0[0].0, "inputs_reason");
    let form = Typed { inputs_reason: "34 work half time.".into(), ..form };
    let kept = case.determined(form).await.unwrap();
    assert_eq!(kept.inputs.changes(), ["Effective personnel: 50 instead of 84"]);
}
