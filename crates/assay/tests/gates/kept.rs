//! The record that nobody rewrites, the document that nobody changes, and the wall between two bodies.

use super::{Scene, said};
use assay::seed;
use assay::story::{Played, Player, Story};
use axum::http::StatusCode;
use certification::rulebook;

#[tokio::test]
async fn what_was_issued_and_recorded_and_who_would_change_it() -> Played {
    let scene = Scene::new().await?;
    let mut story = scene.story();
    seed::granted(&mut story).await?;
    the_client_renames_itself_after_the_decision(&scene, &story).await?;
    the_document_is_written_over(&scene, &story).await?;
    a_word_of_the_register_changes(&scene, &story).await?;
    every_act_is_on_the_record(&scene, &story).await?;
    the_record_is_written_in_by_hand(&scene, &story).await?;
    an_entry_of_the_record_changes(&scene, &story).await?;
    a_neighbouring_body_reaches_over_the_wall(&scene, &story).await?;
    genuine_and_no_longer_valid(&scene, &story).await?;
    scene.end().await;
    Ok(())
}

async fn the_client_renames_itself_after_the_decision(scene: &Scene, story: &Story<'_>) -> Played {
    let client = story.client().await?;
    let page = story.at("/client/application/organisation");
    let fields = [("version", "3"), ("legal_name", "Another Bank plc")];
    scene.refused(rulebook::ORDER, client.answer_to(&page, &fields)).await?;
    Ok(())
}

/// Whatever happens around it, the document stays, byte for byte; no address takes another one.
async fn the_document_is_written_over(scene: &Scene, story: &Story<'_>) -> Played {
    let page = story.at("/client/attestation.pdf");
    let client = story.client().await?;
    let before = client.read(&page).await?;
    scene.nothing_there(client.upload(&page, &[], ("file", "mine.pdf", b"%PDF-1.7"))).await?;
    let (oliver, settings) = (story.staff("oliver").await?, story.at("/office/settings"));
    oliver.fill(&settings, "name=\"address\"", &[("address", "1 New Street, London")]).await?;
    assert!(before == client.read(&page).await?, "the document has changed");
    Ok(())
}

async fn number(scene: &Scene) -> String {
    let number = sqlx::query_scalar("select number from certificates").fetch_one(&scene.eyes).await;
    number.expect("a certificate")
}

async fn anyone_reads(scene: &Scene) -> Played<String> {
    let page = format!("/verify/{}", number(scene).await);
    Ok(said(&Player::visitor(&scene.house.doors).read(&page).await?))
}

/// Genuine, and valid today, are answered apart: here it is in time, and not what was issued.
async fn a_word_of_the_register_changes(scene: &Scene, story: &Story<'_>) -> Played {
    let scope = story.company.scope.replace('\'', "''");
    let write = |scope: &str| {
        format!(
            "update certificates set content = jsonb_set(content, '{{scope}}', to_jsonb('{scope}'::text))"
        )
    };
    scene.behind_the_pages(write("Everything")).await;
    let words = anyone_reads(scene).await?;
    assert!(words.contains("Not as issued") && words.contains("today? Valid From"), "{words}");
    scene.behind_the_pages(write(&scope)).await;
    let words = anyone_reads(scene).await?;
    assert!(words.contains("genuine? Genuine") && words.contains("today? Valid From"), "{words}");
    Ok(())
}

async fn genuine_and_no_longer_valid(scene: &Scene, story: &Story<'_>) -> Played {
    story.wait(3 * 366);
    let words = anyone_reads(scene).await?;
    assert!(words.contains("genuine? Genuine") && words.contains("today? Expired"), "{words}");
    Ok(())
}

