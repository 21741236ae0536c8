//! What analysers said, by picture.

use diesel::prelude::*;
use serde_json::Value;

use crate::schema::analyses;

/// What `source` said of a picture before.
pub fn find(conn: &mut PgConnection, image_key: &[u8], source: &str) -> QueryResult<Option<Value>> {
    analyses::table.find((image_key, source)).select(analyses::result).first(conn).optional()
}

/// Keeps what `source` says; the first word stands.
pub fn insert(conn: &mut PgConnection, image_key: &[u8], source: &str, result: &Value) -> QueryResult<()> {
    diesel::insert_into(analyses::table)
        .values((analyses::image_key.eq(image_key), analyses::source.eq(source), analyses::result.eq(result)))
        .on_conflict_do_nothing()
        .execute(conn)
        .map(drop)
}
