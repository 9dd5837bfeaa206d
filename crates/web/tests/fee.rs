//! Over HTTP, each in their own portal: audit time, the fixed fee, its acceptance, and the programme.

use crate::browser::{Browser, portals};
use axum::Router;
use axum::http::StatusCode;
use certification::actor::{Actor, Function};
use certification::testing::World;
use certification::{applications, files, people};

/// A body with an accepted application, and the browsers of its two people.
struct House {
    world: World,
    manager: Actor,
    client: Actor,
    file: files::Brief,
    router: Router,
}

impl House {
    async fn new() -> House {
        let world = World::new().await;
        let manager = world.staff("Helen Marsh", &[Function::SchemeManager]).await;
        let client = world.client("Northwind Credit").await;
        let file = applications::testing::accepted_application(&world, &manager, &client, 3).await;
        House { router: portals(&world), world, manager, client, file }
    }

    async fn ask(&self, who: &Actor, method: &str, tail: &str, form: &str) -> (StatusCode, String) {
        let person = who.person().expect("a person");
        let token = people::remember(&self.world.db, person, "test").await.expect("a session");
        let browser = Browser { router: self.router.clone(), token };
        let page = browser.ask(method, &format!("/b/{}{tail}", self.world.slug), form).await;
        (page.status, page.html)
    }

    async fn get(&self, who: &Actor, tail: &str) -> (StatusCode, String) {
        self.ask(who, "GET", tail, "").await
    }

    async fn post(&self, who: &Actor, tail: &str, form: &str) -> (StatusCode, String) {
        self.ask(who, "POST", tail, form).await
    }

    fn office(&self, tail: &str) -> String {
        format!("/office/clients/{}{tail}", self.file.engagement_id)
    }

    async fn determine(&self) {
        let form = "ai_systems=3&structure=one_entity&jurisdictions=1&unchecked_reason=House+table\
                    &kind=certificate_held&days=0.5&reason=ISO%2FIEC+27001+held";
        let (status, page) = self.post(&self.manager, &self.office("/time"), form).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
    }

    /// Offers, and answers the address at which the client sees the offer.
    async fn offer(&self) -> String {
        let (status, page) = self.post(&self.manager, &self.office("/proposal"), "").await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
        let (_, page) = self.get(&self.client, "/client/proposal").await;
        let at = page.find("/accept\"").expect("the form to accept");
        let from = page[..at].rfind("/client/").expect("its address");
        page[from..at].to_owned()
    }

    async fn accept(&self) {
        let offer = format!("{}/accept", self.offer().await);
        let form = "proposal=yes&agreement=yes&name=Amara+Okafor";
        let (status, page) = self.post(&self.client, &offer, form).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
    }
}

#[track_caller]
fn shows(page: &str, words: &[&str]) {
    for word in words {
        assert!(page.contains(word), "\"{word}\" is not on the page:\n{page}");
    }
}

#[tokio::test]
async fn the_audit_time_page_keeps_what_was_typed_and_then_prints_its_justification() {
    let house = House::new().await;
    let time = house.office("/time");
    let (status, page) = house.get(&house.manager, &time).await;
    assert_eq!(status, StatusCode::OK);
    shows(&page, &["Determine the audit time", "ISO/IEC 27001:2022", "register has 3"]);
    let form = "ai_systems=3&structure=one_entity&jurisdictions=1&kind=add&days=1&reason=";
    let (status, page) = house.post(&house.manager, &time, form).await;
    assert_eq!(status, StatusCode::CONFLICT);
    shows(&page, &["Rule TIM-1", "the reason for adjustment 1", "The way out", "value=\"1\""]);
    let form = "ai_systems=4&structure=one_entity&jurisdictions=1&kind=add&days=0.3&reason=Shifts";
    let (status, page) = house.post(&house.manager, &time, form).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    shows(&page, &["#days-1", "#inputs_reason", "Shifts", "Error: Audit time"]);
    house.determine().await;
    let (_, page) = house.get(&house.manager, &time).await;
    shows(&page, &["2.5 days", "House table", "ISO/IEC 27001 held", "the same result", "2026-01"]);
}

