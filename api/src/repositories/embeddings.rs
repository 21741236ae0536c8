//! What is compared of pictures, kept beside their posts.

use diesel::{
    dsl::sql,
    prelude::*,
    sql_types::{BigInt, Bool, Jsonb},
    upsert::excluded,
};
use serde_json::Value;
use uuid::Uuid;

use crate::{
    db::LimitLiteral as _,
    schema::{analyses, embeddings, posts},
};

/// Writes the vector of a post's picture, or another one in its place.
pub fn upsert(conn: &mut PgConnection, post_id: Uuid, version: i32, vector: &[u8]) -> QueryResult<()> {
    diesel::insert_into(embeddings::table)
        .values((embeddings::post_id.eq(post_id), embeddings::version.eq(version), embeddings::vector.eq(vector)))
        .on_conflict(embeddings::post_id)
        .do_update()
        .set((
            embeddings::version.eq(excluded(embeddings::version)),
            embeddings::vector.eq(excluded(embeddings::vector)),
            // What an inserted row would have: this transaction.
            embeddings::written_in.eq(excluded(embeddings::written_in)),
        ))
        .execute(conn)
        .map(drop)
}

/// The vector of a post's picture, once there is one.
pub fn find(conn: &mut PgConnection, post_id: Uuid, version: i32) -> QueryResult<Option<Vec<u8>>> {
    embeddings::table
        .find(post_id)
        .filter(embeddings::version.eq(version))
        .select(embeddings::vector)
        .first(conn)
        .optional()
}

/// The oldest transaction that is still under way: whatever was written before it can be seen by now.
pub fn horizon(conn: &mut PgConnection) -> QueryResult<i64> {
    diesel::select(sql::<BigInt>("pg_snapshot_xmin(pg_current_snapshot())::text::bigint")).get_result(conn)
}

/// Vectors written in the transaction `from` or later, in the order of posts, behind `after`.
pub fn written_since(
    conn: &mut PgConnection,
    version: i32,
    from: i64,
    after: Uuid,
    rows: u32,
) -> QueryResult<Vec<(Uuid, Vec<u8>)>> {
    embeddings::table
        .filter(embeddings::written_in.ge(from).and(embeddings::version.eq(version)))
        .filter(embeddings::post_id.gt(after))
        .order(embeddings::post_id)
        .select((embeddings::post_id, embeddings::vector))
        .limit_literal(rows)
        .load(conn)
}

/// A post whose picture was looked at before vectors of this version were kept.
#[derive(Debug, Queryable)]
pub struct Unkept {
    /// The post.
    pub post_id: Uuid,
    /// `#rrggbb`, most important first.
    pub palette: Vec<String>,
    /// Only colour and light could be named.
    pub abstained: bool,
    /// The image model's features of the picture, an array of numbers.
    pub features: Value,
}

/// Posts without a vector of this version of whose picture features are kept, in the order of posts, behind `after`.
pub fn missing(conn: &mut PgConnection, version: i32, after: Uuid, rows: u32) -> QueryResult<Vec<Unkept>> {
    let features = sql::<Jsonb>("analyses.result -> 'embedding'");
    posts::table
        .inner_join(analyses::table.on(analyses::image_key.eq(posts::image_key)))
        .left_join(embeddings::table)
        .filter(embeddings::version.is_null().or(embeddings::version.ne(version)))
        .filter(sql::<Bool>("jsonb_array_length(analyses.result -> 'embedding') > 0"))
        .filter(posts::id.gt(after))
        .order((posts::id, analyses::created_at))
        .select((posts::id, posts::palette, posts::abstained, features))
        .limit_literal(rows)
        .load(conn)
}

/// A database that was restored into another cluster numbers its transactions anew: rows from its future count as written now.
pub fn settle(conn: &mut PgConnection) -> QueryResult<()> {
    let now = sql::<BigInt>("pg_current_xact_id()::text::bigint");
    diesel::update(embeddings::table.filter(embeddings::written_in.gt(now.clone())))
        .set(embeddings::written_in.eq(now))
        .execute(conn)
        .map(drop)
}
