//! The server process of one cluster: made, started or adopted, watched until ready, stopped.

use std::collections::VecDeque;
use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader};
use std::net::{Ipv4Addr, TcpListener};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::error::Context;
use crate::pidfile::PidFile;
use crate::{Account, Binaries, ClusterError, Options, SUPERUSER};

/// How often a starting or stopping server is looked at.
const POLL: Duration = Duration::from_millis(40);
/// Crash recovery after a power cut may take this long.
const START_LIMIT: Duration = Duration::from_mins(10);
const STOP_LIMIT_SECONDS: &str = "60";
/// Beyond this the log begins anew.
const LOG_LIMIT_BYTES: u64 = 8 * 1024 * 1024;

/// One cluster's programs, folder and, once launched, its process.
pub struct Server {
    account: Account,
    binaries: Binaries,
    folder: PathBuf,
    options: Options,
    /// Ours to wait for; none when the server was adopted.
    child: Option<Child>,
}

impl Server {
    /// Gathers what is needed; starts nothing.
    pub fn new(account: Account, binaries: Binaries, folder: PathBuf, options: Options) -> Self {
        Self { account, binaries, folder, options, child: None }
    }

    /// Runs `initdb`. The folder gets its name only when all is there, so an interrupted run is simply repeated.
    pub fn create(&self, password_file: &Path) -> Result<(), ClusterError> {
        self.tell(&format!("making a PostgreSQL {} cluster in {}", self.binaries.major, self.folder.display()));
        let with_unicode_sorting = self.initdb("C.UTF-8", password_file);
        if with_unicode_sorting.is_err() {
            self.initdb("C", password_file)?;
        }
        let pgdata = self.pgdata();
        std::fs::rename(self.draft(), &pgdata).context("could not create", pgdata)?;
        let flushed = File::open(&self.folder).and_then(|folder| folder.sync_all());
        flushed.context("could not flush", self.folder.clone())
    }

    /// Adopts the server that a killed owner left behind, or starts a new one; answers when it takes connections.
    pub fn launch(mut self, password: &str) -> Result<(Self, u16), ClusterError> {
        if let Some(port) = self.adopt(password)? {
            return Ok((self, port));
        }
        let mut attempt = 1;
        loop {
            let port = free_port().context("could not find a free port for", "127.0.0.1")?;
            self.spawn(port)?;
            match self.wait_until_ready() {
                Ok(()) => return Ok((self, port)),
                // Somebody may have taken the port between our look and the server's.
                Err(ClusterError::NotReady { tail, .. }) if attempt < 4 && tail.contains("could not bind") => {
                    attempt += 1;
                }
                Err(error) => return Err(error),
            }
        }
    }

    /// Creates the options' database if it is missing.
    pub fn create_database(&self, port: u16, password: &str) -> Result<(), ClusterError> {
        let name = &self.options.database;
        let literal = name.replace('\'', "''");
        let known = format!("select 1 from pg_database where datname = '{literal}'");
        if self.query(port, password, &known)? == "1" {
            return Ok(());
        }
        self.tell(&format!("creating the database {name}"));
        let identifier = name.replace('"', "\"\"");
        self.query(port, password, &format!("create database \"{identifier}\""))?;
        Ok(())
    }

    /// Asks for a fast shutdown and waits for its end.
    pub fn stop(mut self) -> Result<(), ClusterError> {
        self.tell("stopping PostgreSQL");
        let stopped = self.pg_ctl_stop();
        if let Some(mut child) = self.child.take() {
            if stopped.is_err() {
                // A server that ignores the request loses nothing by a kill: its log brings everything back.
                let _killed = child.kill();
            }
            child.wait().context("could not wait for", self.pgdata())?;
        }
        stopped
    }

    fn pg_ctl_stop(&self) -> Result<(), ClusterError> {
        if PidFile::read(&self.pgdata()).is_none() {
            return Ok(());
        }
        let mut command = self.command("pg_ctl");
        command.arg("stop").arg("-D").arg(self.pgdata());
        command.args(["-m", "fast", "-w", "-t", STOP_LIMIT_SECONDS, "-s"]);
        match finish("pg_ctl stop", command) {
            // It was gone before we asked.
            Err(_) if PidFile::read(&self.pgdata()).is_none() => Ok(()),
            outcome => outcome.map(|_| ()),
        }
    }

    fn initdb(&self, locale: &str, password_file: &Path) -> Result<(), ClusterError> {
        let draft = self.draft();
        if draft.exists() {
            std::fs::remove_dir_all(&draft).context("could not remove", draft.clone())?;
        }
        std::fs::create_dir(&draft).context("could not create", draft.clone())?;
        Account::restrict(&draft, 0o700)?;
        self.account.own(&draft)?;
        let mut command = self.command("initdb");
        command.arg("-D").arg(&draft).args(["-U", SUPERUSER]);
        command.args(["--auth=scram-sha-256", "--encoding=UTF8"]);
        command.arg(format!("--locale={locale}"));
        command.arg("--pwfile").arg(password_file);
        if !self.options.durable {
            command.arg("--no-sync");
        }
        finish("initdb", command).map(|_| ())
    }

