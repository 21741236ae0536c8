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
    /// Makes an empty one, or a copy of `template`.
    pub async fn create(name: &str, template: Option<&Database>) -> Result<Self> {
        let database = Self { name: format!("{PREFIX}{name}") };
        let template = template.map_or("template0", |template| template.name.as_str());
        let statement = format!("CREATE DATABASE \"{}\" TEMPLATE \"{template}\"", database.name);
        administer(statement).await.with_context(|| format!("cannot make the database {}", database.name))?;
        Ok(database)
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

/// Drops the databases of test programs that ended without doing it, named `{stem}{process id}`.
pub async fn remove_orphans(stem: &str) -> Result<()> {
    let url = address("postgres")?;
    let like = format!("{PREFIX}{stem}%");
    let found = blocking(move || {
        let mut conn = PgConnection::establish(&url)?;
        let query = sql_query("SELECT datname::text AS name FROM pg_database WHERE datname LIKE $1");
        Ok(query.bind::<sql_types::Text, _>(like).load::<Name>(&mut conn)?)
    })
    .await?;
    for Name { name } in found {
        let process = name.trim_start_matches(PREFIX).trim_start_matches(stem);
        if process.parse::<u32>().is_ok_and(|process| !is_alive(process)) {
            remove(&name).await?;
        }
    }
    Ok(())
}

/// True while a process of this id runs.
pub fn is_alive(process: u32) -> bool {
    std::path::Path::new(&format!("/proc/{process}")).exists()
}

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = sql_types::BigInt)]
    n: i64,
}

#[derive(QueryableByName)]
struct Name {
    #[diesel(sql_type = sql_types::Text)]
    name: String,
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
