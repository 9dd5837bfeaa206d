//! Whatever the owner of the database changes behind the product's back is found at night, and named.

use super::run::of_body;
use super::*;
use crate::actor::{Actor, Function};
use crate::db::Tx;
use crate::decisions::testing::{Audited, audited, case_before_panel, granted, issuing};
use crate::log;
use crate::record::{Entry, Seen};
use crate::testing::World;
use sqlx::AssertSqlSafe;
use time::Duration;

/// A body with two attestations, some acts, and everything sealed.
struct Night {
    world: World,
    audited: Audited,
    number: String,
    other: String,
}

impl Night {
    async fn new() -> Night {
        let world = World::new().await;
        let one = case_before_panel(&world, audited(&world, "First Ltd").await).await;
        let number = granted(&world, &one).await.expect("a grant");
        let two = case_before_panel(&world, audited(&world, "Second Ltd").await).await;
        let other = granted(&world, &two).await.expect("a grant");
        let act = async |tx: &mut Tx<'_>| {
            for n in 0..300 {
                tx.record(Entry::new(
                    one.audited.file,
                    "arranged",
                    format!("Act {n}"),
                    Seen::ByStaff,
                ));
            }
            Ok(())
        };
        world.db.write(&one.audited.manager, act).await.expect("acts");
        world.staff("Quinn", &[Function::QualityManager]).await;
        let night = Night { world, audited: one.audited, number, other };
        night.seal().await;
        night
    }

    fn house(&self) -> Actor {
        Actor::house(self.world.body)
    }

    async fn seal(&self) {
        let name = crate::keys::Identity::of("https://assay.example", &self.world.slug, None).log();
        let ring = issuing().keyring;
        log::seal_body(&self.world.db, &self.house(), ring, &name).await.expect("sealed");
    }

    /// The night's run, and what it found.
    async fn run(&self) -> Run {
        self.world.clock.advance(Duration::days(1));
        of_body(&self.world.db, &self.house(), "https://assay.example").await.expect("a run");
        let last = self.world.db.read(&self.house(), async |tx| last(tx, 1).await).await;
        last.expect("kept").remove(0)
    }

    /// Changes something as nobody in the product can.
    async fn tamper(&self, sql: &str) {
        let sql = sql
            .replace(":body", &format!("'{}'", self.world.body))
            .replace(":file", &format!("'{}'", self.audited.file.engagement_id))
            .replace(":number", &format!("'{}'", self.number))
            .replace(":other", &format!("'{}'", self.other));
        let done = sqlx::raw_sql(AssertSqlSafe(sql)).execute(&self.world.owner).await;
        assert_eq!(done.expect("tampered").rows_affected(), 1, "one row was changed");
    }

    async fn finds(&self, sql: &str, said: &[&str]) {
        self.tamper(sql).await;
        let run = self.run().await;
        let all = run.wrong.join("\n");
        for words in said {
            assert!(all.contains(words), "{sql}\nsays: {all}");
        }
        let mails: Vec<String> = sqlx::query_scalar(
            "select body from mails where body_id = $1 and subject like 'Not as it was%'",
        )
        .bind(self.world.body)
        .fetch_all(&self.world.owner)
        .await
        .expect("the mails");
        assert_eq!(mails.len(), 1, "the quality manager is told once");
        assert!(run.wrong.iter().all(|says| mails.concat().contains(says)), "by name");
    }
}

#[tokio::test]
async fn what_nobody_changed_is_found_as_it_was_and_once_a_day() {
    let night = Night::new().await;
    let run = night.run().await;
    assert_eq!(run.wrong, Vec::<String>::new());
    assert_eq!((run.attestations, run.records), (2, 2));
    assert!(run.entries > 300 && run.leaves == run.entries, "{run:?}");
    of_body(&night.world.db, &night.house(), "").await.expect("nothing more today");
    let runs = night.world.db.read(&night.house(), async |tx| last(tx, 9).await).await;
    assert_eq!(runs.expect("kept").len(), 1);
}

