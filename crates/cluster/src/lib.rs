//! A PostgreSQL cluster of one's own: made once, started as a child, stopped with the program.
//!
//! What a data folder holds:
//!
//! | entry | what |
//! |---|---|
//! | `lock` | held while a program uses the folder; says which process |
//! | `password` | the superuser's, random, readable by its owner only |
//! | `pgdata/` | PostgreSQL's own files; `pgdata.making/` until it is complete |
//! | `socket/` | the only way in (a link, when the path is too long for a socket) |
//! | `log` | what PostgreSQL says; the one before it is `log.1` |
//!
//! The server listens on the unix socket only. It runs as our own user; PostgreSQL refuses to run
//! as root, so for root it runs as the folder's owner, else `postgres`, else `nobody`.

mod account;
mod binaries;
mod client;
mod error;
mod folder;
mod leftovers;
mod server;
mod socket;

use std::path::{Path, PathBuf};

pub use account::passable;
pub use binaries::{Binaries, OLDEST, binaries};
pub use error::ClusterError;

use folder::Folder;
use server::Server;
use socket::Socket;

/// What a cluster is started with.
pub struct Options {
    /// The folder that holds everything, e.g. `./data/postgres`. Made when it is missing.
    pub data: PathBuf,
    /// For tests: quick, and worth nothing after a power cut (fsync and the like are off).
    pub fast: bool,
    /// Tells the person who is waiting what is going on.
    pub say: fn(&str),
}

/// A running PostgreSQL server. Dropping it stops the server cleanly.
#[derive(Debug)]
pub struct Cluster {
    // Fields are dropped in this order: the server stops, its socket goes, the lock is let go.
    server: Server,
    socket: Socket,
    folder: Folder,
    binaries: Binaries,
}

impl Cluster {
    /// Makes the cluster when the folder has none, starts it and waits until it takes connections.
    pub fn start(o: Options) -> Result<Cluster, ClusterError> {
        let folder = Folder::open(&o.data)?;
        let binaries = binaries::find(folder.version()?)?;
        if !folder.is_made() {
            (o.say)(&format!(
                "Making a PostgreSQL {} cluster in {}",
                binaries.major,
                folder.root().display()
            ));
            server::make(&binaries, &folder, o.fast)?;
        }
        leftovers::wait_until_gone(&folder, o.say)?;
        let socket = Socket::make(&folder)?;
        let server = Server::start(&binaries, &folder, &socket, o.fast, o.say)?;
        Ok(Cluster { server, socket, folder, binaries })
    }

    /// The superuser's URL for a database. Makes no database: see [`Cluster::ensure_database`].
    pub fn url(&self, database: &str) -> String {
        format!(
            "postgres://postgres:{}@localhost/{}?host={}",
            percent_encoded(self.folder.password()),
            percent_encoded(database),
            percent_encoded(&self.socket.dir().to_string_lossy())
        )
    }

    /// The process id of PostgreSQL's first process.
    pub fn pid(&self) -> u32 {
        self.server.pid()
    }

    /// The server's programs, `psql` among them.
    pub fn binaries(&self) -> &Binaries {
        &self.binaries
    }

    /// The data folder, as a full path.
    pub fn data(&self) -> &Path {
        self.folder.root()
    }
}

/// Percent-encodes everything that has a meaning in a URL, except the slashes of a path.
fn percent_encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                out.push(byte as char);
            }
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::percent_encoded;

    #[test]
    fn a_path_keeps_its_slashes_and_loses_what_a_url_would_read() {
        assert_eq!(percent_encoded("/srv/a b&c=é"), "/srv/a%20b%26c%3D%C3%A9");
    }
}
