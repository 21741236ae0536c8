//! A database of its own for each test, copied from a template that is migrated and seeded once.

use std::sync::OnceLock;

use diesel::{
    Connection, PgConnection, QueryableByName, RunQueryDsl,
    connection::SimpleConnection,
    sql_types::{BigInt, Text},
};
use reqwest::Url;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// No database without this beginning is ever made or dropped.
const PREFIX: &str = "imagime_test_";
/// Key of the advisory lock under which the template is made.
const TEMPLATE_LOCK: i64 = 0x494d_4147;

/// A test's own database; dropped with everything in it.
pub struct TestDatabase {
    name: String,
}

impl TestDatabase {
    /// Copies the template.
    pub fn create() -> Self {
        let name = format!("{PREFIX}{}", Uuid::now_v7().simple());
        let template = template();
        admin().batch_execute(&format!("create database {name} template {template}")).unwrap();
        Self { name }
    }

    /// Makes an empty one, for tests of the migrations.
    pub fn create_empty() -> Self {
        let name = format!("{PREFIX}{}", Uuid::now_v7().simple());
        admin().batch_execute(&format!("create database {name}")).unwrap();
        Self { name }
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Address for the application.
    pub fn url(&self) -> String {
        url_of(&self.name)
    }

    /// A connection of the test's own.
    pub fn connect(&self) -> PgConnection {
        PgConnection::establish(&self.url()).unwrap()
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        assert!(self.name.starts_with(PREFIX), "{} is not a test's database", self.name);
        let dropped = admin().batch_execute(&format!("drop database if exists {} with (force)", self.name));
        if let (Err(error), false) = (dropped, std::thread::panicking()) {
            panic!("{} cannot be dropped: {error}", self.name);
        }
    }
}

/// A connection to the cluster's maintenance database.
pub fn admin() -> PgConnection {
    PgConnection::establish(&server_url()).expect("the test cluster answers")
}

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    number: i64,
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

/// The number that `select … as number` gives.
pub fn number(conn: &mut PgConnection, sql: &str) -> i64 {
    diesel::sql_query(sql).get_result::<Number>(conn).unwrap_or_else(|error| panic!("{sql}: {error}")).number
}

/// The texts that `select … as line` gives.
pub fn lines(conn: &mut PgConnection, sql: &str) -> Vec<String> {
    let rows = diesel::sql_query(sql).load::<Line>(conn);
    rows.unwrap_or_else(|error| panic!("{sql}: {error}")).into_iter().map(|row| row.line).collect()
}

fn server_url() -> String {
    std::env::var("IMAGIME_TEST_DATABASE_URL").expect(
        "IMAGIME_TEST_DATABASE_URL names the throw-away PostgreSQL of the tests; `cargo xtask test` makes one and sets it",
    )
}

fn url_of(database: &str) -> String {
    let mut url: Url = server_url().parse().expect("IMAGIME_TEST_DATABASE_URL is an address");
    url.set_path(database);
    url.to_string()
}

/// The template of this schema and catalogue: made by the first process that needs it, under a lock.
fn template() -> &'static str {
    static NAME: OnceLock<String> = OnceLock::new();
    NAME.get_or_init(|| {
        let songs = imagime_api::song_rows::starter_songs();
        let name = format!("{PREFIX}template_{}", fingerprint(&songs));
        let mut admin = admin();
        admin.batch_execute(&format!("select pg_advisory_lock({TEMPLATE_LOCK})")).unwrap();
        let found = format!("select count(*) as number from pg_database where datname = '{name}'");
        if number(&mut admin, &found) == 0 {
            // Under another name until it is whole: a process that dies on the way leaves no half template.
            let draft = format!("{PREFIX}draft_{}", Uuid::now_v7().simple());
            admin.batch_execute(&format!("create database {draft}")).unwrap();
            let mut conn = PgConnection::establish(&url_of(&draft)).unwrap();
            imagime_api::db::migrate(&mut conn).unwrap();
            imagime_api::repositories::songs::upsert(&mut conn, &songs).unwrap();
            drop(conn);
            admin.batch_execute(&format!("alter database {draft} rename to {name}")).unwrap();
        }
        name
    })
}

fn fingerprint(songs: &[imagime_api::models::NewSong]) -> String {
    let mut digest = Sha256::new();
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../migrations");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    for file in files {
        digest.update(std::fs::read(file.join("up.sql")).unwrap());
    }
    for song in songs {
        digest.update(format!("{} {:?} {:?}", song.title, song.preview_url, song.artwork_url));
    }
    digest.finalize().iter().take(6).fold(String::new(), |hash, byte| hash + &format!("{byte:02x}"))
}
