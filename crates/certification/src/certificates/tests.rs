//! An attestation rests on a decision, never changes, and answers two questions apart; nothing else is public
//! without consent.

use super::*;
use crate::actor::{Actor, Room};
use crate::decisions::testing::{audited, case_before_panel, granted};
use crate::error::{Error, Result};
use crate::standards::testing::AIMS;
use crate::testing::World;
use time::Duration;
use uuid::Uuid;

#[test]
fn a_number_is_read_however_it_was_typed_and_anything_else_is_malformed() {
    assert_eq!(number_of(" ta-aims-2026-0001 ").as_deref(), Some("TA-AIMS-2026-0001"));
    assert_eq!(number_of("TA-AIMS- 2026 -12345").as_deref(), Some("TA-AIMS-2026-12345"));
    for wrong in [
        "",
        "Northgate",
        "TA-2026-0001",
        "TA-AIMS-26-0001",
        "TA-AIMS-2026-1",
        "T-AIMS-2026-0001",
        "TA-AIMS-2026-0001-2",
        "ТА-AIMS-2026-0001",
    ] {
        assert_eq!(number_of(wrong), None, "{wrong}");
    }
}

async fn looks_up(world: &World, number: &str, revision: Option<i32>) -> Answer {
    world
        .db
        .read(&Actor::visitor(None), async |tx| of_number(tx, number, revision).await)
        .await
        .expect("an answer")
}

async fn entry(world: &World, number: &str, revision: Option<i32>) -> Entry {
    match looks_up(world, number, revision).await {
        Answer::Found(entry) => *entry,
        other => panic!("not found: {other:?}"),
    }
}

async fn lists(world: &World, typed: &str, of_body: Option<Uuid>) -> Vec<String> {
    let found = world
        .db
        .read(&Actor::visitor(None), async |tx| search(tx, typed, of_body, None, 50).await)
        .await
        .expect("a list");
    found.into_iter().map(|line| line.number).collect()
}

async fn consents(world: &World, client: &Actor, listed: &str) -> Result<bool> {
    let by = client.signatory()?;
    world
        .db
        .write(client, async |tx| consent(tx, &by, Consenting { listed: listed.into() }).await)
        .await
}

#[tokio::test]
async fn crt_3_a_grant_issues_a_complete_attestation_dated_on_its_decision() {
    let world = World::new().await;
    let seated = case_before_panel(&world, audited(&world, "Granted Ltd").await).await;
    let number = granted(&world, &seated).await.expect("a grant");
    let entry = entry(&world, &number.to_lowercase(), None).await;
    let content = &entry.content;
    assert!(entry.genuine && entry.standing.is_valid());
    assert!(lacking(content, &AIMS).is_empty());
    assert_eq!(
        (content.revision, content.soa_version.as_str(), content.sites.len()),
        (1, "2.1", 1)
    );
    assert_eq!(
        (content.effective_on, content.expires_on),
        (world.clock.today(), crate::cycle::expiry(world.clock.today(), 36))
    );
    assert_eq!(content.verify_url, format!("https://assay.example/verify/{number}"));
    assert!(number.ends_with(&format!("-AIMS-{}-0001", world.clock.today().year())));
    let document = world
        .db
        .read(&seated.audited.client, async |tx| document(tx).await)
        .await
        .expect("a document");
    use sha2::{Digest, Sha256};
    assert_eq!(entry.pdf_sha256, hex::encode(Sha256::digest(&document.pdf)));
    world.clock.advance(Duration::days(3 * 366));
    let later = looks_up(&world, &number, None).await;
    assert!(
        matches!(later, Answer::Found(e) if e.genuine && e.standing == Standing::Expired),
        "genuine still, valid no more"
    );
}

#[tokio::test]
async fn numbers_of_a_body_follow_one_another() {
    let world = World::new().await;
    let mut numbers = Vec::new();
    for name in ["First Ltd", "Second Ltd"] {
        let seated = case_before_panel(&world, audited(&world, name).await).await;
        numbers.push(granted(&world, &seated).await.expect("a grant"));
    }
    assert!(numbers[0].ends_with("-0001") && numbers[1].ends_with("-0002"), "{numbers:?}");
}

