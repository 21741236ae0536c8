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

/// What came of claiming a key.
#[derive(Debug)]
pub enum Taken {
    /// It is ours since this time.
    Ours(DateTime<Utc>),
    /// Somebody had it before; none when they let it go just now.
    Before(Option<Used>),
}

/// Claims a key, unless it is claimed already.
pub fn claim(conn: &mut PgConnection, user_id: Uuid, route: &str, key: &str, fingerprint: &[u8]) -> QueryResult<Taken> {
    let claimed = diesel::insert_into(keys::table)
        .values((
            keys::user_id.eq(user_id),
            keys::route.eq(route),
            keys::key.eq(key),
            keys::fingerprint.eq(fingerprint),
        ))
        .on_conflict_do_nothing()
        .returning(keys::created_at)
        .get_result(conn)
        .optional()?;
    if let Some(since) = claimed {
        return Ok(Taken::Ours(since));
    }
    keys::table
        .find((user_id, route, key))
        .select((keys::fingerprint, keys::resource_id, keys::created_at, keys::answer))
        .first(conn)
        .optional()
        .map(Taken::Before)
}

/// Takes over a claim whose holder died; since when it is ours, if it is now.
pub fn take_over(
    conn: &mut PgConnection,
    user_id: Uuid,
    route: &str,
    key: &str,
    claimed_at: DateTime<Utc>,
) -> QueryResult<Option<DateTime<Utc>>> {
    let row = keys::table
        .find((user_id, route, key))
        .filter(keys::resource_id.is_null())
        .filter(keys::created_at.eq(claimed_at));
    let taken = diesel::update(row).set(keys::created_at.eq(Utc::now())).returning(keys::created_at);
    taken.get_result(conn).optional()
}

/// Notes what the request made and, perhaps, what it is told, in the transaction that makes it; false when the claim is not the one of
/// `since` any more.
pub fn complete(
    conn: &mut PgConnection,
    user_id: Uuid,
    route: &str,
    key: &str,
    since: DateTime<Utc>,
    made: Uuid,
    answer: Option<&Value>,
) -> QueryResult<bool> {
    let claim = keys::table.find((user_id, route, key)).filter(keys::created_at.eq(since));
    diesel::update(claim).set((keys::resource_id.eq(made), keys::answer.eq(answer))).execute(conn).map(|n| n == 1)
}

/// Lets the claim of `since` go, so that a corrected request may use the key again.
pub fn release(
    conn: &mut PgConnection,
    user_id: Uuid,
    route: &str,
    key: &str,
    since: DateTime<Utc>,
) -> QueryResult<()> {
    let claim = keys::table.find((user_id, route, key)).filter(keys::created_at.eq(since));
    diesel::delete(claim.filter(keys::resource_id.is_null())).execute(conn).map(drop)
}

/// Forgets keys older than a time.
pub fn forget_before(conn: &mut PgConnection, time: DateTime<Utc>) -> QueryResult<usize> {
    diesel::delete(keys::table.filter(keys::created_at.lt(time))).execute(conn)
}
