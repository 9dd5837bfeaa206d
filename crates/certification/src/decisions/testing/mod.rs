//! Cases ready for a test: a file as it stands when its audits are over, then a panel before it, then a grant.

mod audited;
mod later;
mod signing;

pub use audited::{Audited, audited, under_way};
pub use later::*;
pub use signing::*;

use super::{Appointing, Opening, Signed, appoint, open_case};
use crate::actor::{Actor, Function};
use crate::applications::lists::SECTORS;
use crate::certificates::{Draw, Issuing};
use crate::error::{Error, Result};
use crate::keys::Keyring;
use crate::record::File;
use crate::standards::testing::AIMS;
use crate::testing::{SECRET, World};
use std::sync::{Arc, LazyLock};
use uuid::Uuid;

/// A document for tests: one that was drawn once, whatever it is asked to say, since drawing is the program's.
pub static DRAW: LazyLock<Draw> = LazyLock::new(|| {
    Arc::new(|_, _| Ok(include_bytes!("../../../../proofs/tests/data/plain.pdf").to_vec()))
});

/// The keyring of an installation for tests.
pub static KEYRING: LazyLock<Keyring> = LazyLock::new(|| Keyring::new(SECRET));

/// What the program would hand in.
pub fn issuing() -> Issuing<'static> {
    Issuing {
        draw: &DRAW,
        keyring: &KEYRING,
        public_url: "https://assay.example",
        demonstration: false,
    }
}

/// A case with its panel seated and declared.
pub struct Seated {
    pub audited: Audited,
    pub case: Uuid,
    pub members: Vec<Actor>,
    pub chair: Actor,
}

/// A panel member who may sit on a panel of this body.
pub async fn panel_member(world: &World, name: &str) -> Actor {
    let member = world.staff(name, &[Function::PanelMember]).await;
    let person = member.person().expect("a person");
    world.qualify(person, "function", "panel_member").await;
    world.qualify(person, "standard", &AIMS.name).await;
    for (sector, _) in SECTORS {
        world.qualify(person, "sector", sector).await;
    }
    member
}

/// Opens the case and seats two members and a chair, each declared without conflict.
pub async fn case_before_panel(world: &World, audited: Audited) -> Seated {
    let case = open(world, &audited).await.expect("a case");
    let mut seats = Vec::new();
    for (name, chair) in [("Mia Member", ""), ("Max Member", ""), ("Cho Chair", "yes")] {
        let member = panel_member(world, name).await;
        seat_down(world, &audited, case, &member, chair).await.expect("a seat");
        declare_nothing(world, &audited.file, &member).await;
        seats.push(member);
    }
    let chair = seats.pop().expect("a chair");
    Seated { audited, case, members: seats, chair }
}

/// The scheme manager opens the case.
pub async fn open(world: &World, audited: &Audited) -> Result<Uuid> {
    let by = audited.manager.scheme_manager()?;
    world
        .db
        .write(&audited.manager, async |tx| {
            open_case(tx, &by, audited.file.engagement_id, Opening::default()).await
        })
        .await
}

/// The scheme manager gives somebody a seat; `chair` is "yes" or "".
pub async fn seat_down(
    world: &World,
    audited: &Audited,
    case: Uuid,
    member: &Actor,
    chair: &str,
) -> Result<()> {
    let by = audited.manager.scheme_manager()?;
    let form = Appointing {
        id: Uuid::now_v7().to_string(),
        person: member.person()?.to_string(),
        chair: chair.to_owned(),
        in_spite_of: String::new(),
    };
    world.db.write(&audited.manager, async |tx| appoint(tx, &by, case, form).await).await
}

/// A panel member declares that nothing stands against the seat.
pub async fn declare_nothing(world: &World, file: &File, member: &Actor) {
    sqlx::query("insert into declarations (body_id, client_id, engagement_id, id, person_id, capacity, employed, consulted, ai_advice,
         tool_recommendation, data_protection_officer, internal_audits, conflict, declared_at)
         values ($1, $2, $3, $4, $5, 'panel', false, false, false, false, false, false, false, $6)")
        .bind(world.body).bind(file.client_id).bind(file.engagement_id).bind(Uuid::now_v7()).bind(member.person().expect("a person")).bind(world.now())
        .execute(&world.owner).await.expect("a declaration");
}

/// Everybody signs for the grant, the chair last; answers the attestation's number.
pub async fn granted(world: &World, seated: &Seated) -> Result<String> {
    for member in &seated.members {
        signs(world, seated.case, member, "grant").await?;
    }
    match signs(world, seated.case, &seated.chair, "grant").await? {
        Signed::Granted { number } => Ok(number),
        other => Err(Error::Fault(format!("{other:?}"))),
    }
}
