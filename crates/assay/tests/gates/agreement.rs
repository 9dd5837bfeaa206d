//! Audit time, the fixed fee, what the client signs, and the programme that follows from it.

use super::application::offers_by_hand;
use super::{Scene, action, said};
use assay::story::{Played, Story};
use certification::rulebook;
use certification::standards::testing::AIMS;

#[tokio::test]
async fn an_accepted_application_on_its_way_to_a_programme() -> Played {
    let scene = Scene::new().await?;
    let mut story = scene.story();
    story.apply().await?;
    story.accept().await?;
    an_adjustment_has_no_reason(&scene, &story).await?;
    reductions_go_beyond_the_table(&scene, &story).await?;
    integration_is_added_to_what_the_limits_leave(&scene, &story).await?;
    time_is_saved_at_sites_that_nobody_planned(&scene, &story).await?;
    people_are_more_than_the_frame_has_rows_for(&scene, &story).await?;
    a_fee_is_offered_without_audit_time(&scene, &story).await?;
    a_fee_is_offered_on_a_table_that_nobody_checked(&scene, &story).await?;
    story.offer().await?;
    audit_time_comes_out_the_same_again(&story).await?;
    a_programme_is_made_before_the_agreement(&scene, &story).await?;
    half_of_the_offer_is_accepted(&scene, &story).await?;
    the_office_accepts_for_the_client(&scene, &story).await?;
    an_offer_is_accepted_after_its_last_day(&scene, &story).await?;
    an_accepted_fee_is_declined(&scene, &story).await?;
    a_fee_is_written_by_hand(&scene, &story).await?;
    story.draft_programme().await?;
    a_programme_has_an_audit_without_objectives(&scene, &story).await?;
    a_clause_is_in_no_audit_of_the_cycle(&scene, &story).await?;
    a_surveillance_is_given_less_than_a_third(&scene, &story).await?;
    a_programme_goes_ahead_without_a_plan_of_its_sites(&scene, &story).await?;
    a_sampled_site_loses_most_of_its_time(&scene, &story).await?;
    the_draw_comes_out_the_same_again(&story).await?;
    scene.end().await;
    Ok(())
}

async fn adjusts(
    scene: &Scene,
    story: &Story<'_>,
    rule: &rulebook::Rule,
    (days, reason): (&str, &str),
) -> Played<String> {
    let manager = story.staff(story.crew.manager).await?;
    let fields = [("kind", "reduce"), ("days", days), ("reason", reason)];
    let page = format!("{}/time", story.file);
    let trying = manager.try_to_fill(&page, "unchecked_reason", &fields);
    scene.refused(rule, trying).await
}

async fn an_adjustment_has_no_reason(scene: &Scene, story: &Story<'_>) -> Played {
    let words = adjusts(scene, story, rulebook::TIM_1, ("0.5", "")).await?;
    assert!(words.contains("the reason for adjustment 1, less time by half a day"), "{words}");
    Ok(())
}

async fn reductions_go_beyond_the_table(scene: &Scene, story: &Story<'_>) -> Played {
    let asked = ("2", "The client is a friendly one.");
    let words = adjusts(scene, story, rulebook::TIM_3, asked).await?;
    assert!(words.contains("the table allows at most"), "{words}");
    Ok(())
}

/// Half of the time, by calling it integration.
async fn integration_is_added_to_what_the_limits_leave(scene: &Scene, story: &Story<'_>) -> Played {
    let manager = story.staff(story.crew.manager).await?;
    let fields = [
        ("integration_percent", "50"),
        ("integration_certificate", "ISO/IEC 27001"),
        ("integration_reason", "It is cheaper."),
    ];
    let page = format!("{}/time", story.file);
    let trying = manager.try_to_fill(&page, "unchecked_reason", &fields);
    let words = scene.refused(rulebook::TIM_3, trying).await?;
    assert!(words.contains("the table allows from 1 to 20 %"), "{words}");
    Ok(())
}

async fn time_is_saved_at_sites_that_nobody_planned(scene: &Scene, story: &Story<'_>) -> Played {
    let manager = story.staff(story.crew.manager).await?;
    let fields = [
        ("kind", "sampled_sites"),
        ("days", "1"),
        ("percent", "50"),
        ("reason", "The branches are small."),
    ];
    let page = format!("{}/time", story.file);
    let trying = manager.try_to_fill(&page, "unchecked_reason", &fields);
    let words = scene.refused(rulebook::TIM_6, trying).await?;
    assert!(words.contains("No plan of the sites says"), "{words}");
    Ok(())
}

