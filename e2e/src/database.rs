//! Databases of tests: made on the throw-away cluster, dropped when done with.

use anyhow::{Context as _, Result, ensure};
use diesel::{
    Connection as _, PgConnection, QueryableByName, RunQueryDsl as _, connection::SimpleConnection as _, sql_query,
    sql_types,
};
use url::Url;

use crate::variable;

/// All names begin like this; any other is refused.
const PREFIX: &str = "imagime_test_";

/// A database on the throw-away cluster.
#[derive(Clone, Debug)]
pub struct Database {
    name: String,
}

impl Database {
    /// The one of this name, which need not be there yet.
    pub fn named(name: &str) -> Self {
        Self { name: format!("{PREFIX}{name}") }
    }

    /// Makes one as a copy of `template`, or empty.
    pub async fn create(name: &str, template: Option<&Self>) -> Result<Self> {
        let database = Self::named(name);
        database.make(template).await?;
        Ok(database)
    }

    /// Makes this one as a copy of `template`, or empty.
    pub async fn make(&self, template: Option<&Self>) -> Result<()> {
        let template = template.map_or("template0", |template| template.name.as_str());
        let statement = format!("CREATE DATABASE \"{}\" TEMPLATE \"{template}\"", self.name);
        administer(statement).await.with_context(|| format!("cannot make the database {}", self.name))
    }

    /// Drops it with whoever is still connected.
    pub async fn remove(&self) -> Result<()> {
        remove(&self.name).await
    }

    /// Its address.
    pub fn url(&self) -> Result<String> {
        address(&self.name)
    }

    /// Runs SQL, for what cannot be brought about in another way.
    pub async fn execute(&self, statement: &str) -> Result<()> {
        let (url, statement) = (self.url()?, statement.to_owned());
        blocking(move || Ok(PgConnection::establish(&url)?.batch_execute(&statement)?)).await
    }

    /// The one number that a query answers with, in a column named `n`.
    pub async fn number(&self, query: &str) -> Result<i64> {
        let (url, query) = (self.url()?, query.to_owned());
        blocking(move || {
            let mut conn = PgConnection::establish(&url)?;
            Ok(sql_query(query).get_result::<Number>(&mut conn)?.n)
        })
        .await
    }
}

/// True when a cluster can be reached at this address.
pub async fn answers(cluster: String) -> Result<bool> {
    blocking(move || Ok(PgConnection::establish(&cluster).is_ok())).await
}

/// The port of an address.
pub fn port(address: &str) -> Result<u16> {
    let port = Url::parse(address).ok().and_then(|url| url.port());
    port.context("IMAGIME_TEST_DATABASE_URL has no port")
}

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = sql_types::BigInt)]
    n: i64,
}

async fn remove(name: &str) -> Result<()> {
    ensure!(name.starts_with(PREFIX), "{name} is not a test database");
    administer(format!("DROP DATABASE IF EXISTS \"{name}\" WITH (FORCE)")).await
}

async fn administer(statement: String) -> Result<()> {
    let url = address("postgres")?;
    blocking(move || Ok(PgConnection::establish(&url)?.batch_execute(&statement)?)).await
}

fn address(name: &str) -> Result<String> {
    let mut url =
        Url::parse(&variable("IMAGIME_TEST_DATABASE_URL")?).context("IMAGIME_TEST_DATABASE_URL is no address")?;
    url.set_path(name);
    Ok(url.into())
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work).await.context("a database task broke off")?
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[tokio::test]
    async fn a_database_that_is_not_for_tests_is_never_dropped() {
        assert_eq!(remove("imagime").await.unwrap_err().to_string(), "imagime is not a test database");
    }
}
