//! What is tried on an issued report: writing in it, contradicting it, reviewing one's own.

use super::stage_1::by_hand;
use super::{Scene, said};
use assay::story::team::NOTHING;
use assay::story::{Played, Story};
use certification::rulebook;

pub async fn an_issued_report_is_written_in(scene: &Scene, story: &Story<'_>) -> Played {
    let fields = [("version", "3"), ("summary", "On second thoughts, all is well.")];
    by_hand(scene, story, ("amara", "report", rulebook::AUD_6), &fields).await?;
    Ok(())
}

pub async fn a_check_is_changed_after_the_report(scene: &Scene, story: &Story<'_>) -> Played {
    let fields = [("item", "ai_policy"), ("version", "1"), ("result", "missing"), ("note", "Gone")];
    by_hand(scene, story, ("amara", "checks", rulebook::AUD_6), &fields).await?;
    Ok(())
}

const READY: [(&str, &str); 3] =
    [("ready", "yes"), ("team_competent", "yes"), ("reasons", "All seems well.")];

async fn reviews(scene: &Scene, story: &Story<'_>, key: &str, rule: &rulebook::Rule) -> Played {
    let manager = story.staff(key).await?;
    let page = format!("{}/audits/{}/report", story.file, story.audits[0]);
    let trying = manager.try_to_fill(&page, "name=\"team_competent\"", &READY);
    scene.refused(rule, trying).await?;
    Ok(())
}

pub async fn readiness_is_reviewed_before_declaring(scene: &Scene, story: &Story<'_>) -> Played {
    reviews(scene, story, story.crew.manager, rulebook::IMP_5).await
}

pub async fn a_former_consultant_reviews_readiness(scene: &Scene, story: &Story<'_>) -> Played {
    let ended = story.day(-300);
    let mut fields = NOTHING.to_vec();
    fields.retain(|(name, _)| *name != "consulted");
    fields.extend([("consulted", "yes"), ("consulted_until", ended.as_str())]);
    let (manager, page) = (story.staff("helen").await?, format!("{}/declaration", story.file));
    manager.fill(&page, "name=\"employed\"", &fields).await?;
    reviews(scene, story, "helen", rulebook::IMP_2).await
}

pub async fn the_office_finds_ready_what_the_report_does_not(
    scene: &Scene,
    story: &Story<'_>,
) -> Played {
    story.declare("helen", &format!("{}/declaration", story.file)).await?;
    reviews(scene, story, "helen", rulebook::AUD_2).await
}

pub async fn the_first_version_still_says_what_it_said(story: &Story<'_>) -> Played {
    let lead = story.staff(story.crew.lead).await?;
    let page = format!("{}/report", story.audit(0));
    let first = said(&lead.read(&format!("{page}/1")).await?);
    let newest = said(&lead.read(&page).await?);
    assert!(first.contains("Not ready for Stage 2"), "{first}");
    assert!(!newest.contains("Not ready for Stage 2"), "{newest}");
    assert!(newest.contains("The missing procedure was handed in."), "{newest}");
    Ok(())
}

/// Somebody who is scheme manager too does not look over the own shoulder.
pub async fn the_lead_auditor_reviews_the_own_report(scene: &Scene, story: &Story<'_>) -> Played {
    let sql = "insert into memberships (body_id, id, person_id, function, since)
        select body_id, gen_random_uuid(), person_id, 'scheme_manager', since from memberships where person_id = ";
    let amara = scene.id_of("amara").await;
    scene.behind_the_pages(format!("{sql}'{amara}'")).await;
    reviews(scene, story, "amara", rulebook::IMP_1).await
}
