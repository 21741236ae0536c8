//! What users deleted, remembered for a while by id alone.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use uuid::Uuid;

use crate::schema::tombstones;

/// Notes that the user deleted something of theirs.
pub fn insert(conn: &mut PgConnection, user_id: Uuid, resource_id: Uuid) -> QueryResult<()> {
    diesel::insert_into(tombstones::table)
        .values((tombstones::user_id.eq(user_id), tombstones::resource_id.eq(resource_id)))
        .on_conflict_do_nothing()
        .execute(conn)
        .map(drop)
}

/// Succeeds when the user deleted this before; else there is no such thing.
pub fn find(conn: &mut PgConnection, user_id: Uuid, resource_id: Uuid) -> QueryResult<()> {
    tombstones::table.find((user_id, resource_id)).select(tombstones::resource_id).first::<Uuid>(conn).map(drop)
}

/// Forgets what was deleted before a time.
pub fn forget_before(conn: &mut PgConnection, time: DateTime<Utc>) -> QueryResult<usize> {
    diesel::delete(tombstones::table.filter(tombstones::deleted_at.lt(time))).execute(conn)
}
