//! The bodies of the demonstration: founded, with their people, their competence and their rates.

use super::cast::{
    ACCREDITATION_BODY, ASSESSOR, ASSESSORS_EMAIL, BodyCast, NORTHMARK, PersonCast, THAMES,
};
use super::companies::{CASTELLAN, Company, HARBOUR, KESTREL, NORDLYS, ORRERY};
use super::{PASSWORD, Stage};
use crate::story::player::address;
use crate::story::{Played, Player, Stuck};
use certification::bodies::Founding;
use certification::installation;
use certification::people::{self, Casting};
use time::Duration;

/// The two bodies with their people, 200 days ago; and everybody who will apply.
pub async fn bodies(stage: &Stage<'_>) -> Played {
    stage.clock.set_shift(Duration::days(-200));
    for (body, clients) in
        [(&THAMES, &[&HARBOUR, &CASTELLAN, &ORRERY, &KESTREL][..]), (&NORTHMARK, &[&NORDLYS][..])]
    {
        (stage.say)(&format!("founding {}", body.name));
        found(stage, body, clients).await?;
    }
    let (key, name, email) = (ASSESSOR.key, ASSESSOR.name, ASSESSORS_EMAIL.to_owned());
    let casting = [Casting { key, name, email: &email, slug: None, functions: &[] }];
    installation::cast(stage.admin_url, &casting, PASSWORD, stage.clock).await?;
    Ok(())
}

/// Lets the accreditation body's assessor look at Thames for the next `days` days.
pub async fn let_assessor_in(stage: &Stage<'_>, days: i64) -> Played {
    let last_day = (stage.clock.today() + Duration::days(days)).to_string();
    let fields = [
        ("name", ASSESSOR.name),
        ("email", ASSESSORS_EMAIL),
        ("sent_by", ACCREDITATION_BODY),
        ("last_day", last_day.as_str()),
    ];
    let player = Player::enter(stage.doors, "oliver").await?;
    player.fill(&office(&THAMES, "/assessors"), "name=\"last_day\"", &fields).await?;
    Ok(())
}

/// Thames Assurance alone, with its people and those who will apply there, 200 days ago.
pub async fn thames(stage: &Stage<'_>) -> Played {
    stage.clock.set_shift(Duration::days(-200));
    thames_now(stage).await
}

/// The same on the day at which the clock stands.
pub async fn thames_now(stage: &Stage<'_>) -> Played {
    found(stage, &THAMES, &[&HARBOUR, &CASTELLAN, &ORRERY, &KESTREL]).await
}

/// A body with its people, their competence and its rates; and its clients' signatories, who will apply.
async fn found(stage: &Stage<'_>, body: &BodyCast, clients: &[&Company]) -> Played {
    let administrator = body
        .people
        .iter()
        .find(|p| p.functions.contains(&"administrator"))
        .unwrap_or(&body.people[0]);
    let founding = founding(body, administrator);
    installation::found(stage.admin_url, stage.links, &founding, stage.clock).await?;
    let staff = body
        .people
        .iter()
        .map(|p| (p.key, p.name, email(p.key, body.website), Some(body.slug), p.functions));
    let signatories =
        clients.iter().map(|c| (c.key, c.signatory, email(c.key, c.website), None, &[][..]));
    let everybody: Vec<_> = staff.chain(signatories).collect();
    let casting: Vec<_> = everybody
        .iter()
        .map(|(key, name, email, slug, functions)| Casting {
            key,
            name,
            email,
            slug: *slug,
            functions,
        })
        .collect();
    installation::cast(stage.admin_url, &casting, PASSWORD, stage.clock).await?;
    let player = Player::enter(stage.doors, administrator.key).await?;
    keep_rates(stage, body, &player).await?;
    fill_competence_files(stage, body, &player).await?;
    give_codes(stage, body).await?;
    keep_register(stage, body).await
}

