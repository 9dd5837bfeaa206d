//! One client's journey, told per person, from the application to the end of the third year; and what nobody
//! else sees of it meanwhile.

use crate::fresh::Fresh;
use assay::seed::{self, Stage};
use assay::story::player::address;
use assay::story::{Played, Player};
use axum::http::StatusCode;
use sqlx::{Connection, PgConnection};

pub fn stage(house: &Fresh) -> Stage<'_> {
    Stage {
        doors: &house.doors,
        clock: &house.clock,
        admin_url: &house.admin_url,
        links: &house.links,
        say: |_| (),
    }
}

#[tokio::test]
async fn a_london_fintech_is_certified_and_three_years_go_by() -> Played {
    let house = Fresh::new().await;
    seed::bodies(&stage(&house)).await?;
    let begun = std::time::Instant::now();
    let mut story = seed::fintech(&stage(&house));
    seed::granted(&mut story).await?;

    // The client downloads what was issued.
    let client = story.client().await?;
    let attestation = client.read(&story.at("/client/attestation")).await?;
    assert!(attestation.contains("TA-AIMS-"), "the client sees its number");
    let pdf = client.look(&story.at("/client/attestation.pdf")).await?;
    assert_eq!(pdf.status, StatusCode::OK);
    assert!(pdf.page.starts_with("%PDF-"), "a document");

    // Anyone finds it by name, since the client consented, and by number.
    let anyone = Player::visitor(&house.doors);
    let found = anyone.read("/verify?q=harbour").await?;
    let number =
        address(&found, "/verify/TA-AIMS-", "").expect("the register finds it by name").to_owned();
    assert!(anyone.read(&number).await?.contains("Valid"));
    assert_eq!(anyone.look("/verify/TA-AIMS-2026-9999").await?.status, StatusCode::NOT_FOUND);

    // The other body of the installation sees nothing of it.
    let ingrid = house.enter("ingrid").await?;
    let clients = ingrid.read("/b/northmark/office/clients").await?;
    assert!(!clients.contains("Harbour"), "the neighbour's list");
    let theirs = story.file.replace("/b/thames/", "/b/northmark/");
    let never = theirs
        .replace(&story.file[story.file.len() - 36..], "01890000-0000-7000-8000-000000000000");
    let (foreign, random) = (ingrid.look(&theirs).await?, ingrid.look(&never).await?);
    assert_eq!((foreign.status, random.status), (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND));
    assert_eq!(
        foreign.page.replace(&theirs, ""),
        random.page.replace(&never, ""),
        "answered like an id that never was"
    );

    // The cycle: what falls due, for office and client; then the years go by.
    let due = house.enter("helen").await?.read(&story.at("/office/due")).await?;
    assert!(due.contains("Surveillance 1") && due.contains("Recertification"), "what falls due");
    assert!(client.read(&story.at("/client/cycle")).await?.contains("Surveillance 1"));
    story.wait(370);
    let late = house.enter("helen").await?.read(&story.at("/office/due")).await?;
    assert!(late.to_lowercase().contains("overdue"), "the first surveillance was not held");
    story.wait(730);
    let expired = anyone.read(&number).await?;
    assert!(
        expired.contains("Expired") || expired.contains("expired"),
        "three years and some days later"
    );
    assert!(!expired.contains(">Valid<"), "nobody could take it for valid");

    // And the record of all this is whole, in whole sentences.
    let mut judge = PgConnection::connect(&house.admin_url).await.expect("the database");
    let half = "select count(*) from record_entries where sentence !~ '^[[:upper:]“].*[.!?”]$'";
    let half: i64 = sqlx::query_scalar(half).fetch_one(&mut judge).await.expect("a count");
    assert_eq!(half, 0, "sentences on the record that are none");
    let record =
        house.enter("helen").await?.read(&format!("{}/record?check=yes", story.file)).await?;
    assert!(record.contains("Chain intact"), "the record's chain");
    // A figure for whoever runs it with its output shown; nothing depends on it.
    println!("from the application to the end of the third year: {:?}", begun.elapsed());
    house.end().await;
    Ok(())
}

/// The demonstration as a visitor meets it: five clients where they should stand, the clock at today.
#[tokio::test]
async fn the_demonstration_stands_where_it_should() -> Played {
    let house = Fresh::new().await;
    seed::play(&stage(&house)).await?;
    assert_eq!(house.clock.shift(), time::Duration::ZERO);
    let helen = house.enter("helen").await?.read("/b/thames/office").await?;
    assert!(
        helen.contains("Review the application") && helen.contains("Kestrel"),
        "an application waits"
    );
    let amara = house.enter("amara").await?.read("/b/thames/audit").await?;
    assert!(amara.contains("Judge the client") && amara.contains("Castellan"), "an answer waits");
    let david = house.enter("david").await?.read("/b/thames/panel").await?;
    assert!(david.contains("Read the record and sign") && david.contains("Orrery"), "a case waits");
    let nordlys = house.enter("nordlys").await?.read("/b/northmark/client").await?;
    assert!(nordlys.contains("Read the proposal"), "a proposal waits");
    let directory = Player::visitor(&house.doors).read("/b/thames/directory").await?;
    assert!(
        directory.contains("Harbour") && !directory.contains("Orrery"),
        "listed by consent, and only then"
    );
    house.end().await;
    Ok(())
}
