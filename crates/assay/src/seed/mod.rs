//! The demonstration: two bodies, five clients in different states, each brought there by the people whose
//! steps they are, through the product's own doors, at dates counted back from today.

pub mod cast;
pub mod companies;

use crate::Halt;
use crate::story::{Crew, Found, Played, Player, Story, Stuck};
use axum::Router;
use cast::{BodyCast, NORTHMARK, PersonCast, THAMES};
use certification::bodies::Founding;
use certification::findings::Grade;
use certification::people::{self, Casting, Links};
use certification::{Clock, installation};
use companies::{CASTELLAN, Company, HARBOUR, KESTREL, NORDLYS, ORRERY};
use time::Duration;
use web::App;

/// Fills an empty demonstration; does nothing to one that is filled.
pub(crate) async fn demonstration(app: &App, admin_url: &str) -> Result<(), Halt> {
    if !people::cast(&app.db).await?.is_empty() {
        return Ok(());
    }
    let links = Links::new(&app.settings.secret, &app.settings.public_url);
    let stage = Stage {
        doors: &web::router(app.clone()),
        clock: app.db.clock(),
        admin_url,
        links: &links,
        say: |what| println!("  {what}"),
    };
    println!("Making the demonstration: a certification body's year, in half a minute");
    play(&stage).await.map_err(|stuck| {
        Halt(format!(
            "the demonstration could not be made: {stuck}; begin again with an empty data folder"
        ))
    })
}

/// Everybody's password in the demonstration; signing asks for it.
pub const PASSWORD: &str = "demonstration";

const THAMES_CREW: Crew = Crew {
    manager: "helen",
    lead: "amara",
    auditor: "jonas",
    members: ["priya", "david"],
    chair: "ruth",
};
const NORTHMARK_CREW: Crew = Crew {
    manager: "ingrid",
    lead: "lars",
    auditor: "lars",
    members: ["mei", "tomas"],
    chair: "anna",
};

/// What the play needs: the product's doors, its clock, and the administrator's address for founding.
pub struct Stage<'a> {
    pub doors: &'a Router,
    pub clock: &'a Clock,
    pub admin_url: &'a str,
    pub links: &'a Links,
    pub say: fn(&str),
}

impl From<certification::Error> for Stuck {
    fn from(cause: certification::Error) -> Self {
        Stuck(cause.to_string())
    }
}

/// Plays the whole demonstration; the clock stands at today when it ends.
pub async fn play(stage: &Stage<'_>) -> Played {
    bodies(stage).await?;
    (stage.say)("playing five certifications to where they stand");
    let played = clients(stage).await;
    stage.clock.set_shift(Duration::ZERO);
    played
}

/// The two bodies with their people, 200 days ago; and everybody who will apply.
pub async fn bodies(stage: &Stage<'_>) -> Played {
    stage.clock.set_shift(Duration::days(-200));
    for (body, clients) in
        [(&THAMES, &[&HARBOUR, &CASTELLAN, &ORRERY, &KESTREL][..]), (&NORTHMARK, &[&NORDLYS][..])]
    {
        (stage.say)(&format!("founding {}", body.name));
        found(stage, body, clients).await?;
    }
    Ok(())
}

/// The story of a London bank with three AI systems, beginning 180 days ago.
pub fn fintech<'a>(stage: &Stage<'a>) -> Story<'a> {
    at(stage, 180, "thames", THAMES_CREW, &HARBOUR)
}

async fn clients(stage: &Stage<'_>) -> Played {
    granted(&mut fintech(stage)).await?;
    before_the_panel(&mut at(stage, 120, "thames", THAMES_CREW, &ORRERY)).await?;
    with_open_findings(&mut at(stage, 90, "thames", THAMES_CREW, &CASTELLAN)).await?;
    at(stage, 2, "thames", THAMES_CREW, &KESTREL).apply().await?;
    let mut nordlys = at(stage, 9, "northmark", NORTHMARK_CREW, &NORDLYS);
    nordlys.apply().await?;
    nordlys.wait(2);
    nordlys.accept().await?;
    nordlys.wait(3);
    nordlys.offer().await
}

/// The stories of two neighbours: a client of the same body, and one of the other.
pub fn neighbours<'a>(stage: &Stage<'a>) -> [Story<'a>; 2] {
    [
        at(stage, 2, "thames", THAMES_CREW, &CASTELLAN),
        at(stage, 2, "northmark", NORTHMARK_CREW, &NORDLYS),
    ]
}

