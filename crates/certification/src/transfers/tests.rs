//! What may be taken over, what may not, and what goes out.

use super::*;
use crate::actor::Actor;
use crate::applications::testing::accepted_application;
use crate::audits::Kind;
use crate::decisions::testing::{
    Audited, audited, case_before_panel, decides, granted, opens, register,
};
use crate::decisions::{CaseKind, Signed, Vote};
use crate::error::{Error, Result};
use crate::programmes;
use crate::proposals::testing::agreement_in_force;
use crate::record::File;
use crate::testing::World;
use time::Duration;
use uuid::Uuid;

pub(super) async fn asks(
    world: &World,
    client: &Actor,
    direction: &str,
    number: &str,
) -> Result<()> {
    let by = client.signatory()?;
    let form = Asking {
        direction: direction.to_owned(),
        other_body: "Elder Certification".to_owned(),
        certificate_number: number.to_owned(),
        reasons: "One body for all our standards.".to_owned(),
        ..Asking::default()
    };
    world.db.write(client, async |tx| ask(tx, &by, form).await).await
}

/// A review with everything in it.
fn whole(world: &World) -> Reviewing {
    let today = world.clock.today();
    let text = |words: &str| words.to_owned();
    Reviewing {
        certificate_number: text("EC-42001-77"),
        issuing_body: text("Elder Certification"),
        accreditation_body: text("UKAS"),
        accreditation_valid: text("yes"),
        status: text("valid"),
        status_checked_how: text("The body's register, and a letter from it."),
        status_checked_on: today.to_string(),
        reasons: text("One body for all standards."),
        reports_seen: text("Stage 2 and the first surveillance."),
        nonconformities: text("None is open."),
        complaints: text("None were received."),
        cycle_stage: text("after_surveillance_1"),
        issued_on: (today - Duration::days(400)).to_string(),
        expires_on: (today + Duration::days(600)).to_string(),
        outcome: text("take_over"),
        outcome_reasons: text("Nothing stands against it."),
        ..Reviewing::default()
    }
}

async fn reviews(world: &World, by: &Actor, file: File, form: Reviewing) -> Result<()> {
    let proof = by.scheme_manager()?;
    world.db.write(by, async |tx| review(tx, &proof, file, form).await).await
}

#[tokio::test]
async fn trf_1_only_a_valid_accredited_unsuspended_certificate_is_taken_over_and_with_every_item() {
    let world = World::new().await;
    let manager = world.staff("Meg Manager", &[crate::actor::Function::SchemeManager]).await;
    let client = world.client("Coming Ltd").await;
    let file = accepted_application(&world, &manager, &client, 1).await.file();
    asks(&world, &client, "in", "EC-42001-77").await.expect("asked");
    let yesterday = (world.clock.today() - Duration::days(1)).to_string();
    type Break = fn(&mut Reviewing, &str);
    let broken: [(&str, Break); 8] = [
        ("not issued under a valid accreditation", |f, _| f.accreditation_valid = "no".into()),
        ("suspended, not valid", |f, _| f.status = "suspended".into()),
        ("withdrawn, not valid", |f, _| f.status = "withdrawn".into()),
        ("expired on", |f, day| f.expires_on = day.into()),
        ("How the status was checked", |f, _| f.status_checked_how = " ".into()),
        ("Audit reports seen", |f, _| f.reports_seen.clear()),
        ("Open nonconformities", |f, _| f.nonconformities.clear()),
        ("Complaints", |f, _| f.complaints.clear()),
    ];
    for (words, breaks) in broken {
        let mut form = whole(&world);
        breaks(&mut form, &yesterday);
        match reviews(&world, &manager, file, form).await {
            Err(Error::Refused(refusal)) => {
                assert_eq!(refusal.rule.id, "TRF-1");
                let said = refusal.missing.join(" ");
                assert!(said.contains(words), "{words}: {said}");
            }
            other => panic!("{words}: {other:?}"),
        }
    }
    reviews(&world, &manager, file, whole(&world)).await.expect("taken over");
    let again = reviews(&world, &manager, file, whole(&world)).await;
    assert!(matches!(again, Err(Error::Refused(refusal)) if refusal.rule.id == "ORDER"));
    let read = async |tx: &mut crate::Tx<'_>| of_file(tx, file.engagement_id).await;
    let kept = world.db.read(&manager, read).await.expect("read").expect("a transfer");
    let review = kept.review.expect("a review");
    assert!(review.is_positive() && review.stage_title() == "After the first surveillance");
    assert_eq!(
        review.expires_on,
        world.clock.today() + Duration::days(600),
        "the expiry carries over"
    );
}

