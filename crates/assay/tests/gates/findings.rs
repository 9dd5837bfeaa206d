//! Corrective action in rounds, and what an open finding stands in the way of.

use super::{Scene, said};
use assay::seed;
use assay::story::{Found, Played, Story};
use certification::findings::Grade;
use certification::rulebook;

pub const FOUND: &[Found] = &[
    (
        "6.1.4",
        Grade::Major,
        "Impacts were assessed for one system only.",
        "Register of assessments.",
    ),
    ("A.7.4", Grade::Minor, "Limits of data quality are not written down.", "Interview; pipeline."),
];

#[tokio::test]
async fn nonconformities_on_their_way_to_a_decision() -> Played {
    let scene = Scene::new().await?;
    let mut story = scene.story();
    seed::audited(&mut story, FOUND).await?;
    let found = story.findings().await?;
    let (major, minor) = (found[0].as_str(), found[1].as_str());
    half_an_answer_is_sent(&scene, &story, major).await?;
    the_plan_is_due_in_the_past(&scene, &story, major).await?;
    an_auditor_answers_for_the_client(&scene, &story, major).await?;
    what_was_never_answered_is_accepted(&scene, &story, major).await?;
    a_case_is_opened_over_open_findings(&scene, &story).await?;
    story.answer_finding(major).await?;
    an_answer_is_returned_without_a_reason(&scene, &story, major).await?;
    the_client_accepts_its_own_answer(&scene, &story, major).await?;
    a_major_is_closed_before_its_answer_is_accepted(&scene, &story, major).await?;
    story.judge(major, "accepted", "The cause is found.").await?;
    a_major_is_closed_before_its_effect_is_seen(&scene, &story, major).await?;
    an_effect_is_verified_without_saying_how(&scene, &story, major).await?;
    story.answer_finding(minor).await?;
    story.judge(minor, "accepted", "The plan fits.").await?;
    a_case_is_opened_over_a_major(&scene, &story).await?;
    the_next_audit_closes_over_an_open_minor(&scene, &story, minor).await?;
    the_client_agrees_to_a_team_at_short_notice(&scene, &story).await?;
    scene.end().await;
    Ok(())
}

async fn half_an_answer_is_sent(scene: &Scene, story: &Story<'_>, finding: &str) -> Played {
    let client = story.client().await?;
    let page = story.at(&format!("/client/findings/{finding}/check"));
    let fields = [("correction", "Done."), ("responsible", "Somebody"), ("action", "A rota.")];
    let message = "Enter why it could happen";
    scene.sent_back(message, client.answer_to(&page, &fields)).await
}

const ANSWER: [(&str, &str); 5] = [
    ("correction", "Done."),
    ("root_cause", "Nobody was named."),
    ("action", "A rota."),
    ("responsible", "Somebody"),
    ("due_on", "2020-01-01"),
];

async fn the_plan_is_due_in_the_past(scene: &Scene, story: &Story<'_>, finding: &str) -> Played {
    let client = story.client().await?;
    let page = story.at(&format!("/client/findings/{finding}/check"));
    let message = "Enter a day that is not in the past";
    scene.sent_back(message, client.answer_to(&page, &ANSWER)).await
}

async fn an_auditor_answers_for_the_client(
    scene: &Scene,
    story: &Story<'_>,
    finding: &str,
) -> Played {
    let lead = story.staff(story.crew.lead).await?;
    let page = story.at(&format!("/client/findings/{finding}/check"));
    scene.nothing_there(lead.answer_to(&page, &ANSWER)).await
}

fn of(story: &Story<'_>, finding: &str, act: &str) -> String {
    format!("{}/findings/{finding}{act}", story.audit(1))
}

const ACCEPTED: [(&str, &str); 2] = [("outcome", "accepted"), ("reason", "It will do.")];

async fn what_was_never_answered_is_accepted(
    scene: &Scene,
    story: &Story<'_>,
    finding: &str,
) -> Played {
    let lead = story.staff(story.crew.lead).await?;
    let page = of(story, finding, "/judge");
    scene.refused(rulebook::ORDER, lead.answer_to(&page, &ACCEPTED)).await?;
    Ok(())
}

