//! The register of impartiality risks: whole, looked at again, and never written over.

use super::{Scene, said};
use assay::story::{Played, Story, choice};
use axum::http::StatusCode;
use certification::rulebook;

#[tokio::test]
async fn a_register_on_its_way_to_the_committee() -> Played {
    let scene = Scene::new().await?;
    let story = scene.story();
    a_risk_has_no_owner_and_no_review(&scene, &story).await?;
    a_scheme_manager_keeps_the_register(&scene, &story).await?;
    a_risk_is_overtaken(&scene, &story).await?;
    minutes_do_not_say_who_attended(&scene, &story).await?;
    a_stale_risk_shows_on_the_home(&scene, &story).await?;
    scene.end().await;
    Ok(())
}

const RISK: [(&str, &str); 5] = [
    ("title", "Gifts from clients"),
    ("source", "personnel"),
    ("description", "Somebody who was given something finds it hard to find something."),
    ("treatment", "Nothing is accepted but coffee."),
    ("residual", "low"),
];

async fn a_risk_has_no_owner_and_no_review(scene: &Scene, story: &Story<'_>) -> Played {
    let (oliver, page) = (story.staff("oliver").await?, story.at("/office/impartiality"));
    let lacking = [&RISK[..], &[("next_review", "")]].concat();
    for message in ["Choose who answers for it", "Enter when it is looked at next"] {
        let trying = oliver.try_to_fill(&page, "name=\"residual\"", &lacking);
        scene.sent_back(message, trying).await?;
    }
    Ok(())
}

async fn a_scheme_manager_keeps_the_register(scene: &Scene, story: &Story<'_>) -> Played {
    let (helen, page) = (story.staff("helen").await?, story.at("/office/impartiality"));
    scene.refused_to_one(rulebook::CMP_2, helen.answer_to(&page, &RISK)).await?;
    Ok(())
}

/// Where the first risk of the register stands.
async fn first(story: &Story<'_>) -> Played<String> {
    let shown = story.staff("oliver").await?.read(&story.at("/office/impartiality")).await?;
    let start = story.at("/office/impartiality/risks/");
    Ok(assay::story::player::address(&shown, &start, "").unwrap_or_default().to_owned())
}

async fn a_risk_is_overtaken(scene: &Scene, story: &Story<'_>) -> Played {
    let (oliver, page) = (story.staff("oliver").await?, first(story).await?);
    let owner = choice(&oliver.read(&page).await?, "Oliver Tan")?;
    let (before, review) = (scene.count("impartiality_revisions").await, story.day(90));
    let seen = [
        ("because", "Two clients together now pay a tenth."),
        ("owner", owner.as_str()),
        ("next_review", review.as_str()),
        ("state", "open"),
    ];
    oliver.fill(&page, "name=\"because\"", &seen).await?;
    assert_eq!(scene.count("impartiality_revisions").await, before + 1, "a row, not an edit");
    let late = [&RISK[..], &seen[..], &[("version", "1")]].concat();
    let trying = oliver.answer_to(&page, &late);
    scene.sent_back("Somebody looked at this risk meanwhile", trying).await
}

async fn minutes_do_not_say_who_attended(scene: &Scene, story: &Story<'_>) -> Played {
    let (oliver, page) = (story.staff("oliver").await?, story.at("/office/impartiality/minutes"));
    let fields = [("attended", " "), ("minutes", "All is well.")];
    for message in ["Enter who attended", "Choose the risks that the committee looked at"] {
        let trying = oliver.try_to_fill(&page, "name=\"attended\"", &fields);
        scene.sent_back(message, trying).await?;
    }
    Ok(())
}

async fn a_stale_risk_shows_on_the_home(scene: &Scene, story: &Story<'_>) -> Played {
    let past = "update impartiality_risks set next_review = '2020-01-01' where state = 'open'";
    scene.behind_the_pages(past.to_owned()).await;
    for (key, tells) in [("oliver", true), ("helen", false)] {
        let home = story.staff(key).await?.look(&story.at("/office")).await?;
        assert_eq!(home.status, StatusCode::OK);
        assert_eq!(said(&home.page).contains("impartiality risks are stale"), tells, "{key}");
    }
    Ok(())
}
