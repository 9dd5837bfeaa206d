//! The server itself: made by initdb, started as a child, told to stop, waited for.

use std::ffi::OsString;
use std::fs;
use std::io;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use crate::account::Account;
use crate::folder::Folder;
use crate::socket::Socket;
use crate::{Binaries, ClusterError};

/// Recovery after an unclean stop can take a while; past this it is a fault.
const START_PATIENCE: Duration = Duration::from_secs(300);
/// A fast shutdown ends every connection and writes everything down.
const STOP_PATIENCE: Duration = Duration::from_secs(60);

/// Makes the cluster's files beside their place and moves them there once they are complete.
pub(crate) fn make(binaries: &Binaries, folder: &Folder, fast: bool) -> Result<(), ClusterError> {
    let making = folder.pgdata_in_the_making();
    if making.exists() {
        fs::remove_dir_all(&making).map_err(ClusterError::io("remove", &making))?;
    }
    let mut initdb = folder.account().command(binaries.program("initdb"), folder.root());
    initdb
        .args(["--username=postgres", "--auth=scram-sha-256", "--encoding=UTF8"])
        .args(["--locale=C.UTF-8", "--data-checksums", "--no-instructions"])
        .args(fast.then_some("--no-sync"))
        .arg("--pwfile")
        .arg(folder.password_file())
        .arg("--pgdata")
        .arg(&making)
        .stdin(Stdio::null());
    let output = initdb.output().map_err(ClusterError::io("run", &binaries.program("initdb")))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        let what = "initdb could not make the cluster:".to_string();
        let _ = fs::remove_dir_all(&making);
        return Err(ClusterError::Failed { what, said });
    }
    let pgdata = folder.pgdata();
    fs::rename(&making, &pgdata).map_err(ClusterError::io("make the folder", &pgdata))
}

/// A running server. Dropping it stops it and waits.
#[derive(Debug)]
pub(crate) struct Server {
    pid: u32,
    /// Nothing is ever sent: the sender is gone once the server has ended.
    ended: Receiver<()>,
    account: Account,
    pg_ctl: PathBuf,
    root: PathBuf,
}

impl Server {
    /// Starts the server and waits until it takes connections.
    pub(crate) fn start(
        binaries: &Binaries,
        folder: &Folder,
        socket: &Socket,
        fast: bool,
        say: fn(&str),
    ) -> Result<Server, ClusterError> {
        let program = binaries.program("postgres");
        let mut command = with_parent_death_signal(folder, &program);
        let log = folder.new_log()?;
        let errors = log.try_clone().map_err(ClusterError::io("write", &folder.log()))?;
        command
            .args(settings(folder, socket, fast))
            // Ctrl-C goes to a whole group: the program hears it, and then stops the server.
            .process_group(0)
            .stdin(Stdio::null())
            .stdout(log)
            .stderr(errors);
        let (pid, ended) = keep(command).map_err(ClusterError::io("run", &program))?;
        let pg_ctl = binaries.program("pg_ctl");
        let root = folder.root().to_path_buf();
        let server = Server { pid, ended, account: folder.account().clone(), pg_ctl, root };
        server.wait_until_ready(folder, say)?;
        Ok(server)
    }

    pub(crate) fn pid(&self) -> u32 {
        self.pid
    }

    /// The last line of PostgreSQL's own pid file says when it takes connections.
    fn wait_until_ready(&self, folder: &Folder, say: fn(&str)) -> Result<(), ClusterError> {
        let began = Instant::now();
        let mut told = false;
        while !is_ready(&folder.pgdata(), self.pid) {
            if self.has_ended(Duration::from_millis(10)) {
                return Err(not_started("PostgreSQL ended while it was starting", folder));
            }
            if began.elapsed() > START_PATIENCE {
                return Err(not_started("PostgreSQL did not become ready in time", folder));
            }
            if began.elapsed() > Duration::from_secs(3) && !told {
                say("PostgreSQL is putting its files in order after an unclean stop");
                told = true;
            }
        }
        Ok(())
    }

