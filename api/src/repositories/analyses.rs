//! What analysers said, by picture.

use diesel::{
    dsl::{exists, not},
    prelude::*,
    sql_types::{Binary, Jsonb, Text},
};
use serde_json::Value;

use crate::schema::{analyses, posts};

/// What `source` said of a picture before.
pub fn find(conn: &mut PgConnection, image_key: &[u8], source: &str) -> QueryResult<Option<Value>> {
    analyses::table.find((image_key, source)).select(analyses::result).first(conn).optional()
}

/// Keeps what `source` says of a picture for as long as there is a post of it; the first word stands.
pub fn insert(conn: &mut PgConnection, image_key: &[u8], source: &str, result: &Value) -> QueryResult<()> {
    // The post is held until this is committed: who deletes it meanwhile finds the row and takes it along.
    let query = "insert into analyses (image_key, source, result)
         select image_key, $2, $3 from posts where image_key = $1 limit 1 for key share
         on conflict do nothing";
    let query = diesel::sql_query(query).bind::<Binary, _>(image_key).bind::<Text, _>(source);
    query.bind::<Jsonb, _>(result).execute(conn).map(drop)
}

/// Forgets what was said of pictures without a post: two posts of one picture that were deleted at once left it to each other.
pub fn forget_unowned(conn: &mut PgConnection) -> QueryResult<usize> {
    let owners = posts::table.filter(posts::image_key.eq(analyses::image_key));
    diesel::delete(analyses::table.filter(not(exists(owners)))).execute(conn)
}
