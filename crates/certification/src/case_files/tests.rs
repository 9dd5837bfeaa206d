//! The file of a case proves itself to a stranger, holds everything, and says who took it; it is the office's alone.

use super::*;
use crate::actor::{Actor, Function};
use crate::decisions::testing::{Seated, audited, case_before_panel, granted, issuing};
use crate::error::{Error, Result};
use crate::evidence::Store;
use crate::keys;
use crate::log;
use crate::testing::World;
use proofs::case_file::{Known, Outcome, verify};
use std::path::PathBuf;
use uuid::Uuid;

const URL: &str = "https://assay.example";

/// A granted case with one piece of evidence in a store of its own.
struct Granted {
    world: World,
    seated: Seated,
    store: Store,
    folder: PathBuf,
}

impl Granted {
    async fn new() -> Granted {
        let world = World::new().await;
        let seated = case_before_panel(&world, audited(&world, "Filed Ltd").await).await;
        granted(&world, &seated).await.expect("a grant");
        let folder = std::env::temp_dir().join(format!("assay-file-{}", Uuid::now_v7()));
        let store = Store::folder(&folder).expect("a store");
        Granted { world, seated, store, folder }
    }

    async fn taken_by(&self, actor: &Actor) -> Result<Vec<u8>> {
        let issuing = issuing();
        let making = Making {
            db: &self.world.db,
            store: &self.store,
            keyring: issuing.keyring,
            public_url: URL,
            identity: keys::Identity::of(URL, &self.world.slug, None),
        };
        let id = self.seated.audited.file.engagement_id;
        make(&making, actor, id, |contents| Ok(contents.about.title.clone()), Vec::new()).await
    }

    async fn acts(&self) -> Vec<String> {
        sqlx::query_scalar("select act from record_entries where engagement_id = $1 order by seq")
            .bind(self.seated.audited.file.engagement_id)
            .fetch_all(&self.world.owner)
            .await
            .expect("the record")
    }
}

impl Drop for Granted {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

#[tokio::test]
async fn ret_2_a_whole_case_in_one_zip_is_verified_by_a_stranger() {
    let granted = Granted::new().await;
    let zip = granted.taken_by(&granted.seated.audited.manager).await.expect("a file");
    let anyone = Actor::visitor(None);
    let body = granted.world.body;
    let origin = keys::Identity::of(URL, &granted.world.slug, None).log();
    let (lines, logs) = granted
        .world
        .db
        .read(&anyone, async |tx| {
            Ok((keys::published(tx, body).await?, log::verifiers(tx, body, &origin).await?))
        })
        .await
        .expect("published");
    let keys: Vec<_> = lines.iter().map(|line| line.public).collect();
    let logs: Vec<_> = logs.into_iter().map(|(log, _)| log).collect();
    let known = Known { keys: &keys, logs: &logs, ..Known::default() };
    let report = verify(zip.as_slice(), &known);
    assert!(report.holds(), "{:#?}", report.with(Outcome::Bad).collect::<Vec<_>>());
    let good: String = report.with(Outcome::Good).map(|check| check.says.clone() + "\n").collect();
    let acts = granted.acts().await;
    for words in [
        format!("The chain holds over all {} entries", acts.len()),
        format!("All {} entries of the record are in the log", acts.len()),
        "signed “grant”".into(),
        "All signatures are over the same record".into(),
    ] {
        assert!(good.contains(&words), "{words}\n{good}");
    }
    assert_eq!(acts.last().map(String::as_str), Some("file_exported"));
    for at in [zip.len() / 3, zip.len() / 2, zip.len() - 5] {
        let mut forged = zip.clone();
        forged[at] ^= 1;
        assert!(!verify(forged.as_slice(), &known).holds(), "a changed byte at {at} is found");
    }
    assert!(!verify(&zip[..zip.len() - 1], &known).holds(), "a cut end is found");
}

#[tokio::test]
async fn nobody_but_the_office_of_the_body_takes_a_file() {
    let granted = Granted::new().await;
    let before = granted.acts().await;
    let neighbour = granted.world.neighbour().await;
    let stranger = neighbour.staff("Stan", &[Function::SchemeManager]).await;
    for other in [&stranger, &granted.seated.members[0]] {
        let taken = granted.taken_by(other).await;
        assert!(taken.is_err(), "{:?} took it", other.room());
    }
    assert!(matches!(granted.taken_by(&stranger).await, Err(Error::NotFound)));
    assert_eq!(granted.acts().await, before, "nothing is on the record");
}
