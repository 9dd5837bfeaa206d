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
mod verify;
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

/// The exit code when the program could not do what it was asked to; what `verify` found has codes of its own.
const UNABLE: u8 = 64;

/// Reads the command line and does what it says.
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    let outcome = match &arguments.command {
        Command::Verify(asked) => verify::verify(asked),
        _ => start(arguments).map(|()| ExitCode::SUCCESS),
    };
    if let Err(Halt(sentence)) = &outcome {
        eprintln!("assay: {sentence}");
    }
    outcome.unwrap_or(ExitCode::from(UNABLE))
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
            Command::Verify(_) => Ok(()),
        }
    });
    // A password being hashed or a page being drawn must not hold up the end.
    runtime.shutdown_timeout(std::time::Duration::from_secs(2));
    done
}
