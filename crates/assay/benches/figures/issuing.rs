//! Issuing one attestation from the chair's signature to the bundle, beside the raw cost of its signatures and of the
//! typesetting.

use crate::URL;
use crate::measured::Figure;
use certification::actor::Actor;
use certification::certificates::{self, Attestation, Issuing};
use certification::decisions::testing::{
    Seated, answers, audited, case_before_panel, digest_now, filled_in, gives, has_passkey,
    prepares, ring, signs,
};
use certification::decisions::{Decider, Given, Signed, sign};
use certification::testing::World;
use certification::{Result, log};
use proofs::keys::SigningKey;
use std::time::{Duration, Instant};

const RUNS: usize = 40;
/// Of one issuing: attestation.sig, the throw-away signature, the credential, and the two status lists.
const SIGNATURES: usize = 5;

/// The figures, with the last number and its bundle.
pub(crate) async fn measure(world: &World) -> (Vec<Figure>, String, Vec<u8>) {
    // The first of a body makes its keys; it is not counted.
    let mut last = issued(world, "First Ltd").await;
    let (mut all, mut acts, mut packs, mut seals) = (vec![], vec![], vec![], vec![]);
    for n in 0..RUNS {
        last = issued(world, &format!("Client {n} Ltd")).await;
        all.push(last.act + last.pack);
        acts.push(last.act);
        packs.push(last.pack);
        let begun = Instant::now();
        log::seal(&world.db, &ring(), URL).await.expect("sealed");
        seals.push(begun.elapsed());
    }
    let mut figures = vec![
        Figure::from("Issuing one attestation, end to end", all),
        Figure::from("– of it the chair's act and all that it writes", acts),
        Figure::from("– of it the bundle, read and packed", packs),
    ];
    figures.extend(raw(&last.bundle));
    figures.push(Figure::from("Sealing what was queued into the log, behind it", seals));
    (figures, last.number, last.bundle)
}

struct Issued {
    act: Duration,
    pack: Duration,
    number: String,
    bundle: Vec<u8>,
}

async fn issued(world: &World, name: &str) -> Issued {
    let seated = case_before_panel(world, audited(world, name).await).await;
    let given =
        up_to_the_chair(world, &seated).await.expect("a case that only the chair keeps open");
    let draw = assay::drawing::draw();
    let keyring = ring();
    let issuing = Issuing { draw: &draw, keyring: &keyring, public_url: URL, demonstration: false };
    let begun = Instant::now();
    let signed = world.db.write(&seated.chair, async |tx| {
        let decider = Decider::for_case(tx, seated.case).await?;
        sign(tx, &decider, given, &issuing).await
    });
    let Signed::Granted { number } = signed.await.expect("a decision") else {
        panic!("the chair grants")
    };
    let act = begun.elapsed();
    let begun = Instant::now();
    let anyone = Actor::visitor(None);
    let bundle = world.db.read(&anyone, async |tx| {
        let proofs = certificates::proofs_of(tx, &number, None).await?.expect("known");
        certificates::bundle_of(tx, &proofs, URL).await
    });
    let bundle = bundle.await.expect("read").expect("signed");
    Issued { act, pack: begun.elapsed(), number, bundle }
}

/// Everybody has signed but the chair, whose passkey has answered.
async fn up_to_the_chair(world: &World, seated: &Seated) -> Result<Given> {
    for member in &seated.members {
        signs(world, seated.case, member, "grant").await?;
    }
    let chair = &seated.chair;
    has_passkey(world, chair).await?;
    let digest = digest_now(world, seated.case, chair).await?;
    let form = filled_in("grant", &digest, "passkey");
    let intent = prepares(world, seated.case, chair, &form).await?;
    gives(world, chair, &intent, &answers(chair, &intent)).await
}

/// The same attestation's signatures alone, and its drawing alone.
fn raw(bundle: &[u8]) -> [Figure; 2] {
    let bundle = proofs::bundle::read(bundle).expect("a bundle");
    let json = bundle.file("attestation.json").expect("attestation.json").to_vec();
    let key = SigningKey::from_seed(&[7; 32]).expect("a key");
    let said: Attestation = serde_json::from_slice(&json).expect("an attestation");
    let signature = key.sign(&json);
    let signed = certificates::Signed { json: json.clone(), signature, key: key.public() };
    let draw = assay::drawing::draw();
    let sign = || (0..SIGNATURES).for_each(|_| drop(std::hint::black_box(key.sign(&json))));
    let set = || drop(std::hint::black_box(draw(&said, &signed).expect("a drawing")));
    [
        Figure::of(&format!("Raw: its {SIGNATURES} signatures (Ed25519)"), 1000, sign),
        Figure::of("Raw: its typesetting (PDF/A-3a)", RUNS, set),
    ]
}
