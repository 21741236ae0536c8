//! Puts the application together: database, files, secrets, analyser, worker, HTTP.

use std::{net::TcpListener, sync::Arc, time::Duration};

use actix_web::{App, HttpServer, dev::ServerHandle, middleware, web};
use anyhow::Context as _;
use imagime_cluster::Cluster;
use imagime_engine::analysis::{Analyser, LocalAnalyser};
use secrecy::SecretString;
use tokio::task::JoinHandle;

use crate::{
    config::{Config, DataConfig},
    db::{self, Db},
    keywords::Keywords,
    music::Music,
    repositories::songs,
    routes::{self, page::Page},
    security::{keys::KeyRing, password},
    song_rows,
    state::{AppState, Parts},
    storage::Storage,
    worker,
};

/// Name of the database in the private cluster.
const DATABASE: &str = "imagime";
/// How long requests in flight may take to finish when the server stops.
const GRACE: u64 = 10;

/// A running application.
pub struct Application {
    state: AppState,
    port: u16,
    server: JoinHandle<std::io::Result<()>>,
    handle: ServerHandle,
    metrics: Option<ServerHandle>,
    workers: Vec<JoinHandle<()>>,
    cluster: Option<Cluster>,
}

impl Application {
    /// Starts everything; when it returns, requests are answered.
    pub async fn build(config: Config) -> anyhow::Result<Self> {
        let analyser = LocalAnalyser::new().context("the image model does not load")?;
        Self::build_with(config, Arc::new(analyser)).await
    }

    /// The same with an analyser that is there already; it takes much of the time and memory of a start.
    pub async fn build_with(config: Config, analyser: Arc<dyn Analyser>) -> anyhow::Result<Self> {
        let data_dir = &config.data.data_dir;
        std::fs::create_dir_all(data_dir)
            .with_context(|| format!("cannot make the data folder {}", data_dir.display()))?;
        warn_of_plain_http(&config);
        let keys = KeyRing::load(config.data.secret_keys.as_ref(), data_dir)?;
        let storage = Storage::local(&data_dir.join("files"))?;
        let (cluster, url) = database(&config.data).await?;
        prepare_database(url.clone()).await?;
        let (keywords, music) = (Keywords::new(&config.sources)?, Music::new(&config.sources)?);
        let cost = config.accounts.bcrypt_cost;
        let decoy_hash = password::decoy(cost)?;
        let db = Db::new(&url, config.data.pool_size);
        let parts = Parts { config, db, storage, keys, analyser, keywords, music, decoy_hash };
        let state = AppState::new(parts);
        let (server, handle, port) = serve(&state)?;
        let metrics = serve_metrics(&state)?;
        let workers = start_workers(&state);
        Ok(Self { state, port, server, handle, metrics, workers, cluster })
    }

    /// The port that is listened on.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// What requests and jobs share; for tests that look behind the scenes.
    pub fn state(&self) -> &AppState {
        &self.state
    }

    /// Breaks off where it stands, as a kill would: requests and jobs in hand are left unfinished.
    pub async fn abort(self) {
        for worker in &self.workers {
            worker.abort();
        }
        self.state.stop();
        self.handle.stop(false).await;
        if let Some(metrics) = self.metrics {
            metrics.stop(false).await;
        }
    }

    /// Stops in order: readiness first, then requests, jobs, database.
    pub async fn stop(self) -> anyhow::Result<()> {
        self.state.stop();
        self.handle.stop(true).await;
        self.server.await.context("the server broke off")??;
        if let Some(metrics) = self.metrics {
            metrics.stop(false).await;
        }
        for worker in self.workers {
            worker.await.context("a worker broke off")?;
        }
        self.state.visits.write(&self.state.db).await.map_err(anyhow::Error::new)?;
        drop(self.state);
        if let Some(cluster) = self.cluster {
            tokio::task::spawn_blocking(move || cluster.stop()).await.context("stopping PostgreSQL broke off")??;
        }
        Ok(())
    }
}

