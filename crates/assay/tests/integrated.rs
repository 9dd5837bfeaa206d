//! An integrated audit: one client, two files, one team on the same days, from the two applications through to
//! two attestations with numbers of their own.

use crate::fresh::Fresh;
use crate::journey::stage;
use assay::seed;
use assay::seed::cast::THAMES;
use assay::story::player::{Answered, address};
use assay::story::{Played, Player, Story, Stuck};
use axum::http::StatusCode;
use certification::standards::testing::{AIMS, ISMS};
use sqlx::{Connection, PgConnection};

#[tokio::test]
async fn an_integrated_27001_and_42001_audit_ends_in_two_attestations() -> Played {
    let house = Fresh::new().await;
    seed::bodies(&stage(&house)).await?;
    let mut aims = seed::fintech(&stage(&house));
    offer_both(&house).await?;
    qualify_for(&house, &aims, &ISMS.name).await?;
    seed::agreed(&mut aims).await?;
    let mut isms = Story::new(aims.doors, aims.clock, aims.body, aims.crew, aims.company);
    (isms.standard, isms.beside) = (*ISMS, true);
    agree_beside(&aims, &mut isms).await?;

    first_stage(&aims, &isms).await?;
    second_stage(&aims, &isms).await?;
    let ours = [&aims, &isms];
    for story in ours {
        story.wait(3);
        let case = story.open_case().await?;
        story.wait(2);
        story.grant(&case).await?;
        let member = house.enter(story.crew.members[0]).await?;
        let read = member.read(&case).await?.contains("id=\"systems\"");
        let coverage = format!("{}/programme/coverage", story.file);
        let covered = house.enter("helen").await?.read(&coverage).await?.contains("AI systems");
        let asked = house.enter(story.crew.lead).await?;
        let asked = asked.read(&format!("{}/application", story.audit(1))).await?;
        let said = [read, covered, asked.contains("id=\"systems\"")];
        assert_eq!(said, [story.standard.concerns_ai; 3], "{}", story.standard);
    }
    let anyone = Player::visitor(&house.doors);
    for (story, letters) in [(&aims, &AIMS.letters), (&isms, &ISMS.letters)] {
        story.wait(0);
        let client = story.client().await?;
        let shown = client.read(&story.at("/client/attestation")).await?;
        let start = format!("TA-{letters}-");
        let at = shown.find(&start).ok_or_else(|| Stuck(format!("no number of {letters}")))?;
        let in_number = |c: &char| c.is_ascii_alphanumeric() || *c == '-';
        let number: String = shown[at..].chars().take_while(in_number).collect();
        let found = anyone.read(&format!("/verify/{number}")).await?;
        assert!(found.contains(&story.standard.name) && found.contains("Valid"), "{number}");
        let pdf = client.look(&story.at("/client/attestation.pdf")).await?;
        assert!(pdf.status == StatusCode::OK && pdf.page.starts_with("%PDF-"), "a document");
        let record = house.enter("helen").await?;
        let record = record.read(&format!("{}/record?check=yes", story.file)).await?;
        assert!(record.contains("Chain intact"), "the record's chain");
    }
    let mut judge = PgConnection::connect(&house.admin_url).await.expect("the database");
    let said = "select count(distinct engagement_id) from record_entries
        where act = 'audits_held_together' and sentence like '% is held together with that for %'";
    let said: i64 = sqlx::query_scalar(said).fetch_one(&mut judge).await.expect("a count");
    assert_eq!(said, 2, "both records say so");
    house.end().await;
    Ok(())
}

/// The body offers both standards from now on, and its public page lists them.
async fn offer_both(house: &Fresh) -> Played {
    let page = "/b/thames/office/settings/schemes";
    let both = [("standard", AIMS.name.as_str()), ("standard", ISMS.name.as_str())];
    house.enter("oliver").await?.fill(page, "name=\"standard\"", &both).await?;
    let public = Player::visitor(&house.doors).read("/b/thames").await?;
    assert!(public.contains(&AIMS.name) && public.contains(&ISMS.name), "what it offers");
    Ok(())
}

