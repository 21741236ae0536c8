//! One test's world: database, files, server, chromedriver, browsers.

use std::{panic::AssertUnwindSafe, sync::Arc};

use anyhow::{Context as _, Result, anyhow};
use futures_util::FutureExt as _;
use tempfile::TempDir;
use tokio::sync::{Mutex, Semaphore};

use crate::{
    api::Api,
    browser::Browser,
    database::Database,
    driver::Driver,
    output,
    prototype::Prototype,
    server::{Server, Settings},
};

/// More browsers than this at once starve each other.
static TURNS: Semaphore = Semaphore::const_new(2);

/// What a test plays on.
pub struct Stage {
    origin: String,
    database: Database,
    driver: Mutex<Option<Driver>>,
    browsers: Mutex<Vec<Browser>>,
}

impl Stage {
    /// A new Chromium with an empty profile, as a person of their own.
    pub async fn browser(&self) -> Result<Browser> {
        let driver = self.driver.lock().await;
        let driver = driver.as_ref().context("the stage is closed")?;
        let browser = Browser::new(driver.browser().await?, &self.origin).await?;
        self.browsers.lock().await.push(browser.clone());
        Ok(browser)
    }

    /// The server's API, for what a test needs beforehand.
    pub fn api(&self) -> Api {
        Api::new(&self.origin)
    }

    /// The server's database, for what cannot be brought about in another way.
    pub fn database(&self) -> &Database {
        &self.database
    }

    /// Address of a path.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }

    async fn close(&self, name: &str, failed: bool) -> Result<()> {
        let browsers = std::mem::take(&mut *self.browsers.lock().await);
        let mut closed = Ok(());
        for (index, browser) in browsers.into_iter().enumerate() {
            if failed {
                let place =
                    output("")?.join(if index == 0 { format!("{name}.png") } else { format!("{name}-{index}.png") });
                report(&browser, &place).await;
            }
            closed = closed.and(browser.close().await);
        }
        if let Some(driver) = self.driver.lock().await.take() {
            driver.stop().await?;
        }
        closed
    }
}

/// A database and files of a test's own, with the catalogue rendered, on which servers come and go.
pub struct World {
    name: &'static str,
    database: Database,
    data: TempDir,
}

impl World {
    /// Copies the prototype.
    pub async fn new(name: &'static str) -> Result<Self> {
        let data = TempDir::with_prefix("imagime-e2e-")?;
        let database_name = format!("{name}_{}", std::process::id());
        let database = Prototype::get().await?.copy(&database_name, data.path()).await?;
        Ok(Self { name, database, data })
    }

    /// Starts a server on it.
    pub async fn server(&self) -> Result<Server> {
        self.server_with(&Settings::new()).await
    }

    /// Starts a server on it with further settings.
    pub async fn server_with(&self, settings: &Settings) -> Result<Server> {
        Server::start(self.name, &self.database, self.data.path(), settings).await
    }

    /// Its database.
    pub fn database(&self) -> &Database {
        &self.database
    }

    /// Clears it away; `outcome` of what was played there comes first among errors.
    pub async fn end<T>(self, outcome: Result<T>) -> Result<T> {
        let removed = self.database.remove().await;
        let value = outcome?;
        removed?;
        Ok(value)
    }
}

/// Plays one test on a stage of its own and clears the stage whatever happens. A failure leaves `target/e2e/{name}.png`.
pub async fn play<F, Fut>(name: &'static str, story: F) -> Result<()>
where
    F: FnOnce(Arc<Stage>) -> Fut,
    Fut: Future<Output = Result<()>>,
{
    play_with(name, Settings::new(), story).await
}

/// The same with further settings of the server.
pub async fn play_with<F, Fut>(name: &'static str, settings: Settings, story: F) -> Result<()>
where
    F: FnOnce(Arc<Stage>) -> Fut,
    Fut: Future<Output = Result<()>>,
{
    let _turn = TURNS.acquire().await?;
    let world = World::new(name).await?;
    let outcome = perform(&world, &settings, story).await;
    world.end(outcome).await
}

async fn perform<F, Fut>(world: &World, settings: &Settings, story: F) -> Result<()>
where
    F: FnOnce(Arc<Stage>) -> Fut,
    Fut: Future<Output = Result<()>>,
{
    let name = world.name;
    let server = world.server_with(settings).await?;
    let driver = Driver::start(name).await?;
    let stage = Arc::new(Stage {
        origin: server.origin().to_owned(),
        database: world.database().clone(),
        driver: Mutex::new(Some(driver)),
        browsers: Mutex::new(Vec::new()),
    });
    // A failed assertion must not keep the stage from being cleared.
    let told = AssertUnwindSafe(story(Arc::clone(&stage))).catch_unwind().await;
    let told = told.unwrap_or_else(|_| Err(anyhow!("{name} panicked")));
    let closed = stage.close(name, told.is_err()).await;
    let stopped = server.stop().await;
    told?;
    closed?;
    stopped
}

/// What the browser shows and said, for whoever looks into a failure.
async fn report(browser: &Browser, place: &std::path::Path) {
    let path = browser.path().await.unwrap_or_default();
    match browser.screenshot(place).await {
        Ok(()) => eprintln!("the browser was at {path}: {}", place.display()),
        Err(error) => eprintln!("the browser was at {path}, and a screenshot could not be taken: {error:#}"),
    }
    for line in browser.console().await.unwrap_or_default() {
        eprintln!("console: {line}");
    }
}
