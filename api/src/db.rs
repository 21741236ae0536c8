//! The connection pool, and the one way to use it from async code.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use diesel::{
    Connection, PgConnection, QueryResult, RunQueryDsl,
    connection::SimpleConnection,
    pg::Pg,
    query_builder::{AstPass, Query, QueryFragment, QueryId},
};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};
use secrecy::{ExposeSecret, SecretString};
use tokio::{sync::Semaphore, time::timeout};

use crate::error::{Error, Result};

/// The schema's history.
pub const MIGRATIONS: EmbeddedMigrations = embed_migrations!("../migrations");

/// How long a request waits for a connection.
const POOL_WAIT: Duration = Duration::from_secs(2);
/// How long a request waits for what is done with it: longer than any statement may take, for a server that does not even say so.
const RUN_WAIT: Duration = Duration::from_secs(8);

/// A cloneable handle to PostgreSQL.
#[derive(Clone)]
pub struct Db {
    pool: r2d2::Pool<Manager>,
    /// As many as there are connections: whoever waits for one waits here, and holds no thread.
    turns: Arc<Semaphore>,
    epoch: Arc<AtomicU64>,
}

impl Db {
    /// Prepares a pool; connections are made when they are first needed.
    pub fn new(url: &SecretString, size: u32) -> Self {
        let epoch = Arc::new(AtomicU64::new(0));
        let manager = Manager { url: url.clone(), epoch: Arc::clone(&epoch) };
        let pool = r2d2::Pool::builder()
            .max_size(size)
            .min_idle(Some(1))
            .connection_timeout(POOL_WAIT)
            .max_lifetime(Some(Duration::from_mins(30)))
            .error_handler(Box::new(QuietErrors))
            .build_unchecked(manager);
        Self { pool, turns: Arc::new(Semaphore::new(size as usize)), epoch }
    }

    /// Runs a function with a connection on a blocking thread. No connection is held across an await.
    pub async fn run<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut PgConnection) -> Result<T> + Send + 'static,
    {
        let until = Instant::now() + POOL_WAIT;
        let turn = timeout(POOL_WAIT, self.turns.clone().acquire_owned()).await;
        let turn = turn.ok().and_then(std::result::Result::ok).ok_or_else(|| Error::database_away(&"no turn came"))?;
        let db = self.clone();
        let work = tokio::task::spawn_blocking(move || {
            // Given back by the thread itself: one that hangs keeps its connection too.
            let _turn = turn;
            db.run_within(until.saturating_duration_since(Instant::now()), work)
        });
        match timeout(RUN_WAIT, work).await {
            Ok(Ok(result)) => result,
            Ok(Err(panic)) => Err(Error::Internal(anyhow::Error::new(panic).context("a database task broke off"))),
            Err(_elapsed) => Err(Error::database_away(&"no answer came")),
        }
    }

    /// The same in a transaction: any error rolls back.
    pub async fn transaction<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut PgConnection) -> Result<T> + Send + 'static,
    {
        self.run(move |conn| conn.transaction(work)).await
    }

    fn run_within<T>(&self, wait: Duration, work: impl FnOnce(&mut PgConnection) -> Result<T>) -> Result<T> {
        let mut conn = self.pool.get_timeout(wait).map_err(|error| Error::database_away(&error))?;
        let result = work(&mut conn.inner);
        if matches!(&result, Err(Error::Unavailable(cause, _)) if cause.starts_with("database:")) {
            // One dead connection means that the others are dead too: all made so far are thrown away.
            self.epoch.fetch_max(conn.epoch + 1, Ordering::Relaxed);
        }
        result
    }
}

/// Brings the schema up to date.
pub fn migrate(conn: &mut PgConnection) -> anyhow::Result<()> {
    conn.run_pending_migrations(MIGRATIONS).map_err(|error| anyhow::anyhow!("a migration failed: {error}"))?;
    Ok(())
}

/// Takes every migration back. The data goes with them.
pub fn revert_all(conn: &mut PgConnection) -> anyhow::Result<()> {
    conn.revert_all_migrations(MIGRATIONS)
        .map_err(|error| anyhow::anyhow!("a migration cannot be reverted: {error}"))?;
    Ok(())
}

/// Opens one connection outside the pool, with the same settings.
pub fn connect(url: &SecretString) -> std::result::Result<PgConnection, diesel::ConnectionError> {
    let mut conn = PgConnection::establish(url.expose_secret())?;
    conn.batch_execute(
        "set statement_timeout = '5s'; set lock_timeout = '2s'; set idle_in_transaction_session_timeout = '10s'",
    )
    .map_err(diesel::ConnectionError::CouldntSetupConfiguration)?;
    Ok(conn)
}

/// Asks the database for a sign of life.
pub fn ping(conn: &mut PgConnection) -> QueryResult<()> {
    conn.batch_execute("select 1")
}

struct Manager {
    url: SecretString,
    epoch: Arc<AtomicU64>,
}

struct PooledConn {
    inner: PgConnection,
    epoch: u64,
}

impl r2d2::ManageConnection for Manager {
    type Connection = PooledConn;
    type Error = ManagerError;

    fn connect(&self) -> std::result::Result<PooledConn, ManagerError> {
        let epoch = self.epoch.load(Ordering::Relaxed);
        Ok(PooledConn { inner: connect(&self.url)?, epoch })
    }

    // Costs no round trip: a dead connection shows itself at its first query and ends its whole generation.
    fn is_valid(&self, conn: &mut PooledConn) -> std::result::Result<(), ManagerError> {
        if conn.epoch < self.epoch.load(Ordering::Relaxed) { Err(ManagerError::Stale) } else { Ok(()) }
    }

    fn has_broken(&self, conn: &mut PooledConn) -> bool {
        use diesel::connection::TransactionManager;
        type Transactions = <PgConnection as Connection>::TransactionManager;
        conn.epoch < self.epoch.load(Ordering::Relaxed) || Transactions::is_broken_transaction_manager(&mut conn.inner)
    }
}

#[derive(Debug, thiserror::Error)]
enum ManagerError {
    #[error("PostgreSQL cannot be reached")]
    Connect(#[from] diesel::ConnectionError),
    #[error("the connection belongs to a server that went away")]
    Stale,
}

/// The pool retries by itself; each request that had to wait says so with its own 503.
#[derive(Debug)]
struct QuietErrors;

impl r2d2::HandleError<ManagerError> for QuietErrors {
    fn handle_error(&self, error: ManagerError) {
        tracing::debug!(error = &error as &dyn std::error::Error, "no connection to PostgreSQL");
    }
}

/// Ends a query with a literal `LIMIT`: with a bound one PostgreSQL never settles on a generic plan, which halves throughput.
pub trait LimitLiteral: Sized {
    /// At most `rows` rows.
    fn limit_literal(self, rows: u32) -> Limited<Self> {
        Limited { query: self, rows }
    }
}

impl<Q: Query> LimitLiteral for Q {}

/// See [`LimitLiteral`].
#[derive(Clone, Copy, Debug)]
pub struct Limited<Q> {
    query: Q,
    rows: u32,
}

impl<Q> QueryId for Limited<Q> {
    type QueryId = ();
    // The number is part of the text, so the text is the key.
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<Q: Query> Query for Limited<Q> {
    type SqlType = Q::SqlType;
}

impl<Q> RunQueryDsl<PgConnection> for Limited<Q> {}

impl<Q: QueryFragment<Pg>> QueryFragment<Pg> for Limited<Q> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        self.query.walk_ast(out.reborrow())?;
        out.push_sql(" LIMIT ");
        out.push_sql(&self.rows.to_string());
        Ok(())
    }
}
