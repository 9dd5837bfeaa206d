//! Teams that must not stand, and who may say what about them.

mod clients_say;
mod conflicts;
mod qualified;
mod watched;

use super::testing::{qualified_auditor, team_declared};
use super::*;
use crate::actor::{Actor, Function};
use crate::audits::{self, Kind};
use crate::competence::{self, Approval, Ending};
use crate::error::{Error, Result};
use crate::files;
use crate::programmes::testing::programme_in_force;
use crate::testing::World;
use uuid::Uuid;

/// A file with its programme in force, and people who could audit it.
struct Case {
    world: World,
    manager: Actor,
    client: Actor,
    lead: Actor,
    auditor: Actor,
    file: files::Brief,
    stage_1: Uuid,
}

impl Case {
    async fn new() -> Case {
        let world = World::new().await;
        let manager = world.staff("Mia Manager", &[Function::SchemeManager]).await;
        let client = world.client("Fintech").await;
        let (file, audits) = programme_in_force(&world, &manager, &client, 3).await;
        let lead = qualified_auditor(&world, "Lena Lead", true).await;
        let auditor = qualified_auditor(&world, "Aron Auditor", false).await;
        let stage_1 = audits.iter().find(|(kind, _)| *kind == Kind::Stage1).expect("Stage 1").1;
        Case { world, manager, client, lead, auditor, file, stage_1 }
    }

    /// With lead auditor and auditor appointed and declared.
    async fn declared() -> Case {
        let case = Case::new().await;
        team_declared(&case.world, &case.manager, case.stage_1, &[&case.lead, &case.auditor]).await;
        case
    }

    /// With a team that the client was told.
    async fn told() -> Case {
        let case = Case::declared().await;
        case.tell().await.expect("the client is told");
        case
    }

    async fn appoint(&self, who: &Actor, role: &str) -> Result<()> {
        let person = who.person()?.to_string();
        let id = Uuid::now_v7().to_string();
        let form = Appointment { id, person, role: role.into(), ..Appointment::default() };
        let act = self.world.db.write(&self.manager, async |tx| {
            let by = tx.actor().scheme_manager()?;
            appoint(tx, &by, self.stage_1, form).await
        });
        act.await
    }

    async fn tell(&self) -> Result<()> {
        let act = self.world.db.write(&self.manager, async |tx| {
            let by = tx.actor().scheme_manager()?;
            let version = audits::brief(tx, self.stage_1).await?.version;
            tell_client(tx, &by, self.stage_1, version).await
        });
        act.await
    }

    async fn declare(&self, who: &Actor, form: Declared) -> Result<bool> {
        let act = self.world.db.write(who, async |tx| {
            let file = audits::brief(tx, self.stage_1).await?.file();
            declare(tx, file, Capacity::Team, form).await
        });
        act.await
    }

    async fn release(&self, who: &Actor) -> Result<()> {
        let member: Uuid = sqlx::query_scalar(
            "select id from team_members where body_id = $1 and person_id = $2 and released_at is null",
        )
        .bind(self.world.body)
        .bind(who.person()?)
        .fetch_one(&self.world.owner)
        .await
        .expect("a member");
        let act = self.world.db.write(&self.manager, async |tx| {
            let by = tx.actor().scheme_manager()?;
            let form = Released { reason: "A conflict.".into() };
            release(tx, &by, self.stage_1, member, form).await
        });
        act.await
    }

    async fn brief(&self) -> audits::Brief {
        let read =
            self.world.db.read(&self.manager, async |tx| audits::brief(tx, self.stage_1).await);
        read.await.expect("the audit")
    }

    async fn settled(&self) -> Result<()> {
        let audit = self.brief().await;
        self.world.db.read(&self.manager, async |tx| settled(tx, &audit).await).await
    }
}

/// The rule that refused, and what it says is missing.
fn refused<T: std::fmt::Debug>(outcome: Result<T>) -> (&'static str, Vec<String>) {
    match outcome {
        Err(Error::Refused(refusal)) => (refusal.rule.id, refusal.missing),
        other => panic!("not refused by a rule: {other:?}"),
    }
}

fn rule<T: std::fmt::Debug>(outcome: Result<T>) -> &'static str {
    refused(outcome).0
}