/// Panel members put one-time codes on their accounts, as they would with a telephone in their hand.
async fn give_codes(stage: &Stage<'_>, body: &BodyCast) -> Played {
    for person in body.people.iter().filter(|p| p.functions.contains(&"panel_member")) {
        let player = Player::enter(stage.doors, person.key).await?;
        let (new, page) = ("/door/account/codes/new", "/door/account/codes");
        player.fill(new, "name=\"password\"", &[("password", PASSWORD)]).await?;
        let shown = player.read(page).await?;
        let secret = shown.split_once("class=\"secret\">").and_then(|(_, s)| s.split('<').next());
        let code = secret.and_then(|secret| people::code_of(secret, stage.clock.now()));
        let code = code.ok_or_else(|| Stuck(format!("{} is shown no secret", person.name)))?;
        player.fill(page, "name=\"code\"", &[("code", &code)]).await?;
    }
    Ok(())
}

fn founding(body: &BodyCast, administrator: &PersonCast) -> Founding {
    Founding {
        slug: body.slug.into(),
        code: body.code.into(),
        name: body.name.into(),
        legal_name: body.legal_name.into(),
        address: body.address.into(),
        country: body.country.into(),
        email: body.email.into(),
        mark: body.mark.into(),
        colour: body.colour.into(),
        time_zone: body.time_zone.into(),
        administrator_name: administrator.name.into(),
        administrator_email: email(administrator.key, body.website),
    }
}

fn email(key: &str, domain: &str) -> String {
    format!("{key}@{domain}")
}

fn office(body: &BodyCast, tail: &str) -> String {
    format!("/b/{}/office{tail}", body.slug)
}

async fn keep_rates(stage: &Stage<'_>, body: &BodyCast, player: &Player) -> Played {
    let [day, application, certificate] =
        body.rates.map(|minor| format!("{}.{:02}", minor / 100, minor % 100));
    let from = stage.clock.today().to_string();
    let rates = [
        ("valid_from", from.as_str()),
        ("currency", body.currency),
        ("day_rate", &day),
        ("application", &application),
        ("certificate", &certificate),
    ];
    player.fill(&office(body, "/settings/rates"), "day_rate", &rates).await?;
    Ok(())
}

/// Whoever keeps competence files fills them, as far as anybody is qualified.
async fn fill_competence_files(stage: &Stage<'_>, body: &BodyCast, player: &Player) -> Played {
    let people = player.read(&office(body, "/people")).await?;
    for person in body.people.iter().filter(|p| !p.qualified_as.is_empty()) {
        let (_, row) = people
            .split_once(person.name)
            .ok_or_else(|| Stuck(format!("{} is not among the people", person.name)))?;
        let file = address(row, &office(body, "/people/"), "/competence")
            .ok_or_else(|| Stuck(format!("{} has no competence file", person.name)))?;
        let typed = qualification(stage, person);
        let typed: Vec<_> = typed.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let (name, words) = training_record(person);
        let paper = ("papers", name.as_str(), words.as_bytes());
        player.fill_with(file, "name=\"valid_until\"", &typed, paper).await?;
        if person.qualified_as.contains(&"auditor") {
            let page = file.trim_end_matches("/competence");
            player.fill(page, "name=\"seen_on\"", &watched_at_work(stage).as_fields()).await?;
        }
    }
    Ok(())
}

/// The paper that a person's qualifications rest on: name and content.
fn training_record(person: &PersonCast) -> (String, String) {
    let words = format!(
        "Training record of {}\n\nManagement systems, principles and auditing: five days, examination passed.\n\
         ISO/IEC 42001:2023, requirements and controls: three days, examination passed.\n\
         Law, methods and risks of AI: two days, attended.\n\nInvented, for a demonstration.\n",
        person.name
    );
    (format!("training-record-{}.txt", person.key), words)
}

/// An auditor was watched at work two weeks before the body began here.
struct Watched {
    seen_on: String,
}

fn watched_at_work(stage: &Stage<'_>) -> Watched {
    Watched { seen_on: (stage.clock.today() - Duration::days(14)).to_string() }
}