#[tokio::test]
async fn trf_1_the_database_keeps_no_positive_review_of_a_suspended_certificate() {
    let world = World::new().await;
    let manager = world.staff("Meg Manager", &[crate::actor::Function::SchemeManager]).await;
    let client = world.client("Coming Ltd").await;
    let file = accepted_application(&world, &manager, &client, 1).await.file();
    asks(&world, &client, "in", "EC-42001-77").await.expect("asked");
    reviews(&world, &manager, file, whole(&world)).await.expect("taken over");
    let changed =
        sqlx::query("update transfer_reviews set status = 'suspended' where body_id = $1")
            .bind(world.body)
            .execute(&world.owner)
            .await
            .expect_err("refused");
    assert!(changed.to_string().contains("trf_1_only_valid_accredited_unsuspended"), "{changed}");
}

#[tokio::test]
async fn trf_1_a_transfer_that_is_declined_says_why_and_needs_not_every_item() {
    let world = World::new().await;
    let manager = world.staff("Meg Manager", &[crate::actor::Function::SchemeManager]).await;
    let client = world.client("Coming Ltd").await;
    let file = accepted_application(&world, &manager, &client, 1).await.file();
    asks(&world, &client, "in", "EC-42001-77").await.expect("asked");
    let declines = |reasons: &str| Reviewing {
        status: "suspended".into(),
        outcome: "decline".into(),
        outcome_reasons: reasons.into(),
        reports_seen: String::new(),
        ..whole(&world)
    };
    assert!(matches!(reviews(&world, &manager, file, declines("")).await, Err(Error::Invalid(_))));
    reviews(&world, &manager, file, declines("It is suspended.")).await.expect("declined");
    let (_, own) = world.db.read(&client, async |tx| own(tx).await).await.expect("read");
    let own = own.expect("a transfer");
    assert!(own.answered_at.is_some() && own.review.is_none());
    asks(&world, &client, "in", "EC-42001-78").await.expect("asked again");
    assert!(matches!(asks(&world, &client, "in", "EC-42001-79").await, Err(Error::Refused(_))));
}

#[tokio::test]
async fn trf_1_going_out_needs_a_certificate_and_the_statement_is_given_once() {
    let world = World::new().await;
    let early = audited(&world, "Early Ltd").await;
    let refused = asks(&world, &early.client, "out", "").await;
    assert!(matches!(refused, Err(Error::Refused(refusal)) if refusal.rule.id == "TRF-1"));
    assert!(matches!(asks(&world, &early.client, "in", "").await, Err(Error::Invalid(_))));
    let seated = case_before_panel(&world, early).await;
    let number = granted(&world, &seated).await.expect("a grant");
    let (client, manager, file) =
        (&seated.audited.client, &seated.audited.manager, seated.audited.file);
    asks(&world, client, "out", "").await.expect("asked");
    let draft = async |tx: &mut crate::Tx<'_>| drafted(tx, file.engagement_id).await;
    let draft = world.db.read(manager, draft).await.expect("a draft");
    assert!(draft.contains(&number) && draft.contains("Nonconformities not closed: 1"), "{draft}");
    let gives = async |text: &str| {
        let by = manager.scheme_manager()?;
        let form = Stating { statement: text.to_owned() };
        world.db.write(manager, async |tx| state(tx, &by, file, form).await).await
    };
    assert!(matches!(gives(" ").await, Err(Error::Invalid(_))));
    gives(&draft).await.expect("given");
    assert!(matches!(gives("Another.").await, Err(Error::Stale(_))));
    let (_, own) = world.db.read(client, async |tx| own(tx).await).await.expect("read");
    assert!(own.expect("a transfer").statement.contains(&number));
}

/// A client with an agreement in force and no audit yet.
async fn agreed(world: &World) -> Audited {
    let manager = world.staff("Meg Manager", &[crate::actor::Function::SchemeManager]).await;
    let client = world.client("Coming Ltd").await;
    let file = agreement_in_force(world, &manager, &client, 1).await.file();
    let lead = world.staff("Lee Lead", &[crate::actor::Function::Auditor]).await;
    let (stage_1, stage_2, major, minor) = (Uuid::nil(), Uuid::nil(), Uuid::nil(), Uuid::nil());
    Audited { file, client, manager, lead, stage_1, stage_2, major, minor }
}

