//! What an approval rests on: papers, words or both; kept, and opened by the body's office alone (CMP-2).

use super::*;
use crate::Room;
use crate::evidence::{self, Received, Store};
use bytes::Bytes;
use futures::{StreamExt, stream};

/// A store in a folder of its own, gone with the test.
struct Shelf(std::path::PathBuf, Store);

impl Shelf {
    fn new() -> Shelf {
        let folder = std::env::temp_dir().join(format!("assay-papers-{}", Uuid::now_v7().simple()));
        let store = Store::folder(&folder).expect("a store");
        Shelf(folder, store)
    }

    async fn paper(&self, by: &Actor, name: &str, words: &str) -> Received {
        let bytes = Bytes::copy_from_slice(words.as_bytes());
        let chunks = stream::iter([Ok::<_, String>(bytes)]);
        evidence::receive(&self.1, by, name, chunks).await.expect("it arrives")
    }
}

impl Drop for Shelf {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.0));
    }
}

/// A body with somebody who keeps its competence files, and an auditor.
struct Case {
    world: World,
    shelf: Shelf,
    keeper: Actor,
    auditor: Actor,
    person: Uuid,
}

async fn case() -> Case {
    let world = World::new().await;
    let keeper = world.staff("Quinn Quality", &[Function::QualityManager]).await;
    let auditor = world.staff("Aron Auditor", &[Function::Auditor]).await;
    let person = auditor.person().expect("a person");
    Case { world, shelf: Shelf::new(), keeper, auditor, person }
}

impl Case {
    async fn approves(&self, form: Approval, files: Vec<Received>) -> Result<()> {
        let act = self.world.db.write(&self.keeper, async |tx| {
            let by = tx.actor().competence_keeper()?;
            approve(tx, &by, self.person, form, files).await
        });
        act.await
    }

    async fn adds(&self, by: &Actor, to: Uuid, files: Vec<Received>) -> Result<Uuid> {
        let act = self.world.db.write(by, async |tx| {
            let keeper = tx.actor().competence_keeper()?;
            add(tx, &keeper, to, files).await
        });
        act.await
    }

    async fn cv(&self) -> Received {
        self.shelf.paper(&self.keeper, "cv.txt", "Ten years of audits.").await
    }

    async fn file(&self) -> FilePage {
        let read = self.world.db.read(&self.keeper, async |tx| file_of(tx, self.person).await);
        read.await.expect("the file")
    }

    /// What the function rests on, by name.
    async fn rests_on(&self) -> Vec<String> {
        let file = self.file().await;
        let line = file.of_kind(Kind::Function)[0];
        file.papers_of(&line.id).iter().map(|paper| paper.name.clone()).collect()
    }

    async fn opens(&self, world: &World, by: &Actor, id: Uuid) -> Result<Vec<u8>> {
        let read = world.db.read(by, async |tx| open_paper(tx, &self.shelf.1, id).await);
        let chunks: Vec<_> = read.await?.stream.collect().await;
        Ok(chunks.into_iter().flat_map(|chunk| chunk.expect("bytes")).collect())
    }
}

fn without_words(world: &World) -> Approval {
    Approval { evidence: " \n".into(), ..approval(world) }
}

#[tokio::test]
async fn cmp_2_nothing_is_approved_on_neither_paper_nor_words() {
    let case = case().await;
    let refused = case.approves(without_words(&case.world), Vec::new()).await;
    let Err(Error::Refused(refusal)) = refused else { panic!("not refused: {refused:?}") };
    assert_eq!(refusal.rule.id, "CMP-2");
    assert!(refusal.way_out.contains("Add a paper"), "{}", refusal.way_out);
    assert!(case.file().await.qualifications.is_empty(), "nothing was approved");
    let made_up =
        Approval { on_file: vec![Uuid::now_v7().to_string()], ..without_words(&case.world) };
    let made_up = case.approves(made_up, Vec::new()).await;
    assert!(matches!(made_up, Err(Error::Invalid(_))), "a paper that is not on file");
    case.approves(without_words(&case.world), vec![case.cv().await]).await.expect("on a paper");
    assert_eq!(case.rests_on().await, ["cv.txt"]);
    case.approves(approval(&case.world), Vec::new()).await.expect("on words");
}

