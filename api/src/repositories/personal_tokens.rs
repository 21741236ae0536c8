//! Personal access tokens.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use uuid::Uuid;

use crate::{
    db::LimitLiteral as _,
    models::{NewToken, TokenRow},
    schema::personal_tokens::{self as tokens, dsl},
};

/// Writes a token down.
pub fn insert(conn: &mut PgConnection, token: &NewToken) -> QueryResult<TokenRow> {
    diesel::insert_into(tokens::table).values(token).returning(TokenRow::as_returning()).get_result(conn)
}

/// A page of a user's tokens, newest first, behind the one with the id `after`.
pub fn of_user(conn: &mut PgConnection, user_id: Uuid, after: Option<Uuid>, rows: u32) -> QueryResult<Vec<TokenRow>> {
    tokens::table
        .filter(tokens::user_id.eq(user_id).and(tokens::id.lt(after.unwrap_or(Uuid::max()))))
        .order(tokens::id.desc())
        .select(TokenRow::as_select())
        .limit_literal(rows)
        .load(conn)
}

/// The token with this hash that has not ended; the one read that each request with it costs.
pub fn find_valid(conn: &mut PgConnection, hash: &[u8], now: DateTime<Utc>) -> QueryResult<Option<TokenRow>> {
    let alive = dsl::expires_at.is_null().or(dsl::expires_at.assume_not_null().gt(now));
    tokens::table.filter(tokens::token_hash.eq(hash)).filter(alive).select(TokenRow::as_select()).first(conn).optional()
}

/// Notes that a token is in use.
pub fn touch(conn: &mut PgConnection, id: Uuid, now: DateTime<Utc>) -> QueryResult<()> {
    diesel::update(tokens::table.find(id)).set(tokens::last_used_at.eq(now)).execute(conn).map(drop)
}

/// Takes those of a user away that have ended by now; gives whose they were and their ids.
pub fn delete_ended(conn: &mut PgConnection, user_id: Uuid, now: DateTime<Utc>) -> QueryResult<Vec<(Uuid, Uuid)>> {
    let ended = dsl::expires_at.is_not_null().and(dsl::expires_at.assume_not_null().le(now));
    diesel::delete(tokens::table.filter(tokens::user_id.eq(user_id)).filter(ended))
        .returning((tokens::user_id, tokens::id))
        .get_results(conn)
}

/// Takes a token of this user away; true when there was one.
pub fn delete_owned(conn: &mut PgConnection, id: Uuid, user_id: Uuid) -> QueryResult<bool> {
    diesel::delete(tokens::table.find(id).filter(tokens::user_id.eq(user_id))).execute(conn).map(|n| n == 1)
}