#[tokio::test]
async fn crt_1_what_an_attestation_must_name_is_there_or_nothing_is_decided() {
    let world = World::new().await;
    for blanked in [
        "update sites set address = ' ' where body_id = $1",
        "update document_checks set document_version = '' where body_id = $1",
    ] {
        let seated = case_before_panel(&world, audited(&world, blanked).await).await;
        sqlx::query(blanked).bind(world.body).execute(&world.owner).await.expect("blanked");
        assert!(
            matches!(granted(&world, &seated).await, Err(Error::Refused(refusal)) if refusal.rule.id == "CRT-1"),
            "{blanked}"
        );
    }
    let decided: i64 = sqlx::query_scalar("select count(*) from decisions where body_id = $1")
        .bind(world.body)
        .fetch_one(&world.owner)
        .await
        .expect("a count");
    assert_eq!(decided, 0, "all of it or nothing");
}

#[tokio::test]
async fn crt_2_the_database_holds_dates_and_decision_behind_a_certificate() {
    let world = World::new().await;
    let seated = case_before_panel(&world, audited(&world, "Held Ltd").await).await;
    granted(&world, &seated).await.expect("a grant");
    for (change, constraint) in [
        ("set effective_on = decided_on - 1", "certificates_never_back_dated"),
        ("set outcome = 'refuse'", "certificates_positive_decision"),
        ("set outcome = 'renew'", "certificates_decision"),
    ] {
        let forced = sqlx::query(sqlx::AssertSqlSafe(format!(
            "update certificates {change} where body_id = $1"
        )))
        .bind(world.body)
        .execute(&world.owner)
        .await;
        let error = forced.expect_err("the database refuses");
        assert_eq!(error.as_database_error().and_then(|e| e.constraint()), Some(constraint));
    }
    // No room may change what was issued, the panel's neither.
    let changed = world
        .db
        .write(&seated.chair, async |tx| {
            Ok(sqlx::query("update certificates set scope = 'Everything'")
                .execute(tx.sql())
                .await?)
        })
        .await;
    assert!(matches!(changed, Err(Error::Fault(cause)) if cause.contains("permission denied")));
}

