//! The ids with which doors are tried: those of one certification, and one that never was.

use crate::fresh::Fresh;
use assay::seed::{self, Stage};
use assay::story::{Played, Player, Story};
use certification::installation;
use certification::people::Casting;
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use std::collections::HashMap;

pub const NEVER: &str = "01890000-0000-7000-8000-000000000000";

/// Where the id of each name in a route's address is found, for the client's own file `$1`.
const FOUND: &[(&str, &str)] = &[
    ("file", "select $1"),
    ("audit", "select id from audits where engagement_id = $1 and kind = 'stage_2'"),
    ("audit of stage 1", "select id from audits where engagement_id = $1 and kind = 'stage_1'"),
    ("audit to come", "select audit_id from team_objections where engagement_id = $1"),
    ("finding", "select id from findings where engagement_id = $1"),
    ("case", "select id from cases where engagement_id = $1"),
    ("proposal", "select id from proposals where engagement_id = $1"),
    ("determination", "select id from determinations where engagement_id = $1"),
    ("decision", "select id from decisions where engagement_id = $1"),
    (
        "report",
        "select subject_id from publications where engagement_id = $1 and subject_kind = 'report'",
    ),
    ("concern", "select id from concerns where engagement_id = $1"),
    ("request", "select id from document_requests where engagement_id = $1"),
    ("member", "select id from team_members where engagement_id = $1"),
    ("objection", "select id from team_objections where engagement_id = $1"),
    (
        "question",
        "select id from questions where body_id = (select body_id from engagements where id = $1)",
    ),
    ("evidence", "select id from evidence where engagement_id = $1 and about_kind = 'finding'"),
    ("change", "select id from changes where engagement_id = $1"),
    ("system", "select id from ai_systems where engagement_id = $1"),
    (
        "import",
        "select i.id from ai_system_imports i join clients c on c.client_id = i.client_id where c.name like 'Castellan%' and $1 is not null",
    ),
    (
        "person",
        "select m.person_id from memberships m join people p on p.id = m.person_id where m.function = 'auditor' and p.name = 'Amara Okafor' and $1 is not null",
    ),
    (
        "membership",
        "select m.id from memberships m join people p on p.id = m.person_id where p.name = 'Sofia Marino' and $1 is not null",
    ),
    (
        "assessor",
        "select m.id from memberships m join people p on p.id = m.person_id where p.name = 'Ewan Price' and $1 is not null",
    ),
    (
        "qualification",
        "select q.id from qualifications q join people p on p.id = q.person_id where p.name = 'Amara Okafor' and $1 is not null",
    ),
    (
        "paper",
        "select v.id from competence_papers v join people p on p.id = v.person_id where p.name = 'Amara Okafor' and $1 is not null",
    ),
    (
        "accreditation",
        "select id from accreditations where body_id = (select body_id from engagements where id = $1)",
    ),
    (
        "complaint",
        "select id from complaints where body_id = (select body_id from engagements where id = $1)",
    ),
    (
        "affiliation",
        "select id from affiliations where body_id = (select body_id from engagements where id = $1)",
    ),
    (
        "risk",
        "select id from impartiality_risks where body_id = (select body_id from engagements where id = $1)",
    ),
    (
        "minutes",
        "select id from impartiality_minutes where body_id = (select body_id from engagements where id = $1)",
    ),
    ("vote", "select id from votes where engagement_id = $1"),
    ("intent", "select id from signing_intents where engagement_id = $1"),
    // Only a browser makes one: any id will do, for it is nobody's here.
    ("passkey", "select $1"),
    ("offer", "select id from passkey_offers where $1 is not null"),
    (
        "mail",
        "select id from mails where body_id = (select body_id from engagements where id = $1)",
    ),
];