/// The client has asked, and the review found nothing against taking over.
async fn reviewed(world: &World, coming: &Audited) {
    asks(world, &coming.client, "in", "EC-42001-77").await.expect("asked");
    reviews(world, &coming.manager, coming.file, whole(world)).await.expect("reviewed");
}

/// The office makes the programme; which audits it holds.
async fn programmed(world: &World, coming: &Audited) -> Result<Vec<Kind>> {
    let engagement = coming.file.engagement_id;
    let make = async |tx: &mut crate::Tx<'_>| {
        let by = tx.actor().scheme_manager()?;
        programmes::make(tx, &by, engagement, programmes::Made::default()).await
    };
    world.db.write(&coming.manager, make).await?;
    let read = async |tx: &mut crate::Tx<'_>| programmes::of_file(tx, engagement).await;
    let programme = world.db.read(&coming.manager, read).await?.expect("a programme");
    Ok(programme.audits.iter().map(|audit| audit.kind).collect())
}

#[tokio::test]
async fn trf_1_a_panel_takes_a_certificate_over_with_its_expiry_and_its_cycle() {
    let world = World::new().await;
    let coming = agreed(&world).await;
    let early = opens(&world, &coming, CaseKind::Transfer).await;
    assert!(matches!(early, Err(Error::Refused(refusal)) if refusal.rule.id == "TRF-1"));
    reviewed(&world, &coming).await;
    let decided = decides(&world, &coming, CaseKind::Transfer, Vote::Grant).await;
    let Ok(Signed::Granted { number }) = decided else { panic!("{decided:?}") };
    let entry = register(&world, &number).await;
    let today = world.clock.today();
    assert!(entry.genuine && entry.standing.is_valid());
    assert_eq!(
        (entry.content.effective_on, entry.content.expires_on),
        (today, today + Duration::days(600)),
        "effective from this body's decision, and no day longer than it was"
    );
    let done: Vec<(String, bool)> = sqlx::query_as(
        "select kind, done_on is not null from deadlines where body_id = $1 order by due_on",
    )
    .bind(world.body)
    .fetch_all(&world.owner)
    .await
    .expect("what is due");
    let due = |kind: &str, done| (kind.to_owned(), done);
    assert_eq!(
        done,
        [due("surveillance_1", true), due("surveillance_2", false), due("recertification", false)]
    );
}

#[tokio::test]
async fn trf_1_the_programme_waits_for_the_panel_and_holds_what_is_left_of_the_cycle() {
    let world = World::new().await;
    let coming = agreed(&world).await;
    reviewed(&world, &coming).await;
    let early = programmed(&world, &coming).await;
    assert!(matches!(early, Err(Error::Refused(refusal)) if refusal.rule.id == "TRF-1"));
    decides(&world, &coming, CaseKind::Transfer, Vote::Grant).await.expect("taken over");
    let kinds = programmed(&world, &coming).await.expect("made");
    assert_eq!(kinds, [Kind::Surveillance2, Kind::Recertification]);
    let in_force = world.db.write(&coming.manager, async |tx| {
        let by = tx.actor().scheme_manager()?;
        let form = programmes::PutInForce::default();
        programmes::put_in_force(tx, &by, coming.file.engagement_id, form).await
    });
    in_force.await.expect("it covers what is left, with no Stage 1 and no Stage 2");
}

#[tokio::test]
async fn trf_1_a_transfer_that_a_panel_refused_is_not_laid_before_it_again() {
    let world = World::new().await;
    let coming = agreed(&world).await;
    reviewed(&world, &coming).await;
    let refused = decides(&world, &coming, CaseKind::Transfer, Vote::Refuse).await;
    assert!(matches!(refused, Ok(Signed::Refused)), "{refused:?}");
    let again = opens(&world, &coming, CaseKind::Transfer).await;
    assert!(matches!(again, Err(Error::Refused(refusal)) if refusal.rule.id == "ORDER"));
    let kinds = programmed(&world, &coming).await.expect("an initial certification is open");
    assert_eq!(kinds, Kind::OF_CYCLE);
}
