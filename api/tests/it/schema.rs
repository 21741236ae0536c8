//! The migrations, and what the code believes of the schema.

use std::collections::BTreeMap;

use diesel::{
    PgConnection,
    result::{DatabaseErrorInformation, DatabaseErrorKind, Error as DieselError},
};
use imagime_api::error::Error;

use crate::support::db::{TestDatabase, lines, number};

/// Columns of all tables: (table.column) to (type, nullable).
fn columns(conn: &mut PgConnection) -> BTreeMap<String, (String, bool)> {
    let sql = "select concat_ws(' ', table_name, column_name, case when data_type = 'ARRAY' then udt_name else data_type end, \
               '|', is_nullable) as line \
               from information_schema.columns where table_schema = 'public' and table_name not like '\\_\\_%'";
    let parse = |line: String| {
        let (head, nullable) = line.split_once(" | ").unwrap();
        let mut words = head.splitn(3, ' ');
        let (table, column, kind) = (words.next().unwrap(), words.next().unwrap(), words.next().unwrap());
        (format!("{table}.{column}"), (kind.to_owned(), nullable == "YES"))
    };
    lines(conn, sql).into_iter().map(parse).collect()
}

/// The same as src/schema.rs has it.
fn believed() -> BTreeMap<String, (String, bool)> {
    let (mut found, mut table) = (BTreeMap::new(), String::new());
    for line in include_str!("../../src/schema.rs").lines().map(str::trim) {
        if let Some((name, _)) = line.split_once(" (").filter(|_| line.ends_with('{')) {
            name.clone_into(&mut table);
        } else if let Some((column, kind)) = line.strip_suffix(',').and_then(|line| line.split_once(" -> ")) {
            let inner = kind.strip_prefix("Nullable<").and_then(|kind| kind.strip_suffix('>'));
            found.insert(format!("{table}.{column}"), (sql_type(inner.unwrap_or(kind)).into(), inner.is_some()));
        }
    }
    found
}

fn sql_type(diesel: &str) -> &str {
    match diesel {
        "Uuid" => "uuid",
        "Text" => "text",
        "Bool" => "boolean",
        "Int2" => "smallint",
        "Int4" => "integer",
        "Int8" => "bigint",
        "Float4" => "real",
        "Bytea" => "bytea",
        "Jsonb" => "jsonb",
        "Timestamptz" => "timestamp with time zone",
        "Array<Text>" => "_text",
        "Array<Uuid>" => "_uuid",
        other => panic!("what is {other} in PostgreSQL?"),
    }
}

#[test]
fn the_code_believes_what_the_migrations_make() {
    let database = TestDatabase::create_empty();
    let mut conn = database.connect();
    imagime_api::db::migrate(&mut conn).unwrap();
    let (real, believed) = (columns(&mut conn), believed());
    assert!(real.len() > 80);
    assert_eq!(real, believed);
}

#[test]
fn every_migration_can_be_taken_back_and_made_again() {
    let database = TestDatabase::create_empty();
    let mut conn = database.connect();
    imagime_api::db::migrate(&mut conn).unwrap();
    let made = columns(&mut conn);
    imagime_api::db::revert_all(&mut conn).unwrap();
    assert!(columns(&mut conn).is_empty());
    let left = "select count(*) as number from pg_class c join pg_namespace n on n.oid = c.relnamespace \
                where n.nspname = 'public' and c.relname not like '\\_\\_diesel%'";
    assert_eq!(number(&mut conn, left), 0, "no index, sequence or view is left");
    imagime_api::db::migrate(&mut conn).unwrap();
    assert_eq!(columns(&mut conn), made);
}

#[test]
fn every_constraint_and_foreign_key_index_has_a_name_of_its_own() {
    let database = TestDatabase::create();
    let mut conn = database.connect();
    let unnamed = "select conname::text as line from pg_constraint c join pg_class t on t.oid = c.conrelid \
                   join pg_namespace n on n.oid = t.relnamespace where n.nspname = 'public' and conname ~ '(_check|_key)[0-9]+$'";
    assert!(lines(&mut conn, unnamed).is_empty());
    // A deleted row looks for what points to it: without an index that reads the whole table. Songs are never deleted.
    let without_index = "select concat(c.conrelid::regclass, '.', c.conname) as line from pg_constraint c where c.contype = 'f' \
                         and c.confrelid <> 'songs'::regclass \
                         and not exists (select from pg_index i where i.indrelid = c.conrelid and i.indkey[0] = c.conkey[1])";
    assert_eq!(lines(&mut conn, without_index), Vec::<String>::new());
}

/// A row that was to belong to something which is gone, as PostgreSQL tells it.
struct Orphaned(String);

impl DatabaseErrorInformation for Orphaned {
    fn message(&self) -> &'static str {
        "insert or update violates foreign key constraint"
    }
    fn details(&self) -> Option<&str> {
        None
    }
    fn hint(&self) -> Option<&str> {
        None
    }
    fn table_name(&self) -> Option<&str> {
        None
    }
    fn column_name(&self) -> Option<&str> {
        None
    }
    fn constraint_name(&self) -> Option<&str> {
        Some(&self.0)
    }
    fn statement_position(&self) -> Option<i32> {
        None
    }
}

#[test]
fn whatever_goes_while_something_is_to_hang_on_it_is_no_fault_of_the_server() {
    let database = TestDatabase::create();
    let mut conn = database.connect();
    let keys = lines(&mut conn, "select conname::text as line from pg_constraint where contype = 'f'");
    assert!(keys.len() > 35, "{keys:?}");
    for key in keys {
        let orphaned = Box::new(Orphaned(key.clone()));
        let error = Error::from(DieselError::DatabaseError(DatabaseErrorKind::ForeignKeyViolation, orphaned));
        // Whose own account went is nobody any more; all else that went is not there.
        let is_account =
            key.ends_with("_user_id_fkey") || key.ends_with("_avatar_of_fkey") || key.ends_with("_session_id_fkey");
        let is_told = matches!((is_account, &error), (true, Error::Unauthorized(_)) | (false, Error::NotFound));
        assert!(is_told, "{key}: {error:?}");
    }
}
