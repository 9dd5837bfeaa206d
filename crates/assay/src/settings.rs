//! The settings, read and judged before anything starts: what is wrong is said in one sentence.

use crate::Halt;
use crate::arguments::Given;
use crate::secret::{self, SHORTEST};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use tracing_subscriber::EnvFilter;

pub(crate) struct Settings {
    pub(crate) data: PathBuf,
    pub(crate) listen: SocketAddr,
    pub(crate) database_url: Option<String>,
    /// Without a slash at its end; none means the address served on.
    pub(crate) public_url: Option<String>,
    pub(crate) smtp: Option<String>,
    secret: Option<String>,
    log: String,
}

const KEYS: [&str; 7] = [
    "ASSAY_DATA",
    "ASSAY_LISTEN",
    "DATABASE_URL",
    "ASSAY_PUBLIC_URL",
    "ASSAY_SMTP",
    "ASSAY_SECRET",
    "ASSAY_LOG",
];

impl Settings {
    /// From flags and environment, and for the rest from the file, if one is named.
    pub(crate) fn read(given: Given) -> Result<Self, Halt> {
        let file = match &given.config {
            Some(path) => parse(&read(path)?)
                .map_err(|Halt(what)| Halt(format!("{}: {what}", path.display())))?,
            None => BTreeMap::new(),
        };
        Self::settle(given, file)
    }

    fn settle(given: Given, mut file: BTreeMap<String, String>) -> Result<Self, Halt> {
        let mut pick = |given: Option<String>, key: &str| {
            let said = |value: &String| !value.trim().is_empty();
            given.filter(said).or_else(|| file.remove(key).filter(said))
        };
        let settings = Settings {
            data: pick(given.data, "ASSAY_DATA").unwrap_or_else(|| "./data".to_owned()).into(),
            listen: address(
                &pick(given.listen, "ASSAY_LISTEN").unwrap_or_else(|| "127.0.0.1:8080".to_owned()),
            )?,
            database_url: pick(given.database_url, "DATABASE_URL"),
            public_url: pick(given.public_url, "ASSAY_PUBLIC_URL")
                .map(|url| public(&url))
                .transpose()?,
            smtp: pick(given.smtp, "ASSAY_SMTP"),
            secret: pick(given.secret, "ASSAY_SECRET"),
            log: pick(given.log, "ASSAY_LOG").unwrap_or_else(|| "info".to_owned()),
        };
        if let Some(url) = settings
            .database_url
            .as_deref()
            .filter(|url| !url.starts_with("postgres://") && !url.starts_with("postgresql://"))
        {
            let scheme = url.split(':').next().unwrap_or_default();
            return Err(Halt(format!(
                "DATABASE_URL begins with \"{scheme}\", but only postgres:// addresses can be used"
            )));
        }
        if settings
            .smtp
            .as_deref()
            .is_some_and(|url| !url.starts_with("smtp://") && !url.starts_with("smtps://"))
        {
            return Err(Halt(
                "ASSAY_SMTP is not an address such as smtp://user:password@mail.example.com:587"
                    .to_owned(),
            ));
        }
        if settings.secret.as_deref().is_some_and(|secret| secret.len() < SHORTEST) {
            return Err(Halt(format!(
                "ASSAY_SECRET is shorter than {SHORTEST} characters; leave it out, and one is made"
            )));
        }
        Ok(settings)
    }

    /// The installation's secret: as given, else from its file in the data folder, which is made once.
    pub(crate) fn secret(&self) -> Result<Vec<u8>, Halt> {
        match &self.secret {
            Some(secret) => Ok(secret.clone().into_bytes()),
            None => secret::kept(&self.folder()?.join("secret")),
        }
    }

    /// The data folder, made if it is missing.
    pub(crate) fn folder(&self) -> Result<&Path, Halt> {
        let made = std::fs::create_dir_all(&self.data);
        made.map_err(|cause| {
            Halt(format!(
                "ASSAY_DATA is {}, and that folder cannot be used: {cause}",
                self.data.display()
            ))
        })?;
        Ok(&self.data)
    }

    /// Starts the log, on the error output.
    pub(crate) fn start_log(&self) -> Result<(), Halt> {
        let filter = EnvFilter::try_new(&self.log).map_err(|_| {
            Halt(format!(
                "ASSAY_LOG is \"{}\"; use error, warn, info, debug, trace, or a filter",
                self.log
            ))
        })?;
        tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
        Ok(())
    }
}

fn read(path: &Path) -> Result<String, Halt> {
    std::fs::read_to_string(path).map_err(|cause| {
        Halt(format!("the settings file {} cannot be read: {cause}", path.display()))
    })
}

/// Lines KEY=VALUE; blank lines and lines that begin with # say nothing; quotes around a value are dropped.
fn parse(text: &str) -> Result<BTreeMap<String, String>, Halt> {
    let mut found = BTreeMap::new();
    for (number, line) in (1..).zip(text.lines().map(str::trim)) {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let (key, value) =
            line.split_once('=').ok_or_else(|| Halt(format!("line {number} is not KEY=VALUE")))?;
        let (key, value) = (key.trim(), unquoted(value.trim()));
        if !KEYS.contains(&key) {
            return Err(Halt(format!(
                "line {number} sets \"{key}\", which is no setting; there are {}",
                KEYS.join(", ")
            )));
        }
        if found.insert(key.to_owned(), value.to_owned()).is_some() {
            return Err(Halt(format!("line {number} sets {key} a second time")));
        }
    }
    Ok(found)
}

fn unquoted(value: &str) -> &str {
    let within = |quote| value.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote));
    within('"').or_else(|| within('\'')).unwrap_or(value)
}

fn address(text: &str) -> Result<SocketAddr, Halt> {
    let plain = text.trim().replacen("localhost:", "127.0.0.1:", 1);
    plain.parse().map_err(|_| {
        Halt(format!(
            "ASSAY_LISTEN is \"{text}\", but must be an address and a port such as 127.0.0.1:8080"
        ))
    })
}

fn public(text: &str) -> Result<String, Halt> {
    let url = text.trim().trim_end_matches('/');
    let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    match host.filter(|host| {
        !host.is_empty()
            && !host.contains(|c: char| c == '/' || c == '?' || c == '#' || c.is_whitespace())
    }) {
        Some(_) => Ok(url.to_owned()),
        None => Err(Halt(format!(
            "ASSAY_PUBLIC_URL is \"{text}\", but must be an address such as https://assay.example.com, without a path"
        ))),
    }
}

#[cfg(test)]
#[path = "settings_tests.rs"]
mod tests;
