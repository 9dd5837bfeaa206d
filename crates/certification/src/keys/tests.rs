//! Keys: one in use per purpose, opened by their installation alone, replaced with a reason by the administrator.

use super::*;
use crate::actor::{Actor, Function};
use crate::testing::World;

fn ring() -> Keyring {
    Keyring::new(b"an installation's secret of thirty-two or more")
}

async fn signs(world: &World, actor: &Actor, purpose: Purpose) -> proofs::keys::PublicKey {
    let key = world.db.write(actor, async |tx| in_use(tx, &ring(), purpose).await).await;
    key.expect("a key").signing.public()
}

#[tokio::test]
async fn a_key_is_made_at_first_need_and_is_the_same_afterwards_for_one_purpose() {
    let world = World::new().await;
    let admin = world.staff("Ada", &[Function::Administrator]).await;
    let first = signs(&world, &admin, Purpose::Credential).await;
    assert_eq!(first, signs(&world, &admin, Purpose::Credential).await);
    assert_ne!(first, signs(&world, &admin, Purpose::Log).await);
    let anyone = Actor::visitor(None);
    let lines = world.db.read(&anyone, async |tx| published(tx, world.body).await).await.unwrap();
    assert!(lines.iter().any(|line| line.public == first && line.retired_at.is_none()));
}

#[tokio::test]
async fn another_installations_secret_opens_no_key_and_says_what_to_restore() {
    let world = World::new().await;
    let admin = world.staff("Ada", &[Function::Administrator]).await;
    signs(&world, &admin, Purpose::Credential).await;
    let other = Keyring::new(b"the secret of quite another installation");
    let opened = world.db.write(&admin, async |tx| in_use(tx, &other, Purpose::Credential).await);
    let said = opened.await.err().expect("it does not open").to_string();
    assert!(said.contains("restore it from a backup"), "{said}");
}

#[tokio::test]
async fn a_key_is_replaced_once_with_a_reason_and_the_old_one_stays_published() {
    let world = World::new().await;
    let admin = world.staff("Ada", &[Function::Administrator]).await;
    let old = signs(&world, &admin, Purpose::Credential).await;
    let rotate_with = async |reason: &str| {
        let lines = world.db.read(&admin, async |tx| all(tx).await).await?;
        let key = lines.iter().find(|line| line.public == old).expect("listed").id.to_string();
        let typed = Rotation { key, reason: reason.into(), compromised: "yes".into() };
        let by = admin.administrator()?;
        world.db.write(&admin, async |tx| rotate(tx, &by, &ring(), &typed).await).await
    };
    assert!(matches!(rotate_with(" ").await, Err(Error::Invalid(_))), "a reason is asked for");
    rotate_with("The laptop with the backup was stolen.").await.expect("replaced");
    assert!(matches!(rotate_with("Again").await, Err(Error::Stale(_))), "it is replaced once");
    assert_ne!(old, signs(&world, &admin, Purpose::Credential).await);
    let anyone = Actor::visitor(None);
    let lines = world.db.read(&anyone, async |tx| published(tx, world.body).await).await.unwrap();
    let line = lines.iter().find(|line| line.public == old).expect("still published");
    assert!(line.compromised && line.retired_at.is_some());
    assert!(line.reason.is_empty(), "why is the body's own matter");
}

#[tokio::test]
async fn nobody_but_the_administrator_replaces_a_key() {
    let world = World::new().await;
    let manager = world.staff("Mona", &[Function::SchemeManager, Function::QualityManager]).await;
    assert!(manager.administrator().is_err());
}
