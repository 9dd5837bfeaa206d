//! A real cluster in a temporary folder: made, started, stopped, broken, started again.

use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use cluster::{Cluster, ClusterError, Options};

/// A folder that every user may pass through, gone at the end of the test.
struct Place(PathBuf);

impl Place {
    fn new() -> Place {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let path = PathBuf::from(format!("/tmp/cluster-it-{}-{number}", std::process::id()));
        fs::create_dir(&path).unwrap();
        fs::set_permissions(&path, PermissionsExt::from_mode(0o755)).unwrap();
        Place(path)
    }

    fn data(&self) -> PathBuf {
        self.0.join("postgres")
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn start(data: &Path) -> Result<Cluster, ClusterError> {
    Cluster::start(Options { data: data.to_path_buf(), fast: true, say: |_| {} })
}

/// As in earnest: what was committed survives a kill.
fn start_durable(data: &Path) -> Result<Cluster, ClusterError> {
    Cluster::start(Options { data: data.to_path_buf(), fast: false, say: |_| {} })
}

/// Runs SQL through the URL, as any other program would.
fn sql(cluster: &Cluster, database: &str, statement: &str) -> String {
    let output = Command::new(cluster.binaries().program("psql"))
        .args(["-XAtq", "-v", "ON_ERROR_STOP=1", "-c", statement, &cluster.url(database)])
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim().to_string()
}

fn kill(signal: &str, pid: u32) {
    let status = Command::new("kill").args([signal, &pid.to_string()]).status().unwrap();
    assert!(status.success());
}

/// A process that has ended but that nobody has waited for yet is still listed; it works nowhere.
fn runs(pid: u32) -> bool {
    fs::read_link(format!("/proc/{pid}/cwd")).is_ok()
}

fn wait_for(what: &str, mut done: impl FnMut() -> bool) {
    let began = Instant::now();
    while !done() {
        assert!(began.elapsed() < Duration::from_secs(30), "waited in vain for: {what}");
        std::thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn started_again_it_has_what_was_written() {
    let place = Place::new();
    let first = start(&place.data()).unwrap();
    first.ensure_database("assay").unwrap();
    first.ensure_database("assay").unwrap();
    sql(&first, "assay", "create table kept as select 42 as answer");
    assert_eq!(sql(&first, "assay", "show data_checksums"), "on");
    assert_eq!(sql(&first, "assay", "show server_encoding"), "UTF8");
    let (pid, url) = (first.pid(), first.url("assay"));
    drop(first);
    assert!(!runs(pid), "the server outlived its cluster");

    let second = start(&place.data()).unwrap();
    assert_eq!(second.url("assay"), url, "the password or the socket moved");
    assert_eq!(sql(&second, "assay", "select answer from kept"), "42");
}

#[test]
fn nobody_else_reads_the_password_or_the_data() {
    let place = Place::new();
    let cluster = start(&place.data()).unwrap();
    let mode = |name: &str| fs::metadata(place.data().join(name)).unwrap().mode() & 0o777;
    assert_eq!(mode("password"), 0o600);
    assert_eq!(mode("pgdata"), 0o700);
    assert_eq!(mode(""), 0o700);
    let wrong = cluster.url("postgres").replacen("postgres:", "postgres:x", 2);
    let refused = Command::new(cluster.binaries().program("psql"))
        .args(["-XAtqwc", "select 1", &wrong])
        .output()
        .unwrap();
    assert!(!refused.status.success(), "a wrong password got in");
}

#[test]
fn of_two_starts_at_once_one_wins_and_the_other_is_told() {
    let place = Place::new();
    let data = place.data();
    let results: Vec<_> = std::thread::scope(|scope| {
        let both = [(); 2].map(|()| scope.spawn(|| start(&data)));
        both.map(|one| one.join().unwrap()).into()
    });
    let winners = results.iter().filter(|r| r.is_ok()).count();
    assert_eq!(winners, 1, "{results:?}");
    let refusal = results.iter().find_map(|r| r.as_ref().err()).unwrap();
    assert!(matches!(refusal, ClusterError::InUse { .. }), "{refusal}");
}

#[test]
fn a_second_start_is_told_who_has_the_folder() {
    let place = Place::new();
    let _running = start(&place.data()).unwrap();
    let refusal = start(&place.data()).unwrap_err().to_string();
    let process = format!("process {}", std::process::id());
    assert!(refusal.contains("in use by another Assay") && refusal.contains(&process), "{refusal}");
}

#[test]
fn a_killed_server_recovers_at_the_next_start() {
    let place = Place::new();
    let first = start_durable(&place.data()).unwrap();
    sql(&first, "postgres", "create table kept as select 42 as answer");
    kill("-KILL", first.pid());
    drop(first);
    assert!(place.data().join("pgdata/postmaster.pid").exists(), "nothing stale to recover from");

    let second = start_durable(&place.data()).unwrap();
    assert_eq!(sql(&second, "postgres", "select answer from kept"), "42");
}

#[test]
fn a_stale_pid_file_that_names_a_living_stranger_is_no_obstacle() {
    let place = Place::new();
    drop(start(&place.data()).unwrap());
    let pid_file = place.data().join("pgdata/postmaster.pid");
    let stranger = format!("{}\n{}\n0\n5432\n\n\n", std::process::id(), place.data().display());
    fs::write(&pid_file, stranger).unwrap();
    start(&place.data()).unwrap();
}

#[test]
fn a_half_made_folder_is_made_anew() {
    let place = Place::new();
    let data = place.data();
    fs::create_dir_all(data.join("pgdata.making/base")).unwrap();
    fs::write(data.join("lock"), "").unwrap();
    fs::write(data.join("password"), "from the start that broke off").unwrap();
    let cluster = start(&data).unwrap();
    assert_eq!(sql(&cluster, "postgres", "select 1"), "1");
    assert!(!data.join("pgdata.making").exists());
}

#[test]
fn a_path_too_long_for_a_socket_gets_a_short_one() {
    let place = Place::new();
    let data = place.0.join("long".repeat(30)).join("postgres");
    let cluster = start(&data).unwrap();
    assert_eq!(sql(&cluster, "postgres", "select 1"), "1");
    let short = fs::read_link(data.join("socket")).unwrap();
    assert!(short.starts_with("/tmp"));
    drop(cluster);
    assert!(!short.exists(), "the short folder was left behind");
}

#[test]
fn a_folder_with_other_files_is_left_alone() {
    let place = Place::new();
    let data = place.data();
    fs::create_dir(&data).unwrap();
    fs::write(data.join("thesis.txt"), "years of work").unwrap();
    let before = fs::metadata(&data).unwrap();
    let refusal = start(&data).unwrap_err();
    assert!(matches!(refusal, ClusterError::NotOurs { .. }), "{refusal}");
    let after = fs::metadata(&data).unwrap();
    assert_eq!((after.uid(), after.mode()), (before.uid(), before.mode()));
}

#[test]
fn as_root_a_parent_that_bars_the_way_is_named() {
    if fs::metadata("/proc/self").unwrap().uid() != 0 {
        return; // An ordinary user's server runs as that user, and nothing bars its way.
    }
    let place = Place::new();
    let private = place.0.join("private");
    fs::create_dir(&private).unwrap();
    fs::set_permissions(&private, PermissionsExt::from_mode(0o700)).unwrap();
    let refusal = start(&private.join("postgres")).unwrap_err().to_string();
    assert!(refusal.contains(&format!("chmod o+x {}", private.display())), "{refusal}");
    assert!(!private.join("postgres").exists(), "something was made all the same");
}

#[test]
fn when_the_program_is_killed_the_server_ends_by_itself() {
    let place = Place::new();
    let (mut program, pid) = another_program(&place.data());
    assert!(runs(pid));
    program.kill().unwrap();
    program.wait().unwrap();
    // At once, while the old server may still be on its way out.
    let next = start(&place.data()).unwrap();
    assert_eq!(sql(&next, "postgres", "select 1"), "1");
    assert!(!runs(pid), "the old server still runs");
}

#[test]
fn ctrl_c_does_not_reach_the_server_before_the_program() {
    let place = Place::new();
    let cluster = start(&place.data()).unwrap();
    let group = |pid: u32| {
        let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap();
        stat.rsplit(')').next().unwrap().split_whitespace().nth(2).unwrap().to_string()
    };
    assert_ne!(group(cluster.pid()), group(std::process::id()));
    wait_for("the server's own group", || group(cluster.pid()) == cluster.pid().to_string());
}

/// This test program once more, as a program that holds a cluster until it is killed.
fn another_program(data: &Path) -> (Child, u32) {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "holds_a_cluster", "--ignored", "--nocapture"])
        .env("CLUSTER_IT_DATA", data)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let pid = lines.map_while(Result::ok).find_map(|line| {
        line.split_once("server process ").and_then(|(_, pid)| pid.trim().parse().ok())
    });
    (child, pid.expect("the other program did not start a cluster"))
}

#[test]
#[ignore = "not a test: the program that another test starts and kills"]
fn holds_a_cluster() {
    let Some(data) = std::env::var_os("CLUSTER_IT_DATA") else { return };
    let cluster = start(Path::new(&data)).unwrap();
    println!("server process {}", cluster.pid());
    std::thread::sleep(Duration::from_secs(600));
}
