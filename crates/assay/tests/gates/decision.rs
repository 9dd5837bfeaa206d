//! The panel's signatures: over the record as it stands, in their order, once; and what comes of them.

use super::team::{approve, end};
use super::{Scene, field, said};
use assay::seed::{self, PASSWORD};
use assay::story::decide::code_on;
use assay::story::team::NOTHING;
use assay::story::{Played, Story};
use axum::http::StatusCode;
use certification::rulebook;
use time::Duration;

#[tokio::test]
async fn a_case_on_its_way_to_a_decision() -> Played {
    let scene = Scene::new().await?;
    let mut story = scene.story();
    seed::corrected(&mut story).await?;
    story.lay_before_panel().await?;
    story.appoint("priya", "").await?;
    story.appoint("ruth", "yes").await?;
    let case = story.case_of("ruth").await?;
    declares(&story, &case, "priya", &[]).await?;
    declares(&story, &case, "ruth", &[]).await?;
    a_chair_decides_with_one_member(&scene, &story, &case).await?;
    nobody_who_knows_the_sector_completes_the_panel(&scene, &story).await?;
    story.appoint("david", "").await?;
    declares(&story, &case, "david", &[]).await?;
    nobody_on_the_panel_knows_the_sector(&scene, &story, &case).await?;
    the_chair_signs_first(&scene, &story, &case).await?;
    a_signature_lacks_reason_or_statement(&scene, &story, &case).await?;
    a_signature_has_a_wrong_password(&scene, &story, &case).await?;
    somebody_else_signs_what_was_prepared(&scene, &story, &case).await?;
    what_was_prepared_is_signed_after_ten_minutes(&scene, &story, &case).await?;
    a_member_signs_twice(&scene, &story, &case).await?;
    a_grant_goes_over_a_colleagues_refusal(&scene, &story, &case).await?;
    the_record_changes_under_the_pen(&scene, &story, &case).await?;
    an_attestation_would_name_no_mark(&scene, &story, &case).await?;
    the_decision_is_sent_ten_times_at_once(&scene, &story, &case).await?;
    a_decided_case_is_signed_again(&scene, &story, &case).await?;
    the_decision_is_kept(&story).await?;
    scene.end().await;
    Ok(())
}

pub async fn declares(story: &Story<'_>, case: &str, key: &str, but: &[(&str, &str)]) -> Played {
    let kept = NOTHING.iter().filter(|(name, _)| !but.iter().any(|(given, _)| given == name));
    let fields: Vec<_> = kept.chain(but).copied().collect();
    let page = format!("{case}/declaration");
    story.staff(key).await?.fill(&page, "name=\"employed\"", &fields).await?;
    Ok(())
}

pub fn signature(vote: &str) -> Vec<(&str, &str)> {
    vec![
        ("vote", vote),
        ("reason", "I read the whole record."),
        ("statement", "read"),
        ("statement", "no_part"),
        ("statement", "no_conflict"),
        ("by", "code"),
        ("id", "0192f000-0000-7000-8000-0000000000aa"),
    ]
}

async fn digest(story: &Story<'_>, key: &str, case: &str) -> Played<String> {
    field(&story.staff(key).await?, &format!("{case}/sign"), "name=\"vote\"", "record_digest").await
}

/// Signs by the form of the page, and is refused by this rule.
pub async fn may_not_sign(
    scene: &Scene,
    story: &Story<'_>,
    (key, case, vote): (&str, &str, &str),
    rule: &rulebook::Rule,
) -> Played<String> {
    let (member, page) = (story.staff(key).await?, format!("{case}/sign"));
    let standing = digest(story, key, case).await.unwrap_or_default();
    let fields = [signature(vote), vec![("record_digest", standing.as_str())]].concat();
    scene.refused(rule, member.answer_to(&page, &fields)).await
}

async fn a_chair_decides_with_one_member(scene: &Scene, story: &Story<'_>, case: &str) -> Played {
    let words = may_not_sign(scene, story, ("ruth", case, "grant"), rulebook::DEC_4).await?;
    assert!(words.contains("a chair and at least 2 members; this one has 1"), "{words}");
    Ok(())
}

async fn nobody_who_knows_the_sector_completes_the_panel(
    scene: &Scene,
    story: &Story<'_>,
) -> Played {
    let panel = ["priya", "david", "ruth"];
    for key in panel {
        end(scene, story, key, "Banking and financial services").await?;
    }
    let (manager, david) = (story.staff(story.crew.manager).await?, scene.id_of("david").await);
    let page = format!("{}/case/appoint", story.file);
    let fields = [("person", david.as_str())];
    let trying = manager.answer_to(&page, &fields);
    let words = scene.refused(rulebook::CMP_5, trying).await?;
    assert!(words.contains("With David Levy the panel would be complete"), "{words}");
    assert!(words.contains("Sector: Banking and financial services"), "{words}");
    for key in panel {
        approve(scene, story, key, &[("sector", "finance")]).await?;
    }
    Ok(())
}

