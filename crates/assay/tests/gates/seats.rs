//! Who sits on the panel, and who with a seat may sign.

use super::decision::{declares, may_not_sign, signature};
use super::team::{approve, end};
use super::{Scene, said};
use assay::seed;
use assay::story::{Played, Story};
use axum::http::StatusCode;
use certification::rulebook;

#[tokio::test]
async fn a_panel_on_its_way_to_the_record() -> Played {
    let scene = Scene::new().await?;
    let mut story = scene.story();
    seed::corrected(&mut story).await?;
    story.lay_before_panel().await?;
    a_panel_is_appointed_over_a_stale_register(&scene, &story).await?;
    the_lead_auditor_is_given_a_seat(&scene, &story).await?;
    somebody_without_qualification_is_given_a_seat(&scene, &story).await?;
    a_panel_member_joins_the_audit_team(&scene, &story).await?;
    let case = story.case_of("priya").await?;
    a_member_without_a_seat_opens_the_case(&scene, &story, &case).await?;
    a_member_reads_and_signs_before_declaring(&scene, &story, &case).await?;
    a_member_opens_evidence_before_declaring(&scene, &story).await?;
    a_former_employee_signs(&scene, &story, &case).await?;
    declares(&story, &case, "priya", &[]).await?;
    a_member_whose_qualification_has_ended_signs(&scene, &story, &case).await?;
    somebody_who_was_on_the_audit_team_signs(&scene, &story, &case).await?;
    scene.end().await;
    Ok(())
}

/// While a review of the register is late, the first seat of a panel wants a reason, and the page says so before.
async fn a_panel_is_appointed_over_a_stale_register(scene: &Scene, story: &Story<'_>) -> Played {
    let reviews = |days: i32| {
        format!(
            "update impartiality_risks set next_review = next_review - {days} where state = 'open'"
        )
    };
    scene.behind_the_pages(reviews(2000)).await;
    let (manager, page) = (story.staff(story.crew.manager).await?, format!("{}/case", story.file));
    assert!(
        said(&manager.read(&page).await?).contains("The register of impartiality risks is stale")
    );
    let person = scene.id_of("priya").await;
    let blank = [("person", person.as_str()), ("in_spite_of", " ")];
    let trying = manager.try_to_fill(&page, "name=\"person\"", &blank);
    let words = scene.refused(rulebook::IMP_6, trying).await?;
    assert!(words.contains("was to be looked at again by"), "{words}");
    let before = scene.count("overrides").await;
    let reason = ("in_spite_of", "The committee meets on Monday.");
    let fields = [("person", person.as_str()), reason];
    manager.fill(&page, "name=\"person\"", &fields).await?;
    assert_eq!(scene.count("overrides").await, before + 1);
    scene.behind_the_pages(reviews(-2000)).await;
    Ok(())
}

async fn is_given_a_seat(
    scene: &Scene,
    story: &Story<'_>,
    key: &str,
    rule: &rulebook::Rule,
) -> Played<String> {
    let (manager, person) = (story.staff(story.crew.manager).await?, scene.id_of(key).await);
    let page = format!("{}/case/appoint", story.file);
    scene.refused(rule, manager.answer_to(&page, &[("person", person.as_str())])).await
}

async fn the_lead_auditor_is_given_a_seat(scene: &Scene, story: &Story<'_>) -> Played {
    let words = is_given_a_seat(scene, story, "amara", rulebook::IMP_1).await?;
    assert!(words.contains("Amara Okafor took part in an audit of this client"), "{words}");
    Ok(())
}

async fn somebody_without_qualification_is_given_a_seat(
    scene: &Scene,
    story: &Story<'_>,
) -> Played {
    let words = is_given_a_seat(scene, story, "oliver", rulebook::CMP_2).await?;
    assert!(words.contains("qualification as a panel member"), "{words}");
    Ok(())
}

