//! Ready-made applications for tests, through the real acts.

use super::{Begin, Review, Section, Typed, Versioned, accept, begin, own, save, submit};
use crate::actor::Actor;
use crate::ai_systems::{self, Entry};
use crate::db::Tx;
use crate::error::Result;
use crate::files;
use crate::testing::World;
use uuid::Uuid;

/// What a London fintech answers, section by section.
pub fn answers(legal_name: &str, systems: usize) -> Typed {
    let some = |text: &str| text.to_owned();
    Typed {
        legal_name: some(legal_name),
        address: some("12 Finsbury Square, London EC2A 1AS"),
        country: some("GB"),
        sector: some("finance"),
        certification_body: some("no"),
        structure: some("one_entity"),
        contact_name: some("Amara Okafor"),
        contact_email: some("amara.okafor@example.test"),
        people_total: some("84"),
        people_ai: some("23"),
        languages: vec![some("en")],
        site_name: vec![some("Head office"), some("Delivery centre")],
        site_address: vec![
            some("12 Finsbury Square, London EC2A 1AS"),
            some("4 Quay Street, Manchester M3 3HN"),
        ],
        site_country: vec![some("GB"), some("GB")],
        site_people: vec![some("60"), some("24")],
        site_central: vec![some("yes"), some("")],
        site_scope: vec![some("Management, development"), some("Operation, customer service")],
        scope: some(
            "The design, development and operation of AI systems for consumer credit and fraud prevention.",
        ),
        units: some("Data Science; Credit Operations; Fraud Desk"),
        processes: some("Model development, deployment, monitoring and retirement"),
        outsourced: some("Hosting, by a cloud provider"),
        ai_roles: vec![some("developer"), some("user")],
        ai_systems_total: systems.to_string(),
        excludes: some("yes"),
        exclusion_what: vec![some("Marketing analytics")],
        exclusion_why: vec![some("Uses no AI system; descriptive statistics only.")],
        holds_certificates: some("yes"),
        held_standard: vec![some("ISO/IEC 27001:2022")],
        held_issuer: vec![some("Another body")],
        held_number: vec![some("IS 700001")],
        held_expires: vec![some("2028-05-31")],
        consultancy: some("no"),
        signatory_name: some("Amara Okafor"),
        signatory_position: some("Chief executive"),
        signatory_email: some("amara.okafor@example.test"),
        ..Typed::default()
    }
}

/// An entry of the register that lacks nothing.
pub fn complete_system(name: &str) -> Entry {
    let mut entry = Entry::default();
    for field in ai_systems::FIELDS {
        let value = field
            .values
            .first()
            .map_or_else(|| format!("{} of {name}", field.title), |v| v.0.to_owned());
        entry.set(field.key, value);
    }
    entry.name = name.to_owned();
    (entry.stage, entry.risk_class) = ("operation".into(), "limited".into());
    entry
}

/// Begins an application as the acting client and answers every section, with `n_systems` complete entries
/// in the register; not yet submitted.
pub async fn written(tx: &mut Tx<'_>, legal_name: &str, n_systems: usize) -> Result<files::Brief> {
    let file = begin(tx, Begin { legal_name: legal_name.to_owned(), ..Begin::default() }).await?;
    for section in Section::ALL {
        let version = own(tx).await?.version.to_string();
        save(tx, section, &Typed { version, ..answers(legal_name, n_systems) }).await?;
    }
    for n in 1..=n_systems {
        ai_systems::add(tx, Uuid::now_v7(), &complete_system(&format!("System {n}"))).await?;
    }
    files::of(tx, file.engagement_id).await
}

/// An application that this client (of [`World::client`]) has submitted.
pub async fn submitted_application(
    world: &World,
    client: &Actor,
    n_systems: usize,
) -> files::Brief {
    let name: String =
        sqlx::query_scalar("select name from clients where body_id = $1 and client_id = $2")
            .bind(world.body)
            .bind(client.client().expect("an actor of a client"))
            .fetch_one(&world.owner)
            .await
            .expect("the client is known");
    let act = world.db.write(client, async |tx| {
        let file = written(tx, &name, n_systems).await?;
        let version = own(tx).await?.version.to_string();
        submit(tx, Versioned { version }).await?;
        Ok(file)
    });
    act.await.expect("the application is submitted")
}

/// The four reasons of a review that finds nothing wrong.
pub fn reasons(version: i32) -> Review {
    Review {
        version: version.to_string(),
        information: "Enough: scope, sites, people and register are described.".into(),
        differences: "None.".into(),
        competence: "Two auditors and a panel are competent for this sector.".into(),
        impartiality: "No relation with this client is known.".into(),
        answer: String::new(),
        tie: "none".into(),
        ..Review::default()
    }
}

/// An application that the scheme manager has accepted.
pub async fn accepted_application(
    world: &World,
    scheme_manager: &Actor,
    client: &Actor,
    n_systems: usize,
) -> files::Brief {
    let file = submitted_application(world, client, n_systems).await;
    let act = world.db.write(scheme_manager, async |tx| {
        let by = tx.actor().scheme_manager()?;
        let version = super::of_file(tx, file.engagement_id).await?.version;
        accept(tx, &by, file.engagement_id, reasons(version)).await
    });
    act.await.expect("the application is accepted");
    file
}
