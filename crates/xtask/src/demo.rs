//! The demonstration: from a clone to a running program with one command.

use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::Command;

use cluster::ClusterError;

use crate::install;
use crate::steps::{Outcome, Steps, run, say};
use crate::workspace::Workspace;

/// Where data goes when root has cloned into a folder that only root may enter.
const PASSABLE_FOR_ALL: &str = "/var/lib/assay";

pub(crate) fn demonstrate(
    workspace: &Workspace,
    steps: &mut Steps,
    arguments: &[String],
) -> Outcome {
    let brings_database = is_set("DATABASE_URL");
    if brings_database {
        say("Using the database that DATABASE_URL names");
    } else {
        steps.step("install PostgreSQL if it is missing", install::postgresql)?;
    }
    steps.step("build (minutes the first time, seconds after that)", || {
        run(&mut workspace.cargo(&["build", "--package", "assay"]))
    })?;
    let mut assay = Command::new(workspace.program("assay"));
    assay.arg("demo").args(arguments.iter().skip_while(|a| *a == "--"));
    if !is_set("ASSAY_DATA") {
        assay.env("ASSAY_DATA", data_folder(workspace.path("data"), brings_database));
    }
    say("==> start the demonstration (Ctrl-C stops it)");
    // In our place, so that Ctrl-C and the exit code are its own.
    Err(format!("cannot start assay: {}", assay.exec()))
}

/// `data` in the workspace, unless the database's user could not get there.
fn data_folder(usual: PathBuf, brings_database: bool) -> PathBuf {
    match cluster::passable(&usual.join("postgres")) {
        Err(ClusterError::Impassable { parent, user, .. }) if !brings_database => {
            say(&format!(
                "    PostgreSQL runs as the user {user}, who may not enter {}; so the data goes to \
                 {PASSABLE_FOR_ALL} (ASSAY_DATA names another place)",
                parent.display()
            ));
            PathBuf::from(PASSABLE_FOR_ALL)
        }
        _ => usual,
    }
}

fn is_set(name: &str) -> bool {
    std::env::var_os(name).is_some_and(|value| !value.is_empty())
}
