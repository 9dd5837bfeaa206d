//! The team of an audit, and who may be in it.

use super::{Scene, said};
use assay::seed;
use assay::story::team::NOTHING;
use assay::story::{Played, Player, Story, Stuck};
use certification::rulebook;

#[tokio::test]
async fn a_team_on_its_way_to_the_client() -> Played {
    let scene = Scene::new().await?;
    let mut story = scene.story();
    seed::agreed(&mut story).await?;
    an_auditor_leads_without_being_qualified(&scene, &story).await?;
    a_panel_member_audits(&scene, &story).await?;
    a_team_has_no_lead_auditor(&scene, &story).await?;
    somebody_is_approved_on_nothing(&scene, &story).await?;
    joins(&scene, &story, "amara", "lead_auditor").await?;
    a_second_lead_auditor_is_appointed(&scene, &story).await?;
    nobody_in_the_team_knows_the_sector(&scene, &story).await?;
    nobody_in_the_team_knows_ai_law(&scene, &story).await?;
    a_lead_auditor_whose_qualification_has_ended(&scene, &story).await?;
    nobody_has_declared(&scene, &story).await?;
    an_auditor_was_not_watched_in_time(&scene, &story).await?;
    last_years_employee_of_the_client_audits(&scene, &story).await?;
    declares(&story, "amara", &[]).await?;
    last_years_consultant_audits(&scene, &story).await?;
    scene.end().await;
    Ok(())
}

pub fn page(story: &Story<'_>) -> String {
    format!("{}/audits/{}/team", story.file, story.audits[0])
}

pub async fn manager(story: &Story<'_>) -> Played<Player> {
    story.staff(story.crew.manager).await
}

pub async fn joins(scene: &Scene, story: &Story<'_>, key: &str, role: &str) -> Played {
    let fields = [("person", scene.id_of(key).await), ("role", role.to_owned())];
    let fields = fields.each_ref().map(|(name, value)| (*name, value.as_str()));
    manager(story).await?.fill(&page(story), "name=\"role\"", &fields).await?;
    Ok(())
}

async fn may_not_join(
    scene: &Scene,
    story: &Story<'_>,
    (key, role): (&str, &str),
    rule: &rulebook::Rule,
) -> Played<String> {
    let (manager, person) = (manager(story).await?, scene.id_of(key).await);
    let fields = [("person", person.as_str()), ("role", role)];
    scene.refused(rule, manager.try_to_fill(&page(story), "name=\"role\"", &fields)).await
}

async fn may_not_be_told(
    scene: &Scene,
    story: &Story<'_>,
    rule: &rulebook::Rule,
) -> Played<String> {
    let manager = manager(story).await?;
    scene.refused(rule, manager.try_to_fill(&page(story), "/tell", &[])).await
}

pub async fn declares(story: &Story<'_>, key: &str, but: &[(&str, &str)]) -> Played {
    let kept = NOTHING.iter().filter(|(name, _)| !but.iter().any(|(given, _)| given == name));
    let fields: Vec<_> = kept.chain(but).copied().collect();
    let page = format!("{}/declaration", story.audit(0));
    story.staff(key).await?.fill(&page, "name=\"employed\"", &fields).await?;
    Ok(())
}

async fn an_auditor_leads_without_being_qualified(scene: &Scene, story: &Story<'_>) -> Played {
    let words = may_not_join(scene, story, ("jonas", "lead_auditor"), rulebook::CMP_2).await?;
    assert!(words.contains("Jonas Weber shows no current, approved qualification"), "{words}");
    Ok(())
}

async fn a_panel_member_audits(scene: &Scene, story: &Story<'_>) -> Played {
    let (manager, person) = (manager(story).await?, scene.id_of("priya").await);
    let fields = [("person", person.as_str()), ("role", "auditor")];
    scene.nothing_there(manager.answer_to(&page(story), &fields)).await
}

async fn a_team_has_no_lead_auditor(scene: &Scene, story: &Story<'_>) -> Played {
    may_not_be_told(scene, story, rulebook::CMP_3).await?;
    Ok(())
}

async fn a_second_lead_auditor_is_appointed(scene: &Scene, story: &Story<'_>) -> Played {
    approve(scene, story, "jonas", &[("function", "lead_auditor")]).await?;
    may_not_join(scene, story, ("jonas", "lead_auditor"), rulebook::CMP_3).await?;
    Ok(())
}

pub async fn competence(scene: &Scene, story: &Story<'_>, key: &str) -> String {
    story.at(&format!("/office/people/{}/competence", scene.id_of(key).await))
}

/// The quality manager approves something for somebody.
pub async fn approve(scene: &Scene, story: &Story<'_>, key: &str, what: &[(&str, &str)]) -> Played {
    let fields = [&[("evidence", "A witnessed audit.")], what].concat();
    let page = competence(scene, story, key).await;
    story.staff("oliver").await?.fill(&page, "name=\"valid_until\"", &fields).await?;
    Ok(())
}

async fn somebody_is_approved_on_nothing(scene: &Scene, story: &Story<'_>) -> Played {
    let (oliver, page) = (story.staff("oliver").await?, competence(scene, story, "jonas").await);
    let nothing = [("sector", "energy"), ("evidence", "  ")];
    let trying = oliver.try_to_fill(&page, "name=\"valid_until\"", &nothing);
    let words = scene.refused(rulebook::CMP_2, trying).await?;
    assert!(words.contains("say in words what it rests on"), "no way out: {words}");
    Ok(())
}