    /// The port of a living server in our folder; waits for one that is still stopping or starting.
    fn adopt(&self, password: &str) -> Result<Option<u16>, ClusterError> {
        let pgdata = self.pgdata();
        let begun = Instant::now();
        while let Some(file) = PidFile::read(&pgdata) {
            if !file.is_alive(&pgdata) {
                // The server itself would refuse to start when its old number belongs to another process now.
                let stale = pgdata.join("postmaster.pid");
                std::fs::remove_file(&stale).context("could not remove", stale)?;
                break;
            }
            if file.status == "ready" && self.query(file.port, password, "select 1").is_ok() {
                self.tell("adopting the PostgreSQL that an earlier run left behind");
                return Ok(Some(file.port));
            }
            if begun.elapsed() > START_LIMIT {
                return Err(self.not_ready());
            }
            sleep(POLL);
        }
        Ok(None)
    }

    fn spawn(&mut self, port: u16) -> Result<(), ClusterError> {
        self.tell(&format!("starting PostgreSQL {} on port {port}", self.binaries.major));
        let log = self.open_log()?;
        let errors = log.try_clone().context("could not open", self.log())?;
        let mut command = self.command("postgres");
        command.arg("-D").arg(self.pgdata());
        let durable = if self.options.durable { "on" } else { "off" };
        let connections = self.options.max_connections;
        for setting in [
            format!("port={port}"),
            "listen_addresses=127.0.0.1".to_owned(),
            "unix_socket_directories=".to_owned(),
            format!("fsync={durable}"),
            format!("full_page_writes={durable}"),
            format!("synchronous_commit={durable}"),
            format!("max_connections={connections}"),
            "password_encryption=scram-sha-256".to_owned(),
            "log_destination=stderr".to_owned(),
            "logging_collector=off".to_owned(),
            "timezone=UTC".to_owned(),
            "log_timezone=UTC".to_owned(),
        ] {
            command.arg("-c").arg(setting);
        }
        // A group of its own: the terminal's Ctrl-C is for us, and we stop the server when our work is done.
        command.process_group(0).stdout(log).stderr(errors);
        let child = command.spawn().context("could not run", self.binaries.program("postgres"))?;
        self.child = Some(child);
        Ok(())
    }

    fn wait_until_ready(&mut self) -> Result<(), ClusterError> {
        let pgdata = self.pgdata();
        let begun = Instant::now();
        let mut told = Duration::from_secs(5);
        loop {
            let Some(child) = self.child.as_mut() else {
                return Err(self.not_ready());
            };
            let pid = child.id();
            if child.try_wait().ok().flatten().is_some() {
                self.child = None;
                return Err(self.not_ready());
            }
            if PidFile::read(&pgdata).is_some_and(|file| file.pid == pid && file.status == "ready") {
                return Ok(());
            }
            if begun.elapsed() > START_LIMIT {
                return Err(self.not_ready());
            }
            if begun.elapsed() > told {
                self.tell("PostgreSQL is still recovering, please wait");
                told *= 2;
            }
            sleep(POLL);
        }
    }

    fn query(&self, port: u16, password: &str, sql: &str) -> Result<String, ClusterError> {
        let mut command = self.command("psql");
        command.args(["-XqAt", "-h", "127.0.0.1", "-U", SUPERUSER, "-d", "postgres"]);
        command.args(["-p", &port.to_string(), "-c", sql]);
        command.env("PGPASSWORD", password).env("PGCONNECT_TIMEOUT", "10");
        let output = finish("psql", command)?;
        Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    }

    fn command(&self, program: &str) -> Command {
        self.account.command(self.binaries.program(program))
    }

    fn open_log(&self) -> Result<File, ClusterError> {
        let path = self.log();
        let too_long = std::fs::metadata(&path).is_ok_and(|file| file.len() > LOG_LIMIT_BYTES);
        let mut how = OpenOptions::new();
        if too_long {
            how.write(true).truncate(true);
        } else {
            how.append(true);
        }
        let log = how.create(true).open(&path);
        let log = log.context("could not open", path.clone())?;
        Account::restrict(&path, 0o600)?;
        Ok(log)
    }

    fn not_ready(&self) -> ClusterError {
        ClusterError::NotReady { log: self.log(), tail: last_lines(&self.log(), 4) }
    }

    fn tell(&self, sentence: &str) {
        (self.options.progress)(sentence);
    }

    fn pgdata(&self) -> PathBuf {
        self.folder.join("pgdata")
    }

    fn draft(&self) -> PathBuf {
        self.folder.join("pgdata.new")
    }

    fn log(&self) -> PathBuf {
        self.folder.join("server.log")
    }
}

/// Runs a program to its end; a failure carries the end of what it wrote.
fn finish(name: &str, mut command: Command) -> Result<Output, ClusterError> {
    let output = command.output().context("could not run", PathBuf::from(command.get_program()))?;
    if output.status.success() {
        return Ok(output);
    }
    let written = [&output.stderr, &output.stdout].map(|text| text.trim_ascii());
    let said = written.into_iter().find(|text| !text.is_empty());
    Err(ClusterError::Program {
        program: name.to_owned(),
        output: String::from_utf8_lossy(said.unwrap_or(b"no reason given")).into_owned(),
    })
}

fn free_port() -> std::io::Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}

fn last_lines(file: &Path, count: usize) -> String {
    let mut tail = VecDeque::new();
    if let Ok(file) = File::open(file) {
        for line in BufReader::new(file).lines().map_while(Result::ok) {
            if tail.len() == count {
                tail.pop_front();
            }
            tail.push_back(line);
        }
    }
    Vec::from(tail).join(" | ")
}
