//! What users deleted, remembered for a while by id alone.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::schema::tombstones;

/// Notes that the user deleted something of theirs.
pub fn insert(conn: &mut PgConnection, user_id: Uuid, resource_id: Uuid) -> QueryResult<()> {
    insert_all(conn, &[(user_id, resource_id)])
}

/// Notes that things ended, each for the user whose it was: whoever deletes it then finds that done.
pub fn insert_all(conn: &mut PgConnection, ended: &[(Uuid, Uuid)]) -> QueryResult<()> {
    let rows: Vec<_> = ended
        .iter()
        .map(|(user_id, resource_id)| (tombstones::user_id.eq(user_id), tombstones::resource_id.eq(resource_id)))
        .collect();
    diesel::insert_into(tombstones::table).values(rows).on_conflict_do_nothing().execute(conn).map(drop)
}

/// An id for what somebody has of a song on a post and that has none itself.
pub fn mark(sort: &str, post_id: Uuid, song_id: Uuid) -> Uuid {
    let digest = Sha256::new().chain_update(sort).chain_update(post_id).chain_update(song_id).finalize();
    Uuid::from_slice(&digest[..16]).unwrap_or_default()
}

/// Succeeds when the user deleted this before; else there is no such thing.
pub fn find(conn: &mut PgConnection, user_id: Uuid, resource_id: Uuid) -> QueryResult<()> {
    tombstones::table.find((user_id, resource_id)).select(tombstones::resource_id).first::<Uuid>(conn).map(drop)
}

/// Forgets what was deleted before a time.
pub fn forget_before(conn: &mut PgConnection, time: DateTime<Utc>) -> QueryResult<usize> {
    diesel::delete(tombstones::table.filter(tombstones::deleted_at.lt(time))).execute(conn)
}