async fn a_member_without_a_seat_opens_the_case(
    scene: &Scene,
    story: &Story<'_>,
    case: &str,
) -> Played {
    let david = story.staff("david").await?;
    scene.nothing_there(david.look(case)).await?;
    scene.nothing_there(david.answer_to(&format!("{case}/sign"), &signature("grant"))).await
}

/// While the panel sits, nobody of it joins a team of this client, in whatever role.
async fn a_panel_member_joins_the_audit_team(scene: &Scene, story: &Story<'_>) -> Played {
    let priya = scene.id_of("priya").await;
    let sql = "insert into memberships (body_id, id, person_id, function, since)
        select body_id, gen_random_uuid(), person_id, 'auditor', since from memberships where person_id = ";
    scene.behind_the_pages(format!("{sql}'{priya}'")).await;
    let manager = story.staff(story.crew.manager).await?;
    let page = format!("{}/audits/{}/team", story.file, story.audits[2]);
    let fields = [("person", priya.as_str()), ("role", "observer")];
    let trying = manager.try_to_fill(&page, "name=\"role\"", &fields);
    scene.refused(rulebook::IMP_1, trying).await?;
    Ok(())
}

async fn a_member_reads_and_signs_before_declaring(
    scene: &Scene,
    story: &Story<'_>,
    case: &str,
) -> Played {
    let led = story.staff("priya").await?.look(case).await?;
    assert_eq!(led.status, StatusCode::SEE_OTHER, "the record stays shut");
    assert_eq!(led.location, format!("{case}/declaration"));
    may_not_sign(scene, story, ("priya", case, "grant"), rulebook::IMP_5).await?;
    Ok(())
}

async fn a_member_opens_evidence_before_declaring(scene: &Scene, story: &Story<'_>) -> Played {
    let id = sqlx::query_scalar("select id::text from evidence limit 1").fetch_one(&scene.eyes);
    let id: String = id.await.expect("evidence was given");
    let (priya, page) = (story.staff("priya").await?, story.at(&format!("/panel/evidence/{id}")));
    scene.nothing_there(priya.look(&page)).await?;
    declares(story, &story.case_of("priya").await?, "priya", &[]).await?;
    priya.read(&page).await?;
    Ok(())
}

async fn a_former_employee_signs(scene: &Scene, story: &Story<'_>, case: &str) -> Played {
    let left = story.day(-700);
    declares(story, case, "priya", &[("employed", "yes"), ("employed_until", &left)]).await?;
    let words = may_not_sign(scene, story, ("priya", case, "grant"), rulebook::DEC_1).await?;
    assert!(words.contains("You declared a conflict of interest"), "{words}");
    Ok(())
}

async fn a_member_whose_qualification_has_ended_signs(
    scene: &Scene,
    story: &Story<'_>,
    case: &str,
) -> Played {
    end(scene, story, "priya", "Panel member").await?;
    let words = may_not_sign(scene, story, ("priya", case, "grant"), rulebook::DEC_1).await?;
    assert!(words.contains("no current qualification as a panel member"), "{words}");
    approve(scene, story, "priya", &[("function", "panel_member")]).await
}

/// However the seat came to be: here it was given behind the pages, where the database holds the rule itself.
async fn somebody_who_was_on_the_audit_team_signs(
    scene: &Scene,
    story: &Story<'_>,
    case: &str,
) -> Played {
    let (priya, audit) = (scene.id_of("priya").await, &story.audits[1]);
    let joined = format!(
        "insert into team_members (body_id, client_id, engagement_id, audit_id, id, person_id, role, appointed_by, appointed_at)
         select body_id, client_id, engagement_id, id, gen_random_uuid(), '{priya}', 'observer', '{priya}', now()
         from audits where id = '{audit}'"
    );
    scene.behind_the_pages(joined).await;
    may_not_sign(scene, story, ("priya", case, "grant"), rulebook::IMP_1).await?;
    Ok(())
}
