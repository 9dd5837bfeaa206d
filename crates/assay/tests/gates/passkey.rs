//! Signing by passkey, through the pages: with the member's own key, over exactly what was prepared, verified by its
//! authenticator; and by nobody else, with nothing else.

use super::{Scene, said};
use assay::seed::{self, PASSWORD};
use assay::story::{Played, Player, Story, Stuck, form};
use axum::http::StatusCode;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use proofs::passkey::Site;
use proofs::passkey::test_authenticator::{
    TestAuthenticator, UP, assertion_json, registration_json,
};
use proofs::statement::{Factor, PanelSignature, Trusted};

#[tokio::test]
async fn dec_3_a_member_signs_by_the_own_passkey_and_by_nothing_else() -> Played {
    let scene = Scene::new().await?;
    let mut story = scene.story();
    seed::corrected(&mut story).await?;
    let case = story.open_case().await?;
    let key = registered(&story, "priya", 7).await?;
    let exactly = prepared(&story, "priya", &case).await?;
    what_is_no_answer_of_this_key_signs_nothing(&scene, &story, &exactly, &key).await?;
    nobody_else_answers_for_the_member(&scene, &story, &exactly, &key).await?;
    assert_eq!(scene.count("votes").await, 0);
    the_members_own_answer_signs(&scene, &story, (&case, &exactly)).await?;
    scene.end().await;
    Ok(())
}

fn site() -> Site {
    Site { rp_id: "assay.test".into(), origin: "http://assay.test".into() }
}

fn authenticator(seed: u8) -> TestAuthenticator {
    TestAuthenticator { site: site(), ..TestAuthenticator::ed25519(seed) }
}

/// What the page has the browser ask the authenticator.
async fn challenge(player: &Player, path: &str) -> Played<Vec<u8>> {
    let page = player.read(path).await?;
    let options = page.split_once("data-options=\"").and_then(|(_, rest)| rest.split('"').next());
    let options: serde_json::Value = options
        .and_then(|options| serde_json::from_str(&form::unescape(options)).ok())
        .ok_or_else(|| Stuck(format!("{path} asks no passkey")))?;
    let challenge = options["challenge"].as_str().expect("a challenge");
    Ok(URL_SAFE_NO_PAD.decode(challenge).expect("base64url"))
}

/// Somebody adds a passkey to the own account.
async fn registered(story: &Story<'_>, who: &str, seed: u8) -> Played<TestAuthenticator> {
    let (player, key) = (story.staff(who).await?, authenticator(seed));
    let fields = [("name", "Key on the ring"), ("password", PASSWORD)];
    let offer = player.fill("/door/account/passkeys/new", "name=\"name\"", &fields).await?;
    let answer = registration_json(&key.register(&challenge(&player, &offer).await?));
    player.fill(&offer, "name=\"answer\"", &[("answer", &answer)]).await?;
    Ok(key)
}

/// The first step: the page that shows exactly what is signed.
async fn prepared(story: &Story<'_>, who: &str, case: &str) -> Played<String> {
    let fields = [
        ("vote", "grant"),
        ("reason", "I read the whole record."),
        ("statement", "read"),
        ("statement", "no_part"),
        ("statement", "no_conflict"),
        ("by", "passkey"),
    ];
    story.staff(who).await?.fill(&format!("{case}/sign"), "name=\"vote\"", &fields).await
}

async fn what_is_no_answer_of_this_key_signs_nothing(
    scene: &Scene,
    story: &Story<'_>,
    exactly: &str,
    key: &TestAuthenticator,
) -> Played {
    let priya = story.staff("priya").await?;
    let asked = challenge(&priya, exactly).await?;
    let mut unseen = authenticator(7);
    unseen.flags = UP;
    let mut elsewhere = authenticator(7);
    elsewhere.site.origin = "http://assay.test.evil".into();
    for (answer, words) in [
        (assertion_json(&authenticator(8).sign(&asked)), "not on your account"),
        (assertion_json(&key.sign(&[0; 32])), "another question"),
        (assertion_json(&unseen.sign(&asked)), "did not verify who used it"),
        (assertion_json(&elsewhere.sign(&asked)), "another site"),
        (String::new(), "cannot be read"),
    ] {
        let given = [("answer", answer.as_str())];
        scene.sent_back(words, priya.answer_to(exactly, &given)).await?;
    }
    let instead = [("password", PASSWORD), ("code", "000000")];
    scene.sent_back("cannot be read", priya.answer_to(exactly, &instead)).await
}

async fn nobody_else_answers_for_the_member(
    scene: &Scene,
    story: &Story<'_>,
    exactly: &str,
    key: &TestAuthenticator,
) -> Played {
    let answer =
        assertion_json(&key.sign(&challenge(&story.staff("priya").await?, exactly).await?));
    for other in ["david", "ruth", "amara", "helen", "oliver", story.company.key] {
        let other = story.staff(other).await?;
        scene.nothing_there(other.answer_to(exactly, &[("answer", &answer)])).await?;
    }
    Ok(())
}

/// It stands, once, and whoever has the file verifies it without us.
async fn the_members_own_answer_signs(
    scene: &Scene,
    story: &Story<'_>,
    (case, exactly): (&str, &str),
) -> Played {
    let priya = story.staff("priya").await?;
    // An authenticator counts on with each answer.
    let key = TestAuthenticator { count: 8, ..authenticator(7) };
    let answer = assertion_json(&key.sign(&challenge(&priya, exactly).await?));
    let to = priya.send(exactly, &[("answer", &answer)]).await?;
    assert_eq!(to, case, "back to the case");
    assert_eq!(scene.count("votes").await, 1);
    let again = priya.answer_to(exactly, &[("answer", &answer)]).await?;
    assert_eq!(again.status, StatusCode::CONFLICT, "{}", said(&again.page));
    assert_eq!(scene.count("votes").await, 1, "once");
    let vote: uuid::Uuid =
        sqlx::query_scalar("select id from votes").fetch_one(&scene.eyes).await.expect("a vote");
    let file = priya.read(&format!("{case}/signatures/{vote}/signature.json")).await?;
    let signature = PanelSignature::parse(file.as_bytes()).expect("a signature");
    let trusted = Trusted { sites: &[site()], body_keys: &[] };
    let (statement, _) = signature.verify(&trusted).expect("genuine");
    assert_eq!(
        (statement.factor, statement.member.name.as_str()),
        (Factor::Passkey, "Priya Raman")
    );
    Ok(())
}
