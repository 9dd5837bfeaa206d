//! The years after a grant, played through the product's own forms by the people whose steps they are:
//! surveillance maintained by review, a suspension and its end, a renewal with its next cycle, a transfer in.

use crate::fresh::Fresh;
use crate::gates::said;
use crate::journey::stage;
use assay::seed;
use assay::story::player::address;
use assay::story::transfer::Coming;
use assay::story::{Found, Played, Player, Story};
use certification::cycle::{in_words, months_after};
use certification::findings::Grade;
use time::{Date, Duration};

/// What Stage 2 leaves open: a minor whose plan is accepted.
const LEFT_OPEN: &[Found] =
    &[("A.6.2.6", Grade::Minor, "No owner of the alarm is named.", "Monitoring procedure MP-07.")];

/// What the second surveillance finds: a clause that falls to it.
const FOUND_LATER: &[Found] =
    &[("5.2", Grade::Major, "The AI policy is not followed.", "Five decisions against it.")];

/// Granted with a minor that is still to be verified; the attestation's address in the register.
async fn granted(house: &Fresh, story: &mut Story<'_>, left: &[Found]) -> Played<String> {
    seed::audited(story, left).await?;
    for finding in story.findings().await? {
        story.answer_finding(&finding).await?;
        story.judge(&finding, "accepted", "The cause is found, and the plan fits it.").await?;
    }
    let case = story.open_case().await?;
    story.grant(&case).await?;
    story.consent().await?;
    number_of(house, story).await
}

/// Where the register answers for the story's certificate.
async fn number_of(house: &Fresh, story: &Story<'_>) -> Played<String> {
    let shown = story.client().await?.read(&story.at("/client/attestation")).await?;
    let number = address(&shown, "/verify/", "").expect("the client sees its number").to_owned();
    assert!(Player::visitor(&house.doors).look(&number).await?.status.is_success());
    Ok(number)
}

/// What a page says to whoever may read it.
async fn reads(story: &Story<'_>, key: &str, path: &str) -> Played<String> {
    Ok(said(&story.staff(key).await?.read(path).await?))
}

fn says(words: &str, expected: &[&str]) {
    for expected in expected {
        assert!(words.contains(expected), "“{expected}” is not said: {words}");
    }
}

fn never_says(words: &str, unwanted: &[&str]) {
    for unwanted in unwanted {
        assert!(!words.contains(unwanted), "“{unwanted}” is said: {words}");
    }
}

/// The public register's answer today.
async fn register(house: &Fresh, number: &str) -> Played<String> {
    Ok(said(&Player::visitor(&house.doors).read(number).await?))
}

#[tokio::test]
async fn the_first_surveillance_verifies_what_was_left_open_and_is_maintained_by_review() -> Played
{
    let house = Fresh::new().await;
    seed::thames(&stage(&house)).await?;
    let mut story = seed::fintech(&stage(&house));
    let number = granted(&house, &mut story, LEFT_OPEN).await?;
    story.wait(300);
    let office = reads(&story, "helen", &story.at("/office")).await?;
    says(&office, &["Appoint the team and tell the client", "Surveillance 1"]);
    story.turn_to(2).await?;
    let audit = reads(&story, "amara", &story.audit(2)).await?;
    says(&audit, &["Earlier findings that are still open", "F-1", "Hold the opening meeting"]);
    story.open_audit(2).await?;
    story.conclude(&[]).await?;
    let finding = &story.findings().await?[0];
    story.verify_and_close(finding).await?;
    story.close_audit(2).await?;
    let draft = reads(&story, "amara", &format!("{}/report", story.audit(2))).await?;
    says(
        &draft,
        &[
            "Complaints",
            "Objectives",
            "Planned improvement",
            "Operational control",
            "Earlier findings",
        ],
    );
    says(&draft, &["That certification goes on is recommended"]);
    never_says(&draft, &["Certification is recommended", "applied for"]);
    story.report(2, &[("recommendation", "recommend")]).await?;
    let office = reads(&story, "helen", &story.at("/office")).await?;
    says(&office, &["Surveillance 1", "Decide on what the audit found"]);
    story.maintain().await?;
    says(
        &reads(&story, "helen", &format!("{}/case", story.file)).await?,
        &["Certification maintained"],
    );
    says(&register(&house, &number).await?, &["Is it valid today? Valid"]);
    let cycle = reads(&story, "harbour", &story.at("/client/cycle")).await?;
    says(&cycle, &["Surveillance 1", "Done"]);
    let home = reads(&story, "harbour", &story.at("/client")).await?;
    says(&home, &["You are certified", "Surveillance 2"]);
    house.end().await;
    Ok(())
}

