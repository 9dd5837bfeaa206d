//! The plan of an audit: sent whole, to a client that knows the team and had its say.

use super::team::{declares, joins, manager, page};
use super::{Scene, action};
use assay::seed;
use assay::story::{Played, Story};
use certification::rulebook;

#[tokio::test]
async fn a_plan_on_its_way_to_the_opening_meeting() -> Played {
    let scene = Scene::new().await?;
    let mut story = scene.story();
    seed::agreed(&mut story).await?;
    joins(&scene, &story, "amara", "lead_auditor").await?;
    declares(&story, "amara", &[]).await?;
    story.draft_plan(0, 14).await?;
    a_plan_goes_out_before_the_team_is_known(&scene, &story).await?;
    a_client_agrees_to_a_team_that_is_being_formed(&scene, &story).await?;
    manager(&story).await?.fill(&page(&story), "/tell", &[]).await?;
    a_remote_part_has_neither_means_nor_risks(&scene, &story).await?;
    a_plan_lacks_interviews_and_a_way_to_communicate(&scene, &story).await?;
    somebody_else_writes_the_plan(&scene, &story).await?;
    story.draft_plan(0, 14).await?;
    days_too_few_for_the_audit_time_are_planned(&scene, &story).await?;
    story.send_plan(0).await?;
    dates_are_agreed_while_the_team_may_be_objected_to(&scene, &story).await?;
    a_client_agrees_with_its_own_objection_open(&scene, &story).await?;
    a_valid_objection_means_a_new_team(&scene, &story).await?;
    a_new_face_comes_to_the_opening_untold(&scene, &story).await?;
    scene.end().await;
    Ok(())
}

async fn a_plan_goes_out_before_the_team_is_known(scene: &Scene, story: &Story<'_>) -> Played {
    let lead = story.staff(story.crew.lead).await?;
    let plan = format!("{}/plan", story.audit(0));
    scene.refused(rulebook::PLN_2, lead.try_to_fill(&plan, "/plan/send", &[])).await?;
    Ok(())
}

fn at_client(story: &Story<'_>) -> String {
    story.at(&format!("/client/audits/{}", story.audits[0]))
}

async fn a_client_agrees_to_a_team_that_is_being_formed(
    scene: &Scene,
    story: &Story<'_>,
) -> Played {
    let client = story.client().await?;
    let page = format!("{}/agree", at_client(story));
    scene.refused(rulebook::PLN_2, client.answer_to(&page, &[("version", "1")])).await?;
    Ok(())
}

async fn a_plan_lacks_interviews_and_a_way_to_communicate(
    scene: &Scene,
    story: &Story<'_>,
) -> Played {
    let lead = story.staff(story.crew.lead).await?;
    let plan = format!("{}/plan", story.audit(0));
    let without = ["day", "from", "to", "topic", "with", "auditor", "place"]
        .map(|field| format!("interview_{field}"));
    let mut fields: Vec<_> = without.iter().map(|name| (name.as_str(), "")).collect();
    fields.push(("communication", ""));
    lead.fill(&plan, "name=\"communication\"", &fields).await?;
    let trying = lead.try_to_fill(&plan, "/plan/send", &[]);
    let words = scene.refused(rulebook::PLN_1, trying).await?;
    assert!(words.contains("interviews with times"), "{words}");
    assert!(words.contains("how to communicate during the audit"), "{words}");
    Ok(())
}

async fn somebody_else_writes_the_plan(scene: &Scene, story: &Story<'_>) -> Played {
    let plan = format!("{}/plan", story.audit(0));
    let jonas = story.staff("jonas").await?;
    scene.nothing_there(jonas.answer_to(&plan, &[("version", "1"), ("scope", "All")])).await
}