/// Nobody guesses a row that only the licensed text has.
async fn people_are_more_than_the_frame_has_rows_for(scene: &Scene, story: &Story<'_>) -> Played {
    let manager = story.staff(story.crew.manager).await?;
    let page = format!("{}/time?table=iso-iec-42006", story.file);
    let fields = [("people", "400"), ("inputs_reason", "Counted again."), ("role", "other")];
    let trying = manager.try_to_fill(&page, "unchecked_reason", &fields);
    let words = scene.refused(rulebook::TIM_2, trying).await?;
    assert!(words.contains("no row for 400 people"), "{words}");
    Ok(())
}

async fn a_fee_is_offered_without_audit_time(scene: &Scene, story: &Story<'_>) -> Played {
    offers_by_hand(scene, story, rulebook::TIM_1).await?;
    Ok(())
}

async fn a_fee_is_offered_on_a_table_that_nobody_checked(
    scene: &Scene,
    story: &Story<'_>,
) -> Played {
    let manager = story.staff(story.crew.manager).await?;
    manager.fill(&format!("{}/time", story.file), "unchecked_reason", &[]).await?;
    offers_by_hand(scene, story, rulebook::TIM_2).await?;
    Ok(())
}

async fn audit_time_comes_out_the_same_again(story: &Story<'_>) -> Played {
    let manager = story.staff(story.crew.manager).await?;
    let words = said(&manager.read(&format!("{}/time", story.file)).await?);
    assert!(words.contains("Reproduced Calculated again just now"), "{words}");
    assert!(words.contains("not marked as checked") || words.contains("Used because:"), "{words}");
    Ok(())
}

async fn a_programme_is_made_before_the_agreement(scene: &Scene, story: &Story<'_>) -> Played {
    let manager = story.staff(story.crew.manager).await?;
    let page = format!("{}/programme", story.file);
    scene.refused(rulebook::APP_3, manager.answer_to(&page, &[])).await?;
    Ok(())
}

async fn acceptance(story: &Story<'_>) -> Played<String> {
    action(&story.client().await?, &story.at("/client/proposal"), "/accept").await
}

async fn half_of_the_offer_is_accepted(scene: &Scene, story: &Story<'_>) -> Played {
    let (client, page) = (story.client().await?, acceptance(story).await?);
    let fields = [("proposal", "yes"), ("name", story.company.signatory)];
    let message = "Tick that you accept the certification agreement";
    scene.sent_back(message, client.answer_to(&page, &fields)).await
}

async fn the_office_accepts_for_the_client(scene: &Scene, story: &Story<'_>) -> Played {
    let (manager, page) = (story.staff(story.crew.manager).await?, acceptance(story).await?);
    let fields = [("proposal", "yes"), ("agreement", "yes"), ("name", story.company.signatory)];
    scene.nothing_there(manager.answer_to(&page, &fields)).await
}

/// An offer that has run out stays refused; a new one is accepted.
async fn an_offer_is_accepted_after_its_last_day(scene: &Scene, story: &Story<'_>) -> Played {
    let page = acceptance(story).await?;
    story.wait(61);
    let client = story.client().await?;
    let fields = [("proposal", "yes"), ("agreement", "yes"), ("name", story.company.signatory)];
    let words = scene.refused(rulebook::TIM_7, client.answer_to(&page, &fields)).await?;
    assert!(words.contains("can no longer be accepted"), "{words}");
    story.offer().await?;
    story.accept_proposal().await
}

async fn an_accepted_fee_is_declined(scene: &Scene, story: &Story<'_>) -> Played {
    let client = story.client().await?;
    let manager = story.staff(story.crew.manager).await?;
    let shown = manager.read(&format!("{}/proposal", story.file)).await?;
    let page = assay::story::player::address(&shown, &format!("{}/proposal/", story.file), "");
    let id = page.and_then(|page| page.rsplit('/').next()).expect("the accepted proposal");
    let page = story.at(&format!("/client/proposal/{id}/decline"));
    scene.refused(rulebook::TIM_7, client.answer_to(&page, &[("reason", "Too dear.")])).await?;
    Ok(())
}

/// What is written into the form beside what it asks for counts for nothing: the fee is what it follows from.
async fn a_fee_is_written_by_hand(scene: &Scene, story: &Story<'_>) -> Played {
    let manager = story.staff(story.crew.manager).await?;
    let page = format!("{}/proposal", story.file);
    let fields =
        [("total_minor", "1"), ("lines", "[]"), ("currency", "XXX"), ("state", "accepted")];
    manager.fill(&page, "name=\"determination\"", &fields).await?;
    let rows =
        "select state, total_minor, currency from proposals order by offered_at desc limit 2";
    let offers: Vec<(String, i64, String)> =
        sqlx::query_as(rows).fetch_all(&scene.eyes).await.expect("two proposals");
    let [offered, accepted] = &offers[..] else { panic!("{offers:?}") };
    assert_eq!((offered.0.as_str(), accepted.0.as_str()), ("offered", "accepted"), "both stand");
    assert_eq!((offered.1, &offered.2), (accepted.1, &accepted.2), "the same time, the same fee");
    Ok(())
}

