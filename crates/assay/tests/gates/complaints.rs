//! Complaints and appeals: who lodges them, who follows them, and who never decides them.

use super::{Scene, said};
use assay::seed;
use assay::story::player::address;
use assay::story::{Played, Player, Story, choice};
use axum::http::StatusCode;
use certification::rulebook;

#[tokio::test]
async fn a_complaint_on_its_way_to_an_outcome() -> Played {
    let scene = Scene::new().await?;
    let mut story = scene.story();
    seed::agreed(&mut story).await?;
    a_complaint_says_nothing(&scene, &story).await?;
    let followed = a_visitor_complains(&scene, &story).await?;
    a_token_is_guessed(&scene, &story).await?;
    an_appeal_is_against_nothing(&scene, &story).await?;
    let matter = matter(&story).await?;
    a_complaint_is_decided_before_it_is_acknowledged(&scene, &story, &matter).await?;
    acknowledged(&story, &matter).await?;
    who_reviewed_the_application_is_to_decide(&scene, &story, &matter).await?;
    who_was_not_appointed_decides(&scene, &story, &matter).await?;
    the_outcome_is_told(&scene, &story, (&matter, &followed)).await?;
    scene.end().await;
    Ok(())
}

async fn a_complaint_says_nothing(scene: &Scene, story: &Story<'_>) -> Played {
    let anyone = Player::visitor(&scene.house.doors);
    let (page, fields) = (story.at("/complain"), [("name", "N.")]);
    let trying = anyone.try_to_fill(&page, "name=\"subject\"", &fields);
    scene.sent_back("Enter what happened", trying).await
}

async fn a_visitor_complains(scene: &Scene, story: &Story<'_>) -> Played<String> {
    let anyone = Player::visitor(&scene.house.doors);
    let fields = [
        ("name", "Nora Neighbour"),
        ("email", "nora@example.test"),
        ("subject", "A model that nobody watches"),
        ("text", "Their help desk says that nobody looks at the scores."),
    ];
    let page = story.at("/complain");
    let lodged = anyone.try_to_fill(&page, "name=\"subject\"", &fields).await?;
    assert_eq!(lodged.status, StatusCode::SEE_OTHER, "{}", said(&lodged.page));
    let words = said(&anyone.read(&lodged.location).await?);
    assert!(words.contains("A model that nobody watches"), "{words}");
    Ok(lodged.location)
}

async fn a_token_is_guessed(scene: &Scene, story: &Story<'_>) -> Played {
    let anyone = Player::visitor(&scene.house.doors);
    let page = story.at(&format!("/complain/{}", "0".repeat(64)));
    scene.nothing_there(anyone.look(&page)).await
}

async fn an_appeal_is_against_nothing(scene: &Scene, story: &Story<'_>) -> Played {
    let (client, page) = (story.client().await?, story.at("/client/complaints"));
    let fields = [("kind", "appeal"), ("subject", "The fee"), ("text", "It is too high.")];
    let trying = client.try_to_fill(&page, "name=\"subject\"", &fields);
    scene.sent_back("Choose what the appeal is against", trying).await
}

/// The one complaint, by its address in the office.
async fn matter(story: &Story<'_>) -> Played<String> {
    let shown = story.staff("oliver").await?.read(&story.at("/office/complaints")).await?;
    Ok(address(&shown, &story.at("/office/complaints/"), "").unwrap_or_default().to_owned())
}

async fn a_complaint_is_decided_before_it_is_acknowledged(
    scene: &Scene,
    story: &Story<'_>,
    matter: &str,
) -> Played {
    let oliver = story.staff("oliver").await?;
    let fields = [("version", "1"), ("outcome", "not_upheld"), ("reasons", "No.")];
    let page = format!("{matter}/decide");
    scene.refused(rulebook::CAP_1, oliver.answer_to(&page, &fields)).await?;
    Ok(())
}

async fn acknowledged(story: &Story<'_>, matter: &str) -> Played {
    let oliver = story.staff("oliver").await?;
    let file = choice(&oliver.read(matter).await?, story.company.name)?;
    let fields = [("file", file.as_str()), ("text", "Thank you: we look into it.")];
    oliver.fill(matter, "/acknowledge", &fields).await?;
    oliver.fill(matter, "/progress", &[("text", "We asked the company for its records.")]).await?;
    Ok(())
}

async fn who_reviewed_the_application_is_to_decide(
    scene: &Scene,
    story: &Story<'_>,
    matter: &str,
) -> Played {
    let (oliver, helen) = (story.staff("oliver").await?, scene.id_of("helen").await);
    let fields = [("decider", helen.as_str())];
    let trying = oliver.try_to_fill(matter, "/decider", &fields);
    let words = scene.refused(rulebook::CAP_1, trying).await?;
    assert!(words.contains("Helen Marsh reviewed the application of this client"), "{words}");
    Ok(())
}

async fn who_was_not_appointed_decides(scene: &Scene, story: &Story<'_>, matter: &str) -> Played {
    let oliver = story.staff("oliver").await?;
    let decider = scene.id_of("oliver").await;
    oliver.fill(matter, "/decider", &[("decider", decider.as_str())]).await?;
    let helen = story.staff("helen").await?;
    let fields = [("version", "4"), ("outcome", "not_upheld"), ("reasons", "No.")];
    let page = format!("{matter}/decide");
    let words = scene.refused_to_one(rulebook::CAP_1, helen.answer_to(&page, &fields)).await?;
    assert!(words.contains("Oliver Tan was appointed to decide this"), "{words}");
    Ok(())
}

async fn the_outcome_is_told(
    scene: &Scene,
    story: &Story<'_>,
    (matter, followed): (&str, &str),
) -> Played {
    let (oliver, anyone) = (story.staff("oliver").await?, Player::visitor(&scene.house.doors));
    let fields = [("outcome", "partly_upheld"), ("reasons", "The scores are watched monthly.")];
    oliver.fill(matter, "name=\"outcome\"", &fields).await?;
    assert!(!said(&anyone.read(followed).await?).contains("watched monthly"), "not told yet");
    oliver.fill(matter, "/tell", &[]).await?;
    let words = said(&anyone.read(followed).await?);
    assert!(words.contains("Upheld in part") && words.contains("watched monthly"), "{words}");
    Ok(())
}