/// The quality manager ends what stands in the line of a competence file that begins with `title`.
pub async fn end(scene: &Scene, story: &Story<'_>, key: &str, title: &str) -> Played {
    let (oliver, page) = (story.staff("oliver").await?, competence(scene, story, key).await);
    let shown = oliver.read(&page).await?;
    let line = shown.split("<tr>").find(|line| line.contains(&format!("row\">{title}</th>")));
    let line = line.ok_or_else(|| Stuck(format!("{key} has no {title}: {}", said(&shown))))?;
    let mut acts = line.split("action=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let act = acts.find(|act| act.ends_with("/end"));
    let act = act.ok_or_else(|| Stuck(format!("{title} of {key} cannot be ended")))?;
    oliver.send(act, &[("reason", "Not witnessed in time.")]).await?;
    Ok(())
}

async fn nobody_in_the_team_knows_the_sector(scene: &Scene, story: &Story<'_>) -> Played {
    end(scene, story, "amara", "Banking and financial services").await?;
    let words = may_not_be_told(scene, story, rulebook::CMP_1).await?;
    assert!(words.contains("Banking and financial services"), "the gap is not named: {words}");
    approve(scene, story, "amara", &[("sector", "finance")]).await
}

async fn nobody_in_the_team_knows_ai_law(scene: &Scene, story: &Story<'_>) -> Played {
    end(scene, story, "amara", "Law and regulation on AI").await?;
    let words = may_not_be_told(scene, story, rulebook::CMP_6).await?;
    assert!(words.contains("Field of knowledge: Law and regulation on AI"), "{words}");
    approve(scene, story, "amara", &[("field", "law")]).await
}

/// A warning: without a written reason nothing happens, with one it goes on the record.
async fn an_auditor_was_not_watched_in_time(scene: &Scene, story: &Story<'_>) -> Played {
    let jonas = scene.id_of("jonas").await;
    let years_ago = "update witnessed_evaluations set seen_on = seen_on - 1200 where person_id =";
    scene.behind_the_pages(format!("{years_ago} '{jonas}'")).await;
    let words = may_not_join(scene, story, ("jonas", "auditor"), rulebook::CMP_4).await?;
    assert!(words.contains("The last witnessed evaluation of Jonas Weber was in date"), "{words}");
    let before = scene.count("overrides").await;
    let reason = ("in_spite_of", "Amara watches him in this very audit.");
    let fields = [("person", jonas.as_str()), ("role", "auditor"), reason];
    manager(story).await?.fill(&page(story), "name=\"role\"", &fields).await?;
    assert_eq!(scene.count("overrides").await, before + 1);
    releases(story, "Jonas Weber").await?;
    let lately = "update witnessed_evaluations set seen_on = seen_on + 1200 where person_id =";
    scene.behind_the_pages(format!("{lately} '{jonas}'")).await;
    Ok(())
}

async fn person(scene: &Scene, story: &Story<'_>, key: &str) -> String {
    story.at(&format!("/office/people/{}", scene.id_of(key).await))
}

/// Declared or not: what the body's own file says of the client is enough, however its name is written.
async fn last_years_employee_of_the_client_audits(scene: &Scene, story: &Story<'_>) -> Played {
    let (oliver, page) = (story.staff("oliver").await?, person(scene, story, "jonas").await);
    let left = story.day(-400);
    let shouted = story.company.name.to_uppercase();
    let tie = [
        ("organisation", shouted.as_str()),
        ("kind", "employed"),
        ("since", "2019-01-01"),
        ("until", left.as_str()),
    ];
    oliver.fill(&page, "name=\"organisation\"", &tie).await?;
    may_not_join(scene, story, ("jonas", "auditor"), rulebook::IMP_2).await?;
    let long_ago = "update affiliations set until = until - 400 where person_id =";
    scene.behind_the_pages(format!("{long_ago} '{}'", scene.id_of("jonas").await)).await;
    Ok(())
}

async fn releases(story: &Story<'_>, name: &str) -> Played {
    let manager = manager(story).await?;
    let shown = manager.read(&page(story)).await?;
    let member = shown.rsplit("<details").find(|part| part.contains(&format!("> {name}</span>")));
    let release = member.and_then(|part| part.split("action=\"").nth(1)?.split('"').next());
    let release = release.ok_or_else(|| Stuck(format!("{name} cannot be released")))?;
    manager.send(release, &[("reason", "A conflict.")]).await?;
    Ok(())
}

async fn a_lead_auditor_whose_qualification_has_ended(scene: &Scene, story: &Story<'_>) -> Played {
    end(scene, story, "amara", "Lead auditor").await?;
    let words = may_not_be_told(scene, story, rulebook::CMP_2).await?;
    assert!(words.contains("Amara Okafor as Lead auditor"), "{words}");
    approve(scene, story, "amara", &[("function", "lead_auditor")]).await
}

async fn nobody_has_declared(scene: &Scene, story: &Story<'_>) -> Played {
    let words = may_not_be_told(scene, story, rulebook::IMP_5).await?;
    assert!(words.contains("declaration of Amara Okafor"), "{words}");
    Ok(())
}

/// Declared, it blocks the team; released and appointed again, it blocks the person.
async fn last_years_consultant_audits(scene: &Scene, story: &Story<'_>) -> Played {
    joins(scene, story, "jonas", "auditor").await?;
    let ended = story.day(-400);
    declares(story, "jonas", &[("consulted", "yes"), ("consulted_until", &ended)]).await?;
    let words = may_not_be_told(scene, story, rulebook::IMP_5).await?;
    assert!(words.contains("Jonas Weber"), "{words}");
    releases(story, "Jonas Weber").await?;
    may_not_join(scene, story, ("jonas", "auditor"), rulebook::IMP_2).await?;
    Ok(())
}
