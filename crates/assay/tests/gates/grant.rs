//! What locks a grant even when the case is open, and what a refusal does not bring.

use super::Scene;
use super::decision::may_not_sign;
use super::findings::FOUND;
use assay::seed;
use assay::story::{Played, Story};
use certification::rulebook;

#[tokio::test]
async fn a_case_that_nobody_may_grant() -> Played {
    let scene = Scene::new().await?;
    let mut story = scene.story();
    seed::audited(&mut story, FOUND).await?;
    let found = story.findings().await?;
    let (major, minor) = (found[0].as_str(), found[1].as_str());
    for finding in [major, minor] {
        accepted(&story, finding).await?;
    }
    story.wait(200);
    story.verify_and_close(major).await?;
    let case = story.open_case().await?;
    a_new_fee_is_offered_while_the_panel_sits(&scene, &story).await?;
    a_minor_loses_its_plan_before_the_grant(&scene, &story, (&case, minor)).await?;
    accepted(&story, minor).await?;
    a_major_was_verified_too_late(&scene, &story, &case).await?;
    a_refusal_brings_no_attestation(&scene, &story, &case).await?;
    scene.end().await;
    Ok(())
}

async fn accepted(story: &Story<'_>, finding: &str) -> Played {
    story.answer_finding(finding).await?;
    story.judge(finding, "accepted", "The cause is found, and the plan fits it.").await
}

async fn members_sign(story: &Story<'_>, case: &str) -> Played {
    for member in story.crew.members {
        story.sign(member, case, "grant", "The record shows a system that works.").await?;
    }
    Ok(())
}

/// Seen to be without effect, a minor that was accepted owes an answer again.
async fn a_minor_loses_its_plan_before_the_grant(
    scene: &Scene,
    story: &Story<'_>,
    (case, minor): (&str, &str),
) -> Played {
    let lead = story.staff(story.crew.lead).await?;
    let page = format!("{}/findings/{minor}", story.audit(1));
    let fields = [("effective", "no"), ("how", "The limits are written down and not applied.")];
    lead.fill(&page, "name=\"how\"", &fields).await?;
    members_sign(story, case).await?;
    let words = may_not_sign(scene, story, ("ruth", case, "grant"), rulebook::FND_4).await?;
    assert!(words.contains("a minor nonconformity, with an accepted plan"), "{words}");
    Ok(())
}

async fn a_major_was_verified_too_late(scene: &Scene, story: &Story<'_>, case: &str) -> Played {
    members_sign(story, case).await?;
    let words = may_not_sign(scene, story, ("ruth", case, "grant"), rulebook::FND_5).await?;
    assert!(words.contains("another Stage 2 is needed"), "{words}");
    Ok(())
}

async fn a_new_fee_is_offered_while_the_panel_sits(scene: &Scene, story: &Story<'_>) -> Played {
    let manager = story.staff(story.crew.manager).await?;
    let page = format!("{}/proposal", story.file);
    scene.refused(rulebook::IMP_7, manager.answer_to(&page, &[])).await?;
    Ok(())
}

async fn a_refusal_brings_no_attestation(scene: &Scene, story: &Story<'_>, case: &str) -> Played {
    story.sign("ruth", case, "refuse", "The major was seen to too late.").await?;
    let client = story.client().await?;
    scene.nothing_there(client.look(&story.at("/client/attestation.pdf"))).await?;
    assert_eq!(scene.count("certificates").await, 0, "nothing is issued on a refusal");
    may_not_sign(scene, story, ("ruth", case, "grant"), rulebook::DEC_6).await?;
    Ok(())
}
