//! What is overdue goes before people by itself, on the day that the date is moved to; and decides nothing.

use super::{Scene, said};
use assay::seed;
use assay::story::{Played, Player, Story};

#[tokio::test]
async fn what_is_let_go_by_comes_before_people_by_itself() -> Played {
    let scene = Scene::new().await?;
    let mut story = scene.story();
    seed::granted(&mut story).await?;
    scene.house.clock.set_shift(time::Duration::ZERO);
    a_surveillance_is_let_go_by(&scene, &story).await?;
    a_proposal_decides_nothing(&scene, &story).await?;
    the_same_day_comes_twice(&scene).await?;
    scene.end().await;
    Ok(())
}

/// The date is moved on with the demonstration's button.
async fn days_go_by(scene: &Scene, days: &str) -> Played {
    let anyone = Player::visitor(&scene.house.doors);
    let moved = anyone.answer_to("/door/demo/date", &[("days", days)]).await?;
    assert!(moved.status.is_redirection(), "{} {}", moved.status, moved.page);
    Ok(())
}

async fn a_surveillance_is_let_go_by(scene: &Scene, story: &Story<'_>) -> Played {
    days_go_by(scene, "400").await?;
    let office = said(&story.staff("helen").await?.read(&story.at("/office")).await?);
    for words in ["Suspension proposed", "Surveillance 1", "Appoint the panel", "Assay, by itself"]
    {
        assert!(office.contains(words), "{words}: {office}");
    }
    let client = said(&scene.house.enter("harbour").await?.read(&story.at("/client")).await?);
    assert!(client.contains("An audit is overdue"), "{client}");
    let cycle = said(&scene.house.enter("harbour").await?.read(&story.at("/client/cycle")).await?);
    assert!(cycle.contains("agree a date with us now"), "{cycle}");
    Ok(())
}

async fn a_proposal_decides_nothing(scene: &Scene, story: &Story<'_>) -> Played {
    assert_eq!(scene.count("cases where kind = 'suspension' and state = 'open'").await, 1);
    assert_eq!(scene.count("decisions").await, 1);
    let page = scene.house.enter("harbour").await?.read(&story.at("/client/attestation")).await?;
    assert!(said(&page).contains("Certified"), "the attestation holds until people decide");
    Ok(())
}

async fn the_same_day_comes_twice(scene: &Scene) -> Played {
    let before = scene.count("escalations").await;
    certification::escalation::run(&scene.house.app.db).await.expect("the duty");
    days_go_by(scene, "1").await?;
    assert_eq!(scene.count("escalations").await, before);
    Ok(())
}
