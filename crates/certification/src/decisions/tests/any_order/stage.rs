//! The file, and the people who act on it.

use super::acts::{GOOD, LEAD, RELEASED, UNQUALIFIED, Who};
use crate::actor::{Actor, Function, Room};
use crate::applications::lists::SECTORS;
use crate::decisions::testing::{Audited, under_way};
use crate::standards::testing::AIMS;
use crate::teams::testing::qualify;
use crate::testing::World;
use std::cell::Cell;
use uuid::Uuid;

/// A file whose Stage 2 is under way, and everybody who might be put on its panel.
pub(super) struct Stage {
    pub(super) world: World,
    pub(super) audited: Audited,
    people: Vec<Uuid>,
    /// How many decisions there were when the rules were last asked.
    decided: Cell<i64>,
}

/// A finding as the database has it.
#[derive(sqlx::FromRow)]
pub(super) struct Finding {
    pub(super) id: Uuid,
    pub(super) grade: String,
    pub(super) state: String,
}

/// A seat that is taken.
#[derive(sqlx::FromRow)]
pub(super) struct Seat {
    pub(super) id: Uuid,
    pub(super) person_id: Uuid,
    pub(super) chair: bool,
    pub(super) declared: bool,
    /// Whether a signature that was not voided stands on it.
    pub(super) signed: bool,
    /// Whether it is one against the grant.
    pub(super) against: bool,
    /// Whether a tie to the client was declared.
    pub(super) tied: bool,
}

impl Stage {
    pub(super) async fn new() -> Stage {
        let world = World::new().await;
        let audited = under_way(&world, "Any Order Ltd").await;
        let mut people = vec![audited.lead.person().expect("a person")];
        for who in LEAD + 1..GOOD.end {
            people.push(world.person(&format!("Person {who}")).await);
        }
        for (who, person) in people.iter().enumerate() {
            world.give(*person, Function::PanelMember).await;
            world.qualify(*person, "function", "panel_member").await;
            if who != UNQUALIFIED {
                world.qualify(*person, "standard", &AIMS.name).await;
            }
            world.qualify(*person, "sector", SECTORS[0].0).await;
        }
        let double = people[super::acts::DOUBLE];
        world.give(double, Function::Auditor).await;
        qualify(&world, double, &["auditor"]).await;
        let stage = Stage { world, audited, people, decided: Cell::new(0) };
        stage.released_from_stage_1().await;
        stage
    }

    async fn released_from_stage_1(&self) {
        sqlx::query("insert into team_members (body_id, client_id, engagement_id, audit_id, id, person_id, role, appointed_by, appointed_at, released_at)
             values ($1, $2, $3, $4, $5, $6, 'auditor', $6, $7, $7)")
            .bind(self.world.body).bind(self.audited.file.client_id).bind(self.audited.file.engagement_id)
            .bind(self.audited.stage_1).bind(Uuid::now_v7()).bind(self.person(RELEASED)).bind(self.world.now())
            .execute(&self.world.owner).await.expect("a member who was released");
    }

    pub(super) fn person(&self, who: Who) -> Uuid {
        self.people[who]
    }

    pub(super) fn who(&self, person: Uuid) -> Who {
        self.people.iter().position(|known| *known == person).expect("one of them")
    }

    pub(super) async fn on_panel(&self, who: Who) -> Actor {
        self.world.as_in(self.person(who), Room::Panel, vec![Function::PanelMember]).await
    }

    pub(super) async fn findings(&self) -> Vec<Finding> {
        sqlx::query_as("select id, grade, state from findings where body_id = $1 order by number")
            .bind(self.world.body)
            .fetch_all(&self.world.owner)
            .await
            .expect("findings")
    }

    /// The newest case, and whether it is open.
    pub(super) async fn case(&self) -> Option<(Uuid, bool)> {
        sqlx::query_as("select id, state = 'open' from cases where body_id = $1 order by opened_at desc limit 1")
            .bind(self.world.body)
            .fetch_optional(&self.world.owner)
            .await
            .expect("a case or none")
    }

    /// The seats that are taken, the chair last.
    pub(super) async fn seats(&self, case: Uuid) -> Vec<Seat> {
        sqlx::query_as(
            "select s.id, s.person_id, s.chair,
               exists (select from declarations d where d.body_id = s.body_id and d.person_id = s.person_id and d.capacity = 'panel') as declared,
               exists (select from votes v where v.body_id = s.body_id and v.case_id = s.case_id and v.person_id = s.person_id
                 and not exists (select from vote_voids x where x.body_id = v.body_id and x.vote_id = v.id)) as signed,
               exists (select from votes v where v.body_id = s.body_id and v.case_id = s.case_id and v.person_id = s.person_id and v.vote = 'refuse'
                 and not exists (select from vote_voids x where x.body_id = v.body_id and x.vote_id = v.id)) as against,
               coalesce((select d.conflict from declarations d where d.body_id = s.body_id and d.person_id = s.person_id and d.capacity = 'panel'
                 order by d.id desc limit 1), false) as tied
             from panel_seats s where s.body_id = $1 and s.case_id = $2 and s.released_at is null order by s.chair, s.id",
        )
        .bind(self.world.body)
        .bind(case)
        .fetch_all(&self.world.owner)
        .await
        .expect("seats")
    }

    /// Whether a decision has come since this was last asked.
    pub(super) fn newly_decided(&self, decided: i64) -> bool {
        self.decided.replace(decided) < decided
    }

    /// The report of Stage 2 as it is issued, but for its findings.
    pub(super) async fn set_down_report(&self) {
        let lead = self.person(LEAD);
        sqlx::query("insert into reports (body_id, client_id, engagement_id, audit_id, id, version, content, digest, issued_by, issued_at)
             values ($1, $2, $3, $4, $5, 1, '{\"text\": {\"objectives_met\": \"Each was met.\", \"recommendation\": \"recommend\"}}', sha256('2'), $6, $7)")
            .bind(self.world.body).bind(self.audited.file.client_id).bind(self.audited.file.engagement_id)
            .bind(self.audited.stage_2).bind(Uuid::now_v7()).bind(lead).bind(self.world.now())
            .execute(&self.world.owner).await.expect("a report");
        sqlx::query("update audits set state = 'reported', closed_at = $3, reported_at = $3 where body_id = $1 and id = $2")
            .bind(self.world.body).bind(self.audited.stage_2).bind(self.world.now())
            .execute(&self.world.owner).await.expect("reported");
    }

    pub(super) async fn is_reported(&self) -> bool {
        sqlx::query_scalar("select state = 'reported' from audits where body_id = $1 and id = $2")
            .bind(self.world.body)
            .bind(self.audited.stage_2)
            .fetch_one(&self.world.owner)
            .await
            .expect("Stage 2")
    }
}
