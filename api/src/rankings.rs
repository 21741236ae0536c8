//! Which ranking holds now, and how it comes to be.

use chrono::{DateTime, Utc};
use diesel::{Connection as _, PgConnection};
use uuid::Uuid;

use crate::{
    error::{Error, Result},
    repositories::rankings::{self as repository, Ranking},
};

/// The ranking that holds; a new instance makes its first one at once.
pub fn current(conn: &mut PgConnection, ranking: Ranking) -> Result<i64> {
    if let Some(epoch) = repository::current(conn, ranking)? {
        return Ok(epoch);
    }
    renew(conn, ranking, Utc::now())?;
    repository::current(conn, ranking)?.ok_or(Error::CursorExpired)
}

/// Makes a ranking anew; what is as it was stays.
pub fn renew(conn: &mut PgConnection, ranking: Ranking, now: DateTime<Utc>) -> Result<()> {
    let since = match ranking {
        Ranking::Top(Some(age)) => first_id(now - age),
        Ranking::Top(None) | Ranking::Hot => Uuid::nil(),
    };
    conn.transaction(|conn| Ok(repository::renew(conn, ranking, since, now)?))
}

/// The smallest id that something of this time can have: UUIDv7 begin with 48 bits of milliseconds.
pub fn first_id(time: DateTime<Utc>) -> Uuid {
    let millis = u128::from(time.timestamp_millis().max(0).unsigned_abs());
    Uuid::from_u128(millis.min((1 << 48) - 1) << 80)
}
