//! The file, the people who decide on it, and what stands in the database, asked in plain SQL.

use crate::actor::{Actor, Function, Room};
use crate::applications::lists::SECTORS;
use crate::decisions::CaseKind;
use crate::decisions::testing::{Audited, audited};
use crate::decisions::tests::maintaining::declares;
use crate::standards::testing::AIMS;
use crate::testing::World;
use std::cell::Cell;
use time::Date;
use uuid::Uuid;

/// A file whose Stage 2 is reported, and everybody who might be put on its panels.
pub(super) struct Stage {
    pub(super) world: World,
    pub(super) audited: Audited,
    /// The lead auditor first, who has a panel member's competence as well.
    pub(super) people: Vec<Actor>,
    /// How many decisions there were when the rules were last asked.
    decided: Cell<i64>,
}

impl Stage {
    pub(super) async fn new(zone: &'static str, day: Date, seconds: i64) -> Stage {
        let mut world = World::new().await;
        world.moves_to(zone).await;
        world.comes_to(day, seconds);
        let audited = audited(&world, "Any Life Ltd").await;
        let mut persons = vec![audited.lead.person().expect("a person")];
        for name in ["Ana Member", "Ben Member", "Cleo Member", "Dan Member"] {
            persons.push(world.person(name).await);
        }
        let mut people = Vec::new();
        for person in persons {
            people.push(on_panels(&world, person).await);
        }
        // Competence is another matter than days: everybody's lasts for the whole life.
        sqlx::query(
            "update qualifications set valid_until = valid_until + 10000 where body_id = $1",
        )
        .bind(world.body)
        .execute(&world.owner)
        .await
        .expect("competence that lasts");
        declares(&world, &audited, &audited.manager).await;
        Stage { world, audited, people, decided: Cell::new(0) }
    }

    /// The open case of the file, if there is one.
    pub(super) async fn open_case(&self) -> Option<(Uuid, CaseKind)> {
        let found: Option<(Uuid, String)> =
            sqlx::query_as("select id, kind from cases where body_id = $1 and state = 'open'")
                .bind(self.world.body)
                .fetch_optional(&self.world.owner)
                .await
                .expect("a case or none");
        found.and_then(|(id, kind)| Some((id, CaseKind::from_key(&kind)?)))
    }

    /// Whoever has a seat on a case, the chair last.
    pub(super) async fn seated(&self, case: Uuid) -> Vec<Actor> {
        let seats: Vec<Uuid> = sqlx::query_scalar(
            "select person_id from panel_seats where body_id = $1 and case_id = $2 and released_at is null order by chair, id",
        )
        .bind(self.world.body)
        .bind(case)
        .fetch_all(&self.world.owner)
        .await
        .expect("seats");
        let person = |id: &Uuid| self.people.iter().find(|one| one.person == Some(*id)).cloned();
        seats.iter().filter_map(person).collect()
    }

    /// The number of an answer in plain SQL about this body.
    pub(super) async fn counts(&self, sql: &'static str) -> i64 {
        sqlx::query_scalar(sql)
            .bind(self.world.body)
            .fetch_one(&self.world.owner)
            .await
            .expect("an answer")
    }

    /// A day that plain SQL finds about this body, if it finds one.
    pub(super) async fn finds(&self, sql: &'static str) -> Option<Date> {
        sqlx::query_scalar(sql)
            .bind(self.world.body)
            .bind(self.world.today())
            .fetch_one(&self.world.owner)
            .await
            .expect("a day or none")
    }

    /// Whether a decision has come since this was last asked.
    pub(super) fn newly_decided(&self, decided: i64) -> bool {
        self.decided.replace(decided) < decided
    }
}

async fn on_panels(world: &World, person: Uuid) -> Actor {
    world.give(person, Function::PanelMember).await;
    world.qualify(person, "function", "panel_member").await;
    world.qualify(person, "standard", &AIMS.name).await;
    world.qualify(person, "sector", SECTORS[0].0).await;
    world.as_in(person, Room::Panel, vec![Function::PanelMember]).await
}
