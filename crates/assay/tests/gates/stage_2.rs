//! Stage 2: every requirement concluded on, findings that say the same, and a report that is whole.

use super::Scene;
use super::stage_1::planned;
use assay::story::{Found, Played, Story};
use certification::findings::Grade;
use certification::rulebook;

const FOUND: &[Found] =
    &[("A.6.2.6", Grade::Minor, "No owner of the alarm is named.", "Monitoring procedure MP-07.")];

#[tokio::test]
async fn stage_2_on_its_way_to_a_report() -> Played {
    let scene = Scene::new().await?;
    let mut story = scene.story();
    planned_with_an_expert(&scene, &mut story).await?;
    story.stage_1().await?;
    story.wait(28);
    stage_2_is_opened_long_after_stage_1(&scene, &story).await?;
    story.open_audit(1).await?;
    a_new_fee_is_offered_during_stage_2(&scene, &story).await?;
    an_expert_raises_a_finding(&scene, &story).await?;
    an_expert_concludes(&scene, &story).await?;
    an_objective_is_found_against(&scene, &story).await?;
    a_heading_is_found_against(&scene, &story).await?;
    a_finding_has_no_evidence(&scene, &story).await?;
    a_clause_is_concluded_not_applicable(&scene, &story).await?;
    conclude_all_but_the_last_heading(&story).await?;
    a_nonconformity_is_filed_as_an_observation(&scene, &story).await?;
    story.raise(FOUND).await?;
    a_grade_changes_without_a_reason(&scene, &story).await?;
    story.close_audit(1).await?;
    story.write_report(1, &[("recommendation", "after_corrective_action")]).await?;
    a_heading_has_no_conclusions(&scene, &story).await?;
    story.conclude_on("A.10", FOUND).await?;
    story.write_report(1, &[("recommendation", "recommend")]).await?;
    a_nonconformity_is_recommended_away(&scene, &story).await?;
    story.report(1, &[("recommendation", "after_corrective_action")]).await?;
    a_finding_is_taken_back_after_the_report(&scene, &story).await?;
    the_team_softens_a_grade_after_the_report(&scene, &story).await?;
    scene.end().await;
    Ok(())
}

/// As planned, with a technical expert in the team of Stage 2.
async fn planned_with_an_expert(scene: &Scene, story: &mut Story<'_>) -> Played {
    planned(story).await?;
    let manager = story.staff(story.crew.manager).await?;
    let page = format!("{}/audits/{}/team", story.file, story.audits[1]);
    let sofia = scene.id_of("sofia").await;
    let fields = [("person", sofia.as_str()), ("role", "technical_expert")];
    manager.fill(&page, "name=\"role\"", &fields).await?;
    story.declare("sofia", &format!("{}/declaration", story.audit(1))).await?;
    manager.fill(&page, "/tell", &[]).await?;
    let client = story.client().await?;
    client.fill(&story.at(&format!("/client/audits/{}", story.audits[1])), "/agree", &[]).await?;
    story.upload_documents(0).await
}

async fn tries(
    scene: &Scene,
    story: &Story<'_>,
    (who, page, rule): (&str, &str, &rulebook::Rule),
    fields: &[(&str, &str)],
) -> Played<String> {
    let player = story.staff(who).await?;
    scene.refused(rule, player.answer_to(&format!("{}/{page}", story.audit(1)), fields)).await
}

fn finding<'a>(requirement: &'a str, grade: &'a str) -> [(&'a str, &'a str); 4] {
    [
        ("requirement", requirement),
        ("grade", grade),
        ("statement", "It is not done as the procedure says."),
        ("evidence", "Two records of the last quarter."),
    ]
}

/// What the client pays does not wait for what is found.
async fn a_new_fee_is_offered_during_stage_2(scene: &Scene, story: &Story<'_>) -> Played {
    let manager = story.staff(story.crew.manager).await?;
    let page = format!("{}/proposal", story.file);
    scene.refused(rulebook::IMP_7, manager.answer_to(&page, &[])).await?;
    Ok(())
}

async fn an_expert_raises_a_finding(scene: &Scene, story: &Story<'_>) -> Played {
    let what = ("sofia", "findings", rulebook::CMP_3);
    tries(scene, story, what, &finding("A.7.4", "minor")).await?;
    Ok(())
}

const CONCLUSION: [(&str, &str); 5] = [
    ("requirement", "5.2"),
    ("seen", "0-"),
    ("conclusion", "conforms"),
    ("evidence", "Read."),
    ("method", "5.2 document"),
];

async fn an_expert_concludes(scene: &Scene, story: &Story<'_>) -> Played {
    tries(scene, story, ("sofia", "requirements/5", rulebook::CMP_3), &CONCLUSION).await?;
    Ok(())
}

async fn an_objective_is_found_against(scene: &Scene, story: &Story<'_>) -> Played {
    let what = ("jonas", "findings", rulebook::FND_1);
    let words = tries(scene, story, what, &finding("A.2.1", "major")).await?;
    assert!(words.contains("A.2.1 is an objective, and objectives are no controls."), "{words}");
    Ok(())
}

