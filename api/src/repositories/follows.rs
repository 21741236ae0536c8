//! Who follows whom. The counts in `users` follow by a trigger.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use uuid::Uuid;

use crate::{
    db::LimitLiteral as _,
    models::UserRow,
    schema::{follows, users},
};

/// Where a page of people begins: behind the one with this id, who came at that time.
pub type After = (DateTime<Utc>, Uuid);

/// Follows somebody; once is enough.
pub fn insert(conn: &mut PgConnection, follower: Uuid, followed: Uuid) -> QueryResult<()> {
    diesel::insert_into(follows::table)
        .values((follows::follower_id.eq(follower), follows::followed_id.eq(followed)))
        .on_conflict_do_nothing()
        .execute(conn)
        .map(drop)
}

/// Follows somebody no more; somebody who was not followed is fine.
pub fn delete(conn: &mut PgConnection, follower: Uuid, followed: Uuid) -> QueryResult<()> {
    diesel::delete(follows::table.find((follower, followed))).execute(conn).map(drop)
}

/// Those of the given users whom `follower` follows.
pub fn followed_among(conn: &mut PgConnection, follower: Uuid, ids: &[Uuid]) -> QueryResult<Vec<Uuid>> {
    follows::table
        .filter(follows::follower_id.eq(follower).and(follows::followed_id.eq_any(ids)))
        .select(follows::followed_id)
        .load(conn)
}

/// A page of those who follow a user, with since when, the last to come first.
pub fn followers(
    conn: &mut PgConnection,
    user_id: Uuid,
    after: Option<After>,
    rows: u32,
) -> QueryResult<Vec<(DateTime<Utc>, UserRow)>> {
    let mut list = follows::table
        .inner_join(users::table.on(users::id.eq(follows::follower_id)))
        .filter(follows::followed_id.eq(user_id))
        .select((follows::created_at, UserRow::as_select()))
        .into_boxed();
    if let Some((at, id)) = after {
        let earlier = follows::created_at.lt(at).or(follows::follower_id.lt(id));
        list = list.filter(follows::created_at.le(at).and(earlier));
    }
    list.order((follows::created_at.desc(), follows::follower_id.desc())).limit_literal(rows).load(conn)
}

/// A page of those whom a user follows, with since when, the last to come first.
pub fn following(
    conn: &mut PgConnection,
    user_id: Uuid,
    after: Option<After>,
    rows: u32,
) -> QueryResult<Vec<(DateTime<Utc>, UserRow)>> {
    let mut list = follows::table
        .inner_join(users::table.on(users::id.eq(follows::followed_id)))
        .filter(follows::follower_id.eq(user_id))
        .select((follows::created_at, UserRow::as_select()))
        .into_boxed();
    if let Some((at, id)) = after {
        let earlier = follows::created_at.lt(at).or(follows::followed_id.lt(id));
        list = list.filter(follows::created_at.le(at).and(earlier));
    }
    list.order((follows::created_at.desc(), follows::followed_id.desc())).limit_literal(rows).load(conn)
}
