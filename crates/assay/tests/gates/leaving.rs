//! What stays, what leaves the house, and with whose word: files past their day, outside registers, transfers.

use super::{Scene, said};
use assay::seed;
use assay::story::{Played, Story};
use certification::rulebook;

#[tokio::test]
async fn what_leaves_the_house_and_who_would_make_it() -> Played {
    let scene = Scene::new().await?;
    let mut story = scene.story();
    seed::corrected(&mut story).await?;
    outside_registers_are_allowed_before_there_is_anything_to_tell(&scene, &story).await?;
    a_certificate_that_is_not_there_goes_out(&scene, &story).await?;
    a_suspended_certificate_is_taken_over(&scene, &story).await?;
    let case = story.open_case().await?;
    story.grant(&case).await?;
    a_client_that_did_not_consent_is_exported(&scene, &story).await?;
    the_office_allows_outside_registers(&scene, &story).await?;
    a_month_to_come_is_exported(&scene, &story).await?;
    a_file_is_deleted_before_its_day(&scene).await;
    a_hold_is_placed_without_a_reason(&scene, &story).await?;
    a_month_is_exported_long_after_it(&scene, &story).await?;
    scene.end().await;
    Ok(())
}

async fn outside_registers_are_allowed_before_there_is_anything_to_tell(
    scene: &Scene,
    story: &Story<'_>,
) -> Played {
    let client = story.client().await?;
    let page = story.at("/client/attestation/registers");
    let trying = client.answer_to(&page, &[("outside_registers", "yes")]);
    scene.refused(rulebook::PUB_2, trying).await?;
    Ok(())
}

async fn a_certificate_that_is_not_there_goes_out(scene: &Scene, story: &Story<'_>) -> Played {
    let client = story.client().await?;
    let page = story.at("/client/transfer");
    let fields =
        [("direction", "out"), ("other_body", "Elder Certification"), ("reasons", "Price.")];
    scene.refused(rulebook::TRF_1, client.answer_to(&page, &fields)).await?;
    Ok(())
}

async fn a_suspended_certificate_is_taken_over(scene: &Scene, story: &Story<'_>) -> Played {
    let client = story.client().await?;
    let asked = [
        ("direction", "in"),
        ("other_body", "Elder Certification"),
        ("certificate_number", "EC-77"),
        ("reasons", "One body for all."),
    ];
    client.fill(&story.at("/client/transfer"), "name=\"direction\"", &asked).await?;
    let page = format!("{}/transfer", story.file);
    let (today, later) = (scene.house.clock.today(), "2040-01-01");
    let today = today.to_string();
    let fields = [
        ("accreditation_valid", "yes"),
        ("status", "suspended"),
        ("status_checked_how", "In its register."),
        ("status_checked_on", today.as_str()),
        ("reports_seen", "Stage 2."),
        ("nonconformities", "None."),
        ("complaints", ""),
        ("cycle_stage", "after_initial"),
        ("issued_on", "2020-01-01"),
        ("expires_on", later),
        ("outcome", "take_over"),
        ("outcome_reasons", "They are in a hurry."),
    ];
    let helen = story.staff("helen").await?;
    let trying = helen.try_to_fill(&page, "name=\"outcome\"", &fields);
    let words = scene.refused(rulebook::TRF_1, trying).await?;
    assert!(words.contains("suspended, not valid") && words.contains("Complaints"), "{words}");
    Ok(())
}

async fn a_client_that_did_not_consent_is_exported(scene: &Scene, story: &Story<'_>) -> Played {
    let helen = story.staff("helen").await?;
    let page = story.at("/office/export");
    helen.fill(&page, "name=\"month\"", &[]).await?;
    assert!(said(&helen.read(&page).await?).contains("One was left out"));
    let today = scene.house.clock.today();
    let month = format!("{:04}-{:02}", today.year(), u8::from(today.month()));
    let csv = helen.read(&story.at(&format!("/office/export.csv?month={month}"))).await?;
    assert!(csv.starts_with("Certificate number,") && !csv.contains("Harbour"), "{csv}");
    Ok(())
}

async fn the_office_allows_outside_registers(scene: &Scene, story: &Story<'_>) -> Played {
    let page = story.at("/client/attestation/registers");
    for key in ["helen", "oliver", "castellan"] {
        let player = story.staff(key).await?;
        scene.nothing_there(player.answer_to(&page, &[("outside_registers", "yes")])).await?;
    }
    Ok(())
}

async fn a_month_to_come_is_exported(scene: &Scene, story: &Story<'_>) -> Played {
    let helen = story.staff("helen").await?;
    let page = story.at("/office/export");
    let trying = helen.answer_to(&page, &[("month", "2099-01")]);
    scene.sent_back("Choose a month of the list", trying).await
}

/// Whoever owns the database deletes a file, its record or its certificate: refused, and nothing is gone.
async fn a_file_is_deleted_before_its_day(scene: &Scene) {
    for table in ["record_entries", "certificates", "decisions", "reports", "engagements"] {
        let before = scene.count(table).await;
        let tried = sqlx::raw_sql(sqlx::AssertSqlSafe(format!("delete from {table}")));
        let refused = tried.execute(&scene.eyes).await.expect_err("it is kept");
        assert!(refused.to_string().contains("RET-1"), "{table}: {refused}");
        assert_eq!(scene.count(table).await, before);
    }
}

async fn a_hold_is_placed_without_a_reason(scene: &Scene, story: &Story<'_>) -> Played {
    let oliver = story.staff("oliver").await?;
    let page = format!("{}/holds", story.file);
    let trying = oliver.try_to_fill(&page, "name=\"reason\"", &[("reason", "")]);
    scene.sent_back("why the file must stay", trying).await?;
    let helen = story.staff("helen").await?;
    let trying = helen.answer_to(&page, &[("reason", "I would like it.")]);
    scene.refused_to_one(rulebook::CMP_2, trying).await?;
    Ok(())
}

/// A month that was owed and let go by; then told with the reason.
async fn a_month_is_exported_long_after_it(scene: &Scene, story: &Story<'_>) -> Played {
    scene.behind_the_pages("update bodies set owes_export = true".to_owned()).await;
    story.wait(70);
    let (helen, page) = (story.staff("helen").await?, story.at("/office/export"));
    let today = scene.house.clock.today();
    let before = today.replace_day(1).expect("a first").previous_day().expect("a day before");
    let month = format!("{:04}-{:02}", before.year(), u8::from(before.month()));
    let late = [("month", month.as_str()), ("late_because", " ")];
    let trying = helen.try_to_fill(&page, "name=\"month\"", &late);
    scene.refused(rulebook::EXT_1, trying).await?;
    let late = [("month", month.as_str()), ("late_because", "The register was down.")];
    helen.fill(&page, "name=\"month\"", &late).await?;
    assert!(said(&helen.read(&page).await?).contains("Late: The register was down."));
    let rules = helen.read(&story.at("/office/rules")).await?;
    let (_, line) = rules.split_once("id=\"ext-1\"").expect("the rule's line");
    let (line, _) = line.split_once("</tr>").expect("its end");
    assert!(line.contains("data-label=\"Overridden\" class=\"num\">1<"), "{line}");
    let list = helen.read(&story.at("/office/assessment/overridden?rule=EXT-1")).await?;
    let list = said(&list);
    assert!(list.contains("The body’s own affairs") && list.contains("The register was down."));
    Ok(())
}