/// Everybody's competence file shows another standard, too (CMP-2, CMP-5).
async fn qualify_for(house: &Fresh, story: &Story<'_>, standard: &str) -> Played {
    let keeper = house.enter("oliver").await?;
    let people = keeper.read(&story.at("/office/people")).await?;
    let until = story.day(1000);
    for person in THAMES.people.iter().filter(|person| !person.qualified_as.is_empty()) {
        let (_, row) = people.split_once(person.name).expect("a row");
        let start = story.at("/office/people/");
        let file = address(row, &start, "/competence").expect("a competence file");
        let fields = [("standard", standard), ("evidence", "Training"), ("valid_until", &until)];
        keeper.fill(file, "name=\"valid_until\"", &fields).await?;
    }
    Ok(())
}

/// The second application of the same client: no register of AI systems is asked for; its audits are held
/// together with those of the first before its programme is in force.
async fn agree_beside(aims: &Story<'_>, isms: &mut Story<'_>) -> Played {
    isms.begin().await?;
    let client = isms.client().await?;
    let scope = client.read(&isms.at("/client/application/scope")).await?;
    assert!(!scope.contains("ai_roles") && !scope.contains("ai_systems_total"), "nothing on AI");
    isms.answer().await?;
    isms.submit().await?;
    assert_ne!(aims.file, isms.file, "a file of its own");
    isms.accept().await?;
    let manager = isms.staff(isms.crew.manager).await?;
    let time = manager.read(&format!("{}/time", isms.file)).await?;
    assert!(time.contains("27006") && !time.contains("Indicative"), "only tables that fit");
    offer_less_time(isms).await?;
    speaks_its_own_words(aims, isms).await?;
    isms.accept_proposal().await?;
    isms.wait(1);
    isms.draft_programme().await?;
    hold_together(aims, isms).await?;
    isms.plan_sites().await?;
    let manager = isms.staff(isms.crew.manager).await?;
    manager.fill(&format!("{}/programme", isms.file), "/in-force", &[]).await?;
    Ok(())
}

/// The second file's audits take less time because they are held with the first's: at most a fifth of what its
/// own table and adjustments leave (TIM-3).
async fn offer_less_time(isms: &Story<'_>) -> Played {
    let manager = isms.staff(isms.crew.manager).await?;
    isms.offer().await?;
    let page = format!("{}/time", isms.file);
    let alone = initial_days(&manager.read(&page).await?);
    let integrated = |percent| {
        [
            ("integration_percent", percent),
            ("integration_certificate", AIMS.name.as_str()),
            ("integration_reason", "One management system; the team is qualified for both."),
        ]
    };
    let refused = manager.try_to_fill(&page, "unchecked_reason", &integrated("21")).await?;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    let said = "Integration takes 21 %; the table allows from 1 to 20 %.";
    assert!(refused.page.contains("TIM-3") && refused.page.contains(said), "{}", refused.page);
    assert_eq!(initial_days(&manager.read(&page).await?), alone, "nothing changed");
    manager.fill(&page, "unchecked_reason", &integrated("20")).await?;
    let shown = manager.read(&page).await?;
    assert!(shown.contains("Integrated with") && shown.contains("−20 % of what is left"));
    let together = initial_days(&shown);
    assert!(together < alone, "{together} days instead of {alone}");
    // Whole half days, rounded up.
    assert!((together - (alone * 2.0 * 0.8).ceil() / 2.0).abs() < 0.01, "{alone} to {together}");
    manager.fill(&format!("{}/proposal", isms.file), "name=\"determination\"", &[]).await?;
    Ok(())
}

/// The days of the initial audit, as the page of the audit time shows them.
fn initial_days(page: &str) -> f64 {
    let (_, row) = page.split_once("Initial audit, in whole half days").expect("a result");
    let (_, days) = row.split_once("nowrap\">").expect("a number");
    days.split_once(" day").and_then(|(days, _)| days.parse().ok()).expect("days")
}