#[tokio::test]
async fn cmp_2_a_paper_is_kept_once_carries_what_comes_after_and_outlasts_what_it_carried() {
    let case = case().await;
    let form = || Approval {
        id: "0198a000-0000-7000-8000-000000000000".into(),
        ..without_words(&case.world)
    };
    case.approves(form(), vec![case.cv().await]).await.expect("approved");
    case.approves(form(), vec![case.cv().await]).await.expect("the same form again");
    let file = case.file().await;
    assert_eq!((file.papers.len(), file.qualifications.len()), (1, 2));
    assert_eq!(file.papers[0].carries.len(), 2, "the function and the standard");
    let id = file.of_kind(Kind::Function)[0].id;
    ends(&case.world, &case.keeper, id).await.expect("ended");
    let late = case.adds(&case.keeper, id, vec![case.cv().await]).await;
    assert!(matches!(late, Err(Error::Stale(_))), "nothing is added to what has ended");
    let paper = file.papers[0].id;
    let again = Approval { on_file: vec![paper.to_string()], ..without_words(&case.world) };
    case.approves(again, Vec::new()).await.expect("approved anew on what is on file");
    let file = case.file().await;
    assert_eq!(file.papers.len(), 1);
    assert!(file.papers_of(&id).len() == 1, "what ended still shows what it rested on");
    assert_eq!(file.papers[0].carries.len(), 4);
    evidence::sweep(&case.shelf.1).await.expect("swept");
    let bytes = case.opens(&case.world, &case.keeper, paper).await.expect("it opens");
    assert_eq!(bytes, b"Ten years of audits.");
}

#[tokio::test]
async fn cmp_2_papers_are_added_by_keepers_and_by_nobody_for_themselves() {
    let case = case().await;
    case.approves(approval(&case.world), Vec::new()).await.expect("approved");
    let id = case.file().await.of_kind(Kind::Function)[0].id;
    let none = case.adds(&case.keeper, id, Vec::new()).await;
    assert!(matches!(none, Err(Error::Invalid(_))), "nothing was chosen");
    let certificate = |by| case.shelf.paper(by, "certificate.txt", "Passed.");
    let own = case.world.as_in(case.person, Room::Office, vec![Function::QualityManager]).await;
    for nobody in [&own, &case.auditor] {
        let tried = case.adds(nobody, id, vec![certificate(nobody).await]).await;
        assert_eq!(rule(tried), "CMP-2");
    }
    assert!(case.file().await.papers.is_empty());
    let added = case.adds(&case.keeper, id, vec![certificate(&case.keeper).await, case.cv().await]);
    assert_eq!(added.await.expect("added"), case.person);
    assert_eq!(case.rests_on().await, ["certificate.txt", "cv.txt"]);
}

#[tokio::test]
async fn a_paper_opens_to_the_office_of_its_own_body_and_to_nobody_else() {
    let case = case().await;
    case.approves(approval(&case.world), vec![case.cv().await]).await.expect("approved");
    let file = case.file().await;
    let (paper, line) = (file.papers[0].id, file.of_kind(Kind::Function)[0].id);
    let manager = case.world.staff("Mona Manager", &[Function::SchemeManager]).await;
    assert!(case.opens(&case.world, &manager, paper).await.is_ok());
    let client = case.world.client("Looking Ltd").await;
    for nobody in [&case.auditor, &client] {
        assert!(matches!(case.opens(&case.world, nobody, paper).await, Err(Error::NotFound)));
    }
    let neighbour = case.world.neighbour().await;
    let stranger = neighbour.staff("Quirin Quality", &[Function::QualityManager]).await;
    let opened = case.opens(&neighbour, &stranger, paper).await;
    assert!(matches!(opened, Err(Error::NotFound)), "another body's paper");
    let theirs = case.shelf.paper(&stranger, "theirs.txt", "Not yours.").await;
    assert!(matches!(case.adds(&stranger, line, vec![theirs]).await, Err(Error::NotFound)));
    let brought = case.shelf.paper(&stranger, "theirs.txt", "Not yours.").await;
    let brought = case.adds(&case.keeper, line, vec![brought]).await;
    assert!(matches!(brought, Err(Error::NotFound)), "another body's bytes");
}
