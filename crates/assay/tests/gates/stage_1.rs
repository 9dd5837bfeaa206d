//! Stage 1: what it concludes, the report that is whole or not issued, and what Stage 2 waits for.

use super::Scene;
use super::reported::{
    a_check_is_changed_after_the_report, a_former_consultant_reviews_readiness,
    an_issued_report_is_written_in, readiness_is_reviewed_before_declaring,
    the_first_version_still_says_what_it_said, the_lead_auditor_reviews_the_own_report,
    the_office_finds_ready_what_the_report_does_not,
};
use assay::seed;
use assay::story::stage_1::checks;
use assay::story::{Played, Story};
use certification::rulebook;

/// Both teams agreed, both plans agreed; nothing held yet.
pub async fn planned(story: &mut Story<'_>) -> Played {
    seed::agreed(story).await?;
    for (nth, days) in [(0, 14), (1, 40)] {
        story.team(nth).await?;
        story.plan(nth, days).await?;
    }
    story.wait(14);
    Ok(())
}

#[tokio::test]
async fn stage_1_on_its_way_to_a_review_that_says_ready() -> Played {
    let scene = Scene::new().await?;
    let mut story = scene.story();
    planned(&mut story).await?;
    stage_2_is_opened_before_stage_1_is_reported(&scene, &story).await?;
    documents_are_checked_before_the_opening_meeting(&scene, &story).await?;
    an_auditor_opens_the_audit(&scene, &story).await?;
    nobody_attended_the_opening_meeting(&scene, &story).await?;
    the_opening_meeting_is_tomorrow(&scene, &story).await?;
    story.open_audit(0).await?;
    a_finding_is_raised_in_stage_1(&scene, &story).await?;
    the_meetings_lie_too_near_together(&scene, &story).await?;
    story.close_audit(0).await?;
    an_empty_report_is_issued(&scene, &story).await?;
    story.write_report(0, &[("readiness", "not_ready")]).await?;
    stage_1_is_reported_without_its_checks(&scene, &story).await?;
    ready_although_the_ai_policy_is_missing(&scene, &story).await?;
    fills(&story, 0, "checks", "name=\"result\"", &checks()).await?;
    an_auditor_issues_the_report(&scene, &story).await?;
    story.report(0, &[("readiness", "not_ready")]).await?;
    an_issued_report_is_written_in(&scene, &story).await?;
    a_check_is_changed_after_the_report(&scene, &story).await?;
    readiness_is_reviewed_before_declaring(&scene, &story).await?;
    a_former_consultant_reviews_readiness(&scene, &story).await?;
    the_office_finds_ready_what_the_report_does_not(&scene, &story).await?;
    let ready = [("readiness", "ready"), ("reason", "The missing procedure was handed in.")];
    fills(&story, 0, "report/correct", "name=\"of_version\"", &ready).await?;
    the_first_version_still_says_what_it_said(&story).await?;
    stage_2_is_opened_before_the_review(&scene, &story).await?;
    the_lead_auditor_reviews_the_own_report(&scene, &story).await?;
    scene.end().await;
    Ok(())
}

async fn fills(
    story: &Story<'_>,
    nth: usize,
    page: &str,
    mark: &str,
    fields: &[(&str, &str)],
) -> Played {
    let lead = story.staff(story.crew.lead).await?;
    lead.fill(&format!("{}/{page}", story.audit(nth)), mark, fields).await?;
    Ok(())
}

pub async fn opens(scene: &Scene, story: &Story<'_>, rule: &rulebook::Rule) -> Played<String> {
    let lead = story.staff(story.crew.lead).await?;
    let meetings = format!("{}/meetings", story.audit(1));
    let trying = lead.try_to_fill(&meetings, "name=\"held_on\"", &[("attended", "Everybody")]);
    scene.refused(rule, trying).await
}

async fn stage_2_is_opened_before_stage_1_is_reported(scene: &Scene, story: &Story<'_>) -> Played {
    let words = opens(scene, story, rulebook::AUD_2).await?;
    assert!(words.contains("The issued report of Stage 1"), "{words}");
    Ok(())
}

async fn stage_2_is_opened_before_the_review(scene: &Scene, story: &Story<'_>) -> Played {
    let words = opens(scene, story, rulebook::AUD_2).await?;
    assert!(words.contains("The office's review of the Stage 1 report"), "{words}");
    Ok(())
}

pub async fn by_hand(
    scene: &Scene,
    story: &Story<'_>,
    (who, page, rule): (&str, &str, &rulebook::Rule),
    fields: &[(&str, &str)],
) -> Played<String> {
    let player = story.staff(who).await?;
    scene.refused(rule, player.answer_to(&format!("{}/{page}", story.audit(0)), fields)).await
}

