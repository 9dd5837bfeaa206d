//! Applying over HTTP, as its people do it: an account holder begins, writes section by section, submits; the
//! scheme manager reads and returns it; nothing typed is lost on the way.

use crate::browser::Browser;
use axum::http::StatusCode;
use certification::actor::Function;
use certification::ai_systems;
use certification::applications::testing::{answers, complete_system};
use certification::applications::{self, Section, State};
use certification::people::{self, Entered};
use certification::testing::World;
use uuid::Uuid;

/// The value of a hidden field of the page.
fn hidden(html: &str, name: &str) -> String {
    let start = html.find(&format!("name=\"{name}\" value=\"")).expect("the field is there");
    html[start..].split('"').nth(3).expect("its value").to_owned()
}

async fn begun(world: &World) -> (Browser, Entered) {
    let person = world.person("Amara Okafor").await;
    let browser = Browser::of(world, person).await;
    let apply = format!("/b/{}/apply", world.slug);
    let id = hidden(&browser.get(&apply).await, "id");
    let form = [("id", id.as_str()), ("legal_name", "Northgate Ltd")];
    for _ in 0..2 {
        let page = browser.post(&apply, &form).await;
        assert_eq!(page.location, format!("/b/{}/client/application", world.slug));
    }
    let entered = people::enter(&world.db, &browser.token).await.expect("a look");
    (browser, entered.expect("a session"))
}

/// A section as its page sends it, taken from ready-made answers.
fn typed(section: Section) -> Vec<(&'static str, String)> {
    let a = answers("Northgate Ltd", 1);
    let rows =
        |name, values: &[String]| values.iter().map(|v| (name, v.clone())).collect::<Vec<_>>();
    match section {
        Section::Organisation => vec![
            ("legal_name", a.legal_name),
            ("address", a.address),
            ("country", a.country),
            ("sector", a.sector),
            ("certification_body", a.certification_body),
            ("structure", a.structure),
            ("contact_name", a.contact_name),
            ("contact_email", a.contact_email),
        ],
        Section::People => vec![
            ("people_total", a.people_total),
            ("people_ai", a.people_ai),
            ("languages", a.languages[0].clone()),
        ],
        Section::Sites => [
            rows("site_name", &a.site_name),
            rows("site_address", &a.site_address),
            rows("site_country", &a.site_country),
            rows("site_people", &a.site_people),
            rows("site_central", &a.site_central),
            rows("site_scope", &a.site_scope),
        ]
        .concat(),
        Section::Scope => vec![
            ("scope", a.scope),
            ("units", a.units),
            ("processes", a.processes),
            ("outsourced", a.outsourced),
            ("ai_roles", a.ai_roles[0].clone()),
            ("ai_systems_total", a.ai_systems_total),
        ],
        Section::Exclusions => vec![
            ("excludes", a.excludes),
            ("exclusion_what", a.exclusion_what[0].clone()),
            ("exclusion_why", a.exclusion_why[0].clone()),
        ],
        Section::Certificates => vec![("holds_certificates", "no".into())],
        Section::Consultancy => vec![("consultancy", a.consultancy)],
        Section::Signatory => vec![
            ("signatory_name", a.signatory_name),
            ("signatory_position", a.signatory_position),
            ("signatory_email", a.signatory_email),
        ],
    }
}

async fn written(world: &World, browser: &Browser, me: &Entered) {
    let base = format!("/b/{}/client/application", world.slug);
    for section in Section::ALL {
        let path = format!("{base}/{}", section.key());
        let version = hidden(&browser.get(&path).await, "version");
        let mut form = typed(section);
        form.push(("version", version));
        let form: Vec<_> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let page = browser.post(&path, &form).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}: {}", section.key(), page.html);
    }
    let actor = actor(world, me);
    let add = world.db.write(&actor, async |tx| {
        ai_systems::add(tx, Uuid::now_v7(), &complete_system("Fraud Shield")).await
    });
    add.await.expect("an entry");
}

fn actor(world: &World, me: &Entered) -> certification::Actor {
    me.actor(&world.slug, certification::Room::Client, None).expect("a client")
}

