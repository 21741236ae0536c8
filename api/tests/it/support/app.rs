//! The real application on a free port, with a database and a data folder of its own.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, OnceLock},
    time::{Duration, Instant},
};

use clap::Parser;
use diesel::{PgConnection, connection::SimpleConnection};
use imagime_api::{
    config::Config,
    security::keys::KeyRing,
    services::{ranks, refresh, sweep},
    startup::Application,
};
use imagime_engine::analysis::{Analyser, LocalAnalyser};
use tempfile::TempDir;

use super::{
    client::Client,
    db::{self, TestDatabase},
};

/// The application under test and what belongs to it.
pub struct App {
    applications: Vec<Application>,
    database: TestDatabase,
    folder: TempDir,
    http: reqwest::Client,
}

/// Runs a story against a fresh application and tidies up after it, however it ends.
pub fn story(tell: impl AsyncFnOnce(&mut App)) {
    story_with(|_| {}, tell);
}

/// The same with another configuration.
pub fn story_with(change: impl FnOnce(&mut Config), tell: impl AsyncFnOnce(&mut App)) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let mut app = App::start(change).await;
        let told = futures_util::FutureExt::catch_unwind(std::panic::AssertUnwindSafe(tell(&mut app))).await;
        app.tidy_up().await;
        if let Err(panic) = told {
            std::panic::resume_unwind(panic);
        }
    });
}

/// Asks again until the answer is yes; for what happens soon after an answer, like removed bytes.
pub async fn eventually(what: &str, is_so: impl AsyncFnMut() -> bool) {
    eventually_within(Duration::from_secs(20), what, is_so).await;
}