/// An id for every name in an address.
pub struct Keys(HashMap<&'static str, String>);

impl Keys {
    /// The ids of Harbour's certification at Thames; every kind of thing must be there.
    pub async fn of_harbour(house: &Fresh) -> Keys {
        let mut sql = PgConnection::connect(&house.admin_url).await.expect("the database");
        let file = "select e.id from engagements e join clients c on c.client_id = e.client_id where c.name like 'Harbour%'";
        let file: uuid::Uuid =
            sqlx::query_scalar(file).fetch_one(&mut sql).await.expect("the file");
        let mut keys = HashMap::new();
        for &(name, found) in FOUND {
            let query = sqlx::query_scalar(AssertSqlSafe(
                format!("{found} limit 1").replace("$1", "$1::uuid"),
            ));
            let id: Option<uuid::Uuid> =
                query.bind(file).fetch_optional(&mut sql).await.expect("the query");
            keys.insert(
                name,
                id.unwrap_or_else(|| panic!("there is no {name} to try")).to_string(),
            );
        }
        let number = "select number from certificates limit 1";
        let number: String =
            sqlx::query_scalar(number).fetch_one(&mut sql).await.expect("a number");
        keys.insert("number", number);
        Keys(keys)
    }

    /// Ids that never were.
    pub fn never() -> Keys {
        let mut keys: HashMap<_, _> =
            FOUND.iter().map(|(name, _)| (*name, NEVER.to_owned())).collect();
        keys.insert("number", "TA-AIMS-1999-0001".to_owned());
        Keys(keys)
    }

    /// Whether an address has an id in it.
    pub fn has_ids(&self, path: &str) -> bool {
        names(path).any(|name| name == "id" || self.0.contains_key(name))
    }

    /// A route's address with these ids in it.
    pub fn fill(&self, path: &str, method: &str, body: &str) -> String {
        names(path).fold(path.to_owned(), |filled, name| {
            filled.replace(&format!("{{{name}}}"), self.value(name, path, method, body))
        })
    }

    fn value<'a>(&'a self, name: &'a str, path: &str, method: &str, body: &'a str) -> &'a str {
        let key = match name {
            "body" => return body,
            "section" => return "scope",
            "group" if path.contains("/statement/") => return "A.2",
            "group" => return "4",
            "key" => return "iaf-md-5",
            "version" if path.contains("/settings/time/") => return "2026-01",
            "version" => return "1",
            // Whoever has no token follows nothing.
            "token" => return "00",
            "*path" => return "app.css",
            "purpose" => return "revocation",
            "*tile" => return "0/000.p/1",
            "id" if path.contains("/evidence/") => "evidence",
            "id" if path.contains("/import/") => "import",
            "id" => "system",
            "audit" if path.contains("objection") => "audit to come",
            "audit" if path.contains("{request}") || path.contains("{concern}") => {
                "audit of stage 1"
            }
            // The documents that are asked for before Stage 1, as a page; what is sent goes to Stage 2.
            "audit" if method == "GET" && path.ends_with("/documents") => "audit of stage 1",
            name => name,
        };
        self.0.get(key).unwrap_or_else(|| panic!("{path} names {name}, of which there is no id"))
    }
}

fn names(path: &str) -> impl Iterator<Item = &str> {
    path.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name)
}

/// One certification with everything that has an id: a question of the panel, an objection to a team, an import
/// that waits; and two neighbours of whom each has an application.
pub async fn play(stage: &Stage<'_>) -> Played {
    seed::bodies(stage).await?;
    look_for_a_day(stage).await?;
    let mut story = seed::fintech(stage);
    seed::corrected(&mut story).await?;
    let case = story.open_case().await?;
    let question = [("text", "Which records of the second site did the team see?")];
    let member = Player::enter(story.doors, story.crew.members[0]).await?;
    member.fill(&format!("{case}/questions"), "name=\"text\"", &question).await?;
    let lead = Player::enter(story.doors, story.crew.lead).await?;
    let answer = [("answer", "The onboarding records of the last quarter, eleven in all.")];
    lead.fill(&story.at("/audit/questions"), "name=\"answer\"", &answer).await?;
    story.grant(&case).await?;
    offer_passkey(&story).await?;
    object(&story).await?;
    affiliate(&story).await?;
    report(&story).await?;
    accredit(&story).await?;
    complain(&story).await?;
    publish(&story).await?;
    for neighbour in seed::neighbours(stage) {
        neighbour.begin().await?;
        import(&neighbour).await?;
    }
    stage.clock.set_shift(time::Duration::ZERO);
    seed::let_assessor_in(stage, 60).await
}

/// An assessor whose last day is long over when the doors are tried.
async fn look_for_a_day(stage: &Stage<'_>) -> Played {
    let (name, email) = ("Ewan Price", "ewan@accreditation.example");
    let casting = [Casting { key: "ewan", name, email, slug: None, functions: &[] }];
    installation::cast(stage.admin_url, &casting, seed::PASSWORD, stage.clock).await?;
    // Where the body's summer has begun it may be tomorrow already.
    let last_day = (stage.clock.today() + time::Duration::DAY).to_string();
    let fields = [
        ("name", name),
        ("email", email),
        ("sent_by", "Example Accreditation Service"),
        ("last_day", last_day.as_str()),
    ];
    let player = Player::enter(stage.doors, "oliver").await?;
    player.fill("/b/thames/office/assessors", "name=\"last_day\"", &fields).await?;
    Ok(())
}

