//! A real cluster's life: made, used, its owner killed, adopted, its server killed, recovered, stopped.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::io::{BufRead, BufReader};
use std::net::TcpStream;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use imagime_cluster::{Cluster, ClusterError, Options};
use rustix::process::{Pid, Signal, kill_process_group};

#[test]
fn cluster_survives_the_death_of_its_owner_and_of_its_server() {
    let folder = TestFolder::new("life");

    let (mut owner, url) = hold(&folder.0);
    sql(&url, "create table pictures (name text)");
    sql(&url, "insert into pictures values ('first')");
    assert_eq!(permissions(&folder.0.join("password")), 0o600);
    assert!(!folder.0.join("pgdata/password").exists());
    assert_eq!(sql(&url, "show fsync"), "on");
    assert_eq!(sql(&url, "show listen_addresses"), "127.0.0.1");
    assert_eq!(sql(&url, "show unix_socket_directories"), "");
    assert_eq!(sql(&url, "show server_encoding"), "UTF8");
    assert!(login_fails(&url.replacen("imagime:", "imagime:not", 1)));

    let second = Cluster::start(Options::new(&folder.0)).err().unwrap();
    assert!(matches!(second, ClusterError::InUse(_)), "{second}");

    // kill -9 of the owner: the server lives on, and the next start takes it over.
    owner.kill().unwrap();
    owner.wait().unwrap();
    assert_eq!(sql(&url, "select name from pictures"), "first");
    let adopted = Cluster::start(Options::new(&folder.0)).unwrap();
    assert_eq!(adopted.url("imagime"), url);
    sql(&url, "insert into pictures values ('second')");
    let port = adopted.port();
    adopted.stop().unwrap();
    assert!(TcpStream::connect(("127.0.0.1", port)).is_err());
    assert!(!folder.0.join("pgdata/postmaster.pid").exists());

    // kill -9 of the server: what was committed comes back, the stale pid file is no obstacle.
    let (mut owner, url) = hold(&folder.0);
    sql(&url, "insert into pictures values ('third')");
    kill_server(&folder.0);
    owner.kill().unwrap();
    owner.wait().unwrap();
    assert!(folder.0.join("pgdata/postmaster.pid").exists());
    let recovered = Cluster::start(Options::new(&folder.0)).unwrap();
    let names = sql(&recovered.url("imagime"), "select string_agg(name, ' ' order by name) from pictures");
    assert_eq!(names, "first second third");
    recovered.stop().unwrap();
}

#[test]
fn folder_out_of_reach_is_refused_with_its_cure() {
    let folder = TestFolder::new("closed");
    let closed = folder.0.join("closed");
    std::fs::create_dir(&closed).unwrap();
    std::fs::set_permissions(&closed, PermissionsExt::from_mode(0o700)).unwrap();
    let we_are_root = std::fs::metadata("/proc/self").is_ok_and(|own| {
        use std::os::unix::fs::MetadataExt;
        own.uid() == 0
    });
    // As root the server's account cannot enter; an ordinary user's own folder is open to that user.
    assert_eq!(imagime_cluster::is_reachable(&closed), !we_are_root);
    if we_are_root {
        let error = Cluster::start(Options::new(closed.join("db"))).err().unwrap();
        assert!(error.to_string().contains("--data DIR"), "{error}");
    }
}

/// An owner in a process of its own, and the address of its database.
fn hold(folder: &Path) -> (Child, String) {
    let mut owner = Command::new(env!("CARGO_BIN_EXE_imagime-cluster"))
        .arg(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut url = String::new();
    let mut output = BufReader::new(owner.stdout.take().unwrap());
    output.read_line(&mut url).unwrap();
    assert!(url.starts_with("postgres://"), "the owner did not start");
    (owner, url.trim().to_owned())
}

fn sql(url: &str, statement: &str) -> String {
    let output = Command::new("psql").args(["-XqAt", url, "-c", statement]).output().unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{statement}: {errors}");
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

fn login_fails(url: &str) -> bool {
    let output = Command::new("psql").args(["-XqAt", "-w", url, "-c", "select 1"]).output();
    !output.unwrap().status.success()
}

/// Kills the server with all its helpers at once, as a power cut would.
///
/// By system call: the `kill` command of some systems reads the group `-1234` as "-1", which is every process.
fn kill_server(folder: &Path) {
    let file = std::fs::read_to_string(folder.join("pgdata/postmaster.pid")).unwrap();
    let group = Pid::from_raw(file.lines().next().unwrap().parse().unwrap()).unwrap();
    kill_process_group(group, Signal::KILL).unwrap();
}

fn permissions(file: &Path) -> u32 {
    std::fs::metadata(file).unwrap().permissions().mode() & 0o777
}

/// A folder that any account can enter, removed at the end together with a server that a failed test left.
struct TestFolder(PathBuf);

impl TestFolder {
    fn new(name: &str) -> Self {
        let id = std::process::id();
        let folder = std::env::temp_dir().join(format!("imagime-cluster-{name}-{id}"));
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::set_permissions(&folder, PermissionsExt::from_mode(0o755)).unwrap();
        Self(folder)
    }
}

impl Drop for TestFolder {
    fn drop(&mut self) {
        if self.0.join("pgdata/postmaster.pid").exists() {
            kill_server(&self.0);
        }
        let _removed = std::fs::remove_dir_all(&self.0);
    }
}
