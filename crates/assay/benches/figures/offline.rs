//! Ten thousand verifications with nothing but bytes, on one core, beside the raw signatures.

use crate::measured::Figure;
use certification::testing::World;
use proofs::bundle;
use proofs::key_set::KeySet;
use proofs::keys::PublicKey;
use proofs::verify::{Given, verify, verify_with};

const VERIFICATIONS: usize = 10_000;
const RUNS: usize = 5;

pub(crate) fn measure(world: &World, zip: &[u8]) -> Vec<Figure> {
    let now = world.now();
    let files = bundle::read(zip).expect("a bundle");
    let file = |name: &str| files.file(name).expect("a file of the bundle");
    let keys = KeySet::parse(file("keys.json")).expect("keys");
    let lists = [file("status-suspension.jwt"), file("status-revocation.jwt")];
    let given = Given { keys: Some(&keys), lists: &lists, now };
    let (credential, json) = (file("credential.jwt"), file("attestation.json"));
    let pem = std::str::from_utf8(file("key.pem")).expect("text");
    let (key, signature) = (PublicKey::from_pem(pem).expect("a key"), file("attestation.sig"));
    let times = |work: &dyn Fn()| (0..VERIFICATIONS).for_each(|_| work());
    let whole = || assert_eq!(verify(zip, Some(&keys), now).exit_code(), 0);
    let alone = || assert_eq!(verify_with(credential, &given).exit_code(), 0);
    let raw = || assert!(key.verifies(json, signature));
    vec![
        Figure::of("One bundle verified off line", 1000, whole),
        Figure::of("10,000 credentials with their lists, off line", RUNS, || times(&alone)),
        Figure::of("10,000 bundles, off line", 1, || times(&whole)),
        Figure::of("Raw: 10,000 signatures verified (Ed25519)", RUNS, || times(&raw)),
    ]
}
