//! The data folder: held by one program at a time, owned by the user PostgreSQL runs as.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{Read, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use crate::ClusterError;
use crate::account::Account;

/// An open data folder. Nobody else opens it until this is dropped.
#[derive(Debug)]
pub(crate) struct Folder {
    root: PathBuf,
    account: Account,
    password: String,
    _lock: File,
}

impl Folder {
    /// Makes the folder when it is missing, and takes its lock.
    pub(crate) fn open(data: &Path) -> Result<Folder, ClusterError> {
        let full = std::path::absolute(data).map_err(ClusterError::io("read the path", data))?;
        let account = Account::for_cluster_in(&full.join("pgdata"))?;
        // Asked before anything is made, and again below once links are resolved.
        account.reach(&full)?;
        fs::create_dir_all(&full).map_err(ClusterError::io("make the folder", &full))?;
        let root = full.canonicalize().map_err(ClusterError::io("open the folder", &full))?;
        account.reach(&root)?;
        refuse_if_not_ours(&root)?;
        let lock = take_lock(&root)?;
        account.own(&root)?;
        fs::set_permissions(&root, PermissionsExt::from_mode(0o700))
            .map_err(ClusterError::io("set the permissions of", &root))?;
        let password = password(&root, &account)?;
        Ok(Folder { root, account, password, _lock: lock })
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    pub(crate) fn account(&self) -> &Account {
        &self.account
    }

    pub(crate) fn password(&self) -> &str {
        &self.password
    }

    pub(crate) fn password_file(&self) -> PathBuf {
        self.root.join("password")
    }

    /// PostgreSQL's own files.
    pub(crate) fn pgdata(&self) -> PathBuf {
        self.root.join("pgdata")
    }

    /// The same while they are being made; found at a start, it is what a broken start left.
    pub(crate) fn pgdata_in_the_making(&self) -> PathBuf {
        self.root.join("pgdata.making")
    }

    pub(crate) fn is_made(&self) -> bool {
        self.pgdata().exists()
    }

    /// Which major version made the cluster, if there is one.
    pub(crate) fn version(&self) -> Result<Option<(u32, PathBuf)>, ClusterError> {
        if !self.is_made() {
            return Ok(None);
        }
        let file = self.pgdata().join("PG_VERSION");
        let text = fs::read_to_string(&file).map_err(ClusterError::io("read", &file))?;
        let unreadable = || ClusterError::Failed {
            what: format!("{} does not name a version, but says:", file.display()),
            said: text.clone(),
        };
        let major = text.trim().parse().map_err(|_| unreadable())?;
        Ok(Some((major, self.root.clone())))
    }

    /// The file that PostgreSQL writes to; the last run's is kept as `log.1`.
    pub(crate) fn new_log(&self) -> Result<File, ClusterError> {
        let log = self.log();
        let _ = fs::rename(&log, self.root.join("log.1"));
        let file = OpenOptions::new().create(true).append(true).mode(0o600).open(&log);
        let file = file.map_err(ClusterError::io("write", &log))?;
        self.account.own(&log)?;
        Ok(file)
    }

    pub(crate) fn log(&self) -> PathBuf {
        self.root.join("log")
    }
}

/// We change the owner of the folder, so it had better not be somebody's home.
fn refuse_if_not_ours(root: &Path) -> Result<(), ClusterError> {
    let mut entries = fs::read_dir(root).map_err(ClusterError::io("read the folder", root))?;
    if entries.next().is_none() || root.join("lock").is_file() {
        return Ok(());
    }
    Err(ClusterError::NotOurs { data: root.to_path_buf() })
}

/// The lock goes with the process, however it ends.
fn take_lock(root: &Path) -> Result<File, ClusterError> {
    let path = root.join("lock");
    let mut file = OpenOptions::new()
        .create(true)
        .truncate(false)
        .read(true)
        .write(true)
        .open(&path)
        .map_err(ClusterError::io("open", &path))?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            let mut holder = String::new();
            let _ = file.read_to_string(&mut holder);
            let process = holder.trim().parse().ok();
            return Err(ClusterError::InUse { data: root.to_path_buf(), process });
        }
        Err(TryLockError::Error(source)) => return Err(ClusterError::io("lock", &path)(source)),
    }
    file.set_len(0)
        .and_then(|()| writeln!(file, "{}", std::process::id()))
        .map_err(ClusterError::io("write", &path))?;
    Ok(file)
}

/// The superuser's password: made with the cluster, read ever after.
fn password(root: &Path, account: &Account) -> Result<String, ClusterError> {
    let file = root.join("password");
    if root.join("pgdata").exists() {
        return match fs::read_to_string(&file) {
            Ok(password) => Ok(password.trim().to_string()),
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => {
                Err(ClusterError::NoPassword { file })
            }
            Err(e) => Err(ClusterError::io("read", &file)(e)),
        };
    }
    let password = random_name(16)?;
    // A start that broke off may have left one, with any permissions.
    let _ = fs::remove_file(&file);
    OpenOptions::new()
        .create_new(true)
        .write(true)
        .mode(0o600)
        .open(&file)
        .and_then(|mut f| writeln!(f, "{password}"))
        .map_err(ClusterError::io("write", &file))?;
    account.own(&file)?;
    Ok(password)
}

/// Random bytes in hexadecimal, from the operating system.
pub(crate) fn random_name(bytes: usize) -> Result<String, ClusterError> {
    let source = Path::new("/dev/urandom");
    let mut random = vec![0; bytes];
    File::open(source)
        .and_then(|mut f| f.read_exact(&mut random))
        .map_err(ClusterError::io("read", source))?;
    Ok(random.iter().map(|byte| format!("{byte:02x}")).collect())
}
