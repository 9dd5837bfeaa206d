//! The log: every entry once, one tree however many seal it, signed, continued, proven to a stranger, and mailed to
//! the body itself.

use super::*;
use crate::actor::Function;
use crate::decisions::testing::{Audited, audited, case_before_panel, granted, issuing};
use crate::keys::{self, Rotation};
use crate::record::{Entry, Seen};
use crate::testing::World;
use proofs::log::{Checkpoint, LogEntry, Proof, Verifier, consistency};
use sqlx::Executor;
use time::Duration;

const URL: &str = "https://assay.example";

fn house(world: &World) -> Actor {
    Actor::house(world.body)
}

async fn sealed(world: &World) -> usize {
    let name = Identity::of(URL, &world.slug, None).log();
    let done = sealing::of_body(&world.db, &house(world), issuing().keyring, &name).await;
    done.expect("sealed")
}

async fn more_acts(world: &World, audited: &Audited, how_many: usize) {
    for n in 0..how_many {
        let act = async |tx: &mut Tx<'_>| {
            tx.record(Entry::new(audited.file, "arranged", format!("Act {n}"), Seen::ByStaff));
            Ok(())
        };
        world.db.write(&audited.manager, act).await.expect("an act");
    }
}

async fn checkpoint(world: &World) -> (Checkpoint, Sealed) {
    let (sealed, keys) = world
        .db
        .read(&Actor::visitor(None), async |tx| {
            let keys =
                verifiers(tx, world.body, &Identity::of(URL, &world.slug, None).log()).await?;
            Ok((newest(tx, world.body).await?.expect("a checkpoint"), keys))
        })
        .await
        .expect("read by anyone");
    let opened = keys.iter().find_map(|(key, _)| Checkpoint::open(&sealed.note, key).ok());
    (opened.expect("signed by the log's key"), sealed)
}

async fn verifier(world: &World) -> Verifier {
    let name = Identity::of(URL, &world.slug, None).log();
    let keys = world
        .db
        .read(&Actor::visitor(None), async |tx| verifiers(tx, world.body, &name).await)
        .await;
    keys.expect("keys").remove(0).0
}

async fn all_tiles(world: &World) -> Kept {
    let rows: Vec<(i16, i64, Vec<u8>)> =
        sqlx::query_as("select level, place, hashes from log_tiles where body_id = $1")
            .bind(world.body)
            .fetch_all(&world.owner)
            .await
            .expect("the tiles");
    rows.into_iter().map(|(level, place, hashes)| ((level as u8, place as u64), hashes)).collect()
}

#[tokio::test]
async fn every_entry_is_sealed_once_and_a_newer_checkpoint_continues_the_older() {
    let world = World::new().await;
    let one = audited(&world, "First Ltd").await;
    let two = audited(&world, "Second Ltd").await;
    more_acts(&world, &one, 3).await;
    assert_eq!(sealed(&world).await, 5);
    assert_eq!(sealed(&world).await, 0, "nothing is new");
    let older = checkpoint(&world).await.0;
    more_acts(&world, &two, 300).await;
    assert_eq!(sealed(&world).await, 300);
    let newer = checkpoint(&world).await.0;
    assert_eq!((older.size, newer.size), (5, 305));
    let tiles = all_tiles(&world).await;
    let mut read = |tile: Tile| tiles.get(&(tile.level, tile.index)).cloned();
    let proof = consistency(5, 305, &mut read).expect("a proof");
    newer.continues(&older, &proof).expect("it continues");
    assert_eq!(proofs::log::root(305, &mut read).expect("a root"), newer.root);
}