/// A story that begins so many days ago.
fn at<'a>(
    stage: &Stage<'a>,
    days_ago: i64,
    body: &'static str,
    crew: Crew,
    company: &'a Company,
) -> Story<'a> {
    stage.clock.set_shift(Duration::days(-days_ago));
    Story::new(stage.doors, stage.clock, body, crew, company)
}

/// From the application to the programme in force.
pub async fn agreed(story: &mut Story<'_>) -> Played {
    story.apply().await?;
    story.wait(2);
    story.accept().await?;
    story.wait(2);
    story.offer().await?;
    story.wait(3);
    story.accept_proposal().await?;
    story.wait(1);
    story.programme().await
}

/// From the application to the report of Stage 2.
pub async fn audited(story: &mut Story<'_>, findings: &[Found]) -> Played {
    agreed(story).await?;
    story.team(0).await?;
    story.wait(2);
    story.plan(0, 14).await?;
    story.wait(10);
    story.upload_documents(0).await?;
    story.wait(4);
    story.stage_1().await?;
    story.wait(2);
    story.team(1).await?;
    story.plan(1, 21).await?;
    story.wait(21);
    story.stage_2(findings).await
}

const OF_HARBOUR: &[Found] = &[
    (
        "A.6.2.6",
        Grade::Minor,
        "The owner of the alarm thresholds is not named for one of the three systems.",
        "Monitoring procedure MP-07; the release of the affordability assistant in spring has no named owner for its drift alarm.",
    ),
    (
        "7.3",
        Grade::Observation,
        "New joiners of customer operations hear of the AI policy in their second month.",
        "Two interviews; the induction plan.",
    ),
];
const OF_ORRERY: &[Found] = &[
    (
        "6.1.4",
        Grade::Major,
        "Impact assessments were made for one of the two systems only.",
        "Register of impact assessments; no entry for the route solver, in service for fourteen months.",
    ),
    (
        "A.7.4",
        Grade::Minor,
        "Data quality limits are applied but not written down for the forecasting data.",
        "Interview with the forecasting lead; pipeline configuration.",
    ),
];
const OF_CASTELLAN: &[Found] = &[
    (
        "A.6.2.4",
        Grade::Major,
        "Validation of the triage helper was not repeated after the model was retrained.",
        "Release notes of the last two versions; validation report of the version before.",
    ),
    (
        "9.2.2",
        Grade::Minor,
        "The internal audit programme does not reach the platform unit.",
        "Internal audit programme; interview with the quality lead.",
    ),
    (
        "A.8.2",
        Grade::Minor,
        "The users' guide does not say for which patients the chest film reader was not validated.",
        "Users' guide; validation report, section on limits.",
    ),
    (
        "5.2",
        Grade::Observation,
        "The AI policy is good and hard to find.",
        "Intranet; three interviews.",
    ),
];

/// All the way to the attestation, listed in the directory.
pub async fn granted(story: &mut Story<'_>) -> Played {
    corrected(story).await?;
    let case = story.open_case().await?;
    story.wait(2);
    story.grant(&case).await?;
    story.consent().await
}

/// To where a case can be opened: the finding was answered, returned, answered again, verified and closed.
pub async fn corrected(story: &mut Story<'_>) -> Played {
    audited(story, OF_HARBOUR).await?;
    story.wait(6);
    let findings = story.findings().await?;
    story.answer_finding(&findings[0]).await?;
    story.wait(4);
    story
        .judge(
            &findings[0],
            "returned",
            "The correction is right; the root cause says what happened, not why it could.",
        )
        .await?;
    story.wait(3);
    story.answer_finding(&findings[0]).await?;
    story.judge(&findings[0], "accepted", "The cause is found and the action fits it.").await?;
    story.wait(14);
    story.verify_and_close(&findings[0]).await
}

async fn before_the_panel(story: &mut Story<'_>) -> Played {
    audited(story, OF_ORRERY).await?;
    story.wait(5);
    for finding in story.findings().await? {
        story.answer_finding(&finding).await?;
        story.judge(&finding, "accepted", "The cause is found and the action fits it.").await?;
        story.wait(9);
        story.verify_and_close(&finding).await?;
    }
    let case = story.open_case().await?;
    let reason = "Both systems now have their assessment, and the effect was verified on site.";
    story.sign(story.crew.members[0], &case, "grant", reason).await
}

