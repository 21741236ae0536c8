//! chromedriver, and the Chromium processes that it starts.

use std::{process::Stdio, time::Duration};

use anyhow::{Context as _, Result, bail};
use fantoccini::{Client, ClientBuilder, wd::Capabilities};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::json;
use tempfile::TempDir;
use tokio::{
    io::{AsyncBufReadExt as _, BufReader},
    process::{Child, Command},
    time::timeout,
};

use crate::{output, variable};

/// Chromium as a person has it who opened it for the first time, but for what a container lacks and for its calls home.
const FLAGS: [&str; 9] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
];

/// A chromedriver of our own.
pub struct Driver {
    child: Child,
    address: String,
    /// Profiles and what else Chromium leaves behind; gone with the driver.
    _scratch: TempDir,
}

impl Driver {
    /// Starts one on a free port.
    pub async fn start(name: &str) -> Result<Self> {
        let program = variable("IMAGIME_E2E_CHROMEDRIVER")?;
        let log = output("logs")?.join(format!("{name}.chromedriver.log"));
        let scratch = TempDir::with_prefix("imagime-e2e-chromium-")?;
        let mut child = Command::new(&program)
            .arg("--port=0")
            .env("TMPDIR", scratch.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(std::fs::File::create(log)?)
            .kill_on_drop(true)
            .spawn()
            .with_context(|| format!("{program} does not start"))?;
        let stdout = child.stdout.take().context("chromedriver has no output")?;
        let mut lines = BufReader::new(stdout).lines();
        let port = timeout(Duration::from_secs(30), async {
            while let Some(line) = lines.next_line().await? {
                if let Some(port) = port_in(&line) {
                    return Ok(port);
                }
            }
            bail!("chromedriver ended before it listened")
        })
        .await
        .context("chromedriver did not listen in time")??;
        tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
        Ok(Self { child, address: format!("http://127.0.0.1:{port}"), _scratch: scratch })
    }

    /// Opens a Chromium with an empty profile.
    pub async fn browser(&self) -> Result<Client> {
        let mut capabilities = Capabilities::new();
        let mut options = json!({ "args": FLAGS });
        // Only where it is not in the usual place.
        if let Ok(binary) = variable("IMAGIME_E2E_CHROMIUM") {
            options["binary"] = binary.into();
        }
        capabilities.insert("goog:chromeOptions".into(), options);
        capabilities.insert("goog:loggingPrefs".into(), json!({ "browser": "ALL" }));
        ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities)
            .connect(&self.address)
            .await
            .context("Chromium does not start")
    }

    /// Ends it; its browsers were closed before.
    pub async fn stop(mut self) -> Result<()> {
        self.child.kill().await.context("chromedriver could not be ended")
    }
}

fn port_in(line: &str) -> Option<u16> {
    line.split_once("started successfully on port ")?.1.trim().trim_end_matches('.').parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_port_is_read_from_the_line_that_names_it() {
        assert_eq!(port_in("ChromeDriver was started successfully on port 41234."), Some(41234));
        assert_eq!(port_in("Only local connections are allowed."), None);
    }
}
