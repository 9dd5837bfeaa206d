//! An accreditation assessor tries to act: everything is read, nothing is changed, every look is kept, and after the
//! last day nothing is there.

use super::{Scene, said};
use crate::journey::stage;
use assay::seed;
use assay::story::{Played, Player, form};
use axum::http::StatusCode;
use certification::rulebook;

#[tokio::test]
async fn an_assessor_reads_the_file_and_changes_nothing_of_it() -> Played {
    let scene = Scene::new().await?;
    let mut story = scene.story();
    seed::granted(&mut story).await?;
    seed::let_assessor_in(&stage(&scene.house), 30).await?;
    let aisha = Player::enter(&scene.house.doors, "aisha").await?;
    let file = story.file.clone();
    for (page, fields) in [
        (
            file.clone(),
            &[("id", "01890000-0000-7000-8000-000000000000"), ("text", "I was here")][..],
        ),
        (format!("{file}/case/open"), &[]),
        (story.at("/office/settings"), &[("name", "Another body")]),
        (story.at("/office/people"), &[("name", "Aisha Rahman"), ("function", "administrator")]),
        (story.at("/office/assessors"), &[("last_day", "2199-01-01")]),
    ] {
        let words = scene.refused_to_one(rulebook::CMP_2, aisha.answer_to(&page, fields)).await?;
        assert!(words.contains("accreditation assessor"), "{words}");
    }
    for portal in ["audit", "panel", "client"] {
        let there = story.at(&format!("/{portal}"));
        scene.nothing_there(aisha.answer_to(&there, &[])).await?;
    }
    each_look_is_kept(&scene, &aisha, &file).await?;
    no_form_is_shown(&aisha, &file).await?;
    story.wait(31);
    let aisha = Player::enter(&scene.house.doors, "aisha").await?;
    scene.nothing_there(aisha.look(&file)).await?;
    scene.nothing_there(aisha.answer_to(&file, &[("text", "I was here")])).await?;
    scene.end().await;
    Ok(())
}

/// Two looks on one day are two lines of the log and one entry of the record; the office sees them.
async fn each_look_is_kept(scene: &Scene, aisha: &Player, file: &str) -> Played {
    let before = (scene.count("looks").await, scene.count("looked_days").await);
    aisha.read(file).await?;
    let record = said(&aisha.read(&format!("{file}/record")).await?);
    assert!(
        record.contains("Looked at this file as an assessor of Example Accreditation Service."),
        "{record}"
    );
    let after = (scene.count("looks").await, scene.count("looked_days").await);
    assert_eq!(after, (before.0 + 2, before.1 + 1));
    let never = format!(
        "{}/01890000-0000-7000-8000-000000000000",
        file.rsplit_once('/').map_or("", |(base, _)| base)
    );
    assert_eq!(aisha.look(&never).await?.status, StatusCode::NOT_FOUND);
    assert_eq!(scene.count("looks").await, after.0, "what was not shown was not looked at");
    let oliver = Player::enter(&scene.house.doors, "oliver").await?;
    let page = said(&oliver.read("/b/thames/office/assessors").await?);
    assert!(
        page.contains("Aisha Rahman") && page.contains("overview") && page.contains("record"),
        "{page}"
    );
    assert_eq!(scene.count("looks").await, after.0, "nobody else is logged");
    Ok(())
}

/// Where a person of the office writes a note, whoever only looks is shown no form.
async fn no_form_is_shown(aisha: &Player, file: &str) -> Played {
    let page = aisha.read(file).await?;
    assert!(form::with(&page, "name=\"text\"").is_none());
    Ok(())
}
