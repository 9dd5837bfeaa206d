//! A member signs in a test: with a passkey in software, or with password and a code of the moment.

use super::issuing;
use crate::actor::{Actor, Room};
use crate::decisions::{
    Act, Decider, Given, Intent, STATEMENTS, Signature, Signed, give, intent, prepare,
    record_digest, sign,
};
use crate::error::{Error, Result};
use crate::keys::Keyring;
use crate::people::{self, Codes, NewCodes, NewPasskey};
use crate::testing::{PASSWORD, SECRET, World};
use proofs::passkey::test_authenticator::{
    Pair, TestAuthenticator, assertion_json, registration_json,
};
use proofs::passkey::{Site, challenge_of};
use uuid::Uuid;

/// The keyring of the tests' installation.
pub fn ring() -> Keyring {
    Keyring::new(SECRET)
}

/// The one-time codes of the tests' installation.
pub fn codes() -> Codes {
    Codes::new(SECRET)
}

/// Where the tests' people sign.
pub fn site() -> Site {
    proofs::passkey::test_authenticator::site()
}

/// Somebody's authenticator, the same for the same person; it does not count.
pub fn authenticator(member: &Actor) -> TestAuthenticator {
    let id = member.person().expect("a person");
    let mut made = TestAuthenticator::ed25519(0);
    let seed = proofs::passkey::challenge_of(id.as_bytes());
    made.pair = Pair::seeded(&seed);
    (made.id, made.count) = (id.as_bytes().to_vec(), 0);
    made
}

/// Puts the member's passkey on the account, unless it is there.
pub async fn has_passkey(world: &World, member: &Actor) -> Result<()> {
    if !people::factors(&world.db, member).await?.passkeys.is_empty() {
        return Ok(());
    }
    let (id, name) = (Uuid::now_v7().to_string(), "Key in the drawer".to_owned());
    let typed = NewPasskey { id, name, password: PASSWORD.into() };
    let offer = people::offer_passkey(&world.db, member, &typed).await?;
    let offered = people::offered_passkey(&world.db, member, offer, &site()).await?;
    let answer = authenticator(member).register(&challenge_in(&offered.options));
    let answer = registration_json(&answer);
    people::add_passkey(&world.db, member, offer, &site(), &answer).await
}

/// The challenge that a browser is asked to answer.
pub fn challenge_in(options: &str) -> Vec<u8> {
    use base64::Engine;
    let options: serde_json::Value = serde_json::from_str(options).expect("options");
    let challenge = options["challenge"].as_str().expect("a challenge");
    base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(challenge).expect("base64url")
}

/// Puts one-time codes on the account; answers their secret, as the page showed it.
pub async fn has_codes(world: &World, member: &Actor) -> Result<String> {
    let typed = NewCodes { id: Uuid::now_v7().to_string(), password: PASSWORD.into() };
    people::begin_codes(&world.db, member, &codes(), &typed).await?;
    let secret = people::codes_to_confirm(&world.db, member, &codes()).await?.secret;
    let code = people::code_of(&secret, world.now()).expect("a code");
    people::confirm_codes(&world.db, member, &codes(), &code).await?;
    Ok(secret)
}

/// The digest of the record as this member sees it now.
pub async fn digest_now(world: &World, case: Uuid, member: &Actor) -> Result<String> {
    let digest = world.db.read(member, async |tx| {
        let decider = Decider::for_case(tx, case).await?;
        record_digest(tx, decider.seat().engagement_id).await
    });
    Ok(digest.await?.hex())
}

/// A form with everything filled in.
pub fn filled_in(vote: &str, digest: &str, by: &str) -> Signature {
    Signature {
        id: Uuid::now_v7().to_string(),
        vote: vote.to_owned(),
        reason: "I have read everything.".to_owned(),
        statement: STATEMENTS.iter().map(|(key, _)| (*key).to_owned()).collect(),
        record_digest: digest.to_owned(),
        by: by.to_owned(),
    }
}

/// The first step: what will be signed is set down.
pub async fn prepares(
    world: &World,
    case: Uuid,
    member: &Actor,
    form: &Signature,
) -> Result<Intent> {
    let factors = people::factors(&world.db, member).await?;
    world
        .db
        .write(member, async |tx| {
            let decider = Decider::for_case(tx, case).await?;
            let id = prepare(tx, &decider, form, &factors, &ring()).await?;
            intent(tx, &decider, id).await
        })
        .await
}

/// What the member's authenticator answers to this.
pub fn answers(member: &Actor, intent: &Intent) -> Act {
    let signed = authenticator(member).sign(&challenge_of(&intent.bytes));
    Act { answer: assertion_json(&signed), ..Act::default() }
}

/// The member gives what this intent asks for.
pub async fn gives(world: &World, member: &Actor, intent: &Intent, act: &Act) -> Result<Given> {
    give(&world.db, member, intent, act, (Some(&site()), &codes())).await
}

/// The second step, in its transaction.
pub async fn acts(world: &World, case: Uuid, member: &Actor, given: Given) -> Result<Signed> {
    world
        .db
        .write(member, async |tx| {
            let decider = Decider::for_case(tx, case).await?;
            sign(tx, &decider, given, &issuing()).await
        })
        .await
}

/// Signs as this member over the record as it stands, with a passkey.
pub async fn signs(world: &World, case: Uuid, member: &Actor, vote: &str) -> Result<Signed> {
    let digest = digest_now(world, case, member).await?;
    signs_over(world, case, member, vote, &digest).await
}

/// Signs as this member over a digest that a page showed earlier.
pub async fn signs_over(
    world: &World,
    case: Uuid,
    member: &Actor,
    vote: &str,
    digest: &str,
) -> Result<Signed> {
    if member.room() != Room::Panel {
        return Err(Error::NotFound);
    }
    has_passkey(world, member).await?;
    let intent = prepares(world, case, member, &filled_in(vote, digest, "passkey")).await?;
    let given = gives(world, member, &intent, &answers(member, &intent)).await?;
    acts(world, case, member, given).await
}
