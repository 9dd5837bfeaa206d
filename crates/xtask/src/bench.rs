//! The figures of docs/figures.md: a PostgreSQL that keeps what it says, and the program measured on it.

use crate::install;
use crate::steps::{Outcome, Steps, run};
use crate::test_cluster::TestCluster;
use crate::workspace::Workspace;

/// Measures, and prints a table; `--write` writes it into docs as well.
pub(crate) fn figures(workspace: &Workspace, steps: &mut Steps, arguments: &[String]) -> Outcome {
    steps.step("install what is missing", install::postgresql)?;
    let (cluster, url) = steps.step("start a cluster on disk", || {
        let cluster = TestCluster::durable()?;
        let url = cluster.database("assay_figures")?;
        Ok((cluster, url))
    })?;
    let words = ["bench", "--quiet", "--package", "assay", "--bench", "figures", "--"];
    steps.step("build and measure (minutes the first time)", || {
        let mut cargo = workspace.cargo(&words);
        run(cargo.args(arguments).env("ASSAY_TEST_DATABASE_URL", url))
    })?;
    drop(cluster);
    Ok(())
}