#[tokio::test]
async fn one_byte_of_a_document_is_found() {
    let night = Night::new().await;
    let sql = "update certificates set pdf = set_byte(pdf, 100, (get_byte(pdf, 100) + 1) % 256) where number = :number";
    night.finds(sql, &[&night.number, "document", "stranger"]).await;
}

#[tokio::test]
async fn one_byte_of_a_document_with_its_digest_is_found() {
    let night = Night::new().await;
    let sql = "update certificates set pdf = set_byte(pdf, 100, (get_byte(pdf, 100) + 1) % 256),
      pdf_sha256 = sha256(set_byte(pdf, 100, (get_byte(pdf, 100) + 1) % 256)) where number = :number";
    night.finds(sql, &[&night.number, "stranger"]).await;
}

#[tokio::test]
async fn another_attestations_credential_is_found() {
    let night = Night::new().await;
    let sql = "update certificates set credential = (select credential from certificates where number = :other) where number = :number";
    night.finds(sql, &[&night.number, "stranger"]).await;
}

#[tokio::test]
async fn crt_5_another_scope_in_the_register_is_found() {
    let night = Night::new().await;
    let sql = "update certificates set scope = 'Everything', content = jsonb_set(content, '{scope}', '\"Everything\"') where number = :number";
    night.finds(sql, &[&night.number, "not what was signed"]).await;
}

#[tokio::test]
async fn crt_5_a_later_expiry_in_the_column_alone_is_found() {
    let night = Night::new().await;
    let sql = "update certificates set expires_on = expires_on + 365 where number = :number";
    night.finds(sql, &[&night.number, "by which it is found"]).await;
}

#[tokio::test]
async fn ret_2_a_changed_entry_is_found_on_its_record() {
    let night = Night::new().await;
    let sql = "update record_entries set sentence = 'All was well.' where engagement_id = :file and seq = 5";
    night.finds(sql, &["Record of First Ltd: its entry 5"]).await;
}

#[tokio::test]
async fn ret_2_an_entry_with_another_digest_is_found_in_the_log_too() {
    let night = Night::new().await;
    let sql = "update record_entries set digest = sha256('other') where engagement_id = :file and seq = 5";
    night.finds(sql, &["its entry 5", "is not the entry 5 of the record"]).await;
}

#[tokio::test]
async fn ret_2_a_record_cut_at_its_end_is_found() {
    let night = Night::new().await;
    let sql = "update record_heads set seq = seq - 1 where engagement_id = :file";
    night.finds(sql, &["it does not end with the entry"]).await;
}

#[tokio::test]
async fn a_leaf_removed_is_found() {
    let night = Night::new().await;
    let sql = "delete from log_leaves where body_id = :body and place = 290";
    night.finds(sql, &["its leaf 290 is gone"]).await;
}

#[tokio::test]
async fn a_leaf_exchanged_is_found_in_the_tile() {
    let night = Night::new().await;
    let sql = "update log_leaves set hash = sha256('other') where body_id = :body and place = 3";
    night.finds(sql, &["its leaf 3", "tile/0/000", "its checkpoint of"]).await;
}

#[tokio::test]
async fn a_tile_that_was_cut_is_found() {
    let night = Night::new().await;
    // Whoever owns the tables can silence what keeps tiles from shrinking.
    let sql = "set session_replication_role = replica; update log_tiles set hashes = substring(hashes from 1 for octet_length(hashes) - 32) where body_id = :body and level = 0 and place = 1; set session_replication_role = origin";
    night.finds(sql, &["tile/0/001"]).await;
}

#[tokio::test]
async fn a_checkpoint_of_another_tree_is_found() {
    let night = Night::new().await;
    let sql = "update log_checkpoints set root = sha256('other') where body_id = :body";
    night.finds(sql, &["its checkpoint of"]).await;
}

#[tokio::test]
async fn an_edge_from_which_a_fork_would_grow_is_found() {
    let night = Night::new().await;
    let sql = "update log_edges set edge = set_byte(edge, 20, (get_byte(edge, 20) + 1) % 256) where body_id = :body";
    night.finds(sql, &["its end"]).await;
}