impl Watched {
    fn as_fields(&self) -> [(&str, &str); 5] {
        [
            ("seen_on", self.seen_on.as_str()),
            ("audit", "Stage 2 of a manufacturer, at the body's former scheme"),
            ("witness", "An evaluator of another body"),
            ("outcome", "passed"),
            (
                "notes",
                "Well prepared; asks openly, follows the trail, and says at once what is missing.",
            ),
        ]
    }
}

/// The register of impartiality risks, and the committee's first look at it: where somebody manages quality.
async fn keep_register(stage: &Stage<'_>, body: &BodyCast) -> Played {
    let Some(quality) = body.people.iter().find(|p| p.functions.contains(&"quality_manager"))
    else {
        return Ok(());
    };
    let player = Player::enter(stage.doors, quality.key).await?;
    let (page, today) = (office(body, "/impartiality"), stage.clock.today());
    let owner = crate::story::choice(&player.read(&page).await?, quality.name)?;
    for (nth, [title, source, description, treatment]) in RISKS.iter().enumerate() {
        let review = (today + Duration::days(180 + 60 * nth as i64)).to_string();
        let risk = [
            ("title", *title),
            ("source", *source),
            ("description", *description),
            ("treatment", *treatment),
            ("residual", "low"),
            ("owner", &owner),
            ("next_review", &review),
        ];
        player.fill(&page, "name=\"residual\"", &risk).await?;
    }
    hold_meeting(&player, &office(body, "/impartiality/minutes"), &today.to_string()).await
}

/// The committee looks at the first risk of the register.
async fn hold_meeting(player: &Player, page: &str, day: &str) -> Played {
    let shown = player.read(page).await?;
    let risk =
        shown.split_once("name=\"risk\" value=\"").and_then(|(_, rest)| rest.split('"').next());
    let risk = risk.ok_or_else(|| Stuck("the committee has no risk to look at".into()))?;
    let minutes = [
        ("held_on", day),
        (
            "attended",
            "Dr Lena Hartmann, for clients\nMarcus Hale, for consumers\nOliver Tan, quality manager",
        ),
        ("risk", risk),
        (
            "minutes",
            "The committee went through the register. It asked that the share of any one client in the year's fees be reported at each meeting.",
        ),
    ];
    player.fill(page, "name=\"attended\"", &minutes).await?;
    Ok(())
}

/// Risks of an invented body: name, source, what could happen, what is done.
const RISKS: [[&str; 4]; 3] = [
    [
        "Dependence on one large client",
        "finances",
        "If one client pays a great part of the year's fees, nobody likes to refuse it.",
        "No client may pay more than a tenth of the year's fees; the share is reported to the committee.",
    ],
    [
        "Auditors who used to advise",
        "personnel",
        "An auditor may meet a system that a former colleague built.",
        "Affiliations are kept in each person's file and compared with every client; conflicts are declared for each engagement.",
    ],
    [
        "Familiarity over the years",
        "personnel",
        "Who audits the same client for years looks less closely.",
        "The lead auditor changes after two cycles.",
    ],
];

/// What a person of the demonstration is qualified for, as whoever keeps the competence files approves it again.
pub(crate) fn qualified_until(key: &str, until: &str) -> Vec<(&'static str, String)> {
    let everybody = THAMES.people.iter().chain(NORTHMARK.people);
    let person = everybody.into_iter().find(|person| person.key == key);
    person.map(|person| approved(person, until.to_owned())).unwrap_or_default()
}

fn qualification(stage: &Stage<'_>, person: &PersonCast) -> Vec<(&'static str, String)> {
    approved(person, (stage.clock.today() + Duration::days(1000)).to_string())
}

fn approved(person: &PersonCast, until: String) -> Vec<(&'static str, String)> {
    let mut fields = vec![
        ("evidence", "Curriculum vitae, training records, two witnessed audits".to_owned()),
        ("valid_until", until),
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
    fields.extend(
        ["management_systems", "standards", "law", "methods", "sector", "organisation"]
            .map(|field| ("field", field.to_owned())),
    );
    fields.extend(["en", "no"].map(|language| ("language", language.to_owned())));
    fields
}
