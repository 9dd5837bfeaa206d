//! The program: serves the portals, delivers the mail, shows the demonstration, founds bodies and migrates
//! the database. A library so that the journeys' tests can open the same house.

mod arguments;
mod database;
mod demo;
pub mod drawing;
mod house;
mod mail;
mod secret;
pub mod seed;
pub mod serve;
mod settings;
mod setup;
mod stop;
pub mod story;
mod work;

use arguments::{Arguments, Command};
use clap::Parser;
use settings::Settings;
use std::process::ExitCode;
use stop::Stop;

/// Why the program cannot go on, as one sentence for the operator.
pub(crate) struct Halt(pub(crate) String);

impl<E: std::error::Error> From<E> for Halt {
    fn from(cause: E) -> Self {
        Halt(cause.to_string())
    }
}

/// Reads the command line and does what it says; the exit code is 2 when it could not.
pub fn run() -> ExitCode {
    let outcome = start(Arguments::parse());
    if let Err(Halt(sentence)) = &outcome {
        eprintln!("assay: {sentence}");
    }
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::from(2),
    }
}

fn start(arguments: Arguments) -> Result<(), Halt> {
    let settings = Settings::read(arguments.given)?;
    settings.start_log()?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let done = runtime.block_on(async {
        let stop = Stop::listen()?;
        match arguments.command {
            Command::Serve { no_work } => serve::serve(&settings, &stop, !no_work).await,
            Command::Work => work::work(&settings, &stop).await,
            Command::Demo => demo::demo(&settings, &stop).await,
            Command::Setup(founding) => setup::setup(&settings, *founding).await,
            Command::Migrate => database::migrate(&settings).await,
        }
    });
    // A password being hashed or a page being drawn must not hold up the end.
    runtime.shutdown_timeout(std::time::Duration::from_secs(2));
    done
}
