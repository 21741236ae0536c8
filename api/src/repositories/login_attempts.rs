//! Attempts, counted so that guessing gets slow.

use chrono::{DateTime, Utc};
use diesel::{prelude::*, sql_types::BigInt};
use uuid::Uuid;

use crate::schema::login_attempts as attempts;

/// Serialises attempts of one subject, so that a storm of parallel ones is counted one by one.
pub fn lock_subject(conn: &mut PgConnection, subject: &[u8]) -> QueryResult<()> {
    let key = subject.first_chunk::<8>().map_or(0, |bytes| i64::from_be_bytes(*bytes));
    // The function returns void, which has no Rust type; nothing of the answer is read.
    diesel::sql_query("select pg_advisory_xact_lock($1)").bind::<BigInt, _>(key).execute(conn).map(drop)
}

/// The times of a subject's attempts since `since`, oldest first, at most `most`.
pub fn since(
    conn: &mut PgConnection,
    subject: &[u8],
    since: DateTime<Utc>,
    most: u32,
) -> QueryResult<Vec<DateTime<Utc>>> {
    attempts::table
        .filter(attempts::subject.eq(subject).and(attempts::attempted_at.gt(since)))
        .order(attempts::attempted_at.desc())
        .limit(i64::from(most))
        .select(attempts::attempted_at)
        .load(conn)
        .map(|mut times: Vec<DateTime<Utc>>| {
            times.reverse();
            times
        })
}

/// Notes an attempt; its id takes it back.
pub fn insert(conn: &mut PgConnection, subject: &[u8]) -> QueryResult<Uuid> {
    let id = Uuid::now_v7();
    diesel::insert_into(attempts::table).values((attempts::id.eq(id), attempts::subject.eq(subject))).execute(conn)?;
    Ok(id)
}

/// Takes attempts back that turned out to be rightful.
pub fn delete(conn: &mut PgConnection, ids: &[Uuid]) -> QueryResult<()> {
    diesel::delete(attempts::table.filter(attempts::id.eq_any(ids))).execute(conn).map(drop)
}

/// Forgets attempts older than a time.
pub fn forget_before(conn: &mut PgConnection, time: DateTime<Utc>) -> QueryResult<usize> {
    diesel::delete(attempts::table.filter(attempts::attempted_at.lt(time))).execute(conn)
}
