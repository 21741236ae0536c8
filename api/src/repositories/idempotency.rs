//! Idempotency keys: one request, one effect.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use serde_json::Value;
use uuid::Uuid;

use crate::schema::idempotency_keys as keys;

/// What is known of a key that was used before.
#[derive(Debug, Queryable)]
pub struct Used {
    /// Digest of the first request.
    pub fingerprint: Vec<u8>,
    /// What it made; none while it is being worked on.
    pub resource_id: Option<Uuid>,
    /// When it came.
    pub created_at: DateTime<Utc>,
    /// What it was told, where that was kept.
    pub answer: Option<Value>,
}

/// Claims a key; `None` when it is ours now, else what is known of it.
pub fn claim(
    conn: &mut PgConnection,
    user_id: Uuid,
    route: &str,
    key: &str,
    fingerprint: &[u8],
) -> QueryResult<Option<Used>> {
    let claimed = diesel::insert_into(keys::table)
        .values((
            keys::user_id.eq(user_id),
            keys::route.eq(route),
            keys::key.eq(key),
            keys::fingerprint.eq(fingerprint),
        ))
        .on_conflict_do_nothing()
        .execute(conn)?;
    if claimed == 1 {
        return Ok(None);
    }
    keys::table
        .find((user_id, route, key))
        .select((keys::fingerprint, keys::resource_id, keys::created_at, keys::answer))
        .first(conn)
        .optional()
}

/// Takes over a claim whose holder died; true when it is ours now.
pub fn take_over(
    conn: &mut PgConnection,
    user_id: Uuid,
    route: &str,
    key: &str,
    claimed_at: DateTime<Utc>,
) -> QueryResult<bool> {
    let row = keys::table
        .find((user_id, route, key))
        .filter(keys::resource_id.is_null())
        .filter(keys::created_at.eq(claimed_at));
    diesel::update(row).set(keys::created_at.eq(Utc::now())).execute(conn).map(|n| n == 1)
}

/// Notes what the request made and, perhaps, what it is told, in the transaction that makes it.
pub fn complete(
    conn: &mut PgConnection,
    user_id: Uuid,
    route: &str,
    key: &str,
    made: Uuid,
    answer: Option<&Value>,
) -> QueryResult<()> {
    diesel::update(keys::table.find((user_id, route, key)))
        .set((keys::resource_id.eq(made), keys::answer.eq(answer)))
        .execute(conn)
        .map(drop)
}

/// Lets a key go, so that a corrected request may use it again.
pub fn release(conn: &mut PgConnection, user_id: Uuid, route: &str, key: &str) -> QueryResult<()> {
    diesel::delete(keys::table.find((user_id, route, key)).filter(keys::resource_id.is_null())).execute(conn).map(drop)
}

/// Forgets keys older than a time.
pub fn forget_before(conn: &mut PgConnection, time: DateTime<Utc>) -> QueryResult<usize> {
    diesel::delete(keys::table.filter(keys::created_at.lt(time))).execute(conn)
}