/// What one file is asked about AI, the other is asked about its own matter.
async fn speaks_its_own_words(aims: &Story<'_>, isms: &Story<'_>) -> Played {
    let page = isms.at("/client/changes");
    let of_ai = aims.client().await?.read(&page).await?;
    assert!(
        of_ai.contains("A new AI system") && of_ai.contains("what it means for your AI systems")
    );
    let client = isms.client().await?;
    let shown = client.read(&page).await?;
    assert!(!shown.contains("AI system"), "{shown}");
    assert!(shown.contains("for your information assets") && shown.contains("security incident"));
    let change = [("kind", "ai_system"), ("what", "A new model."), ("since", "2026-03-01")];
    let answered = client.answer_to(&page, &change).await?;
    assert_eq!(answered.status, StatusCode::UNPROCESSABLE_ENTITY, "it is not offered");
    Ok(())
}

/// Where audits are brought together: 0 is Stage 1, 1 is Stage 2.
fn together(story: &Story<'_>, nth: usize) -> String {
    format!("{}/audits/{}/together", story.file, story.audits[nth])
}

async fn hold_together(aims: &Story<'_>, isms: &Story<'_>) -> Played {
    let manager = isms.staff(isms.crew.manager).await?;
    let tries = async |with: &str| -> Played<Answered> {
        manager.answer_to(&together(isms, 0), &[("with", with)]).await
    };
    for (with, said) in
        [(&aims.audits[1], "One is Stage 1"), (&isms.audits[0], "Both audits are of the same file")]
    {
        let refused = tries(with).await?;
        assert!(refused.page.contains(said), "{} {}", refused.status, refused.page);
    }
    for nth in [0, 1] {
        manager.fill(&together(isms, nth), "Hold both together", &[]).await?;
        let there = manager.read(&together(aims, nth)).await?;
        assert!(there.contains(&isms.standard.name), "the other shows it, too");
    }
    manager.fill(&together(isms, 0), "Take over its window", &[]).await?;
    Ok(())
}

/// One team, appointed to one audit and taken over for the other; each member declares for each file.
async fn one_team(aims: &Story<'_>, isms: &Story<'_>, nth: usize) -> Played {
    aims.team(nth).await?;
    let manager = isms.staff(isms.crew.manager).await?;
    manager.fill(&together(isms, nth), "Appoint the same team", &[]).await?;
    for key in [isms.crew.lead, isms.crew.auditor] {
        isms.declare(key, &format!("{}/declaration", isms.audit(nth))).await?;
    }
    let team = format!("{}/audits/{}/team", isms.file, isms.audits[nth]);
    manager.fill(&team, "/tell", &[]).await?;
    let page = isms.at(&format!("/client/audits/{}", isms.audits[nth]));
    isms.client().await?.fill(&page, "/agree", &[]).await?;
    Ok(())
}

/// One plan, written for one audit and taken over for the other.
async fn one_plan(aims: &Story<'_>, isms: &Story<'_>, nth: usize, days: i64) -> Played {
    aims.plan(nth, days).await?;
    let lead = isms.staff(isms.crew.lead).await?;
    let page = format!("{}/plan", isms.audit(nth));
    lead.fill(&page, "/plan/from", &[]).await?;
    assert!(lead.read(&page).await?.contains("Daily meeting at 16:30"), "it is taken over");
    isms.send_plan(nth).await?;
    let page = isms.at(&format!("/client/audits/{}", isms.audits[nth]));
    let client = isms.client().await?;
    assert!(client.read(&page).await?.contains("Held together with"), "the client sees it");
    client.fill(&page, "/plan/agree", &[]).await?;
    Ok(())
}

async fn first_stage(aims: &Story<'_>, isms: &Story<'_>) -> Played {
    isms.wait(0);
    aims.wait(0);
    one_team(aims, isms, 0).await?;
    aims.wait(2);
    isms.wait(0);
    one_plan(aims, isms, 0, 14).await?;
    aims.wait(10);
    isms.wait(0);
    aims.upload_documents(0).await?;
    isms.upload_documents(0).await?;
    aims.wait(4);
    aims.stage_1().await?;
    isms.wait(0);
    isms.stage_1().await
}

async fn second_stage(aims: &Story<'_>, isms: &Story<'_>) -> Played {
    isms.wait(2);
    aims.wait(0);
    one_team(aims, isms, 1).await?;
    one_plan(aims, isms, 1, 21).await?;
    aims.wait(21);
    aims.stage_2(&[]).await?;
    isms.wait(0);
    isms.stage_2(&[]).await?;
    aims.wait(0);
    Ok(())
}