    fn has_ended(&self, within: Duration) -> bool {
        self.ended.recv_timeout(within) == Err(RecvTimeoutError::Disconnected)
    }

    /// A user may only signal its own processes, so pg_ctl sends it, as that user.
    fn signal(&self, name: &str) {
        let mut kill = self.account.command(&self.pg_ctl, &self.root);
        kill.args(["kill", name, &self.pid.to_string()]);
        let _ = kill.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // INT: end every connection and write everything down. QUIT: end, and recover at next start.
        for signal in ["INT", "QUIT"] {
            if self.has_ended(Duration::ZERO) {
                return;
            }
            self.signal(signal);
            if self.has_ended(STOP_PATIENCE) {
                return;
            }
        }
    }
}

/// Starts the child from a thread that stays for as long as the child runs: the parent-death signal
/// comes when the *thread* that started a process ends, and a caller's thread may be a short one.
fn keep(mut command: Command) -> io::Result<(u32, Receiver<()>)> {
    let (tell, told) = mpsc::channel();
    let (running, ended) = mpsc::channel();
    thread::Builder::new().name("postgres".to_string()).spawn(move || {
        let spawned = command.spawn();
        // The command holds our end of the log.
        drop(command);
        match spawned {
            Ok(mut child) => {
                let _ = tell.send(Ok(child.id()));
                let _ = child.wait();
            }
            Err(error) => {
                let _ = tell.send(Err(error));
            }
        }
        drop(running);
    })?;
    let pid = told.recv().map_err(io::Error::other)??;
    Ok((pid, ended))
}

/// The command for the server, which the kernel interrupts when we are gone, even after a kill -9.
fn with_parent_death_signal(folder: &Folder, program: &Path) -> Command {
    let account = folder.account();
    let mut probe = account.command("setpriv", folder.root());
    probe.args(["--pdeathsig", "INT", "true"]).stdin(Stdio::null()).stderr(Stdio::null());
    if probe.status().is_ok_and(|s| s.success()) {
        let mut command = account.command("setpriv", folder.root());
        command.args(["--pdeathsig", "INT"]).arg(program);
        command
    } else {
        // Without it a kill -9 leaves the server running, and the next start says so.
        account.command(program, folder.root())
    }
}

fn settings(folder: &Folder, socket: &Socket, fast: bool) -> Vec<OsString> {
    // PostgreSQL reads a list of folders here; quoted, a comma in a name is only a comma.
    let mut sockets = OsString::from("unix_socket_directories=\"");
    sockets.push(socket.dir());
    sockets.push("\"");
    let mut arguments = vec!["-D".into(), folder.pgdata().into(), "-c".into(), sockets];
    let always = ["listen_addresses=", "port=5432", "unix_socket_permissions=0700"];
    // Statistics that come and go change plans, and with them what sqlx infers about nulls.
    let for_tests = [
        "fsync=off",
        "synchronous_commit=off",
        "full_page_writes=off",
        "autovacuum=off",
        "max_connections=300",
    ];
    let chosen = always.iter().chain(for_tests.iter().filter(|_| fast));
    arguments.extend(chosen.flat_map(|setting| ["-c".into(), setting.into()]));
    arguments
}

/// Line 1 of the pid file is whose it is, line 8 the state.
fn is_ready(pgdata: &Path, pid: u32) -> bool {
    let Ok(text) = fs::read_to_string(pgdata.join("postmaster.pid")) else { return false };
    let mut lines = text.lines();
    let ours = lines.next().is_some_and(|line| line.trim() == pid.to_string());
    ours && lines.nth(6).is_some_and(|line| line.trim() == "ready")
}

fn not_started(what: &str, folder: &Folder) -> ClusterError {
    let log = fs::read_to_string(folder.log()).unwrap_or_default();
    let lines: Vec<&str> = log.lines().collect();
    let tail = lines[lines.len().saturating_sub(8)..].join("\n");
    let what = format!("{what}. The end of {}:", folder.log().display());
    ClusterError::Failed { what, said: tail }
}
