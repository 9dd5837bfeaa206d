//! Every field of the export, header and value, against what was issued (EXT-1, MD 28).

use super::tests::{allows, exports, now};
use crate::certificates::Attestation;
use crate::cycle::months_after;
use crate::decisions::testing::{Audited, Seated, certified, decides, register};
use crate::decisions::{CaseKind, Vote};
use crate::testing::World;
use time::Date;

/// The rulebook's fields, in its order: number, stable id, status, accreditation status, type, issue and expiry
/// dates, entity id, name and address, country, site addresses, standard, accreditation body.
const FIELDS: [&str; 14] = [
    "Certificate number",
    "Certification identity",
    "Status",
    "Accreditation status",
    "Certification type",
    "Issue date",
    "Expiry date",
    "Entity identity",
    "Entity name",
    "Entity address",
    "Country",
    "Site addresses",
    "Standard",
    "Accreditation body",
];

const ACCREDITED: &str = "Accredited by the Example Accreditation Service, No. 0117";

fn day(date: Date) -> String {
    date.to_string().replace('-', "")
}

/// Under an accreditation that covers everything, or under none.
async fn is_accredited(world: &World, covered: bool) {
    let sql = match covered {
        true => "insert into accreditations (body_id, id, accreditation_body, standard, sectors, words, valid_from, valid_until, by_person, at)
                 select $1, gen_random_uuid(), 'Example Accreditation Service', 'ISO/IEC 42001:2023', '{}', $2, '2020-01-01', '2060-01-01', id, now()
                 from people limit 1",
        false => "update accreditations set valid_until = '2020-01-02' where body_id = $1 and words = $2",
    };
    sqlx::query(sql).bind(world.body).bind(ACCREDITED).execute(&world.owner).await.expect("set");
}

async fn of(world: &World, name: &str) -> (Audited, String) {
    let (Seated { audited, .. }, number) = certified(world, name).await;
    allows(world, &audited.client, "yes").await.expect("consent");
    (audited, number)
}

/// What the row of this certificate must say.
fn row(
    number: &str,
    audited: &Audited,
    name: &str,
    status: &str,
    issued: &Attestation,
) -> Vec<String> {
    let accredited = issued.accreditation.is_some();
    let text = [
        number,
        name,
        status,
        if accredited { "Accredited" } else { "Not accredited" },
        "Management system certification",
        &day(issued.issued_on),
        &day(months_after(issued.issued_on, 36)),
        &audited.file.client_id.to_string(),
        name,
        "12 Cheapside, London",
        "GB",
        "12 Cheapside, London, United Kingdom",
        "ISO/IEC 42001:2023",
        if accredited { ACCREDITED } else { "" },
    ];
    text.map(str::to_owned).to_vec()
}

#[tokio::test]
async fn ext_1_every_field_of_the_export_says_what_was_issued() {
    let world = World::new().await;
    is_accredited(&world, true).await;
    let (valid, valid_number) = of(&world, "Valid, Ltd").await;
    is_accredited(&world, false).await;
    let (suspended, suspended_number) = of(&world, "Suspended Ltd").await;
    decides(&world, &suspended, CaseKind::Suspension, Vote::Suspend).await.expect("suspended");
    let (withdrawn, withdrawn_number) = of(&world, "Withdrawn Ltd").await;
    decides(&world, &withdrawn, CaseKind::Withdrawal, Vote::Withdraw).await.expect("withdrawn");
    let csv = exports(&world, &valid.manager, &now(&world)).await.expect("a file");
    let mut read = csv::Reader::from_reader(csv.as_bytes());
    assert_eq!(read.headers().expect("a header").iter().collect::<Vec<_>>(), FIELDS);
    let lines: Vec<Vec<String>> = read
        .records()
        .map(|line| line.expect("a line").iter().map(str::to_owned).collect())
        .collect();
    assert_eq!(lines.len(), 3);
    for (number, audited, name, status, accredited) in [
        (&valid_number, &valid, "Valid, Ltd", "Active", true),
        (&suspended_number, &suspended, "Suspended Ltd", "Suspended", false),
        (&withdrawn_number, &withdrawn, "Withdrawn Ltd", "Withdrawn", false),
    ] {
        let issued = register(&world, number).await.content;
        assert_eq!(issued.accreditation.is_some(), accredited, "{name}");
        let line = lines.iter().find(|line| line[0] == *number).expect("its line");
        assert_eq!(*line, row(number, audited, name, status, &issued));
    }
}
