//! Reads `postmaster.pid`, the file in which a running server says who and where it is.

use std::path::Path;

use rustix::process::{Pid, test_kill_process};

/// What a server says about itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PidFile {
    /// Process id of the server.
    pub pid: u32,
    /// TCP port, 0 while the server has not written it yet.
    pub port: u16,
    /// "starting", "ready" or "stopping"; empty while unknown.
    pub status: String,
}

impl PidFile {
    /// Reads the file in a cluster's folder; none when it is missing or unreadable.
    pub fn read(cluster: &Path) -> Option<Self> {
        Self::parse(&std::fs::read_to_string(cluster.join("postmaster.pid")).ok()?)
    }

    /// Lines: pid, data folder, start time, port, socket folder, address, shared memory, status.
    fn parse(text: &str) -> Option<Self> {
        let lines: Vec<&str> = text.lines().map(str::trim).collect();
        Some(Self {
            pid: lines.first()?.parse().ok()?,
            port: lines.get(3).and_then(|line| line.parse().ok()).unwrap_or(0),
            status: lines.get(7).copied().unwrap_or_default().to_owned(),
        })
    }

    /// Whether the process is a living server of this very cluster, and not a later user of its number.
    pub fn is_alive(&self, cluster: &Path) -> bool {
        let process = format!("/proc/{}", self.pid);
        if Path::new("/proc/self").exists() {
            let command_line = std::fs::read(format!("{process}/cmdline")).unwrap_or_default();
            let cluster = cluster.as_os_str().as_encoded_bytes();
            return command_line.split(|byte| *byte == 0).any(|argument| argument == cluster);
        }
        let pid = i32::try_from(self.pid).ok().and_then(Pid::from_raw);
        pid.is_some_and(|pid| test_kill_process(pid).is_ok())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ready_server_is_understood() {
        let text = "4711\n/data/pg\n1763800000\n54329\n\n127.0.0.1\n  1234 5\nready   \n";
        let expected = PidFile { pid: 4711, port: 54329, status: "ready".to_owned() };
        assert_eq!(PidFile::parse(text), Some(expected));
    }

    #[test]
    fn a_half_written_file_has_no_port_yet() {
        let starting = PidFile::parse("4711\n/data/pg\n");
        assert_eq!(starting.map(|file| file.port), Some(0));
        assert_eq!(PidFile::parse(""), None);
    }

    #[test]
    fn a_number_that_another_process_has_now_is_not_our_server() {
        let file = PidFile { pid: 999_999_999, port: 1, status: "ready".to_owned() };
        assert!(!file.is_alive(Path::new("/nowhere/cluster")));
    }
}