async fn with_open_findings(story: &mut Story<'_>) -> Played {
    audited(story, OF_CASTELLAN).await?;
    story.wait(6);
    let findings = story.findings().await?;
    story.answer_finding(&findings[0]).await?;
    story.wait(2);
    story
        .judge(
            &findings[0],
            "returned",
            "Say when validation will be repeated for the version now in use.",
        )
        .await?;
    story.answer_finding(&findings[1]).await
}

/// A body with its people, their competence and its rates; and its clients' signatories, who will apply.
async fn found(stage: &Stage<'_>, body: &BodyCast, clients: &[&Company]) -> Played {
    let administrator = body
        .people
        .iter()
        .find(|p| p.functions.contains(&"administrator"))
        .unwrap_or(&body.people[0]);
    let founding = Founding {
        slug: body.slug.into(),
        code: body.code.into(),
        name: body.name.into(),
        legal_name: body.legal_name.into(),
        address: body.address.into(),
        country: body.country.into(),
        email: body.email.into(),
        mark: body.mark.into(),
        colour: body.colour.into(),
        administrator_name: administrator.name.into(),
        administrator_email: email(administrator.key, body.website),
    };
    installation::found(stage.admin_url, stage.links, &founding, stage.clock).await?;
    let staff: Vec<_> = body
        .people
        .iter()
        .map(|p| (p.key, p.name, email(p.key, body.website), Some(body.slug), p.functions))
        .collect();
    let signatories: Vec<_> = clients
        .iter()
        .map(|c| (c.key, c.signatory, email(c.key, c.website), None, &[][..]))
        .collect();
    let casting: Vec<_> = staff
        .iter()
        .chain(&signatories)
        .map(|(key, name, email, slug, functions)| Casting {
            key,
            name,
            email,
            slug: *slug,
            functions,
        })
        .collect();
    installation::cast(stage.admin_url, &casting, PASSWORD, stage.clock).await?;
    settle(stage, body, administrator).await
}

fn email(key: &str, domain: &str) -> String {
    format!("{key}@{domain}")
}

/// The administrator keeps the rates, and whoever keeps competence files fills them.
async fn settle(stage: &Stage<'_>, body: &BodyCast, administrator: &PersonCast) -> Played {
    let office = Player::enter(stage.doors, administrator.key).await?;
    let at = |tail: &str| format!("/b/{}/office{tail}", body.slug);
    let money = |minor: i64| format!("{}.{:02}", minor / 100, minor % 100);
    let (day, application, certificate) =
        (money(body.rates[0]), money(body.rates[1]), money(body.rates[2]));
    let from = stage.clock.today().to_string();
    let rates = [
        ("valid_from", from.as_str()),
        ("currency", body.currency),
        ("day_rate", &day),
        ("application", &application),
        ("certificate", &certificate),
    ];
    office.fill(&at("/settings/rates"), "day_rate", &rates).await?;
    let people = office.read(&at("/people")).await?;
    for person in body.people.iter().filter(|p| !p.qualified_as.is_empty()) {
        let row = people
            .split_once(person.name)
            .map(|(_, rest)| rest)
            .ok_or_else(|| Stuck(format!("{} is not among the people", person.name)))?;
        let file = crate::story::player::address(row, &at("/people/"), "/competence")
            .ok_or_else(|| Stuck(format!("{} has no competence file", person.name)))?;
        office
            .fill(
                file,
                "name=\"valid_until\"",
                &qualification(stage, person)
                    .iter()
                    .map(|(n, v)| (*n, v.as_str()))
                    .collect::<Vec<_>>(),
            )
            .await?;
    }
    Ok(())
}

fn qualification(stage: &Stage<'_>, person: &PersonCast) -> Vec<(&'static str, String)> {
    let until = stage.clock.today() + Duration::days(1000);
    let mut fields = vec![
        ("evidence", "Curriculum vitae, training records, two witnessed audits".to_owned()),
        ("valid_until", until.to_string()),
    ];
    fields.extend(person.qualified_as.iter().map(|function| ("function", (*function).to_owned())));
    fields.push(("standard", "ISO/IEC 42001:2023".to_owned()));
    fields.extend(
        ["finance", "health", "transport", "employment"]
            .map(|sector| ("sector", sector.to_owned())),
    );
    fields.extend(
        ["producer", "provider", "developer", "user"].map(|role| ("ai_role", role.to_owned())),
    );
    fields.extend(["en", "no"].map(|language| ("language", language.to_owned())));
    fields
}