#[tokio::test]
async fn tiles_are_read_by_anyone_at_any_width_that_the_log_has_reached() {
    let world = World::new().await;
    let file = audited(&world, "Tiled Ltd").await;
    more_acts(&world, &file, 299).await;
    sealed(&world).await;
    let widths = [((0, 0, 256), true), ((0, 0, 7), true), ((0, 1, 44), true), ((0, 1, 45), false)];
    for ((level, index, width), there) in
        widths.into_iter().chain([((1, 0, 1), true), ((1, 0, 2), false)])
    {
        let asked = Tile { level, index, width };
        let found = world
            .db
            .read(&Actor::visitor(None), async |tx| tile(tx, world.body, asked).await)
            .await
            .expect("read");
        let bytes = found.map(|bytes| bytes.len());
        assert_eq!(bytes, there.then_some(32 * usize::from(width)), "{}", asked.path());
    }
}

#[tokio::test]
async fn many_who_seal_at_once_make_one_tree() {
    let world = World::new().await;
    let file = audited(&world, "Busy Ltd").await;
    more_acts(&world, &file, 20).await;
    let all = futures::future::join_all((0..6).map(|_| sealed(&world))).await;
    assert_eq!(all.iter().sum::<usize>() + sealed(&world).await, 21, "{all:?}");
    let places: Vec<i64> =
        sqlx::query_scalar("select place from log_leaves where body_id = $1 order by place")
            .bind(world.body)
            .fetch_all(&world.owner)
            .await
            .expect("the leaves");
    assert_eq!(places, (0..21).collect::<Vec<i64>>());
    let one_root: i64 = sqlx::query_scalar("select max(n) from (select count(distinct root) n from log_checkpoints where body_id = $1 group by size) r")
        .bind(world.body).fetch_one(&world.owner).await.expect("the checkpoints");
    assert_eq!(one_root, 1, "a size has one root");
}

#[tokio::test]
async fn an_act_waits_for_no_sealing() {
    let world = World::new().await;
    let file = audited(&world, "Unhindered Ltd").await;
    sealed(&world).await;
    // Somebody seals, and does not come to an end.
    let mut sealing = world.owner.begin().await.expect("a transaction");
    sqlx::query("select from log_edges where body_id = $1 for update")
        .bind(world.body)
        .execute(&mut *sealing)
        .await
        .expect("the turn");
    more_acts(&world, &file, 2).await;
    assert_eq!(sealed(&world).await, 0, "whoever comes second leaves it to the first");
    sealing.rollback().await.expect("over");
    assert_eq!(sealed(&world).await, 2);
}

#[tokio::test]
async fn ret_2_the_decision_behind_an_attestation_is_proven_to_a_stranger() {
    let world = World::new().await;
    let seated = case_before_panel(&world, audited(&world, "Proven Ltd").await).await;
    let number = granted(&world, &seated).await.expect("a grant");
    let proof = async || {
        world
            .db
            .read(&Actor::visitor(None), async |tx| proof_of(tx, &number, 1).await)
            .await
            .expect("read by anyone")
    };
    assert!(proof().await.is_none(), "nothing is sealed yet");
    sealed(&world).await;
    more_acts(&world, &seated.audited, 4).await;
    sealed(&world).await;
    let (note, text) = proof().await.expect("a proof");
    let proof = Proof::parse(&text).expect("it reads");
    assert_eq!(proof.checkpoint, note);
    let entry = proof.extra.clone().expect("the entry");
    let checkpoint = proof.verify(&entry, &verifier(&world).await).expect("it is in the log");
    assert_eq!(checkpoint.size as i64, super::tests::checkpoint(&world).await.1.size);
    let entry = LogEntry::parse(&entry).expect("an entry");
    let act: String = sqlx::query_scalar(
        "select act from record_entries where body_id = $1 and seq = $2 and digest = $3",
    )
    .bind(world.body)
    .bind(entry.seq as i64)
    .bind(entry.digest.as_slice())
    .fetch_one(&world.owner)
    .await
    .expect("the entry");
    assert_eq!(act, "case_decided");
}

