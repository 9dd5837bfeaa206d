//! The checks and tests, in the order in which they are most likely to fail soon.

use crate::steps::{Outcome, Steps, run};
use crate::test_cluster::TestCluster;
use crate::workspace::Workspace;
use crate::{browser, fuzz, install, others, sql};

/// Everything; what CI runs.
pub(crate) fn all(workspace: &Workspace, steps: &mut Steps) -> Outcome {
    steps.step("install what is missing", || install::for_tests(workspace))?;
    steps.step("formatting", || formatting(workspace))?;
    let (cluster, url) = steps.step("start a test cluster", || {
        let cluster = TestCluster::start()?;
        let url = cluster.database("assay_test")?;
        Ok((cluster, url))
    })?;
    // Before clippy, which would blame a query without offline data on a tool that we do not use.
    steps.step("offline SQL check", || sql::check(workspace, &cluster))?;
    steps.step("clippy", || clippy(workspace))?;
    steps.step("tests", || {
        let mut nextest = workspace.cargo(&["nextest", "run", "--workspace"]);
        run(nextest.env("ASSAY_TEST_DATABASE_URL", url))
    })?;
    steps.step("stop the test cluster", || {
        drop(cluster);
        Ok(())
    })?;
    steps.step("other people's programs", || others::agree(workspace))?;
    steps.step("fuzz: every parser, so many inputs", || fuzz::bounded(workspace))?;
    journey(workspace, steps)
}

/// Formatting and clippy.
pub(crate) fn check(workspace: &Workspace, steps: &mut Steps) -> Outcome {
    steps.step("formatting", || formatting(workspace))?;
    steps.step("clippy", || clippy(workspace))
}

/// Writes the offline query data.
pub(crate) fn write_sql(workspace: &Workspace, steps: &mut Steps) -> Outcome {
    steps.step("install what is missing", install::postgresql)?;
    let cluster = steps.step("start a test cluster", TestCluster::start)?;
    steps.step("write .sqlx", || sql::write(workspace, &cluster))
}

/// The browser journey and what it needs.
pub(crate) fn browser(workspace: &Workspace, steps: &mut Steps) -> Outcome {
    steps.step("install what is missing", install::for_browser)?;
    journey(workspace, steps)
}

fn journey(workspace: &Workspace, steps: &mut Steps) -> Outcome {
    // All programs, because the tests before were built for all: with assay alone, its libraries
    // would be asked for other features, and built again.
    steps.step("build assay", || run(&mut workspace.cargo(&["build", "--workspace", "--bins"])))?;
    steps.step("browser journey", || browser::journey(workspace))?;
    steps.step("the page that checks a bundle", || others::page(workspace))
}

fn formatting(workspace: &Workspace) -> Outcome {
    run(&mut workspace.cargo(&["fmt", "--all", "--check"]))
        .map_err(|reason| format!("{reason}; run: cargo fmt --all"))
}

fn clippy(workspace: &Workspace) -> Outcome {
    let arguments = ["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"];
    run(&mut workspace.cargo(&arguments))
}
