//! The product itself: `imagime serve` as a process.

use std::{
    path::{Path, PathBuf},
    process::Stdio,
    time::Duration,
};

use anyhow::{Context as _, Result, bail, ensure};
use imagime_doubles::Doubles;
use rustix::process::{Pid, Signal, kill_process};
use tokio::{
    io::{AsyncBufReadExt as _, BufReader, Lines},
    process::{Child, ChildStdout, Command},
    time::timeout,
};

use crate::{database::Database, output, root, variable};

/// What the server says when requests are answered; its address follows.
const READY: &str = "Imagime is ready at ";
/// Start and stop take seconds; this is for a machine that does a lot else.
const LIMIT: Duration = Duration::from_mins(1);

/// Environment variables with their values.
pub type Settings = Vec<(&'static str, String)>;

/// Whether the outside services are switched on and played on this machine.
pub fn outside_services_are_played() -> bool {
    std::env::var_os("IMAGIME_E2E_DOUBLES").is_some()
}

/// A running server.
pub struct Server {
    child: Child,
    stdout: Lines<BufReader<ChildStdout>>,
    origin: String,
    log: PathBuf,
    /// The outside services, where they are played.
    _doubles: Option<Doubles>,
}

impl Server {
    /// Starts the real binary over a database and a data folder, and returns when it says that it is ready. `settings` are further
    /// environment variables.
    pub async fn start(name: &str, database: &Database, data: &Path, settings: &Settings) -> Result<Self> {
        let program = variable("IMAGIME_E2E_SERVER")?;
        // Tests run in this crate's folder; a path that was written at the top is meant from there.
        let page = root().join(variable("IMAGIME_E2E_PAGE")?);
        ensure!(page.join("index.html").is_file(), "there is no built page in {}", page.display());
        let log = output("logs")?.join(format!("{name}.log"));
        let doubles = if outside_services_are_played() {
            Some(Doubles::start(0).await.context("the outside services cannot be played")?)
        } else {
            None
        };
        // Nothing leaves this machine either way.
        let sources =
            doubles.as_ref().map_or_else(|| vec![("IMAGIME_OPENVERSE_ENABLED", "false".into())], Doubles::settings);
        let mut child = Command::new(root().join(&program))
            .arg("serve")
            .args(["--port", "0"])
            .arg("--data-dir")
            .arg(data)
            .arg("--page-dir")
            .arg(&page)
            .env("DATABASE_URL", database.url()?)
            .env("IMAGIME_BCRYPT_COST", "10")
            .envs(sources)
            .envs(settings.iter().cloned())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(std::fs::File::create(&log)?)
            .kill_on_drop(true)
            .spawn()
            .with_context(|| format!("{program} does not start"))?;
        let stdout = child.stdout.take().context("the server has no output")?;
        let mut stdout = BufReader::new(stdout).lines();
        let origin = timeout(LIMIT, origin(&mut stdout)).await.context("the server was not ready in time")?;
        let origin = origin.with_context(|| format!("the server did not start; see {}", log.display()))?;
        Ok(Self { child, stdout, origin, log, _doubles: doubles })
    }

    /// Scheme, host and port.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Interrupts it as Ctrl-C would; anything but a clean end is an error.
    pub async fn stop(self) -> Result<()> {
        self.end_with(Signal::INT).await
    }

    /// Asks it to end as a service manager would; anything but a clean end is an error.
    pub async fn terminate(self) -> Result<()> {
        self.end_with(Signal::TERM).await
    }

    /// Takes it away in the middle of whatever it does, as a power cut would.
    pub async fn kill(mut self) -> Result<()> {
        self.child.kill().await.context("the server could not be killed")
    }

    async fn end_with(mut self, signal: Signal) -> Result<()> {
        let id = self.child.id().with_context(|| format!("the server ended by itself; see {}", self.log.display()))?;
        let id = i32::try_from(id).ok().and_then(Pid::from_raw).context("the server has no process id")?;
        kill_process(id, signal).context("the server could not be signalled")?;
        // Whoever prints wants a reader.
        let read = async { while let Ok(Some(_)) = self.stdout.next_line().await {} };
        let (ended, ()) = timeout(LIMIT, async { tokio::join!(self.child.wait(), read) })
            .await
            .context("the server did not stop in time")?;
        let status = ended?;
        ensure!(status.success(), "the server stopped with {status}; see {}", self.log.display());
        Ok(())
    }
}

async fn origin(stdout: &mut Lines<BufReader<ChildStdout>>) -> Result<String> {
    while let Some(line) = stdout.next_line().await? {
        if let Some(origin) = line.strip_prefix(READY) {
            return Ok(origin.trim().to_owned());
        }
    }
    bail!("it ended before it was ready")
}
