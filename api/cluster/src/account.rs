//! Which account runs PostgreSQL: our own, or `postgres` when we are root, because the server refuses root.

use std::fs::Permissions;
use std::io;
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::ClusterError;
use crate::error::Context;

/// The account that PostgreSQL's programs run under.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Account {
    /// User and group to change to; none when our own account is right.
    ids: Option<(u32, u32)>,
}

impl Account {
    /// Our own account, or the `postgres` user when we are root.
    pub fn choose() -> Result<Self, ClusterError> {
        if !are_we_root() {
            return Ok(Self { ids: None });
        }
        let passwd = std::fs::read_to_string("/etc/passwd").context("could not read", "/etc/passwd")?;
        let ids = parse_passwd(&passwd, "postgres").ok_or(ClusterError::AccountMissing)?;
        Ok(Self { ids: Some(ids) })
    }

    /// A command that runs under this account, with none of the caller's PG* settings.
    pub fn command(&self, program: impl AsRef<Path>) -> Command {
        let mut command = Command::new(program.as_ref());
        // The caller's working folder may be closed to the other account.
        command.current_dir("/").stdin(Stdio::null());
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("PG") {
                command.env_remove(name);
            }
        }
        command.env("LC_MESSAGES", "C");
        if let Some((user, group)) = self.ids {
            command.uid(user).gid(group).env("HOME", "/");
        }
        command
    }

    /// Hands a file or folder over to this account.
    pub fn own(&self, path: &Path) -> Result<(), ClusterError> {
        match self.ids {
            Some((user, group)) => chown(path, Some(user), Some(group)).context("could not hand over", path),
            None => Ok(()),
        }
    }

    /// Sets the permission bits of a file or folder.
    pub fn restrict(path: &Path, mode: u32) -> Result<(), ClusterError> {
        std::fs::set_permissions(path, Permissions::from_mode(mode)).context("could not set the permissions of", path)
    }

    /// The outermost folder on the way to `folder` that this account cannot enter, if there is one.
    pub fn blocked_at(&self, folder: &Path) -> Option<PathBuf> {
        self.ids?;
        let mut way: Vec<&Path> = folder.ancestors().filter(|step| step.exists()).collect();
        way.reverse();
        way.into_iter().find(|step| !self.can_enter(step)).map(Path::to_path_buf)
    }

    fn can_enter(&self, folder: &Path) -> bool {
        let status = self
            .command("/bin/sh")
            .args(["-c", "cd \"$1\"", "sh"])
            .arg(folder)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        status.is_ok_and(|status| status.success())
    }
}

fn are_we_root() -> bool {
    let output = Command::new("id").arg("-u").output();
    output.is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}

/// User and group id of a name in the text of /etc/passwd.
fn parse_passwd(text: &str, name: &str) -> Option<(u32, u32)> {
    let line = text.lines().find(|line| line.split(':').next() == Some(name))?;
    let mut fields = line.split(':').skip(2);
    Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
}

/// Makes a folder with all its parents and answers its absolute path.
pub fn make_folder(path: &Path) -> io::Result<PathBuf> {
    std::fs::create_dir_all(path)?;
    path.canonicalize()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_read_from_passwd() {
        let text = "root:x:0:0:root:/root:/bin/bash\npostgres:x:101:104:db:/var/lib/postgresql:/bin/bash\n";
        assert_eq!(parse_passwd(text, "postgres"), Some((101, 104)));
        assert_eq!(parse_passwd(text, "post"), None);
    }

    #[test]
    fn the_callers_postgres_settings_are_dropped() {
        let account = Account { ids: None };
        let command = account.command("true");
        let leaked =
            command.get_envs().any(|(name, value)| name.to_string_lossy().starts_with("PG") && value.is_some());
        assert!(!leaked);
    }
}