#[tokio::test]
async fn each_table_asks_for_what_it_counts_and_says_how_it_came_to_the_days() {
    let house = House::new().await;
    let time = house.office("/time");
    let (_, page) = house.get(&house.manager, &format!("{time}?table=iaf-md-5")).await;
    shows(&page, &["Effective personnel", "The application says 84", "46 to 65", "value=\"84\""]);
    let (_, page) = house.get(&house.manager, &format!("{time}?table=iso-iec-42006")).await;
    shows(&page, &["People in the AI life cycle", "1 to 2 days for each AI system beyond 5"]);
    let form = "table=iso-iec-42006&people=23&role=several&addition_count=3";
    let (status, page) = house.post(&house.manager, &time, form).await;
    assert_eq!(status, StatusCode::CONFLICT);
    shows(&page, &["Rule TIM-2", "has no row for 23 people", "value=\"23\""]);
    let form = "table=iaf-md-5&people=84&kind=reduce&days=&percent=30&reason=Mature\
                &integration_percent=20&integration_certificate=ISO%2FIEC+27001\
                &integration_reason=One+team&unchecked_reason=Compared";
    let (status, page) = house.post(&house.manager, &time, form).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
    let (_, page) = house.get(&house.manager, &time).await;
    shows(&page, &["the row of 66 to 85 people, 6 days", "4.2 days", "3.36 days", "3.5 days"]);
    shows(&page, &["Integrated with ISO/IEC 27001", "the same result"]);
}