/// The same with another patience.
pub async fn eventually_within(patience: Duration, what: &str, mut is_so: impl AsyncFnMut() -> bool) {
    let end = Instant::now() + patience;
    while !is_so().await {
        assert!(Instant::now() < end, "waited in vain: {what}");
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
}

/// Sends a request while another party holds what `hold` touches; once the request waits for that, the other party does `then` and
/// lets go. For what happens between two reads of one request.
pub async fn meanwhile<T>(app: &App, hold: &str, then: &str, request: impl Future<Output = T>) -> T {
    let mut other = app.connect();
    other.batch_execute(&format!("begin; {hold}")).unwrap();
    let waits =
        "pg_locks where not granted and pid in (select pid from pg_stat_activity where datname = current_database())";
    let let_go = async {
        eventually("the request waits", async || app.count(waits) > 0).await;
        other.batch_execute(&format!("{then}; commit")).unwrap();
    };
    let (answer, ()) = futures_util::future::join(request, let_go).await;
    answer
}

impl App {
    async fn start(change: impl FnOnce(&mut Config)) -> Self {
        let database = TestDatabase::create();
        let folder = tempfile::tempdir().unwrap();
        write_page(&folder.path().join("page"));
        // A kept connection may be closed by the server just when the next request is sent on it.
        let http = reqwest::Client::builder().timeout(Duration::from_mins(1)).pool_max_idle_per_host(0);
        let http = http.build().unwrap();
        let mut app = Self { applications: Vec::new(), database, folder, http };
        app.start_another(change).await;
        app
    }

    /// Starts one more application on the same database and folder; clients made from now on talk to it.
    pub async fn start_another(&mut self, change: impl FnOnce(&mut Config)) {
        let mut config = self.config();
        change(&mut config);
        self.applications.push(Application::build_with(config, analyser()).await.unwrap());
    }

    /// Stops the application in order and starts it again.
    pub async fn restart(&mut self) {
        self.applications.pop().unwrap().stop().await.unwrap();
        self.start_another(|_| {}).await;
    }

    /// Ends the application as a kill would.
    pub async fn abort(&mut self) {
        self.applications.pop().unwrap().abort().await;
    }

    /// A client without an account.
    pub fn anonymous(&self) -> Client {
        Client::new(self.http.clone(), &self.base())
    }

    /// A client with a new account of this name.
    pub async fn user(&self, name: &str) -> Client {
        self.anonymous().register(name).await
    }

    /// Address of the application.
    pub fn base(&self) -> String {
        format!("http://127.0.0.1:{}", self.applications.last().unwrap().port())
    }

    /// The application's database, for looking behind the scenes.
    pub fn database(&self) -> &TestDatabase {
        &self.database
    }

    /// Runs SQL.
    pub fn sql(&self, text: &str) {
        self.connect().batch_execute(text).unwrap_or_else(|error| panic!("{text}: {error}"));
    }

    /// How many rows a table (with a condition, perhaps) has.
    pub fn count(&self, rows: &str) -> i64 {
        db::number(&mut self.connect(), &format!("select count(*) as number from {rows}"))
    }

    /// Texts that a query `select … as line` gives.
    pub fn lines(&self, sql: &str) -> Vec<String> {
        db::lines(&mut self.connect(), sql)
    }

    /// Stored pictures, variant by variant.
    pub fn stored_pictures(&self) -> Vec<PathBuf> {
        files_below(&self.data_dir().join("files/pictures"))
    }

    /// Removes stored files of one sort, as a disk that was lost would.
    pub fn remove_files(&self, sort: &str) {
        std::fs::remove_dir_all(self.data_dir().join("files").join(sort)).unwrap();
    }

    /// Takes stored files of one sort out of sight; what it gives brings them back.
    pub fn hide_files(&self, sort: &str) -> impl FnOnce() + use<> {
        let (shown, hidden) = (self.data_dir().join("files").join(sort), self.folder.path().join("hidden"));
        std::fs::rename(&shown, &hidden).unwrap();
        move || std::fs::rename(hidden, shown).unwrap()
    }

    /// Uploads that are still on their way.
    pub fn incoming(&self) -> Vec<PathBuf> {
        files_below(&self.data_dir().join("incoming"))
    }

    /// Asks outside sources again for what grew old, as the worker does now and then.
    pub async fn refresh_songs(&self) {
        refresh::songs(self.applications.last().unwrap().state()).await.unwrap();
    }

    /// Makes the rankings of posts anew, as the worker does when something changed.
    pub async fn rank_posts(&self) {
        ranks::renew(self.applications.last().unwrap().state()).await.unwrap();
    }

    /// Forgets what is of no more use, as the worker does now and then.
    pub async fn sweep_records(&self) {
        sweep::records(self.applications.last().unwrap().state()).await.unwrap();
    }

    /// The secrets of this instance, for forging tokens.
    pub fn keys(&self) -> KeyRing {
        KeyRing::load(None, &self.data_dir()).unwrap()
    }

    fn connect(&self) -> PgConnection {
        self.database.connect()
    }

    fn data_dir(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn config(&self) -> Config {
        #[derive(Parser)]
        struct Defaults {
            #[command(flatten)]
            config: Config,
        }
        let mut config = Defaults::parse_from(["it"]).config;
        config.server.host = "127.0.0.1".into();
        config.server.port = 0;
        config.server.public_url = None;
        config.server.page_dir = self.folder.path().join("page");
        config.server.http_workers = Some(1);
        config.data.data_dir = self.data_dir();
        config.data.database_url = Some(self.database.url().into());
        config.data.secret_keys = None;
        config.data.pool_size = 4;
        config.data.workers = Some(1);
        config.data.render_previews = false;
        config.accounts.bcrypt_cost = 10;
        // Nothing leaves this machine.
        config.sources.openverse_enabled = Some(false);
        config
    }

    async fn tidy_up(&mut self) {
        for application in self.applications.drain(..) {
            application.abort().await;
        }
    }
}

/// One analyser for all tests of the process: loading the model takes longer than most tests.
fn analyser() -> Arc<dyn Analyser> {
    static ANALYSER: OnceLock<Arc<dyn Analyser>> = OnceLock::new();
    ANALYSER.get_or_init(|| Arc::new(LocalAnalyser::new().unwrap())).clone()
}

/// A stand-in for the built page: a document with an inline block, and a hashed asset with its encodings.
fn write_page(folder: &Path) {
    std::fs::create_dir_all(folder.join("assets")).unwrap();
    let document = "<!doctype html><title>Imagime</title><meta property=\"og:title\" content=\"Imagime\" />\
                    <script>go()</script><main></main>";
    std::fs::write(folder.join("index.html"), document).unwrap();
    let script = "console.log('page')";
    for (ending, bytes) in [("", script), (".br", "as brotli"), (".gz", "as gzip")] {
        std::fs::write(folder.join(format!("assets/app-0123456789abcdef.js{ending}")), bytes).unwrap();
    }
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files_below(&path)) } else { found.push(path) }
    }
    found
}
