//! What an unclean end leaves behind: processes that are still on their way out, a stale pid file.

use std::fs;
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::ClusterError;
use crate::folder::Folder;

const PATIENCE: Duration = Duration::from_secs(20);

/// Waits for PostgreSQL processes of an earlier run, and removes their pid file once all are gone.
///
/// PostgreSQL clears its own pid file away, but not when another process has got the same number
/// since, which after a restart of a container it nearly always has.
pub(crate) fn wait_until_gone(folder: &Folder, say: fn(&str)) -> Result<(), ClusterError> {
    // /proc names resolved paths; the data folder is one, but pgdata may be a person's link.
    let Ok(pgdata) = folder.pgdata().canonicalize() else { return Ok(()) };
    let began = Instant::now();
    while let Some(process) = server_process_in(&pgdata) {
        if began.elapsed() > PATIENCE {
            return Err(ClusterError::StillRunning { data: folder.root().to_path_buf(), process });
        }
        if began.elapsed() < Duration::from_millis(1) {
            say("Waiting for the PostgreSQL server of the last run to end");
        }
        sleep(Duration::from_millis(50));
    }
    let pid_file = pgdata.join("postmaster.pid");
    if pid_file.exists() && can_see_processes() {
        // Safe only because no process of this cluster is left, postmaster or other.
        fs::remove_file(&pid_file).map_err(ClusterError::io("remove", &pid_file))?;
    }
    Ok(())
}

/// Every process of a PostgreSQL server, and not only its first, works inside the data folder.
fn server_process_in(pgdata: &Path) -> Option<u32> {
    fs::read_dir("/proc").ok()?.flatten().find_map(|entry| {
        let process = entry.file_name().to_str()?.parse().ok()?;
        let here = fs::read_link(entry.path().join("cwd")).ok()? == pgdata;
        let command = fs::read_to_string(entry.path().join("comm")).ok()?;
        (here && command.trim() == "postgres").then_some(process)
    })
}

fn can_see_processes() -> bool {
    fs::read_link("/proc/self/cwd").is_ok()
}
