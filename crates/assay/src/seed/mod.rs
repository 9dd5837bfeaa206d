//! The demonstration: two bodies, five clients in different states, each brought there by the people whose
//! steps they are, through the product's own doors, at dates counted back from today.

pub mod cast;
pub mod companies;
mod courses;
mod founding;
mod raised;

pub use courses::{agreed, audited, begun, corrected, fintech, granted, neighbours, newcomer};
pub(crate) use founding::qualified_until;
pub use founding::{bodies, let_assessor_in, thames, thames_now};

use crate::Halt;
use crate::story::{Played, Stuck};
use axum::Router;
use certification::Clock;
use certification::people::{self, Links};
use courses::clients;
use time::Duration;
use web::App;

/// Fills an empty demonstration; does nothing to one that is filled.
pub(crate) async fn demonstration(app: &App, admin_url: &str) -> Result<(), Halt> {
    if !people::cast(&app.db).await?.is_empty() {
        return Ok(());
    }
    let links = Links::new(&app.settings.secret, &app.settings.public_url);
    let stage = Stage {
        doors: &web::router(app.clone()),
        clock: app.db.clock(),
        admin_url,
        links: &links,
        say: |what| println!("  {what}"),
    };
    println!("Making the demonstration: a certification body's year, in half a minute");
    play(&stage).await.map_err(|stuck| {
        Halt(format!(
            "the demonstration could not be made: {stuck}; begin again with an empty data folder"
        ))
    })
}

/// Everybody's password in the demonstration; signing asks for it.
pub const PASSWORD: &str = "demonstration";

/// What the play needs: the product's doors, its clock, and the administrator's address for founding.
pub struct Stage<'a> {
    pub doors: &'a Router,
    pub clock: &'a Clock,
    pub admin_url: &'a str,
    pub links: &'a Links,
    pub say: fn(&str),
}

impl From<certification::Error> for Stuck {
    fn from(cause: certification::Error) -> Self {
        Stuck(cause.to_string())
    }
}

/// Plays the whole demonstration; the clock stands at today when it ends.
pub async fn play(stage: &Stage<'_>) -> Played {
    bodies(stage).await?;
    (stage.say)("playing five certifications to where they stand");
    let played = clients(stage).await;
    stage.clock.set_shift(Duration::ZERO);
    played?;
    let_assessor_in(stage, 60).await
}