#[tokio::test]
async fn a_new_key_signs_the_log_as_it_stands() {
    let world = World::new().await;
    audited(&world, "Keyed Ltd").await;
    sealed(&world).await;
    let (old, was) = checkpoint(&world).await;
    let admin = world.staff("Ada", &[Function::Administrator]).await;
    let by = admin.administrator().expect("an administrator");
    let key = world.db.read(&admin, keys::all).await.expect("keys");
    let key = key.iter().find(|key| key.purpose == keys::Purpose::Log).expect("one").id.to_string();
    let typed = Rotation { key, reason: "A laptop was lost.".into(), compromised: String::new() };
    world.clock.advance(Duration::seconds(1));
    let ring = issuing().keyring;
    world
        .db
        .write(&admin, async |tx| keys::rotate(tx, &by, ring, &typed).await)
        .await
        .expect("rotated");
    assert_eq!(sealed(&world).await, 0);
    let (new, is) = checkpoint(&world).await;
    assert_eq!((new.size, new.root), (old.size, old.root));
    assert_ne!(was.id, is.id, "signed again");
    Checkpoint::open(&is.note, &verifier(&world).await).expect("by the new key");
}

#[tokio::test]
async fn ten_1_nobody_but_the_house_writes_the_log_and_anyone_reads_digests_alone() {
    let world = World::new().await;
    let rights: Vec<(String, String, String)> = sqlx::query_as(
        "select table_name::text, grantee::text, privilege_type::text from information_schema.role_table_grants
         where table_name like 'log\\_%' and grantee like 'assay\\_%' and grantee not in ('assay_office', 'assay_owner')",
    )
    .fetch_all(&world.owner)
    .await
    .expect("the rights");
    assert_eq!(rights.len(), 3, "{rights:?}");
    for (table, grantee, privilege) in rights {
        assert_eq!((grantee.as_str(), privilege.as_str()), ("assay_public", "SELECT"));
        assert!(
            ["log_tiles", "log_checkpoints", "log_attested"].contains(&table.as_str()),
            "{table}"
        );
    }
    let manager = world.staff("Meg", &[Function::SchemeManager]).await;
    for gone in [
        "delete from log_leaves",
        "update log_leaves set seq = 1",
        "update log_checkpoints set note = ''",
    ] {
        let tried = world.db.write(&manager, async |tx| Ok(tx.sql().execute(gone).await?)).await;
        assert!(tried.is_err(), "{gone}");
    }
    let cut = "update log_tiles set hashes = substring(hashes from 1 for 32)";
    audited(&world, "Cut Ltd").await;
    let file = audited(&world, "Cut again Ltd").await;
    more_acts(&world, &file, 1).await;
    sealed(&world).await;
    let tried = world.db.write(&manager, async |tx| Ok(tx.sql().execute(cut).await?)).await;
    assert!(tried.err().is_some_and(|cause| cause.to_string().contains("only grows")));
}

#[tokio::test]
async fn the_body_is_mailed_each_new_checkpoint_once_a_day() {
    let world = World::new().await;
    let quality = world.staff("Quinn", &[Function::QualityManager]).await;
    world.staff("Ada", &[Function::Administrator]).await;
    let told = async || mail::of_body(&world.db, &house(&world), URL).await.expect("told");
    assert!(!told().await, "nothing is sealed yet");
    let file = audited(&world, "Mailed Ltd").await;
    sealed(&world).await;
    assert!(told().await);
    more_acts(&world, &file, 1).await;
    sealed(&world).await;
    assert!(!told().await, "once a day");
    world.clock.advance(Duration::days(1));
    assert!(told().await);
    world.clock.advance(Duration::days(1));
    assert!(!told().await, "nothing was recorded since");
    let mails: Vec<(String, String)> = sqlx::query_as("select to_address, body from mails where body_id = $1 and subject like '%checkpoint%' order by id")
        .bind(world.body).fetch_all(&world.owner).await.expect("the mails");
    assert_eq!(mails.len(), 2);
    let (to, text) = mails.last().expect("the newest");
    assert_eq!(to, quality.email());
    assert!(text.contains(&checkpoint(&world).await.1.note), "the note is whole: {text}");
}