#[tokio::test]
async fn an_application_goes_from_the_public_page_to_the_review_and_back() {
    let world = World::new().await;
    let (amara, me) = begun(&world).await;
    assert_eq!(me.memberships.len(), 1, "sent twice, one client begins");
    let base = format!("/b/{}/client/application", world.slug);
    let check = format!("{base}/check");
    let early = amara.get(&check).await;
    assert!(early.contains("Still missing") && !early.contains("Submit the application</button>"));
    let refused = amara
        .post(
            &check,
            &[("version", &hidden(&amara.get(&format!("{base}/people")).await, "version"))],
        )
        .await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.html.contains("APP-1"));

    written(&world, &amara, &me).await;
    let version = hidden(&amara.get(&check).await, "version");
    let sent = amara.post(&check, &[("version", &version)]).await;
    assert_eq!((sent.status, sent.location.as_str()), (StatusCode::SEE_OTHER, base.as_str()));
    let locked = amara.get(&base).await;
    assert!(locked.contains("It is our turn") && locked.contains("Delivery centre"));
    assert_eq!(amara.ask("GET", &format!("{base}/people"), "").await.location, base);

    let file = world
        .db
        .read(&actor(&world, &me), applications::own)
        .await
        .expect("it is there")
        .engagement_id;
    let dele = world.staff("Dele Reviewer", &[Function::SchemeManager]).await;
    let dele = Browser::of(&world, dele.person().expect("a person")).await;
    let clients =
        dele.get(&format!("/b/{}/office/clients?state=submitted&name=north", world.slug)).await;
    assert!(clients.contains("Northgate Ltd"));
    let page = format!("/b/{}/office/clients/{file}/application", world.slug);
    let whole = dele.get(&page).await;
    assert!(whole.contains("Uses no AI system") && whole.contains("Fraud Shield"));
    let version = hidden(&whole, "version");
    let half = dele
        .post(
            &page,
            &[("version", &version), ("information", "Not quite."), ("outcome", "returned")],
        )
        .await;
    assert_eq!(half.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(half.html.contains("Not quite."), "what was typed stays");
    let reasons = [
        ("information", "Not quite."),
        ("differences", "None."),
        ("competence", "Yes."),
        ("impartiality", "Free."),
        ("answer", "Which fraud models?"),
        ("version", &version),
        ("outcome", "returned"),
    ];
    assert_eq!(dele.post(&page, &reasons).await.status, StatusCode::SEE_OTHER);
    assert!(
        !dele.get(&page).await.contains("name=\"outcome\""),
        "no button where the table has no step"
    );
    let back = amara.get(&base).await;
    assert!(
        back.contains("Which fraud models?") && !back.contains("Not quite."),
        "the review itself is not the client's"
    );
}

#[tokio::test]
async fn another_row_and_a_stale_page_lose_nothing_that_was_typed() {
    let world = World::new().await;
    let (amara, me) = begun(&world).await;
    let sites = format!("/b/{}/client/application/sites", world.slug);
    let version = hidden(&amara.get(&sites).await, "version");
    let row = [
        ("version", version.as_str()),
        ("site_name", "Leeds"),
        ("site_address", "1 Canal Street"),
        ("site_country", "GB"),
        ("site_people", "many"),
        ("site_central", "yes"),
        ("site_scope", ""),
    ];
    let more = amara.post(&sites, &[&row[..], &[("add", "site")]].concat()).await;
    assert_eq!(more.status, StatusCode::OK);
    assert!(
        more.html.contains("1 Canal Street")
            && more.html.contains("site_name-1")
            && more.html.contains("value=\"many\"")
    );
    let wrong = amara.post(&sites, &row).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.html.contains("id=\"site_people-0-error\""), "the message stands in its row");

    let people = format!("/b/{}/client/application/people", world.slug);
    let form = [("version", version.as_str()), ("people_total", "84"), ("people_ai", "23")];
    assert_eq!(amara.post(&people, &form).await.status, StatusCode::SEE_OTHER);
    let mut late = row;
    late[4].1 = "12";
    let stale = amara.post(&sites, &late).await;
    assert_eq!(stale.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(stale.html.contains("1 Canal Street") && stale.html.contains("not saved"));
    let now = hidden(&stale.html, "version");
    late[0].1 = &now;
    assert_eq!(amara.post(&sites, &late).await.status, StatusCode::SEE_OTHER);
    let kept = world.db.read(&actor(&world, &me), applications::own).await.expect("it is there");
    assert_eq!((kept.sites.len(), kept.people_total, kept.state), (1, Some(84), State::Draft));
}

#[tokio::test]
async fn a_draft_is_the_clients_alone_and_applying_needs_an_account() {
    let world = World::new().await;
    let (amara, me) = begun(&world).await;
    let apply = format!("/b/{}/apply", world.slug);
    let nobody = Browser { router: amara.router.clone(), token: String::new() };
    let page = nobody.get(&apply).await;
    assert!(
        page.contains(&format!("/door/account?at={}", world.slug))
            && !page.contains("<form method=\"post\" novalidate")
    );
    assert!(
        nobody
            .post(&apply, &[("id", &Uuid::now_v7().to_string()), ("legal_name", "X")])
            .await
            .location
            .starts_with("/door?next=")
    );
    let elsewhere = Browser::of(&world, world.person("Somebody Else").await).await;
    let client = me.memberships[0].client_id.expect("a client").to_string();
    let stolen = elsewhere.post(&apply, &[("id", &client), ("legal_name", "Mine now")]).await;
    assert_eq!(stolen.status, StatusCode::NOT_FOUND, "another's client is not there");

    let file = world
        .db
        .read(&actor(&world, &me), applications::own)
        .await
        .expect("it is there")
        .engagement_id;
    let dele = world.staff("Dele Reviewer", &[Function::SchemeManager]).await;
    let dele = Browser::of(&world, dele.person().expect("a person")).await;
    let whole = dele.get(&format!("/b/{}/office/clients/{file}/application", world.slug)).await;
    assert!(whole.contains("still writing") && !whole.contains("Amara"));
    assert!(dele.get(&format!("/b/{}/office/clients", world.slug)).await.contains("No files yet"));
}
