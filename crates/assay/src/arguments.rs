//! The command line. Every setting may come from a flag, from the environment, or from one file, in this order.

use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;

/// The platform certification bodies run on.
#[derive(Parser)]
#[command(name = "assay", version, about, propagate_version = true)]
#[command(
    after_help = "Every setting can also stand in a file of lines KEY=VALUE, with the names of the environment; \
name it with --config. A flag wins over the environment, and the environment over the file."
)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
    #[command(flatten)]
    pub(crate) given: Given,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Serve the portals, and deliver the mail beside
    Serve {
        /// Leave the mail to a separate `assay work`
        #[arg(long)]
        no_work: bool,
    },
    /// Deliver the mail only
    Work,
    /// Fill an empty database with the demonstration and serve it: no passwords, a date that moves
    Demo,
    /// Found a certification body with its first administrator
    Setup(Box<Founding>),
    /// Make the database ready for this version, and end
    Migrate,
    /// Check an attestation's bundle, PDF or credential, a panel member's signature, or the file of a case: no database, no network
    #[command(after_help = VERIFYING)]
    Verify(Verifying),
}

const VERIFYING: &str = "Exit codes: 0 genuine, and valid as of its status lists; 1 not genuine, or a case's file that does not hold; \
2 genuine, but suspended, withdrawn, expired or not yet valid; 3 genuine, but its status is unknown; \
4 unreadable, or without the keys that would prove it.";

/// What is checked, and by which keys.
#[derive(Args)]
pub(crate) struct Verifying {
    /// The bundle (zip), the PDF, the credential (jwt), a panel member's signature (json) or the file of a case (zip)
    pub(crate) file: PathBuf,
    /// The body's public keys, keys.json and decision-keys.json as the body publishes them, one each time; without
    /// them, whose key signed is shown and not proven
    #[arg(long, value_name = "FILE")]
    pub(crate) keys: Vec<PathBuf>,
    /// A status list that is newer than the file's; may be given twice
    #[arg(long, value_name = "FILE")]
    pub(crate) list: Vec<PathBuf>,
    /// For a panel member's signature: the address on which the body's people sign with passkeys; may be given twice
    #[arg(long, value_name = "URL")]
    pub(crate) site: Vec<String>,
    /// Answer as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// The settings as they were given on the command line or in the environment; none where nothing was said.
#[derive(Args, Default, Clone)]
pub(crate) struct Given {
    /// A file with settings, one KEY=VALUE a line
    #[arg(long, global = true, env = "ASSAY_CONFIG", value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// The folder for everything that is not in the database: evidence, mail, the secret, a database of one's own [default: ./data]
    #[arg(long, global = true, env = "ASSAY_DATA", value_name = "FOLDER")]
    pub(crate) data: Option<String>,
    /// The address to serve on [default: 127.0.0.1:8080]
    #[arg(long, global = true, env = "ASSAY_LISTEN", value_name = "ADDRESS:PORT")]
    pub(crate) listen: Option<String>,
    /// A PostgreSQL database; without it the program starts one of its own in the data folder
    #[arg(long, global = true, env = "DATABASE_URL", value_name = "URL", hide_env_values = true)]
    pub(crate) database_url: Option<String>,
    /// The address that people use, for links in mails and on attestations [default: http:// and the address served on, localhost where it is this machine]
    #[arg(long, global = true, env = "ASSAY_PUBLIC_URL", value_name = "URL")]
    pub(crate) public_url: Option<String>,
    /// The server that takes our mail, smtp://user:password@host:port; without it mail goes into the folder `mail` in the data folder
    #[arg(long, global = true, env = "ASSAY_SMTP", value_name = "URL", hide_env_values = true)]
    pub(crate) smtp: Option<String>,
    /// The installation's secret, 32 characters or more; without it one is made and kept in the data folder
    #[arg(long, global = true, env = "ASSAY_SECRET", value_name = "TEXT", hide_env_values = true)]
    pub(crate) secret: Option<String>,
    /// What to log: error, warn, info, debug, trace, or a filter such as info,web=debug [default: info]
    #[arg(long, global = true, env = "ASSAY_LOG", value_name = "FILTER")]
    pub(crate) log: Option<String>,
}

/// A new body, and who administers it first.
#[derive(Args)]
pub(crate) struct Founding {
    /// Its address, /b/SLUG: small letters, digits, hyphens
    #[arg(long)]
    pub(crate) slug: String,
    /// Begins every certificate's number: 2 to 5 capital letters
    #[arg(long)]
    pub(crate) code: String,
    /// The name that people know it by
    #[arg(long)]
    pub(crate) name: String,
    /// The name under which it is registered [default: the name]
    #[arg(long)]
    pub(crate) legal_name: Option<String>,
    /// Street and town
    #[arg(long)]
    pub(crate) address: String,
    /// The country in words
    #[arg(long)]
    pub(crate) country: String,
    /// The e-mail address in whose name its mail leaves
    #[arg(long)]
    pub(crate) email: String,
    /// Two to four letters for its seal [default: the code]
    #[arg(long)]
    pub(crate) mark: Option<String>,
    /// Where its days begin and end: an IANA name such as Europe/London
    #[arg(long, default_value = "UTC")]
    pub(crate) time_zone: String,
    /// Its colour as six hexadecimal digits
    #[arg(long, default_value = "#1f4e5f")]
    pub(crate) colour: String,
    /// The first administrator's name
    #[arg(long)]
    pub(crate) admin_name: String,
    /// The first administrator's e-mail address
    #[arg(long)]
    pub(crate) admin_email: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn every_setting_is_named_in_the_help() {
        Arguments::command().debug_assert();
        let help = Arguments::command().render_long_help().to_string();
        for name in [
            "ASSAY_CONFIG",
            "ASSAY_DATA",
            "ASSAY_LISTEN",
            "DATABASE_URL",
            "ASSAY_PUBLIC_URL",
            "ASSAY_SMTP",
            "ASSAY_SECRET",
            "ASSAY_LOG",
        ] {
            assert!(help.contains(name), "{name} is not in --help");
        }
    }
}