/// The database that was configured, or a private one in the data folder.
pub async fn database(config: &DataConfig) -> anyhow::Result<(Option<Cluster>, SecretString)> {
    if let Some(url) = &config.database_url {
        return Ok((None, url.clone()));
    }
    let options = imagime_cluster::Options::new(config.data_dir.join("postgres"));
    let cluster = tokio::task::spawn_blocking(move || Cluster::start(options))
        .await
        .context("starting PostgreSQL broke off")??;
    let url = SecretString::from(cluster.url(DATABASE));
    Ok((Some(cluster), url))
}

/// Brings schema and catalogue up to date.
async fn prepare_database(url: SecretString) -> anyhow::Result<()> {
    tokio::task::spawn_blocking(move || {
        let mut conn = db::connect(&url).context("PostgreSQL cannot be reached")?;
        db::migrate(&mut conn)?;
        songs::upsert(&mut conn, &song_rows::starter_songs()).context("the starter catalogue cannot be written")?;
        Ok(())
    })
    .await
    .context("preparing the database broke off")?
}

fn serve(state: &AppState) -> anyhow::Result<(JoinHandle<std::io::Result<()>>, ServerHandle, u16)> {
    let config = &state.config.server;
    let listener = TcpListener::bind((config.host.as_str(), config.port))
        .with_context(|| format!("cannot listen on {}:{}", config.host, config.port))?;
    let port = listener.local_addr().context("the listener has no address")?.port();
    let page = web::Data::new(Page::load(config, &state.music.origins())?);
    let shared = state.clone();
    let cores = std::thread::available_parallelism().map_or(2, usize::from);
    let server = HttpServer::new(move || {
        App::new()
            .wrap(middleware::NormalizePath::new(middleware::TrailingSlash::MergeOnly))
            .configure(|app| routes::configure(app, &shared, &page))
    })
    .workers(config.http_workers.unwrap_or(cores))
    .worker_max_blocking_threads(16)
    .client_request_timeout(Duration::from_secs(10))
    .shutdown_timeout(GRACE)
    .disable_signals()
    .listen(listener)
    .context("the server does not start")?
    .run();
    let handle = server.handle();
    Ok((tokio::spawn(server), handle, port))
}

/// Serves the metrics, when they have a port.
fn serve_metrics(state: &AppState) -> anyhow::Result<Option<ServerHandle>> {
    let config = &state.config.server;
    let Some(port) = config.metrics_port else { return Ok(None) };
    let listener = TcpListener::bind((config.metrics_host.as_str(), port))
        .with_context(|| format!("cannot serve metrics on {}:{port}", config.metrics_host))?;
    tracing::info!(address = ?listener.local_addr(), "metrics are served");
    let shared = state.clone();
    let server = HttpServer::new(move || App::new().configure(|app| routes::metrics::configure(app, &shared)))
        .workers(1)
        .disable_signals()
        .listen(listener)
        .context("the metrics cannot be served")?
        .run();
    let handle = server.handle();
    tokio::spawn(server);
    Ok(Some(handle))
}

fn start_workers(state: &AppState) -> Vec<JoinHandle<()>> {
    let cores = std::thread::available_parallelism().map_or(2, usize::from);
    let count = state.config.data.workers.unwrap_or(cores);
    let mut tasks: Vec<_> = (0..count).map(|_| tokio::spawn(worker::run(state.clone()))).collect();
    tasks.push(tokio::spawn(worker::run_sweeps(state.clone())));
    tasks.push(tokio::spawn(worker::prepare_similar(state.clone())));
    tasks.push(tokio::spawn(worker::run_folder(state.clone())));
    tasks.push(tokio::spawn(worker::run_sources(state.clone())));
    tasks.push(tokio::spawn(worker::run_ranks(state.clone())));
    tasks.push(tokio::spawn(worker::run_word_counts(state.clone())));
    if state.config.data.render_previews {
        let rendering = state.clone();
        tasks.push(tokio::spawn(async move { rendering.previews.render_all(|| rendering.is_stopping()).await }));
    }
    tasks
}

fn warn_of_plain_http(config: &Config) {
    let open = config
        .server
        .host
        .parse::<std::net::IpAddr>()
        .map_or(config.server.host != "localhost", |ip| !ip.is_loopback());
    if open && !config.server.is_https() {
        tracing::warn!(
            "the server listens beyond this machine without https: set IMAGIME_PUBLIC_URL to an https address and put a TLS proxy in front"
        );
    }
}