async fn nobody_on_the_panel_knows_the_sector(
    scene: &Scene,
    story: &Story<'_>,
    case: &str,
) -> Played {
    for key in ["priya", "david", "ruth"] {
        end(scene, story, key, "Banking and financial services").await?;
    }
    for vote in ["grant", "refuse"] {
        let words = may_not_sign(scene, story, ("ruth", case, vote), rulebook::CMP_5).await?;
        assert!(words.contains("Sector: Banking and financial services"), "{words}");
    }
    approve(scene, story, "david", &[("sector", "finance")]).await
}

async fn the_chair_signs_first(scene: &Scene, story: &Story<'_>, case: &str) -> Played {
    for vote in ["grant", "refuse"] {
        let words = may_not_sign(scene, story, ("ruth", case, vote), rulebook::DEC_4).await?;
        assert!(words.contains("the signature of Priya Raman"), "{words}");
        assert!(words.contains("the signature of David Levy"), "{words}");
    }
    Ok(())
}

/// Signs with one field other than it should be; the form comes back.
async fn signs_but(
    scene: &Scene,
    story: &Story<'_>,
    case: &str,
    (field, typed, message): (&str, &str, &str),
) -> Played {
    let (priya, page) = (story.staff("priya").await?, format!("{case}/sign"));
    let mut fields = signature("grant");
    fields.retain(|(name, _)| *name != field);
    fields.push((field, typed));
    scene.sent_back(message, priya.try_to_fill(&page, "name=\"vote\"", &fields)).await
}

async fn a_signature_lacks_reason_or_statement(
    scene: &Scene,
    story: &Story<'_>,
    case: &str,
) -> Played {
    signs_but(scene, story, case, ("reason", " ", "Enter your reason")).await?;
    let ticks = ("statement", "read", "Tick each of the three statements");
    signs_but(scene, story, case, ticks).await
}

async fn a_signature_has_a_wrong_password(scene: &Scene, story: &Story<'_>, case: &str) -> Played {
    let (priya, reason) = (story.staff("priya").await?, "I read the whole record.");
    let exactly = story.prepare("priya", case, "grant", reason).await?;
    let code = code_on(&priya.read(&exactly).await?)?;
    for password in ["", "Demonstration", "swordfish"] {
        let fields = [("password", password), ("code", code.as_str())];
        let trying = priya.try_to_fill(&exactly, "name=\"code\"", &fields);
        scene.sent_back("That is not your password; nothing was signed", trying).await?;
    }
    let wrong = if code == "000000" { "000001" } else { "000000" };
    let fields = [("password", PASSWORD), ("code", wrong)];
    let trying = priya.try_to_fill(&exactly, "name=\"code\"", &fields);
    scene.sent_back("This is not the code of this moment", trying).await?;
    Ok(())
}

/// What a member prepared is there for nobody else: no colleague, no auditor, no client, nobody from the street.
async fn somebody_else_signs_what_was_prepared(
    scene: &Scene,
    story: &Story<'_>,
    case: &str,
) -> Played {
    let exactly = story.prepare("priya", case, "grant", "I read the whole record.").await?;
    let code = code_on(&story.staff("priya").await?.read(&exactly).await?)?;
    let fields = [("password", PASSWORD), ("code", code.as_str())];
    for key in ["david", "ruth", "amara", "helen", story.company.key] {
        let other = story.staff(key).await?;
        scene.nothing_there(other.look(&exactly)).await?;
        scene.nothing_there(other.answer_to(&exactly, &fields)).await?;
    }
    Ok(())
}

async fn what_was_prepared_is_signed_after_ten_minutes(
    scene: &Scene,
    story: &Story<'_>,
    case: &str,
) -> Played {
    let exactly = story.prepare("priya", case, "grant", "I read the whole record.").await?;
    let priya = story.staff("priya").await?;
    story.clock.advance(Duration::minutes(11));
    let fields = [("password", PASSWORD), ("code", "000000")];
    let words = scene.refused(rulebook::DEC_3, priya.answer_to(&exactly, &fields)).await?;
    assert!(words.contains("more than 10 minutes ago"), "{words}");
    Ok(())
}