async fn an_answer_is_returned_without_a_reason(
    scene: &Scene,
    story: &Story<'_>,
    finding: &str,
) -> Played {
    let lead = story.staff(story.crew.lead).await?;
    let fields = [("outcome", "returned"), ("reason", " ")];
    let page = of(story, finding, "");
    let trying = lead.try_to_fill(&page, "name=\"outcome\"", &fields);
    scene.sent_back("Enter your reason; the client reads it", trying).await
}

async fn the_client_accepts_its_own_answer(
    scene: &Scene,
    story: &Story<'_>,
    finding: &str,
) -> Played {
    let client = story.client().await?;
    scene.nothing_there(client.answer_to(&of(story, finding, "/judge"), &ACCEPTED)).await
}

async fn closes(scene: &Scene, story: &Story<'_>, finding: &str) -> Played {
    let lead = story.staff(story.crew.lead).await?;
    scene.refused(rulebook::FND_3, lead.answer_to(&of(story, finding, "/close"), &[])).await?;
    Ok(())
}

async fn a_major_is_closed_before_its_answer_is_accepted(
    scene: &Scene,
    story: &Story<'_>,
    finding: &str,
) -> Played {
    closes(scene, story, finding).await
}

async fn a_major_is_closed_before_its_effect_is_seen(
    scene: &Scene,
    story: &Story<'_>,
    finding: &str,
) -> Played {
    closes(scene, story, finding).await
}

async fn an_effect_is_verified_without_saying_how(
    scene: &Scene,
    story: &Story<'_>,
    finding: &str,
) -> Played {
    let lead = story.staff(story.crew.lead).await?;
    let fields = [("effective", "yes"), ("how", "")];
    let page = of(story, finding, "");
    let trying = lead.try_to_fill(&page, "name=\"how\"", &fields);
    scene.sent_back("Enter how you verified it", trying).await
}

async fn opens_a_case(scene: &Scene, story: &Story<'_>) -> Played<String> {
    let manager = story.staff(story.crew.manager).await?;
    // The page offers no button for it: this is somebody who sends the form from an old window.
    let act = format!("{}/case/open", story.file);
    let id = uuid::Uuid::now_v7().to_string();
    scene.refused(rulebook::DEC_2, manager.answer_to(&act, &[("id", &id)])).await
}

async fn a_case_is_opened_over_open_findings(scene: &Scene, story: &Story<'_>) -> Played {
    let words = opens_a_case(scene, story).await?;
    let (major, minor) = ("major nonconformity, closed", "minor nonconformity, with an accepted");
    assert!(words.contains(major) && words.contains(minor), "{words}");
    assert!(words.contains("FND-3") && words.contains("FND-4"), "{words}");
    Ok(())
}

async fn a_case_is_opened_over_a_major(scene: &Scene, story: &Story<'_>) -> Played {
    let words = opens_a_case(scene, story).await?;
    assert!(words.contains("major nonconformity, closed") && !words.contains("FND-4"), "{words}");
    Ok(())
}

/// Without a reason written for it, the open minor becomes a major.
async fn the_next_audit_closes_over_an_open_minor(
    scene: &Scene,
    story: &Story<'_>,
    minor: &str,
) -> Played {
    story.team(2).await?;
    // Which of the two sites it goes to comes first (TIM-6).
    story.plan_sites().await?;
    story.plan(2, 14).await?;
    story.wait(14);
    story.open_audit(2).await?;
    story.close_audit(2).await?;
    let manager = story.staff(story.crew.manager).await?;
    let page = manager.read(&format!("{}/findings/{minor}", story.file)).await?;
    let words = said(&page);
    assert!(words.contains("Minor nonconformity to Major nonconformity"), "{words}");
    assert!(scene.count("grade_changes").await == 1);
    Ok(())
}

async fn the_client_agrees_to_a_team_at_short_notice(scene: &Scene, story: &Story<'_>) -> Played {
    story.tell_of_team(3).await?;
    let special = "kind = 'special', special_for = 'short_notice', special_reason = 'A complaint.'";
    let sql = format!("update audits set {special} where id = '{}'", story.audits[3]);
    scene.behind_the_pages(sql).await;
    let client = story.client().await?;
    let page = story.at(&format!("/client/audits/{}/agree", story.audits[3]));
    scene.refused(rulebook::SPC_1, client.answer_to(&page, &[("version", "1")])).await?;
    Ok(())
}