async fn documents_are_checked_before_the_opening_meeting(
    scene: &Scene,
    story: &Story<'_>,
) -> Played {
    let fields = [("item", "ai_policy"), ("version", "0"), ("result", "complete")];
    by_hand(scene, story, ("amara", "checks", rulebook::AUD_5), &fields).await?;
    Ok(())
}

const MEETING: [(&str, &str); 3] =
    [("held_on", "2020-01-01"), ("held_at", "09:00"), ("attended", "Everybody")];

async fn an_auditor_opens_the_audit(scene: &Scene, story: &Story<'_>) -> Played {
    by_hand(scene, story, ("jonas", "meetings/open", rulebook::CMP_3), &MEETING).await?;
    Ok(())
}

async fn nobody_attended_the_opening_meeting(scene: &Scene, story: &Story<'_>) -> Played {
    let lead = story.staff(story.crew.lead).await?;
    let page = format!("{}/meetings", story.audit(0));
    let trying = lead.try_to_fill(&page, "name=\"held_on\"", &[("attended", " ")]);
    scene.sent_back("Enter who attended", trying).await
}

async fn the_opening_meeting_is_tomorrow(scene: &Scene, story: &Story<'_>) -> Played {
    let (lead, tomorrow) = (story.staff(story.crew.lead).await?, story.day(1));
    let page = format!("{}/meetings", story.audit(0));
    let fields = [("held_on", tomorrow.as_str()), ("attended", "Everybody")];
    let trying = lead.try_to_fill(&page, "name=\"held_on\"", &fields);
    scene.sent_back("Enter a time that has passed", trying).await
}

async fn a_finding_is_raised_in_stage_1(scene: &Scene, story: &Story<'_>) -> Played {
    let fields =
        [("requirement", "5.2"), ("grade", "minor"), ("statement", "None."), ("evidence", "None.")];
    by_hand(scene, story, ("amara", "findings", rulebook::AUD_1), &fields).await?;
    Ok(())
}

async fn an_empty_report_is_issued(scene: &Scene, story: &Story<'_>) -> Played {
    let fields = [("draft", "0")];
    let words = by_hand(scene, story, ("amara", "report/issue", rulebook::AUD_6), &fields).await?;
    for lacks in ["Summary", "Conclusion on readiness", "Deviations from the plan"] {
        assert!(words.contains(lacks), "{lacks} is not named: {words}");
    }
    Ok(())
}

/// Issues whatever version of the draft is kept.
async fn issues(scene: &Scene, story: &Story<'_>, rule: &rulebook::Rule) -> Played<String> {
    let sql = "select version::text from report_drafts where audit_id::text = $1";
    let draft: String = sqlx::query_scalar(sql)
        .bind(&story.audits[0])
        .fetch_one(&scene.eyes)
        .await
        .expect("a draft");
    by_hand(scene, story, ("amara", "report/issue", rule), &[("draft", &draft)]).await
}

async fn stage_1_is_reported_without_its_checks(scene: &Scene, story: &Story<'_>) -> Played {
    let words = issues(scene, story, rulebook::AUD_1).await?;
    assert!(words.contains("Check of documented information"), "{words}");
    Ok(())
}

async fn ready_although_the_ai_policy_is_missing(scene: &Scene, story: &Story<'_>) -> Played {
    let mut found = checks();
    let of_second =
        found.iter().enumerate().filter(|(_, f)| f.0 == "result").nth(1).expect("two").0;
    found[of_second].1 = "missing";
    fills(story, 0, "checks", "name=\"result\"", &found).await?;
    story.write_report(0, &[("readiness", "ready")]).await?;
    let words = issues(scene, story, rulebook::AUD_1).await?;
    assert!(words.contains("A conclusion on readiness that fits what is missing"), "{words}");
    Ok(())
}

async fn an_auditor_issues_the_report(scene: &Scene, story: &Story<'_>) -> Played {
    let fields = [("draft", "2")];
    by_hand(scene, story, ("jonas", "report/issue", rulebook::CMP_3), &fields).await?;
    Ok(())
}

/// Twenty days of audit time, and the closing meeting a day after the opening one.
async fn the_meetings_lie_too_near_together(scene: &Scene, story: &Story<'_>) -> Played {
    let of = format!("where id = '{}'", story.audits[0]);
    scene.behind_the_pages(format!("update audits set half_days = half_days + 40 {of}")).await;
    story.wait(1);
    let lead = story.staff(story.crew.lead).await?;
    let page = format!("{}/meetings", story.audit(0));
    let fields = [("attended", "Everybody"), ("because", " ")];
    let trying = lead.try_to_fill(&page, "name=\"held_on\"", &fields);
    scene.refused(rulebook::TIM_5, trying).await?;
    scene.behind_the_pages(format!("update audits set half_days = half_days - 40 {of}")).await;
    Ok(())
}