async fn every_act_is_on_the_record(scene: &Scene, story: &Story<'_>) -> Played {
    let acts = "select act from record_entries where engagement_id::text = $1";
    let acts: Vec<String> = sqlx::query_scalar(acts)
        .bind(story.file.rsplit('/').next())
        .fetch_all(&scene.eyes)
        .await
        .expect("the record");
    let expected = [
        "application_submitted",
        "application_accepted",
        "audit_time_determined",
        "proposal_offered",
        "proposal_accepted",
        "programme_in_force",
        "team_member_appointed",
        "conflicts_declared",
        "team_told",
        "team_agreed",
        "plan_sent",
        "plan_agreed",
        "audit_opened",
        "documents_checked",
        "audit_closed",
        "report_issued",
        "readiness_reviewed",
        "requirements_concluded",
        "finding_raised",
        "finding_answered",
        "answer_returned",
        "answer_accepted",
        "effect_verified",
        "finding_closed",
        "case_opened",
        "panel_appointed",
        "signature_given",
        "case_decided",
        "consent_given",
    ];
    for act in expected {
        assert!(acts.iter().any(|kept| kept == act), "{act} is not on the record: {acts:?}");
    }
    Ok(())
}

async fn the_record_is_written_in_by_hand(scene: &Scene, story: &Story<'_>) -> Played {
    for key in ["helen", "oliver"] {
        let player = story.staff(key).await?;
        let fields = [("act", "case_decided"), ("sentence", "All is well."), ("seq", "1")];
        let page = format!("{}/record", story.file);
        scene.nothing_there(player.answer_to(&page, &fields)).await?;
    }
    Ok(())
}

/// One word of a past entry, changed by whoever owns the database, shows at that entry.
async fn an_entry_of_the_record_changes(scene: &Scene, story: &Story<'_>) -> Played {
    let helen = story.staff("helen").await?;
    let check = format!("{}/record?check=yes", story.file);
    assert!(helen.read(&check).await?.contains("Chain intact"));
    let swap = |from, to| {
        format!(
            "update record_entries set act = '{to}' where act = '{from}' and seq = (select min(seq) from record_entries where act = '{from}')"
        )
    };
    scene.behind_the_pages(swap("proposal_offered", "proposal_given")).await;
    assert!(said(&helen.read(&check).await?).contains("The chain is broken at entry"));
    scene.behind_the_pages(swap("proposal_given", "proposal_offered")).await;
    assert!(helen.read(&check).await?.contains("Chain intact"));
    Ok(())
}

/// Reading and acting, at the neighbour's address and at the own one: answered like what never was.
async fn a_neighbouring_body_reaches_over_the_wall(scene: &Scene, story: &Story<'_>) -> Played {
    let ingrid = story.staff("ingrid").await?;
    let theirs = story.file.replace("/b/thames/", "/b/northmark/");
    let id = story.file.rsplit('/').next().expect("an id");
    let never = "01890000-0000-7000-8000-000000000000";
    for tail in ["", "/application", "/time", "/proposal", "/programme", "/record", "/case"] {
        scene.nothing_there(ingrid.look(&format!("{}{tail}", story.file))).await?;
        let found = ingrid.look(&format!("{theirs}{tail}")).await?;
        let random = ingrid.look(&format!("{theirs}{tail}").replace(id, never)).await?;
        assert_eq!(found.status, StatusCode::NOT_FOUND, "{tail}");
        assert_eq!(found.page.replace(id, never), random.page, "{tail} tells that it is there");
    }
    let time = [("ai_systems", "1"), ("structure", "one_entity"), ("jurisdictions", "1")];
    let note = [("text", "A note of a neighbour.")];
    let acts: [(&str, &[(&str, &str)]); 5] = [
        ("/time", &time),
        ("/proposal", &[]),
        ("/programme", &[]),
        ("/case/open", &[]),
        ("", &note),
    ];
    for (tail, fields) in acts {
        for base in [&story.file, &theirs] {
            scene.nothing_there(ingrid.answer_to(&format!("{base}{tail}"), fields)).await?;
        }
    }
    Ok(())
}