#[tokio::test]
async fn a_table_is_copied_changed_and_marked_as_checked_in_the_settings() {
    let house = House::new().await;
    let tables = "/office/settings/time";
    let (_, page) = house.get(&house.manager, tables).await;
    shows(&page, &["Audit time by effective personnel (MD 5)", "Shipped", "In force"]);
    let md_5 = format!("{tables}/iaf-md-5/2026-01");
    let (_, page) = house.get(&house.manager, &md_5).await;
    shows(&page, &["1-5 1.5", "8501-10700 22", "Mark this version as checked"]);
    let (status, page) =
        house.post(&house.manager, &md_5, "version=2027&source=S&rows=1-5+1.3").await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    shows(&page, &["Line 1", "1-5 1.3"]);
    let day = house.world.clock.today();
    let form = format!("version=2027-01&source=Licensed&valid_from={day}&rows=1-100+9");
    assert_eq!(house.post(&house.manager, &md_5, &form).await.0, StatusCode::SEE_OTHER);
    let check = format!("{tables}/iaf-md-5/2027-01/check");
    let sent = house.post(&house.manager, &check, "document=IAF+MD+5%3A2023&compared=yes").await;
    assert_eq!(sent.0, StatusCode::SEE_OTHER);
    let (_, page) = house.get(&house.manager, tables).await;
    shows(&page, &["2027-01", "IAF MD 5:2023", "Helen Marsh"]);
    assert_eq!(
        house.get(&house.manager, &format!("{tables}/iaf-md-5/1999")).await.0,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn no_fee_is_offered_without_audit_time_nor_on_an_unchecked_table_without_a_reason() {
    let house = House::new().await;
    let (status, page) = house.post(&house.manager, &house.office("/proposal"), "").await;
    assert_eq!(status, StatusCode::CONFLICT);
    shows(&page, &["Rule TIM-1", "Determine the audit time first"]);
    let form = "ai_systems=3&structure=one_entity&jurisdictions=1";
    house.post(&house.manager, &house.office("/time"), form).await;
    let (status, page) = house.post(&house.manager, &house.office("/proposal"), "").await;
    assert_eq!(status, StatusCode::CONFLICT);
    shows(&page, &["Rule TIM-2", "write why this table is used"]);
}

#[tokio::test]
async fn the_client_reads_fee_and_agreement_and_accepts_both_with_a_name() {
    let house = House::new().await;
    let (_, page) = house.get(&house.client, "/client/proposal").await;
    shows(&page, &["No proposal yet"]);
    house.determine().await;
    let offer = house.offer().await;
    let (_, page) = house.get(&house.client, "/client/proposal").await;
    shows(&page, &["Fixed fee in all", "The certification agreement", "£6,200.00"]);
    let accept = format!("{offer}/accept");
    let (status, page) = house.post(&house.client, &accept, "proposal=yes&name=A").await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    shows(&page, &["href=\"#agreement\"", "value=\"A\""]);
    let form = "proposal=yes&agreement=yes&name=Amara+Okafor";
    for _ in 0..2 {
        assert_eq!(house.post(&house.client, &accept, form).await.0, StatusCode::SEE_OTHER);
    }
    let (_, page) = house.get(&house.manager, &house.office("/proposal")).await;
    shows(&page, &["Accepted, in force", "Amara Okafor"]);
    let (status, page) = house.post(&house.client, &format!("{offer}/decline"), "reason=No").await;
    assert_eq!(status, StatusCode::CONFLICT);
    shows(&page, &["Rule TIM-7"]);
}

#[tokio::test]
async fn a_programme_rests_on_the_agreement_and_the_client_sees_it_once_in_force() {
    let house = House::new().await;
    let programme = house.office("/programme");
    let (status, page) = house.post(&house.manager, &programme, "").await;
    assert_eq!(status, StatusCode::CONFLICT);
    shows(&page, &["Rule APP-3"]);
    house.determine().await;
    house.accept().await;
    assert_eq!(house.post(&house.manager, &programme, "").await.0, StatusCode::SEE_OTHER);
    let (_, page) = house.get(&house.manager, &programme).await;
    shows(&page, &["Surveillance 2", "Put the programme in force", "class=\"chart\""]);
    let (_, page) = house.get(&house.client, "/client/cycle").await;
    shows(&page, &["No programme yet"]);
    let in_force = format!("{programme}/in-force");
    let (status, page) = house.post(&house.manager, &in_force, "").await;
    assert_eq!(status, StatusCode::CONFLICT);
    shows(&page, &["Rule TIM-6", "2 sites"]);
    let (_, page) = house.get(&house.manager, &house.office("/sampling")).await;
    shows(&page, &["Draw the sample", "Delivery centre", "of 1 further sites"]);
    let sample = "audit=initial&fits=yes&reason=The+sites+work+alike.";
    let (status, _) = house.post(&house.manager, &house.office("/sampling"), sample).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    let (_, page) = house.get(&house.manager, &house.office("/sampling")).await;
    shows(&page, &["Reproduced", "sha256sum", "Every site", "Central function"]);
    let (status, _) = house.post(&house.manager, &in_force, "version=9").await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(house.post(&house.manager, &in_force, "").await.0, StatusCode::SEE_OTHER);
    let (_, page) = house.get(&house.client, "/client/cycle").await;
    shows(&page, &["What Stage 1 is for", "Recertification"]);
    let (status, page) = house.post(&house.manager, &in_force, "").await;
    assert_eq!(status, StatusCode::CONFLICT);
    shows(&page, &["the client has been told"]);
}

#[tokio::test]
async fn an_incomplete_programme_is_refused_item_by_item() {
    let house = House::new().await;
    house.determine().await;
    house.accept().await;
    let programme = house.office("/programme");
    house.post(&house.manager, &programme, "").await;
    let (_, page) = house.get(&house.manager, &programme).await;
    let at = page.find("/programme/audits/").expect("the way to an audit") + 18;
    let address = house.office(&format!("/programme/audits/{}", &page[at..at + 36]));
    let (_, page) = house.get(&house.manager, &address).await;
    shows(&page, &["Stage 1 in the programme", "ready for Stage 2"]);
    let day = house.world.clock.today();
    let form = format!(
        "version=1&objectives=&criteria=x&methods=x&days=0.5&window_from={day}&window_to={day}"
    );
    assert_eq!(house.post(&house.manager, &address, &form).await.0, StatusCode::SEE_OTHER);
    let in_force = format!("{programme}/in-force");
    let (status, page) = house.post(&house.manager, &in_force, "").await;
    assert_eq!(status, StatusCode::CONFLICT);
    shows(&page, &["Rule PRG-1", "Stage 1: objectives"]);
}

#[tokio::test]
async fn another_bodys_and_another_clients_pages_are_not_there() {
    let house = House::new().await;
    house.determine().await;
    house.accept().await;
    let other = House::new().await;
    for tail in ["/time", "/proposal", "/programme"] {
        let foreign = house.office(tail);
        assert_eq!(other.get(&other.manager, &foreign).await.0, StatusCode::NOT_FOUND, "{tail}");
        let sent = other.post(&other.manager, &foreign, "").await;
        assert_eq!(sent.0, StatusCode::NOT_FOUND, "{tail}");
    }
    let stranger = house.world.client("Somebody Else").await;
    applications::testing::submitted_application(&house.world, &stranger, 1).await;
    let offer = house.offer().await;
    assert_eq!(house.get(&stranger, &offer).await.0, StatusCode::NOT_FOUND);
    let form = "proposal=yes&agreement=yes&name=S";
    let sent = house.post(&stranger, &format!("{offer}/accept"), form).await;
    assert_eq!(sent.0, StatusCode::NOT_FOUND);
    let (status, page) = house.get(&house.manager, "/office/due").await;
    assert_eq!(status, StatusCode::OK);
    shows(&page, &["Nothing falls due"]);
}
