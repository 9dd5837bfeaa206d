//! The register is whole, looked at again, and never written over (IMP-6).

use super::*;
use crate::actor::{Actor, Function};
use crate::error::{Error, Result};
use crate::testing::World;
use time::Duration;
use uuid::Uuid;

fn risk_of(world: &World, owner: Uuid) -> Seen {
    Seen {
        id: Uuid::now_v7().to_string(),
        title: "Dependence on one client".into(),
        source: "finances".into(),
        description: "Nobody likes to refuse who pays the rent.".into(),
        treatment: "No client pays more than a tenth.".into(),
        residual: "low".into(),
        owner: owner.to_string(),
        next_review: (world.clock.today() + Duration::days(90)).to_string(),
        ..Seen::default()
    }
}

async fn keeper(world: &World) -> Actor {
    world.staff("Quinn Quality", &[Function::QualityManager]).await
}

async fn adds(world: &World, by: &Actor, form: Seen) -> Result<Uuid> {
    world.db.write(by, async |tx| add_risk(tx, &by.quality_manager()?, form).await).await
}

async fn revises(world: &World, by: &Actor, id: Uuid, form: Seen) -> Result<()> {
    world.db.write(by, async |tx| revise(tx, &by.quality_manager()?, id, form).await).await
}

fn again(world: &World, owner: Uuid, version: &str) -> Seen {
    Seen {
        version: version.into(),
        state: "open".into(),
        because: "The share fell to a twentieth.".into(),
        residual: "medium".into(),
        ..risk_of(world, owner)
    }
}

#[tokio::test]
async fn imp_6_a_look_at_a_risk_is_a_row_of_its_own_and_two_at_once_are_one() {
    let world = World::new().await;
    let quinn = keeper(&world).await;
    let owner = quinn.person().expect("a person");
    let id = adds(&world, &quinn, risk_of(&world, owner)).await.expect("in the register");
    let (one, two) = tokio::join!(
        revises(&world, &quinn, id, again(&world, owner, "1")),
        revises(&world, &quinn, id, again(&world, owner, "1"))
    );
    let stale = [one, two].into_iter().filter(|o| matches!(o, Err(Error::Stale(_)))).count();
    assert_eq!(stale, 1);
    let history = world.db.read(&quinn, async |tx| risk(tx, id).await).await.expect("its history");
    let left: Vec<_> = history.iter().map(|seen| (seen.revision, seen.residual.as_str())).collect();
    assert_eq!(left, [(2, "medium"), (1, "low")], "what was seen first still stands");
    let written_over = world.db.write(&quinn, async |tx| {
        Ok(sqlx::query("update impartiality_revisions set residual = 'low'")
            .execute(tx.sql())
            .await?)
    });
    assert!(written_over.await.is_err(), "not even by hand");
}

#[tokio::test]
async fn imp_6_a_risk_whose_review_has_passed_is_stale_until_it_is_looked_at_or_closed() {
    let world = World::new().await;
    let quinn = keeper(&world).await;
    let owner = quinn.person().expect("a person");
    let id = adds(&world, &quinn, risk_of(&world, owner)).await.expect("in the register");
    let how_many =
        async || world.db.read(&quinn, async |tx| stale(tx).await).await.expect("a count");
    world.clock.advance(Duration::days(90));
    assert_eq!(how_many().await, 0, "on the day itself there is time yet");
    world.clock.advance(Duration::DAY);
    assert_eq!(how_many().await, 1);
    revises(&world, &quinn, id, again(&world, owner, "1")).await.expect("looked at");
    assert_eq!(how_many().await, 0);
    world.clock.advance(Duration::days(200));
    let closed = Seen { state: "closed".into(), ..again(&world, owner, "2") };
    revises(&world, &quinn, id, closed).await.expect("closed");
    assert_eq!(how_many().await, 0);
}

#[tokio::test]
async fn imp_6_a_risk_names_source_treatment_rest_owner_and_a_review_within_a_year() {
    let world = World::new().await;
    let quinn = keeper(&world).await;
    let owner = quinn.person().expect("a person");
    let Err(Error::Invalid(errors)) = adds(&world, &quinn, Seen::default()).await else {
        panic!("an empty risk")
    };
    let fields: Vec<_> = errors.0.iter().map(|(field, _)| field.as_str()).collect();
    let asked = ["title", "source", "description", "treatment", "residual", "owner", "next_review"];
    assert_eq!(fields, asked);
    let later = (world.clock.today() + Duration::days(400)).to_string();
    let late = Seen { next_review: later, ..risk_of(&world, owner) };
    assert!(matches!(adds(&world, &quinn, late).await, Err(Error::Invalid(_))));
    let stranger = world.neighbour().await.person("Sid Stranger").await;
    let owned = adds(&world, &quinn, risk_of(&world, stranger)).await;
    assert!(matches!(owned, Err(Error::NotFound)), "who answers is of the body");
    let manager = world.staff("Meg Manager", &[Function::SchemeManager]).await;
    assert!(manager.quality_manager().is_err());
}

#[tokio::test]
async fn imp_6_minutes_say_who_attended_and_which_risks_were_looked_at_as_they_stood() {
    let world = World::new().await;
    let quinn = keeper(&world).await;
    let owner = quinn.person().expect("a person");
    let id = adds(&world, &quinn, risk_of(&world, owner)).await.expect("in the register");
    let meeting = |risk: &[Uuid], attended: &str| Kept {
        id: Uuid::now_v7().to_string(),
        held_on: world.clock.today().to_string(),
        attended: attended.into(),
        risk: risk.iter().map(Uuid::to_string).collect(),
        minutes: "The committee agrees.".into(),
    };
    let keeps = async |form: Kept| {
        let by = quinn.quality_manager()?;
        world.db.write(&quinn, async |tx| keep_minutes(tx, &by, form).await).await
    };
    assert!(matches!(keeps(meeting(&[id], " ")).await, Err(Error::Invalid(_))));
    assert!(matches!(keeps(meeting(&[], "Dr Hartmann")).await, Err(Error::Invalid(_))));
    assert!(matches!(
        keeps(meeting(&[Uuid::now_v7()], "Dr Hartmann")).await,
        Err(Error::Invalid(_))
    ));
    let kept = keeps(meeting(&[id], "Dr Hartmann")).await.expect("kept");
    revises(&world, &quinn, id, again(&world, owner, "1")).await.expect("looked at again");
    let read = world.db.read(&quinn, async |tx| minutes(tx, kept).await).await.expect("minutes");
    let looked: Vec<_> = read.risks().iter().map(|risk| (risk.id, risk.revision)).collect();
    assert_eq!(looked, [(id, 1)], "as it stood then");
}
