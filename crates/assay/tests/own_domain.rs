//! A body that goes by a domain of its own: settled through its page, served by the name that is asked for, in
//! everything that it signs, checked by `assay verify` and by the register, and fixed from then on.

use crate::checked::{answers, got};
use crate::fresh::Fresh;
use crate::gates::said;
use crate::journey::stage;
use assay::seed;
use assay::story::{Played, Story};
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use certification::{certificates, log, rereading};
use proofs::key_set::KeySet;
use proofs::verify::{Genuine, Outcome, Report, verify};
use serde_json::Value;
use std::process::Command;
use time::Duration;
use tower::ServiceExt;

const DOMAIN: &str = "cert.thames.example";
const PAGE: &str = "/office/settings/domain";

/// The DID document that is served to whoever asks this host for it.
async fn document(house: &Fresh, host: &str) -> (StatusCode, Value) {
    let request = Request::get("/.well-known/did.json").header(header::HOST, host);
    let request = request.body(Body::empty()).expect("a request");
    let response = house.doors.clone().oneshot(request).await.expect("an answer");
    let status = response.status();
    let bytes = to_bytes(response.into_body(), usize::MAX).await.expect("bytes");
    (status, serde_json::from_slice(&bytes).unwrap_or_default())
}

#[tokio::test]
async fn crt_5_a_body_issues_by_its_own_domain_and_keeps_it() -> Played {
    let house = Fresh::new().await;
    seed::bodies(&stage(&house)).await?;
    let mut story = seed::fintech(&stage(&house));
    it_is_settled_once(&house, &story).await?;
    it_is_served_by_the_name_that_is_asked_for(&house).await;
    seed::granted(&mut story).await?;
    house.clock.set_shift(Duration::ZERO);
    let (db, ring, url) = (&house.app.db, &house.app.keyring, &house.app.settings.public_url);
    certificates::renew_lists(db, ring, url).await.expect("the daily duty");
    log::seal(db, ring, url).await.expect("sealed");
    it_stands_in_what_was_issued(&house).await;
    assert_eq!(rereading::run(db, url).await.expect("read again"), 0, "all is as it was");
    it_is_not_changed_any_more(&house).await?;
    house.end().await;
    Ok(())
}

async fn it_is_settled_once(house: &Fresh, story: &Story<'_>) -> Played {
    let page = story.at(PAGE);
    let admin = house.enter("oliver").await?;
    let fields = [("domain", "https://x.example/")];
    let refused = admin.try_to_fill(&page, "name=\"domain\"", &fields).await?;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.page.contains("Enter the name alone"), "{}", said(&refused.page));
    admin.fill(&page, "name=\"domain\"", &[("domain", "Cert.Thames.example")]).await?;
    let shown = said(&admin.read(&page).await?);
    for words in ["did:web:cert.thames.example", "https://cert.thames.example/.well-known/did.json"]
    {
        assert!(shown.contains(words), "“{words}” is not said: {shown}");
    }
    let neighbour = house.enter("ingrid").await?;
    let page = format!("/b/northmark{PAGE}");
    let taken = neighbour.try_to_fill(&page, "name=\"domain\"", &[("domain", DOMAIN)]).await?;
    assert_eq!(taken.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(taken.page.contains("Another body of this installation goes by this domain"));
    Ok(())
}

async fn it_is_served_by_the_name_that_is_asked_for(house: &Fresh) {
    let below: Value =
        serde_json::from_slice(&got(house, "/b/thames/did.json").await).expect("JSON");
    for host in [DOMAIN, "CERT.thames.example:443"] {
        let (status, document) = document(house, host).await;
        assert_eq!(
            (status, &document["id"]),
            (StatusCode::OK, &"did:web:cert.thames.example".into())
        );
        assert_eq!(document, below, "the same stands under the installation’s domain");
        let methods = document["verificationMethod"].as_array().expect("keys");
        assert_eq!(methods.len(), 1, "the key is there before anything is signed");
    }
    for host in ["assay.test", "thames.example", "northmark.example", ""] {
        assert_eq!(document(house, host).await.0, StatusCode::NOT_FOUND, "{host}");
    }
}

async fn it_stands_in_what_was_issued(house: &Fresh) {
    let shown = said(&String::from_utf8_lossy(&got(house, "/verify?q=harbour").await));
    let number = shown.split_whitespace().find(|word| word.starts_with("TA-AIMS-"));
    let page = format!("/verify/{}", number.expect("it is listed"));
    let bundle = got(house, &format!("{page}/bundle.zip")).await;
    let keys = got(house, "/b/thames/keys.json").await;
    let known = KeySet::parse(&keys).expect("keys");
    let report = verify(&bundle, Some(&known), house.clock.now());
    assert_eq!((report.genuine, report.exit_code()), (Genuine::Yes, 0), "{report:#?}");
    let of = |report: &Report| report.who.as_ref().map(|who| who.did.clone());
    assert_eq!(of(&report).as_deref(), Some("did:web:cert.thames.example"));
    let logged = report.checks.iter().find(|check| check.name == "log").expect("judged");
    assert_eq!(logged.outcome, Outcome::Passed, "{}", logged.sentence);
    let folder = house.folder.join("taken");
    std::fs::create_dir_all(&folder).expect("a folder");
    let (file, set) = (folder.join("bundle.zip"), folder.join("keys.json"));
    std::fs::write(&file, &bundle).and_then(|()| std::fs::write(&set, &keys)).expect("written");
    let program = env!("CARGO_BIN_EXE_assay");
    let asked = Command::new(program).arg("verify").arg(&file).arg("--keys").arg(&set).output();
    let asked = asked.expect("it runs");
    let words = String::from_utf8_lossy(&asked.stdout).into_owned();
    assert!(asked.status.success() && words.contains("did:web:cert.thames.example"), "{words}");
    let said = answers(house, &[("bundle.zip", &bundle)]).await;
    assert_eq!(said, [("bundle.zip".to_owned(), "valid".to_owned())]);
}

async fn it_is_not_changed_any_more(house: &Fresh) -> Played {
    let (admin, page) = (house.enter("oliver").await?, format!("/b/thames{PAGE}"));
    assert!(!admin.read(&page).await?.contains("name=\"domain\""), "no form offers it");
    let fields = [("version", "1"), ("domain", "other.example")];
    let refused = admin.answer_to(&page, &fields).await?;
    let words = said(&refused.page);
    assert_eq!(refused.status, StatusCode::CONFLICT, "{words}");
    assert!(words.contains("CRT-5") && words.contains("Keep the name"), "{words}");
    Ok(())
}
