//! A fixed fee: offered on what is known, accepted as it was offered, in force until the next.

mod answering;
mod fee;
mod offering;

use super::*;
use crate::actor::{Actor, Function};
use crate::applications::testing::accepted_application as accepted;
use crate::audit_time::{self, Typed};
use crate::testing::World;
use crate::{files, programmes};

struct Case {
    world: World,
    manager: Actor,
    client: Actor,
    file: files::Brief,
}

impl Case {
    async fn new() -> Case {
        let world = World::new().await;
        let manager = world.staff("Helen Marsh", &[Function::SchemeManager]).await;
        let client = world.client("Fintech").await;
        let file = accepted(&world, &manager, &client, 3).await;
        Case { world, manager, client, file }
    }

    async fn determine(&self, form: Typed) {
        let done = self.world.db.write(&self.manager, async |tx| {
            let by = tx.actor().scheme_manager()?;
            audit_time::determine(tx, &by, self.file.engagement_id, form).await
        });
        done.await.expect("audit time is determined");
    }

    async fn offer(&self) -> Result<Uuid> {
        let done = self.world.db.write(&self.manager, async |tx| {
            let by = tx.actor().scheme_manager()?;
            offer(tx, &by, self.file.engagement_id, Offer::default()).await
        });
        done.await
    }

    async fn accept(&self, id: Uuid, form: Acceptance) -> Result<()> {
        let done = self.world.db.write(&self.client, async |tx| {
            let by = tx.actor().signatory()?;
            accept(tx, &by, id, form).await
        });
        done.await
    }

    async fn decline(&self, id: Uuid, reason: &str) -> Result<()> {
        let done = self.world.db.write(&self.client, async |tx| {
            let by = tx.actor().signatory()?;
            decline(tx, &by, id, Answer { reason: reason.into() }).await
        });
        done.await
    }

    async fn proposals(&self) -> Vec<Proposal> {
        self.world
            .db
            .read(&self.manager, async |tx| of_file(tx, self.file.engagement_id).await)
            .await
            .expect("the proposals")
    }

    async fn open_case(&self) {
        sqlx::query("insert into cases (body_id, client_id, engagement_id, id, kind, cycle, state, opened_by, opened_at) values ($1, $2, $3, $4, 'initial', 1, 'open', $5, $6)")
            .bind(self.world.body)
            .bind(self.file.client_id)
            .bind(self.file.engagement_id)
            .bind(Uuid::now_v7())
            .bind(self.manager.person().expect("a person"))
            .bind(self.world.now())
            .execute(&self.world.owner)
            .await
            .expect("a case is open");
    }

    /// Audits of this kind are opened, behind the verbs that have gates of their own.
    async fn open_audit(&self, kind: &str) {
        let made = self.world.db.write(&self.manager, async |tx| {
            let by = tx.actor().scheme_manager()?;
            programmes::make(tx, &by, self.file.engagement_id, programmes::Made::default()).await
        });
        made.await.expect("a programme");
        sqlx::query("update audits set opened_at = $3 where body_id = $1 and kind = $2")
            .bind(self.world.body)
            .bind(kind)
            .bind(self.world.now())
            .execute(&self.world.owner)
            .await
            .expect("an audit is open");
    }
}

fn rule<T: std::fmt::Debug>(outcome: Result<T>) -> &'static str {
    match outcome {
        Err(Error::Refused(refusal)) => refusal.rule.id,
        other => panic!("not refused: {other:?}"),
    }
}