async fn a_member_signs_twice(scene: &Scene, story: &Story<'_>, case: &str) -> Played {
    let standing = digest(story, "priya", case).await?;
    story.sign("priya", case, "grant", "I read the whole record.").await?;
    let fields = [signature("refuse"), vec![("record_digest", standing.as_str())]].concat();
    let priya = story.staff("priya").await?;
    let page = format!("{case}/sign");
    scene.refused(rulebook::DEC_6, priya.answer_to(&page, &fields)).await?;
    Ok(())
}

async fn a_grant_goes_over_a_colleagues_refusal(
    scene: &Scene,
    story: &Story<'_>,
    case: &str,
) -> Played {
    story.sign("david", case, "refuse", "One interview was missing.").await?;
    let words = may_not_sign(scene, story, ("ruth", case, "grant"), rulebook::DEC_4).await?;
    assert!(words.contains("A grant is unanimous"), "{words}");
    Ok(())
}

/// A question to the team is part of the record: the chair's page is old, and the members sign anew.
async fn the_record_changes_under_the_pen(scene: &Scene, story: &Story<'_>, case: &str) -> Played {
    let before = digest(story, "ruth", case).await?;
    let question = [("text", "Which interview was it, and was it held later?")];
    let david = story.staff("david").await?;
    david.fill(&format!("{case}/questions"), "ask-", &question).await?;
    let (ruth, page) = (story.staff("ruth").await?, format!("{case}/sign"));
    let fields = [signature("grant"), vec![("record_digest", before.as_str())]].concat();
    scene.refused(rulebook::DEC_3, ruth.answer_to(&page, &fields)).await?;
    let words = may_not_sign(scene, story, ("ruth", case, "grant"), rulebook::DEC_4).await?;
    assert!(words.contains("the signature of Priya Raman"), "hers has fallen: {words}");
    story.sign("priya", case, "grant", "Still so.").await?;
    story.sign("david", case, "grant", "It was held; I read the notes.").await
}

/// The body's mark was wiped out behind the pages: without it no attestation, and so no decision.
async fn an_attestation_would_name_no_mark(scene: &Scene, story: &Story<'_>, case: &str) -> Played {
    scene.behind_the_pages("update bodies set mark = '' where slug = 'thames'".into()).await;
    let exactly = story.prepare("ruth", case, "grant", "I read the whole record.").await?;
    let ruth = story.staff("ruth").await?;
    let code = code_on(&ruth.read(&exactly).await?)?;
    let fields = [("password", PASSWORD), ("code", code.as_str())];
    let words = scene.refused(rulebook::CRT_1, ruth.answer_to(&exactly, &fields)).await?;
    assert!(words.contains("the certification body's mark"), "{words}");
    scene.behind_the_pages("update bodies set mark = 'TA' where slug = 'thames'".into()).await;
    Ok(())
}

async fn the_decision_is_sent_ten_times_at_once(
    scene: &Scene,
    story: &Story<'_>,
    case: &str,
) -> Played {
    let ruth = story.staff("ruth").await?;
    let page = story.prepare("ruth", case, "grant", "I read the whole record.").await?;
    let code = code_on(&ruth.read(&page).await?)?;
    let dates = [("effective_on", "2020-01-01"), ("expires_on", "2099-12-31")];
    let fields = [vec![("password", PASSWORD), ("code", code.as_str())], dates.to_vec()].concat();
    let sent = futures::future::join_all((0..10).map(|_| ruth.answer_to(&page, &fields))).await;
    let answers: Vec<_> = sent.into_iter().collect::<Result<_, _>>()?;
    let decided = answers.iter().filter(|answer| answer.status == StatusCode::SEE_OTHER).count();
    // By the rule, or because the code has counted already.
    let refusals = [StatusCode::CONFLICT, StatusCode::UNPROCESSABLE_ENTITY];
    let refused = answers.iter().filter(|answer| refusals.contains(&answer.status)).count();
    assert_eq!((decided, refused), (1, 9));
    for table in ["decisions", "certificates"] {
        assert_eq!(scene.count(table).await, 1, "{table}");
    }
    Ok(())
}

async fn a_decided_case_is_signed_again(scene: &Scene, story: &Story<'_>, case: &str) -> Played {
    may_not_sign(scene, story, ("ruth", case, "refuse"), rulebook::DEC_6).await.map(|_| ())
}

/// Outcome, reasons, what more was asked for, who and when.
async fn the_decision_is_kept(story: &Story<'_>) -> Played {
    let manager = story.staff(story.crew.manager).await?;
    let words = said(&manager.read(&format!("{}/case", story.file)).await?);
    let kept = ["I read the whole record.", "Which interview was it", "Ruth Adeyemi", "Decided on"];
    for what in kept {
        assert!(words.contains(what), "{what} is not kept: {words}");
    }
    Ok(())
}
