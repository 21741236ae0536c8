//! Likes of posts. `posts.like_count` follows by a trigger.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use uuid::Uuid;

use super::posts::visible_to;
use crate::{
    db::LimitLiteral as _,
    models::PostRow,
    schema::{likes, posts},
};

/// Likes a post; once is enough.
pub fn insert(conn: &mut PgConnection, user_id: Uuid, post_id: Uuid) -> QueryResult<()> {
    diesel::insert_into(likes::table)
        .values((likes::user_id.eq(user_id), likes::post_id.eq(post_id)))
        .on_conflict_do_nothing()
        .execute(conn)
        .map(drop)
}

/// Likes a post no more; one that was not liked is fine.
pub fn delete(conn: &mut PgConnection, user_id: Uuid, post_id: Uuid) -> QueryResult<()> {
    diesel::delete(likes::table.find((user_id, post_id))).execute(conn).map(drop)
}

/// Those of the given posts that the user likes.
pub fn liked_among(conn: &mut PgConnection, user_id: Uuid, post_ids: &[Uuid]) -> QueryResult<Vec<Uuid>> {
    likes::table
        .filter(likes::user_id.eq(user_id).and(likes::post_id.eq_any(post_ids)))
        .select(likes::post_id)
        .load(conn)
}

/// A page of the posts that the user likes and may see, with when they were liked, last first; behind `after`.
pub fn list(
    conn: &mut PgConnection,
    user_id: Uuid,
    after: Option<(DateTime<Utc>, Uuid)>,
    rows: u32,
) -> QueryResult<Vec<(DateTime<Utc>, PostRow)>> {
    let mut list = likes::table
        .inner_join(posts::table)
        .filter(likes::user_id.eq(user_id))
        .filter(visible_to(user_id))
        .select((likes::created_at, PostRow::as_select()))
        .into_boxed();
    if let Some((at, id)) = after {
        list = list.filter(likes::created_at.le(at).and(likes::created_at.lt(at).or(likes::post_id.lt(id))));
    }
    list.order((likes::created_at.desc(), likes::post_id.desc())).limit_literal(rows).load(conn)
}
