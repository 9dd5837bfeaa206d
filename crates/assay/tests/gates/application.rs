//! From the first answer of a client to the body's review of its application.

use super::Scene;
use assay::story::{Played, Story};
use certification::rulebook;

#[tokio::test]
async fn an_application_and_its_review() -> Played {
    let scene = Scene::new().await?;
    let mut story = scene.story();
    story.begin().await?;
    an_empty_application_is_submitted(&scene, &story).await?;
    story.answer().await?;
    an_application_is_submitted_without_a_register(&scene, &story).await?;
    story.register().await?;
    an_exclusion_loses_its_reason(&scene, &story).await?;
    story.submit().await?;
    time_is_determined_before_the_review(&scene, &story).await?;
    a_fee_is_offered_before_the_review(&scene, &story).await?;
    an_application_is_declined_without_telling_why(&scene, &story).await?;
    an_application_is_accepted_without_reasons(&scene, &story).await?;
    an_administrator_reviews(&scene, &story).await?;
    a_client_of_our_own_internal_audits_is_accepted(&scene, &story).await?;
    another_certification_body_is_accepted(&scene, &story).await?;
    a_change_is_reported_before_acceptance(&scene, &story).await?;
    story.accept().await?;
    scene.end().await;
    Ok(())
}

async fn submits_by_hand(
    scene: &Scene,
    story: &Story<'_>,
    rule: &rulebook::Rule,
) -> Played<String> {
    let client = story.client().await?;
    let page = story.at("/client/application/check");
    scene.refused(rule, client.answer_to(&page, &[("version", "1")])).await
}

async fn an_empty_application_is_submitted(scene: &Scene, story: &Story<'_>) -> Played {
    let words = submits_by_hand(scene, story, rulebook::APP_1).await?;
    for lacks in ["sector", "people in the AI life cycle", "at least one site", "AI roles", "units"]
    {
        assert!(words.contains(lacks), "{lacks} is not named: {words}");
    }
    Ok(())
}

async fn an_application_is_submitted_without_a_register(
    scene: &Scene,
    story: &Story<'_>,
) -> Played {
    let words = submits_by_hand(scene, story, rulebook::APP_5).await?;
    assert!(words.contains("the register is empty"), "{words}");
    Ok(())
}

async fn an_exclusion_loses_its_reason(scene: &Scene, story: &Story<'_>) -> Played {
    let (what, why) = story.company.exclusion.expect("something is left out");
    let with = |why| [("excludes", "yes"), ("exclusion_what", what), ("exclusion_why", why)];
    story.section("exclusions", &with("")).await?;
    let words = submits_by_hand(scene, story, rulebook::APP_4).await?;
    assert!(words.contains(what), "the exclusion is not named: {words}");
    story.section("exclusions", &with(why)).await
}

async fn time_is_determined_before_the_review(scene: &Scene, story: &Story<'_>) -> Played {
    let manager = story.staff(story.crew.manager).await?;
    let fields = [("ai_systems", "3"), ("structure", "one_entity"), ("jurisdictions", "1")];
    let page = format!("{}/time", story.file);
    scene.refused(rulebook::APP_2, manager.answer_to(&page, &fields)).await?;
    Ok(())
}

pub async fn offers_by_hand(
    scene: &Scene,
    story: &Story<'_>,
    rule: &rulebook::Rule,
) -> Played<String> {
    let manager = story.staff(story.crew.manager).await?;
    let page = format!("{}/proposal", story.file);
    scene.refused(rule, manager.answer_to(&page, &[("total_minor", "1")])).await
}

async fn a_fee_is_offered_before_the_review(scene: &Scene, story: &Story<'_>) -> Played {
    offers_by_hand(scene, story, rulebook::APP_2).await?;
    Ok(())
}

pub const REASONS: [(&str, &str); 4] = [
    ("information", "Enough."),
    ("differences", "None."),
    ("competence", "Able."),
    ("impartiality", "Considered."),
];

async fn an_application_is_declined_without_telling_why(
    scene: &Scene,
    story: &Story<'_>,
) -> Played {
    let manager = story.staff(story.crew.manager).await?;
    let fields = [&REASONS[..], &[("outcome", "declined"), ("answer", " ")]].concat();
    let page = format!("{}/application", story.file);
    let trying = manager.try_to_fill(&page, "name=\"information\"", &fields);
    scene.sent_back("Enter the reasons that the client is told", trying).await
}

async fn an_application_is_accepted_without_reasons(scene: &Scene, story: &Story<'_>) -> Played {
    let manager = story.staff(story.crew.manager).await?;
    let page = format!("{}/application", story.file);
    let trying = manager.try_to_fill(&page, "name=\"information\"", &[("outcome", "accepted")]);
    scene.sent_back("Enter what was considered about impartiality", trying).await
}

async fn an_administrator_reviews(scene: &Scene, story: &Story<'_>) -> Played {
    let oliver = story.staff("oliver").await?;
    let fields = [&REASONS[..], &[("outcome", "accepted"), ("version", "2")]].concat();
    let page = format!("{}/application", story.file);
    scene.refused(rulebook::CMP_2, oliver.answer_to(&page, &fields)).await?;
    Ok(())
}

async fn a_client_of_our_own_internal_audits_is_accepted(
    scene: &Scene,
    story: &Story<'_>,
) -> Played {
    let manager = story.staff(story.crew.manager).await?;
    let tied = [
        ("tie", "internal_audits"),
        ("tie_who", "Two of our auditors, as its internal auditors"),
        ("outcome", "accepted"),
    ];
    let fields = [&REASONS[..], &tied].concat();
    let page = format!("{}/application", story.file);
    let trying = manager.try_to_fill(&page, "name=\"information\"", &fields);
    let words = scene.refused(rulebook::IMP_3, trying).await?;
    assert!(words.contains("as its internal auditors"), "who it was is not named: {words}");
    Ok(())
}

/// The answer was no: the applicant's row is changed by hand, and put right again.
async fn another_certification_body_is_accepted(scene: &Scene, story: &Story<'_>) -> Played {
    let file = story.file.rsplit('/').next().unwrap_or_default();
    let say = async |answer: &str| {
        let sql = "update applications set certification_body = {} where engagement_id = '{}'";
        let sql = sql.replacen("{}", answer, 1).replacen("{}", file, 1);
        scene.behind_the_pages(sql).await;
    };
    say("true").await;
    let manager = story.staff(story.crew.manager).await?;
    let fields = [&REASONS[..], &[("tie", "none"), ("outcome", "accepted")]].concat();
    let page = format!("{}/application", story.file);
    let trying = manager.try_to_fill(&page, "name=\"information\"", &fields);
    scene.refused(rulebook::IMP_4, trying).await?;
    say("false").await;
    Ok(())
}

async fn a_change_is_reported_before_acceptance(scene: &Scene, story: &Story<'_>) -> Played {
    let client = story.client().await?;
    let fields = [
        ("kind", "ownership"),
        ("what", "A new owner holds the majority."),
        ("since", "2026-01-05"),
    ];
    let page = story.at("/client/changes");
    scene.refused(rulebook::APP_6, client.answer_to(&page, &fields)).await?;
    Ok(())
}