async fn a_heading_is_found_against(scene: &Scene, story: &Story<'_>) -> Played {
    let what = ("jonas", "findings", rulebook::FND_1);
    let words = tries(scene, story, what, &finding("9.2", "minor")).await?;
    assert!(words.contains("9.2 is a heading"), "{words}");
    Ok(())
}

async fn a_finding_has_no_evidence(scene: &Scene, story: &Story<'_>) -> Played {
    let auditor = story.staff(story.crew.auditor).await?;
    let mut fields = finding("A.7.4", "minor");
    fields[3].1 = " ";
    let page = format!("{}/findings", story.audit(1));
    let trying = auditor.try_to_fill(&page, "name=\"grade\"", &fields);
    scene.sent_back("Enter the evidence that it rests on", trying).await
}

async fn a_clause_is_concluded_not_applicable(scene: &Scene, story: &Story<'_>) -> Played {
    let lead = story.staff(story.crew.lead).await?;
    let mut fields = CONCLUSION;
    fields[2].1 = "not_applicable";
    let page = format!("{}/requirements/5", story.audit(1));
    scene.sent_back("clauses always apply", lead.answer_to(&page, &fields)).await
}

async fn conclude_all_but_the_last_heading(story: &Story<'_>) -> Played {
    let groups = certification::standards::testing::AIMS.groups.iter();
    for group in groups.filter(|group| group.id != "A.10") {
        story.conclude_on(&group.id, FOUND).await?;
    }
    Ok(())
}

async fn a_nonconformity_is_filed_as_an_observation(scene: &Scene, story: &Story<'_>) -> Played {
    let what = ("jonas", "findings", rulebook::FND_1);
    let words = tries(scene, story, what, &finding("A.6.2.6", "observation")).await?;
    assert!(words.contains("so the finding is no observation"), "{words}");
    Ok(())
}

async fn raised(scene: &Scene) -> String {
    let id = sqlx::query_scalar("select id::text from findings").fetch_one(&scene.eyes).await;
    id.expect("a finding")
}

async fn a_grade_changes_without_a_reason(scene: &Scene, story: &Story<'_>) -> Played {
    let lead = story.staff(story.crew.lead).await?;
    let page = format!("{}/findings/{}/change", story.audit(1), raised(scene).await);
    let trying = lead.try_to_fill(&page, "name=\"grade\"", &[("grade", "major")]);
    scene.sent_back("Enter the reason for the new grade", trying).await
}

async fn issues(scene: &Scene, story: &Story<'_>, rule: &rulebook::Rule) -> Played<String> {
    let sql = "select version::text from report_drafts where audit_id::text = $1";
    let draft: String = sqlx::query_scalar(sql)
        .bind(&story.audits[1])
        .fetch_one(&scene.eyes)
        .await
        .expect("a draft");
    tries(scene, story, ("amara", "report/issue", rule), &[("draft", &draft)]).await
}

async fn a_heading_has_no_conclusions(scene: &Scene, story: &Story<'_>) -> Played {
    let words = issues(scene, story, rulebook::AUD_4).await?;
    assert!(words.contains("A.10.2") && words.contains("a conclusion"), "{words}");
    Ok(())
}

async fn a_nonconformity_is_recommended_away(scene: &Scene, story: &Story<'_>) -> Played {
    let words = issues(scene, story, rulebook::AUD_6).await?;
    assert!(words.contains("A recommendation that fits the nonconformities raised"), "{words}");
    Ok(())
}

async fn a_finding_is_taken_back_after_the_report(scene: &Scene, story: &Story<'_>) -> Played {
    let page = format!("findings/{}/take-back", raised(scene).await);
    let fields = [("version", "2"), ("reason", "The client asked for it.")];
    tries(scene, story, ("amara", &page, rulebook::AUD_6), &fields).await?;
    Ok(())
}

async fn stage_2_is_opened_long_after_stage_1(scene: &Scene, story: &Story<'_>) -> Played {
    let moved = |sign: &str| {
        let of = format!("where id = '{}'", story.audits[0]);
        format!("update audits set closed_at = closed_at {sign} interval '200 days' {of}")
    };
    scene.behind_the_pages(moved("-")).await;
    let lead = story.staff(story.crew.lead).await?;
    let page = format!("{}/meetings", story.audit(1));
    let trying = lead.try_to_fill(&page, "name=\"held_on\"", &[("attended", "Everybody")]);
    let words = scene.refused(rulebook::AUD_3, trying).await?;
    assert!(words.contains("within 6 months"), "{words}");
    scene.behind_the_pages(moved("+")).await;
    Ok(())
}

async fn the_team_softens_a_grade_after_the_report(scene: &Scene, story: &Story<'_>) -> Played {
    let page = format!("findings/{}/change", raised(scene).await);
    let fields = [
        ("version", "2"),
        ("grade", "observation"),
        ("statement", "No owner is named."),
        ("evidence", "Procedure MP-07."),
        ("reason", "The client asked for it."),
    ];
    tries(scene, story, ("amara", &page, rulebook::FND_7), &fields).await?;
    Ok(())
}