async fn changed(story: &Story<'_>, nth: usize, fields: &[(&str, &str)]) -> Played {
    let manager = story.staff(story.crew.manager).await?;
    let page = format!("{}/programme/audits/{}", story.file, story.audits[nth]);
    manager.fill(&page, "name=\"objectives\"", fields).await?;
    Ok(())
}

async fn puts_in_force(scene: &Scene, story: &Story<'_>, rule: &rulebook::Rule) -> Played<String> {
    let manager = story.staff(story.crew.manager).await?;
    let page = format!("{}/programme", story.file);
    scene.refused(rule, manager.try_to_fill(&page, "/in-force", &[])).await
}

async fn a_programme_has_an_audit_without_objectives(scene: &Scene, story: &Story<'_>) -> Played {
    changed(story, 4, &[("objectives", "")]).await?;
    let words = puts_in_force(scene, story, rulebook::PRG_1).await?;
    assert!(words.contains("Recertification: objectives"), "{words}");
    changed(story, 4, &[("objectives", "Whether certification is to be renewed.")]).await
}

async fn a_surveillance_is_given_less_than_a_third(scene: &Scene, story: &Story<'_>) -> Played {
    changed(story, 2, &[("days", "0.5")]).await?;
    let words = puts_in_force(scene, story, rulebook::PRG_1).await?;
    assert!(
        words.contains("Surveillance 1: half a day instead of the 1 day determined"),
        "{words}"
    );
    Ok(())
}

async fn a_programme_goes_ahead_without_a_plan_of_its_sites(
    scene: &Scene,
    story: &Story<'_>,
) -> Played {
    changed(story, 2, &[("days", "2")]).await?;
    let manager = story.staff(story.crew.manager).await?;
    let page = format!("{}/programme", story.file);
    let trying = manager.try_to_fill(&page, "/in-force", &[]);
    let words = scene.refused(rulebook::TIM_6, trying).await?;
    assert!(words.contains("nobody has planned which of them"), "{words}");
    Ok(())
}

async fn a_sampled_site_loses_most_of_its_time(scene: &Scene, story: &Story<'_>) -> Played {
    let manager = story.staff(story.crew.manager).await?;
    let page = format!("{}/sampling", story.file);
    let fields = [
        ("fits", "yes"),
        ("reason", "The sites work alike."),
        ("less_percent", "60"),
        ("less_reason", "They are small."),
    ];
    let trying = manager.try_to_fill(&page, "name=\"fits\"", &fields);
    let words = scene.refused(rulebook::TIM_6, trying).await?;
    assert!(words.contains("at most 50 % may be saved"), "{words}");
    Ok(())
}

async fn the_draw_comes_out_the_same_again(story: &Story<'_>) -> Played {
    story.plan_sites().await?;
    let manager = story.staff(story.crew.manager).await?;
    let words = said(&manager.read(&format!("{}/sampling", story.file)).await?);
    assert!(words.contains("Reproduced Drawn again just now"), "{words}");
    manager.fill(&format!("{}/programme", story.file), "/in-force", &[]).await?;
    Ok(())
}

/// Every audit takes everything but one clause.
async fn a_clause_is_in_no_audit_of_the_cycle(scene: &Scene, story: &Story<'_>) -> Played {
    let all: Vec<_> = AIMS.requirements.iter().map(|r| ("requirement", r.id.as_str())).collect();
    let but_one: Vec<_> = all.iter().copied().filter(|(_, id)| *id != "6.1.2").collect();
    for nth in 1..5 {
        takes(story, nth, &but_one).await?;
    }
    let words = puts_in_force(scene, story, rulebook::PRG_2).await?;
    assert!(words.contains("6.1.2"), "{words}");
    takes(story, 1, &all).await
}

async fn takes(story: &Story<'_>, nth: usize, fields: &[(&str, &str)]) -> Played {
    let manager = story.staff(story.crew.manager).await?;
    let page = format!("{}/programme/audits/{}/coverage", story.file, story.audits[nth]);
    manager.fill(&page, "name=\"requirement\"", fields).await?;
    Ok(())
}
