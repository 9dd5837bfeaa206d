//! No clause is left out of a cycle (PRG-2); special audits come beside it (SPC-1).

use super::testing::programme_in_force;
use super::*;
use crate::actor::{Actor, Function};
use crate::error::Result;
use crate::proposals;
use crate::standards::testing::AIMS;
use crate::teams::testing::{qualified_auditor, team_declared};
use crate::teams::{self, Care, Objected};
use crate::testing::World;
use time::Duration;

fn rule<T: std::fmt::Debug>(outcome: Result<T>) -> &'static str {
    match outcome {
        Err(Error::Refused(refusal)) => refusal.rule.id,
        other => panic!("not refused by a rule: {other:?}"),
    }
}

/// Gives an audit of the file everything but what `without` names.
async fn choose(
    world: &World,
    manager: &Actor,
    file: Uuid,
    kind: Kind,
    without: &[&str],
) -> Result<()> {
    let act = world.db.write(manager, async |tx| {
        let by = tx.actor().scheme_manager()?;
        let programme = of_file(tx, file).await?.ok_or(Error::NotFound)?;
        let audit = programme.audit(kind).ok_or(Error::NotFound)?;
        let takes = AIMS.requirements.iter().map(|r| r.id.clone());
        let part = Part {
            version: audit.version.to_string(),
            requirement: takes.filter(|id| !without.contains(&id.as_str())).collect(),
            ..Part::default()
        };
        choose_part(tx, &by, file, audit.id, part).await
    });
    act.await
}

#[tokio::test]
async fn prg_2_no_programme_comes_into_force_that_leaves_a_clause_in_no_audit() {
    let world = World::new().await;
    let manager = world.staff("Mia Manager", &[Function::SchemeManager]).await;
    let client = world.client("Fintech").await;
    let file = proposals::testing::agreement_in_force(&world, &manager, &client, 3).await;
    let id = file.engagement_id;
    let made = world.db.write(&manager, async |tx| {
        let by = tx.actor().scheme_manager()?;
        make(tx, &by, id, Made::default()).await
    });
    made.await.expect("made");
    let all = [Kind::Stage2, Kind::Surveillance1, Kind::Surveillance2, Kind::Recertification];
    for kind in all {
        choose(&world, &manager, id, kind, &["6.1.2"]).await.expect("a draft may leave one out");
    }
    let put = async || {
        let act = world.db.write(&manager, async |tx| {
            let by = tx.actor().scheme_manager()?;
            put_in_force(tx, &by, id, PutInForce::default()).await
        });
        act.await
    };
    match put().await {
        Err(Error::Refused(refusal)) => {
            assert_eq!((refusal.rule.id, refusal.missing.len()), ("PRG-2", 1));
        }
        other => panic!("not refused: {other:?}"),
    }
    choose(&world, &manager, id, Kind::Surveillance2, &[]).await.expect("given to an audit");
    crate::sampling::testing::initial_planned(&world, &manager, &file).await;
    put().await.expect("in force");
    let taken_out = choose(&world, &manager, id, Kind::Surveillance2, &["6.1.2"]).await;
    assert_eq!(rule(taken_out), "PRG-2");
    choose(&world, &manager, id, Kind::Recertification, &[]).await.expect("given to another");
    choose(&world, &manager, id, Kind::Surveillance2, &["6.1.2"]).await.expect("taken out now");
}

#[tokio::test]
async fn spc_1_the_client_cannot_object_at_short_notice_so_the_team_is_chosen_with_care() {
    let world = World::new().await;
    let manager = world.staff("Mia Manager", &[Function::SchemeManager]).await;
    let client = world.client("Fintech").await;
    let (file, _) = programme_in_force(&world, &manager, &client, 3).await;
    let add = async |special_for: &str, reason: &str| {
        let today = world.clock.today();
        let form = Special {
            special_for: special_for.into(),
            reason: reason.into(),
            objectives: "What became of the complaint.".into(),
            days: "1".into(),
            window_from: today.to_string(),
            window_to: (today + Duration::days(30)).to_string(),
            ..Special::default()
        };
        let act = world.db.write(&manager, async |tx| {
            let by = tx.actor().scheme_manager()?;
            add_special(tx, &by, file.engagement_id, form).await
        });
        act.await
    };
    assert!(matches!(add("short_notice", " ").await, Err(Error::Invalid(_))));
    let audit = add("short_notice", "A complaint about customers' data.").await.expect("added");
    add("follow_up", "To see the action work.").await.expect("several may stand in a cycle");
    let lead = qualified_auditor(&world, "Lena Lead", true).await;
    team_declared(&world, &manager, audit, &[&lead]).await;
    let tell = async || {
        let act = world.db.write(&manager, async |tx| {
            let by = tx.actor().scheme_manager()?;
            let version = audits::brief(tx, audit).await?.version;
            teams::tell_client(tx, &by, audit, version).await
        });
        act.await
    };
    assert_eq!(rule(tell().await), "SPC-1");
    let care = world.db.write(&manager, async |tx| {
        let by = tx.actor().scheme_manager()?;
        let care =
            Care { care: "Nobody in it ever worked in the trade.".into(), ..Care::default() };
        teams::take_care(tx, &by, audit, care).await
    });
    care.await.expect("written down");
    tell().await.expect("told");
    let object = world.db.write(&client, async |tx| {
        let person = lead.person()?.to_string();
        let form = Objected { person, reason: "I do not like it.".into(), ..Objected::default() };
        teams::object(tx, audit, form).await
    });
    assert_eq!(rule(object.await), "SPC-1");
    let settled = world.db.read(&lead, async |tx| {
        let audit = audits::brief(tx, audit).await?;
        teams::settled(tx, &audit).await
    });
    settled.await.expect("the team stands at once");
}
