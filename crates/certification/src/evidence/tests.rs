//! Files that lie, break off or are too large leave nothing; who may open what.

use super::*;
use crate::actor::{Actor, Function};
use crate::decisions::testing::{
    Audited, audited, declare_nothing, open as open_case, panel_member, seat_down,
};
use crate::testing::World;
use bytes::Bytes;
use futures::stream;
use uuid::Uuid;

type Chunk = std::result::Result<Bytes, String>;

/// A store in a folder of its own, gone with the test.
struct Shelf(PathBuf, Store);

impl Shelf {
    fn new() -> Shelf {
        let folder = std::env::temp_dir().join(format!("assay-shelf-{}", Uuid::now_v7().simple()));
        let store = Store::folder(&folder).expect("a store");
        Shelf(folder, store)
    }

    /// Every file below, whatever it is called.
    fn files(&self) -> usize {
        fn below(folder: &Path) -> usize {
            let entries = std::fs::read_dir(folder).expect("a folder").flatten();
            entries.map(|entry| if entry.path().is_dir() { below(&entry.path()) } else { 1 }).sum()
        }
        below(&self.0)
    }

    async fn take(&self, by: &Actor, name: &str, chunks: Vec<Chunk>) -> Result<Received> {
        receive(&self.1, by, name, stream::iter(chunks)).await
    }
}

impl Drop for Shelf {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.0));
    }
}

fn chunk(bytes: &[u8]) -> Chunk {
    Ok(Bytes::copy_from_slice(bytes))
}

fn message(outcome: Result<Received>) -> String {
    match outcome {
        Err(Error::Invalid(errors)) => errors.0[0].1.clone(),
        Err(other) => panic!("not said at the field: {other:?}"),
        Ok(received) => panic!("{} was taken", received.name),
    }
}

#[tokio::test]
async fn what_is_not_what_it_says_or_does_not_come_whole_leaves_nothing() {
    let world = World::new().await;
    let (client, shelf) = (world.client("Uploading Ltd").await, Shelf::new());
    let tried: [(&str, Vec<Chunk>, &str); 6] = [
        ("empty.pdf", vec![], "is empty"),
        ("policy.pdf", vec![chunk(b"MZ\x90\x00 a program")], "is not a PDF"),
        ("policy.exe", vec![chunk(b"MZ\x90\x00")], "of a type that is not taken"),
        ("notes.txt", vec![chunk(b"<script>alert(1)</script>")], "a program or script"),
        ("no-ending", vec![chunk(b"words")], "of a type that is not taken"),
        ("half.txt", vec![chunk(&[b'a'; 9000]), Err("reset".into())], "did not arrive whole"),
    ];
    for (name, chunks, said) in tried {
        let message = message(shelf.take(&client, name, chunks).await);
        assert!(message.contains(said), "{name}: {message}");
        assert_eq!(shelf.files(), 0, "{name} left something");
    }
}

#[tokio::test]
async fn a_file_beyond_the_limit_is_thrown_away_as_it_comes() {
    let world = World::new().await;
    let (client, shelf) = (world.client("Uploading Ltd").await, Shelf::new());
    let megabyte = Bytes::from(vec![b'a'; 1024 * 1024]);
    let chunks = (0..=LARGEST / 1024 / 1024).map(|_| Ok(megabyte.clone())).collect();
    let message = message(shelf.take(&client, "huge.txt", chunks).await);
    assert!(message.contains("is larger than 50 MB"), "{message}");
    assert_eq!(shelf.files(), 0);
}

/// Gives a file of the client for a finding; answers its id.
async fn give(world: &World, shelf: &Shelf, of: &Audited, words: &[u8]) -> Result<Uuid> {
    let received = shelf.take(&of.client, "plan.txt", vec![chunk(words)]).await?;
    let act = world
        .db
        .write(&of.client, async |tx| keep(tx, received, of.file, About::Finding, of.minor).await);
    act.await
}

#[tokio::test]
async fn a_file_that_belongs_to_no_act_is_gone_and_given_twice_it_is_one() {
    let world = World::new().await;
    let (of, shelf) = (audited(&world, "Uploading Ltd").await, Shelf::new());
    let received =
        shelf.take(&of.client, "plan.txt", vec![chunk(b"A plan.")]).await.expect("taken");
    assert_eq!(shelf.files(), 1);
    drop(received);
    assert_eq!(shelf.files(), 0, "nothing is kept without an act");
    let first = give(&world, &shelf, &of, b"A plan.").await.expect("given");
    assert_eq!(give(&world, &shelf, &of, b"A plan.").await.expect("given again"), first);
    assert_eq!(shelf.files(), 1);
    let neighbour = world.neighbour().await;
    let stranger = neighbour.client("Elsewhere Ltd").await;
    let foreign = shelf.take(&stranger, "plan.txt", vec![chunk(b"Ours.")]).await.expect("taken");
    let kept = world
        .db
        .write(&of.client, async |tx| keep(tx, foreign, of.file, About::Finding, of.minor).await);
    assert!(matches!(kept.await, Err(Error::NotFound)), "another body's bytes");
}

async fn opens(world: &World, shelf: &Shelf, by: &Actor, id: Uuid) -> Result<i64> {
    let opened = world.db.read(by, async |tx| open(tx, &shelf.1, id).await).await?;
    Ok(opened.bytes)
}

#[tokio::test]
async fn a_file_opens_to_its_client_the_office_the_team_and_nobody_else() {
    let world = World::new().await;
    let (of, shelf) = (audited(&world, "Uploading Ltd").await, Shelf::new());
    let id = give(&world, &shelf, &of, b"A plan.").await.expect("given");
    for reader in [&of.client, &of.manager, &of.lead] {
        assert_eq!(opens(&world, &shelf, reader, id).await.expect("it opens"), 7);
    }
    let auditor = world.staff("Aron Auditor", &[Function::Auditor]).await;
    let other = world.client("Next Door Ltd").await;
    for nobody in [&auditor, &other] {
        assert!(matches!(opens(&world, &shelf, nobody, id).await, Err(Error::NotFound)));
    }
    let neighbour = world.neighbour().await;
    let manager = neighbour.staff("Mona Manager", &[Function::SchemeManager]).await;
    assert!(matches!(opens(&neighbour, &shelf, &manager, id).await, Err(Error::NotFound)));
}

/// The record stays shut to the panel until a member has a seat and declared (IMP-5).
#[tokio::test]
async fn imp_5_a_panel_member_opens_a_file_only_with_a_seat_and_a_declaration() {
    let world = World::new().await;
    let (of, shelf) = (audited(&world, "Uploading Ltd").await, Shelf::new());
    let id = give(&world, &shelf, &of, b"A plan.").await.expect("given");
    let member = panel_member(&world, "Pia Panel").await;
    let case = open_case(&world, &of).await.expect("a case");
    assert!(matches!(opens(&world, &shelf, &member, id).await, Err(Error::NotFound)), "no seat");
    seat_down(&world, &of, case, &member, "").await.expect("a seat");
    let silent = opens(&world, &shelf, &member, id).await;
    assert!(matches!(silent, Err(Error::NotFound)), "nothing declared");
    declare_nothing(&world, &of.file, &member).await;
    assert_eq!(opens(&world, &shelf, &member, id).await.expect("it opens"), 7);
    sqlx::query("update declarations set conflict = true, ai_advice = true where body_id = $1")
        .bind(world.body)
        .execute(&world.owner)
        .await
        .expect("a conflict");
    assert!(matches!(opens(&world, &shelf, &member, id).await, Err(Error::NotFound)), "a conflict");
}