/// The first surveillance, with nothing found; it is maintained.
async fn first_surveillance(story: &mut Story<'_>) -> Played {
    story.wait(300);
    story.turn_to(2).await?;
    story.hold(&[]).await?;
    story.maintain().await
}

#[tokio::test]
async fn a_major_of_the_second_surveillance_suspends_and_its_closing_restores() -> Played {
    let house = Fresh::new().await;
    seed::thames(&stage(&house)).await?;
    let mut story = seed::fintech(&stage(&house));
    let number = granted(&house, &mut story, &[]).await?;
    first_surveillance(&mut story).await?;
    story.wait(330);
    story.keep_competent("oliver").await?;
    story.turn_to(3).await?;
    story.hold(FOUND_LATER).await?;
    let page = format!("{}/case", story.file);
    says(
        &reads(&story, "helen", &page).await?,
        &[
            "Maintaining needs the panel",
            "finding 1, a major nonconformity",
            "After a surveillance",
        ],
    );
    let case = story.open_case_of("surveillance", &[]).await?;
    says(
        &reads(&story, "priya", &case).await?,
        &["After a surveillance", "It is about Surveillance 2", "The AI policy is not followed."],
    );
    says(&register(&house, &number).await?, &["Is it valid today? Valid"]);
    story.decide(&case, "suspend", "The policy is the root of the system.").await?;
    let suspended_on = in_words(house.clock.today());
    let words = register(&house, &number).await?;
    says(&words, &["Is it valid today? Suspended", &suspended_on, "seriously failed"]);
    let home = reads(&story, "harbour", &story.at("/client")).await?;
    says(&home, &["Your certificate is suspended", "Answer a finding"]);
    never_says(&home, &["You are certified"]);
    story.wait(20);
    let finding = story.findings().await?.remove(0);
    story.answer_finding(&finding).await?;
    story.judge(&finding, "accepted", "The cause is found, and the action fits it.").await?;
    story.wait(30);
    story.verify_and_close(&finding).await?;
    says(&reads(&story, "helen", &page).await?, &["Suspended", "What follows the suspension"]);
    let case = story.open_case_of("suspended", &[]).await?;
    story.decide(&case, "restore", "The policy is followed, and its effect was verified.").await?;
    says(
        &register(&house, &number).await?,
        &["Is it valid today? Valid", "Suspended", "The suspension ended: restored"],
    );
    says(&reads(&story, "harbour", &story.at("/client")).await?, &["You are certified"]);
    house.end().await;
    Ok(())
}

#[tokio::test]
async fn a_recertification_in_time_renews_and_begins_the_second_cycle() -> Played {
    let house = Fresh::new().await;
    seed::thames(&stage(&house)).await?;
    let mut story = seed::fintech(&stage(&house));
    let number = granted(&house, &mut story, &[]).await?;
    let expires = months_after(house.clock.today(), 36);
    first_surveillance(&mut story).await?;
    story.wait(330);
    story.keep_competent("oliver").await?;
    story.turn_to(3).await?;
    story.hold(&[]).await?;
    story.maintain().await?;
    story.wait(320);
    story.turn_to(4).await?;
    let next = reads(&story, "amara", &story.audit(4)).await?;
    says(&next, &["Recertification", "Hold the opening meeting"]);
    story.hold(&[]).await?;
    let case = story.open_case_of("recertification", &[]).await?;
    let told = reads(&story, "priya", &case).await?;
    says(&told, &["Recertification", "Renewal is recommended"]);
    story.decide(&case, "renew", "The system works, over the whole cycle.").await?;
    renewed(&house, &number, expires).await?;
    second_cycle(&house, &mut story).await?;
    house.end().await;
    Ok(())
}

/// The next revision builds on the old expiry, and is effective from the decision.
async fn renewed(house: &Fresh, number: &str, expires: Date) -> Played {
    let words = register(house, number).await?;
    let (today, until) = (in_words(house.clock.today()), in_words(months_after(expires, 36)));
    says(&words, &["Is it valid today? Valid", "Renewed: revision 2", &today, &until]);
    Ok(())
}