/// Two days for an audit of ten; the story's own reason lets it pass.
async fn days_too_few_for_the_audit_time_are_planned(scene: &Scene, story: &Story<'_>) -> Played {
    let longer = format!("update audits set half_days = 20 where id = '{}'", story.audits[0]);
    scene.behind_the_pages(longer).await;
    let lead = story.staff(story.crew.lead).await?;
    let plan = format!("{}/plan", story.audit(0));
    let trying = lead.try_to_fill(&plan, "/plan/send", &[("because", " ")]);
    let words = scene.refused(rulebook::TIM_5, trying).await?;
    assert!(words.contains("four fifths of its audit time of 10 days are 64 hours"), "{words}");
    Ok(())
}

async fn dates_are_agreed_while_the_team_may_be_objected_to(
    scene: &Scene,
    story: &Story<'_>,
) -> Played {
    let client = story.client().await?;
    let page = at_client(story);
    let trying = client.try_to_fill(&page, "/plan/agree", &[]);
    let words = scene.refused(rulebook::PLN_2, trying).await?;
    assert!(words.contains("may still object to the team"), "{words}");
    Ok(())
}

/// Neither to the team nor to the dates.
async fn a_client_agrees_with_its_own_objection_open(scene: &Scene, story: &Story<'_>) -> Played {
    let client = story.client().await?;
    let agree = action(&client, &at_client(story), "/agree").await?;
    let amara = scene.id_of("amara").await;
    let fields = [("person", amara.as_str()), ("reason", "She worked for a competitor.")];
    client.fill(&at_client(story), "/object", &fields).await?;
    let page = format!("{}/audits/{}/team", story.file, story.audits[0]);
    assert!(manager(story).await?.read(&page).await?.contains("The client objects to"));
    let version: i32 = sqlx::query_scalar("select version from audits where id::text = $1")
        .bind(&story.audits[0])
        .fetch_one(&scene.eyes)
        .await
        .expect("the audit");
    let version = version.to_string();
    scene.refused(rulebook::PLN_2, client.answer_to(&agree, &[("version", &version)])).await?;
    story.wait(30);
    let client = story.client().await?;
    let page = at_client(story);
    let trying = client.try_to_fill(&page, "/plan/agree", &[]);
    scene.refused(rulebook::PLN_2, trying).await?;
    Ok(())
}

/// The lead auditor leaves; the plan that the client has cannot be agreed to without a new team.
async fn a_valid_objection_means_a_new_team(scene: &Scene, story: &Story<'_>) -> Played {
    let answer = [("outcome", "upheld"), ("answer", "You are right; somebody else leads.")];
    manager(story).await?.fill(&page(story), "/objections/", &answer).await?;
    let client = story.client().await?;
    let page = at_client(story);
    let trying = client.try_to_fill(&page, "/plan/agree", &[]);
    scene.refused(rulebook::PLN_2, trying).await?;
    Ok(())
}

/// A team that was agreed to changes before the opening meeting, and the client was not told.
async fn a_new_face_comes_to_the_opening_untold(scene: &Scene, story: &Story<'_>) -> Played {
    joins(scene, story, "amara", "lead_auditor").await?;
    manager(story).await?.fill(&page(story), "/tell", &[]).await?;
    let client = story.client().await?;
    client.fill(&at_client(story), "/agree", &[]).await?;
    client.fill(&at_client(story), "/plan/agree", &[]).await?;
    joins(scene, story, "jonas", "auditor").await?;
    let lead = story.staff("amara").await?;
    let meetings = format!("{}/meetings", story.audit(0));
    let trying = lead.try_to_fill(&meetings, "name=\"held_on\"", &[("attended", "Everybody")]);
    scene.refused(rulebook::PLN_2, trying).await?;
    Ok(())
}

async fn a_remote_part_has_neither_means_nor_risks(scene: &Scene, story: &Story<'_>) -> Played {
    let lead = story.staff(story.crew.lead).await?;
    let plan = format!("{}/plan", story.audit(0));
    let fields = [("remotely", "yes"), ("remote_means", ""), ("remote_risks", " ")];
    lead.fill(&plan, "name=\"communication\"", &fields).await?;
    let words = scene.refused(rulebook::PLN_3, lead.try_to_fill(&plan, "/plan/send", &[])).await?;
    assert!(words.contains("by which means") && words.contains("which risks"), "{words}");
    Ok(())
}