#[tokio::test]
async fn crt_5_a_changed_byte_is_not_genuine_and_an_older_revision_is_superseded() {
    let world = World::new().await;
    let seated = case_before_panel(&world, audited(&world, "Forged Ltd").await).await;
    let number = granted(&world, &seated).await.expect("a grant");
    sqlx::query("insert into decisions select body_id, client_id, engagement_id, $2, gen_random_uuid(), 'extend', reasons, '', decided_on, decided_at, decided_by, record_digest
         from decisions where body_id = $1")
        .bind(world.body).bind(another_case(&world, &seated.audited.file).await).execute(&world.owner).await.expect("a later decision");
    sqlx::query("insert into certificates select c.body_id, c.client_id, c.engagement_id, gen_random_uuid(), d.id, 'extend', d.decided_on, number, 2, client_name, client_name_norm,
           standard, scope, country, effective_on, expires_on, issued_at, jsonb_set(content, '{revision}', '2'), content_digest, pdf, pdf_sha256, demonstration, listed
         from certificates c join decisions d on d.body_id = c.body_id and d.outcome = 'extend' where c.body_id = $1")
        .bind(world.body).execute(&world.owner).await.expect("a later revision");
    let old = entry(&world, &number, Some(1)).await;
    assert!(old.genuine && old.is_superseded() && old.newest_revision == 2);
    let new = entry(&world, &number, None).await;
    assert!(
        !new.genuine && new.standing.is_valid(),
        "its digest is not of what it says: two questions, two answers"
    );
}

async fn another_case(world: &World, file: &crate::File) -> Uuid {
    let id = Uuid::now_v7();
    sqlx::query("insert into cases select body_id, client_id, engagement_id, $2, 1, kind, cycle, state, opened_by, opened_at from cases where body_id = $1 and engagement_id = $3")
        .bind(world.body).bind(id).bind(file.engagement_id).execute(&world.owner).await.expect("a case");
    sqlx::query("insert into manifests select body_id, client_id, engagement_id, $2, digest, lines, at from manifests where body_id = $1 limit 1")
        .bind(world.body).bind(id).execute(&world.owner).await.expect("a manifest");
    id
}

#[tokio::test]
async fn an_unknown_number_is_not_a_malformed_one() {
    let world = World::new().await;
    assert!(matches!(looks_up(&world, "QQQQQ-AIMS-1999-9999", None).await, Answer::Unknown { .. }));
    assert!(matches!(looks_up(&world, "the gold one", None).await, Answer::Malformed { .. }));
    assert!(matches!(looks_up(&world, "' or true --", None).await, Answer::Malformed { .. }));
}

#[tokio::test]
async fn pub_2_without_consent_nobody_is_listed_and_the_number_answers_all_the_same() {
    let world = World::new().await;
    let name = format!("Zürich Ärzte {}", world.slug);
    let seated = case_before_panel(&world, audited(&world, &name).await).await;
    let number = granted(&world, &seated).await.expect("a grant");
    let client = &seated.audited.client;
    for typed in ["", "zür", &name] {
        assert!(!lists(&world, typed, Some(world.body)).await.contains(&number), "{typed}");
    }
    assert!(matches!(looks_up(&world, &number, None).await, Answer::Found(_)));
    let mut colleague = client.clone();
    colleague.signatory = false;
    assert!(
        matches!(consents(&world, &colleague, "yes").await, Err(Error::Refused(_))),
        "only a signatory binds the client"
    );
    assert!(consents(&world, client, "yes").await.expect("consent"));
    assert!(consents(&world, client, "yes").await.expect("said twice"));
    assert_eq!(lists(&world, "  ZÜRICH  ärzte", None).await, std::slice::from_ref(&number));
    assert_eq!(
        lists(&world, "%", Some(world.body)).await,
        Vec::<String>::new(),
        "no pattern, a beginning"
    );
    let kept: i64 = sqlx::query_scalar("select count(*) from consents where body_id = $1")
        .bind(world.body)
        .fetch_one(&world.owner)
        .await
        .expect("a count");
    assert_eq!(kept, 1);
    let neighbour = world.neighbour().await;
    assert!(lists(&world, "", Some(neighbour.body)).await.is_empty());
    consents(&world, client, "no").await.expect("withdrawn");
    assert!(lists(&world, &name, None).await.is_empty());
    assert!(matches!(looks_up(&world, &number, None).await, Answer::Found(_)));
}

#[tokio::test]
async fn the_directory_is_paged_by_name_and_loses_nobody() {
    let world = World::new().await;
    let mut expected = Vec::new();
    for name in ["Beta", "Alpha", "Gamma"] {
        let seated = case_before_panel(&world, audited(&world, name).await).await;
        expected.push((name, granted(&world, &seated).await.expect("a grant")));
        consents(&world, &seated.audited.client, "yes").await.expect("consent");
    }
    expected.sort();
    let (mut after, mut found) = (None::<(String, String)>, Vec::new());
    while let Some(line) = {
        let key = after.as_ref().map(|(name, number)| (name.as_str(), number.as_str()));
        world
            .db
            .read(&Actor::visitor(Some(world.body)), async |tx| {
                search(tx, "", Some(world.body), key, 1).await
            })
            .await
            .expect("a page")
            .pop()
    } {
        after = Some((line.client_name_norm.clone(), line.number.clone()));
        found.push((line.client_name, line.number));
    }
    assert_eq!(
        found,
        expected.into_iter().map(|(name, number)| (name.to_owned(), number)).collect::<Vec<_>>()
    );
}

#[tokio::test]
async fn the_public_room_reads_no_ids_of_a_file_nor_another_clients_room_its_attestation() {
    let world = World::new().await;
    let seated = case_before_panel(&world, audited(&world, "Private Ltd").await).await;
    granted(&world, &seated).await.expect("a grant");
    let visitor = Actor::visitor(Some(world.body));
    let looked = world
        .db
        .read(&visitor, async |tx| {
            Ok(sqlx::query("select client_id, engagement_id from certificates")
                .fetch_all(tx.sql())
                .await?
                .len())
        })
        .await;
    assert!(matches!(looked, Err(Error::Fault(cause)) if cause.contains("permission denied")));
    let other = world.client("Other Ltd").await;
    assert!(matches!(
        world.db.read(&other, async |tx| document(tx).await).await,
        Err(Error::NotFound)
    ));
    assert!(world.db.read(&other, async |tx| own(tx).await).await.expect("a look").is_none());
    assert_eq!(other.room(), Room::Client);
}
