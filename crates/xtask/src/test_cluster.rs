//! A quick PostgreSQL cluster for one run of the tests, gone at its end.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use cluster::{Cluster, Options};

use crate::steps::{Outcome, say};

const PREFIX: &str = "assay-test-";
const ROOM: u64 = 1 << 30;

/// Stops and removes itself when it goes.
pub(crate) struct TestCluster {
    cluster: Option<Cluster>,
    place: PathBuf,
}

impl TestCluster {
    /// Quick, and worth nothing after a power cut.
    pub(crate) fn start() -> Outcome<TestCluster> {
        TestCluster::at(place(true)?, true)
    }

    /// On disk, and as safe as an installation's own: what is measured on it is what it costs.
    pub(crate) fn durable() -> Outcome<TestCluster> {
        TestCluster::at(place(false)?, false)
    }

    fn at(above: PathBuf, fast: bool) -> Outcome<TestCluster> {
        remove_abandoned(&above);
        let place = above.join(format!("{PREFIX}{}", std::process::id()));
        make_passable(&place).map_err(|e| format!("cannot make {}: {e}", place.display()))?;
        // From here on the folder is removed, whatever happens.
        let mut this = TestCluster { cluster: None, place };
        let options = Options {
            data: this.place.join("postgres"),
            fast,
            say: |line| say(&format!("    {line}")),
        };
        this.cluster = Some(Cluster::start(options).map_err(|e| e.to_string())?);
        Ok(this)
    }

    /// Makes a database and answers its superuser's URL.
    pub(crate) fn database(&self, name: &str) -> Outcome<String> {
        self.running().ensure_database(name).map_err(|e| e.to_string())?;
        Ok(self.running().url(name))
    }

    pub(crate) fn psql(&self, database: &str) -> Command {
        self.running().psql(database)
    }

    fn running(&self) -> &Cluster {
        self.cluster.as_ref().expect("a test cluster is handed out once it runs")
    }
}

impl Drop for TestCluster {
    fn drop(&mut self) {
        drop(self.cluster.take());
        let _ = fs::remove_dir_all(&self.place);
    }
}

/// Memory where that will do and there is room, else a temporary folder; the server's user must be able to get there.
fn place(in_memory: bool) -> Outcome<PathBuf> {
    let memory = Path::new("/dev/shm");
    let mut choices = vec![std::env::temp_dir(), "/tmp".into(), "/var/tmp".into()];
    if in_memory && room_in(memory) >= ROOM {
        choices.insert(0, memory.to_path_buf());
    }
    choices
        .into_iter()
        .find(|dir| dir.is_dir() && cluster::passable(&dir.join(PREFIX)).is_ok())
        .ok_or_else(|| "no temporary folder can be reached by the database's user".to_string())
}

/// Bytes free, asked of df because the standard library cannot tell.
fn room_in(dir: &Path) -> u64 {
    let output = Command::new("df").args(["-B1", "--output=avail"]).arg(dir).output();
    let text = output.map(|o| String::from_utf8_lossy(&o.stdout).into_owned()).unwrap_or_default();
    text.lines().nth(1).and_then(|line| line.trim().parse().ok()).unwrap_or(0)
}

fn make_passable(place: &Path) -> std::io::Result<()> {
    fs::create_dir(place)?;
    fs::set_permissions(place, PermissionsExt::from_mode(0o755))
}

/// A run that was killed could not remove its folder; its server has ended with it.
fn remove_abandoned(above: &Path) {
    for entry in fs::read_dir(above).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let process = name.to_str().and_then(|n| n.strip_prefix(PREFIX)).map(str::to_string);
        let Some(process) = process.filter(|p| p.parse::<u32>().is_ok()) else { continue };
        if !Path::new("/proc").join(process).exists() {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}
