//! Sessions and their refresh tokens.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use uuid::Uuid;

use crate::{
    db::LimitLiteral as _,
    models::{NewSession, RefreshTokenRow, SessionRow},
    schema::{refresh_tokens, sessions},
};

/// Opens a session.
pub fn insert(conn: &mut PgConnection, session: &NewSession<'_>) -> QueryResult<()> {
    diesel::insert_into(sessions::table).values(session).execute(conn).map(drop)
}

/// A session of this user, when it was last used; the one read that each authenticated request costs.
pub fn last_used(conn: &mut PgConnection, id: Uuid, user_id: Uuid) -> QueryResult<Option<DateTime<Utc>>> {
    sessions::table.find(id).filter(sessions::user_id.eq(user_id)).select(sessions::last_used_at).first(conn).optional()
}

/// Notes that a session is in use.
pub fn touch(conn: &mut PgConnection, id: Uuid) -> QueryResult<()> {
    diesel::update(sessions::table.find(id)).set(sessions::last_used_at.eq(Utc::now())).execute(conn).map(drop)
}

/// A session by its id.
pub fn find(conn: &mut PgConnection, id: Uuid) -> QueryResult<SessionRow> {
    sessions::table.find(id).select(SessionRow::as_select()).first(conn)
}

/// A page of a user's sessions, newest first, behind the one with the id `after`.
pub fn of_user(conn: &mut PgConnection, user_id: Uuid, after: Option<Uuid>, rows: u32) -> QueryResult<Vec<SessionRow>> {
    sessions::table
        .filter(sessions::user_id.eq(user_id).and(sessions::id.lt(after.unwrap_or(Uuid::max()))))
        .order(sessions::id.desc())
        .select(SessionRow::as_select())
        .limit_literal(rows)
        .load(conn)
}

/// A session that ended: whose it was, and its id.
pub type Ended = (Uuid, Uuid);

/// Ends a session, wherever it is.
pub fn delete(conn: &mut PgConnection, id: Uuid) -> QueryResult<Vec<Ended>> {
    diesel::delete(sessions::table.find(id)).returning((sessions::user_id, sessions::id)).get_results(conn)
}

/// Ends a session of this user; true when there was one.
pub fn delete_owned(conn: &mut PgConnection, id: Uuid, user_id: Uuid) -> QueryResult<bool> {
    diesel::delete(sessions::table.find(id).filter(sessions::user_id.eq(user_id))).execute(conn).map(|n| n == 1)
}

/// Ends all sessions of a user but one.
pub fn delete_others(conn: &mut PgConnection, user_id: Uuid, keep: Uuid) -> QueryResult<Vec<Ended>> {
    diesel::delete(sessions::table.filter(sessions::user_id.eq(user_id).and(sessions::id.ne(keep))))
        .returning((sessions::user_id, sessions::id))
        .get_results(conn)
}

/// Adds a refresh token; a repeat of the same is nothing.
pub fn insert_token(
    conn: &mut PgConnection,
    hash: &[u8],
    session_id: Uuid,
    expires_at: DateTime<Utc>,
) -> QueryResult<()> {
    diesel::insert_into(refresh_tokens::table)
        .values((
            refresh_tokens::token_hash.eq(hash),
            refresh_tokens::session_id.eq(session_id),
            refresh_tokens::expires_at.eq(expires_at),
        ))
        .on_conflict_do_nothing()
        .execute(conn)
        .map(drop)
}

/// A refresh token, locked to the end of the transaction.
pub fn lock_token(conn: &mut PgConnection, hash: &[u8]) -> QueryResult<Option<RefreshTokenRow>> {
    refresh_tokens::table.find(hash).select(RefreshTokenRow::as_select()).for_update().first(conn).optional()
}

/// Marks a refresh token as exchanged.
pub fn spend_token(conn: &mut PgConnection, hash: &[u8]) -> QueryResult<()> {
    diesel::update(refresh_tokens::table.find(hash)).set(refresh_tokens::used_at.eq(Utc::now())).execute(conn).map(drop)
}

/// Forgets tokens that ended before a time, and the sessions whose last token did.
pub fn forget_expired(conn: &mut PgConnection, now: DateTime<Utc>) -> QueryResult<Vec<Ended>> {
    let alive = refresh_tokens::table.filter(refresh_tokens::expires_at.gt(now)).select(refresh_tokens::session_id);
    diesel::delete(sessions::table.filter(sessions::id.ne_all(alive)))
        .returning((sessions::user_id, sessions::id))
        .get_results(conn)
}
