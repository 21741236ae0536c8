//! Links that open posts. One that has ended is as good as gone.

use chrono::{DateTime, Utc};
use diesel::{
    prelude::*,
    sql_types::{Array, BigInt, Uuid as SqlUuid},
};
use uuid::Uuid;

use crate::{
    db::LimitLiteral as _,
    models::{PostRow, ShareRow},
    schema::{idempotency_keys as keys, posts, shares},
};

/// The post behind a link that has not ended, whoever may see it otherwise.
pub fn find_post(conn: &mut PgConnection, id: Uuid, now: DateTime<Utc>) -> QueryResult<PostRow> {
    shares::table
        .find(id)
        .inner_join(posts::table)
        .filter(shares::expires_at.is_null().or(shares::expires_at.gt(now)))
        .select(PostRow::as_select())
        .first(conn)
}

/// A link to a post of this owner.
pub fn find_owned(conn: &mut PgConnection, id: Uuid, owner: Uuid) -> QueryResult<ShareRow> {
    let theirs = shares::table.find(id).inner_join(posts::table).filter(posts::user_id.eq(owner));
    theirs.select(ShareRow::as_select()).first(conn)
}

/// Where a page of links ended: when the last one was made, and its id.
pub type After = (DateTime<Utc>, Uuid);

/// A page of a post's links that have not ended by `now`, newest first.
pub fn of_post(
    conn: &mut PgConnection,
    post_id: Uuid,
    now: DateTime<Utc>,
    after: Option<After>,
    rows: u32,
) -> QueryResult<Vec<ShareRow>> {
    let mut list = shares::table
        .filter(shares::post_id.eq(post_id))
        .filter(shares::expires_at.is_null().or(shares::expires_at.gt(now)))
        .select(ShareRow::as_select())
        .into_boxed();
    if let Some((at, id)) = after {
        let earlier = shares::created_at.lt(at).or(shares::id.lt(id));
        list = list.filter(shares::created_at.le(at).and(earlier));
    }
    list.order((shares::created_at.desc(), shares::id.desc())).limit_literal(rows).load(conn)
}

/// Inserts a link.
pub fn insert(
    conn: &mut PgConnection,
    id: Uuid,
    post_id: Uuid,
    expires_at: Option<DateTime<Utc>>,
) -> QueryResult<ShareRow> {
    diesel::insert_into(shares::table)
        .values((shares::id.eq(id), shares::post_id.eq(post_id), shares::expires_at.eq(expires_at)))
        .returning(ShareRow::as_returning())
        .get_result(conn)
}

/// Deletes a link to a post of this owner; true when there was one.
pub fn delete(conn: &mut PgConnection, id: Uuid, owner: Uuid) -> QueryResult<bool> {
    let theirs = posts::table.filter(posts::user_id.eq(owner)).select(posts::id);
    diesel::delete(shares::table.find(id).filter(shares::post_id.eq_any(theirs))).execute(conn).map(|n| n == 1)
}

/// Deletes a post's links that have ended, but those that a key for `route` still stands for: a repeat is to find them. Gives their ids.
pub fn delete_ended(
    conn: &mut PgConnection,
    post_id: Uuid,
    owner: Uuid,
    route: &str,
    now: DateTime<Utc>,
) -> QueryResult<Vec<Uuid>> {
    let remembered = keys::table.filter(keys::user_id.eq(owner).and(keys::route.eq(route)));
    let remembered = remembered.filter(keys::resource_id.is_not_null()).select(keys::resource_id.assume_not_null());
    let ended = shares::table.filter(shares::post_id.eq(post_id).and(shares::expires_at.le(now)));
    diesel::delete(ended.filter(shares::id.ne_all(remembered))).returning(shares::id).get_results(conn)
}

/// Adds visits, each number to the link at its place; a link that is gone is left out.
pub fn add_visits(conn: &mut PgConnection, ids: &[Uuid], numbers: &[i64]) -> QueryResult<()> {
    diesel::sql_query(
        "update shares set visit_count = visit_count + visits.number \
         from unnest($1, $2) as visits (id, number) where shares.id = visits.id",
    )
    .bind::<Array<SqlUuid>, _>(ids)
    .bind::<Array<BigInt>, _>(numbers)
    .execute(conn)
    .map(drop)
}