/// A member of the panel is about to add a passkey.
async fn offer_passkey(story: &Story<'_>) -> Played {
    let fields = [("name", "Key in the drawer"), ("password", seed::PASSWORD)];
    let page = "/door/account/passkeys/new";
    story.staff(story.crew.chair).await?.fill(page, "name=\"name\"", &fields).await?;
    Ok(())
}

/// The first surveillance gets its team, and the client objects to a member.
async fn object(story: &Story<'_>) -> Played {
    story.tell_of_team(2).await?;
    let client = story.client().await?;
    let audit = story.at(&format!("/client/audits/{}", story.audits[2]));
    let page = client.read(&audit).await?;
    let (_, select) = page.split_once("name=\"person\"").expect("the client can object");
    let mut options = select.split("value=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let person = options.find(|value| value.len() == 36).expect("somebody to object to");
    let reason = [("person", person), ("reason", "She advised us in her last employment.")];
    client.fill(&audit, "/object", &reason).await?;
    Ok(())
}

/// An auditor's file says for whom she works besides.
async fn affiliate(story: &Story<'_>) -> Played {
    let keeper = story.staff("oliver").await?;
    let people = keeper.read(&story.at("/office/people")).await?;
    let (_, row) = people.split_once("Amara Okafor").expect("she is here");
    let file = assay::story::player::address(row, &story.at("/office/people/"), "/competence");
    let page = file.expect("she has a file").trim_end_matches("/competence").to_owned();
    let tie = [
        ("organisation", "Aldgate Technical College"),
        ("kind", "employed"),
        ("what", "Lecturer, one day a week"),
        ("since", "2024-09-01"),
    ];
    keeper.fill(&page, "name=\"organisation\"", &tie).await?;
    Ok(())
}

/// The client reports a change, which waits for its answer.
async fn report(story: &Story<'_>) -> Played {
    let client = story.client().await?;
    let since = story.day(0);
    let change = [
        ("kind", "ai_system"),
        ("what", "A second model now ranks the cases that people look at."),
        ("since", since.as_str()),
    ];
    client.fill(&story.at("/client/changes"), "name=\"what\"", &change).await?;
    Ok(())
}

/// The body is accredited for one sector.
async fn accredit(story: &Story<'_>) -> Played {
    let page = story.at("/office/settings/accreditations");
    let (from, until) = (story.day(0), story.day(1000));
    let fields = [
        ("accreditation_body", "Example Accreditation Service"),
        ("standard", "ISO/IEC 42001:2023"),
        ("sector", "health"),
        ("words", "Accredited by the Example Accreditation Service, No. 0117"),
        ("valid_from", from.as_str()),
        ("valid_until", until.as_str()),
    ];
    story.staff("oliver").await?.fill(&page, "name=\"words\"", &fields).await?;
    Ok(())
}

/// The client complains.
async fn complain(story: &Story<'_>) -> Played {
    let page = story.at("/client/complaints");
    let fields = [
        ("kind", "complaint"),
        ("subject", "The report came late"),
        ("text", "Five weeks, where three were agreed."),
    ];
    story.client().await?.fill(&page, "name=\"subject\"", &fields).await?;
    Ok(())
}

/// Of the Stage 2 report the client may read the summary.
async fn publish(story: &Story<'_>) -> Played {
    let page = format!("{}/audits/{}/report/publish", story.file, story.audits[1]);
    let by = story.staff(story.crew.manager).await?;
    by.fill(&page, "name=\"fields\"", &[("fields", "summary")]).await?;
    Ok(())
}

async fn import(story: &Story<'_>) -> Played {
    let (client, page) = (story.client().await?, story.at("/client/ai-systems/import"));
    let csv = "Name,Purpose\nFraud screen,Screens payments\n".as_bytes();
    let id = uuid::Uuid::now_v7().to_string();
    let kept = client.upload(&page, &[("id", &id)], ("file", "systems.csv", csv)).await?;
    assert_eq!(kept.status, axum::http::StatusCode::SEE_OTHER, "{}", kept.page);
    Ok(())
}