async fn second_cycle(house: &Fresh, story: &mut Story<'_>) -> Played {
    let page = format!("{}/programme", story.file);
    says(&reads(story, "helen", &story.at("/office")).await?, &["Make the audit programme"]);
    says(&reads(story, "helen", &page).await?, &["Cycle 2 has begun"]);
    story.next_programme().await?;
    let planned = reads(story, "helen", &page).await?;
    says(&planned, &["Programme of cycle 2", "In force", "plan which of them it goes to"]);
    story.plan_sites().await?;
    says(
        &reads(story, "helen", &page).await?,
        &["Goes to Surveillance 1", "Sites and sampling, with the draw"],
    );
    let due = in_words(months_after(house.clock.today(), 12));
    let client = reads(story, "harbour", &story.at("/client/cycle")).await?;
    says(&client, &["Surveillance 1", &due]);
    assert_eq!(story.audits.len(), 8, "two surveillances and a recertification more");
    Ok(())
}

const COMING: Coming = Coming {
    number: "EC-42001-77",
    issued_ago: 400,
    expires_in: 695,
    stage: "after_surveillance_1",
    status: "valid",
};

/// Agreed with a client that holds another body's certificate, up to the office's review.
async fn coming<'a>(house: &'a Fresh) -> Played<Story<'a>> {
    seed::thames(&stage(house)).await?;
    let mut story = seed::newcomer(&stage(house));
    story.apply().await?;
    story.ask_for_transfer(&COMING).await?;
    story.accept().await?;
    story.offer().await?;
    story.accept_proposal().await?;
    says(&reads(&story, "helen", &story.at("/office")).await?, &["The client asks for a transfer"]);
    Ok(story)
}

#[tokio::test]
async fn a_transfer_in_carries_over_expiry_and_cycle_of_the_other_bodys_certificate() -> Played {
    let house = Fresh::new().await;
    let mut story = coming(&house).await?;
    story.review_transfer(&COMING, "take_over").await?;
    let office = reads(&story, "helen", &story.at("/office")).await?;
    says(&office, &["Lay the transfer before a panel"]);
    never_says(&office, &["Make the audit programme"]);
    let page = reads(&story, "helen", &format!("{}/case", story.file)).await?;
    says(&page, &["can be taken over"]);
    never_says(&page, &["Stage 1"]);
    let case = story.open_case_of("transfer", &[("soa_version", "3.1")]).await?;
    says(
        &reads(&story, "priya", &case).await?,
        &["Taking a certificate over", "EC-42001-77", "UKAS", "3.1"],
    );
    story.decide(&case, "grant", "Register and reports show a system that works.").await?;
    let number = number_of(&house, &story).await?;
    let expires = house.clock.today() + Duration::days(COMING.expires_in);
    let words = register(&house, &number).await?;
    says(&words, &["Is it valid today? Valid", &in_words(expires), "3.1"]);
    let home = reads(&story, story.company.key, &story.at("/client")).await?;
    says(&home, &["You are certified", "Surveillance 2"]);
    never_says(&home, &["Stage 1"]);
    story.next_programme().await?;
    let page = reads(&story, "helen", &format!("{}/programme", story.file)).await?;
    says(&page, &["Surveillance 2", "Recertification", "In force"]);
    assert_eq!(story.audits.len(), 2, "what the other body held is not held again");
    house.end().await;
    Ok(())
}

#[tokio::test]
async fn a_transfer_that_is_refused_leaves_the_way_of_an_initial_certification() -> Played {
    let house = Fresh::new().await;
    let mut story = coming(&house).await?;
    let suspended = Coming { status: "suspended", ..COMING };
    story.review_transfer(&suspended, "decline").await?;
    let client = reads(&story, story.company.key, &story.at("/client/transfer")).await?;
    says(&client, &["reviewed it", "Ask for the transfer"]);
    let page = reads(&story, "helen", &format!("{}/case", story.file)).await?;
    never_says(&page, &["can be taken over"]);
    story.ask_for_transfer(&COMING).await?;
    story.review_transfer(&COMING, "take_over").await?;
    let case = story.open_case_of("transfer", &[("soa_version", "3.1")]).await?;
    story.decide(&case, "refuse", "The reports say too little of the AI systems.").await?;
    let page = reads(&story, "helen", &format!("{}/case", story.file)).await?;
    says(&page, &["Transfer refused", "the Stage 1 report, issued"]);
    never_says(&page, &["can be taken over"]);
    says(&reads(&story, "helen", &story.at("/office")).await?, &["Make the audit programme"]);
    story.programme().await?;
    let home = reads(&story, story.company.key, &story.at("/client")).await?;
    says(&home, &["Stage 1"]);
    never_says(&home, &["You are certified"]);
    house.end().await;
    Ok(())
}
