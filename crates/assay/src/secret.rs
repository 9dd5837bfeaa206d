//! The installation's secret in its file: made once, for the owner's eyes alone.

use crate::Halt;
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::Path;

/// The shortest secret that is one.
pub(crate) const SHORTEST: usize = 32;

/// The secret in this file, which is made if it is missing.
pub(crate) fn kept(path: &Path) -> Result<Vec<u8>, Halt> {
    let unusable = |cause: std::io::Error| {
        Halt(format!("the secret {} cannot be used: {cause}", path.display()))
    };
    let made = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
    match made {
        Ok(mut file) => {
            let secret = hex::encode(rand::random::<[u8; 32]>());
            std::io::Write::write_all(&mut file, secret.as_bytes())
                .and_then(|()| file.sync_all())
                .map_err(unusable)?;
            return Ok(secret.into_bytes());
        }
        Err(cause) if cause.kind() == std::io::ErrorKind::AlreadyExists => {}
        Err(cause) => return Err(unusable(cause)),
    }
    if std::fs::metadata(path).map_err(unusable)?.permissions().mode() & 0o077 != 0 {
        return Err(Halt(format!(
            "the secret {0} can be read by others; run chmod 600 {0}",
            path.display()
        )));
    }
    let secret = std::fs::read_to_string(path).map_err(unusable)?.trim().to_owned();
    if secret.len() < SHORTEST {
        Err(Halt(format!("the secret {} is cut short; restore it from a backup", path.display())))
    } else {
        Ok(secret.into_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_made_once_kept_and_for_the_owner_alone() {
        let folder = std::env::temp_dir().join(format!("assay-secret-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder");
        let path = folder.join("secret");
        let made = kept(&path).ok().expect("a secret is made");
        assert_eq!(kept(&path).ok(), Some(made.clone()));
        assert_eq!(made.len(), 64);
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644))
            .expect("permissions");
        assert!(kept(&path).err().is_some_and(|Halt(said)| said.contains("chmod 600")));
        std::fs::remove_dir_all(&folder).expect("cleared away");
    }
}
