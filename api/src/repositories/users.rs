//! Users.

use chrono::Utc;
use diesel::{prelude::*, sql_types::Text};
use uuid::Uuid;

use crate::{
    models::{NewUser, UserChanges, UserRow},
    schema::users,
};

diesel::define_sql_function! {
    /// Lower case, as the unique indexes have it.
    fn lower(text: Text) -> Text;
}

/// A user by id.
pub fn find(conn: &mut PgConnection, id: Uuid) -> QueryResult<UserRow> {
    users::table.find(id).select(UserRow::as_select()).first(conn)
}

/// Holds a user to the end of the transaction, so that what counts their things is not overtaken.
pub fn lock(conn: &mut PgConnection, id: Uuid) -> QueryResult<UserRow> {
    users::table.find(id).select(UserRow::as_select()).for_no_key_update().first(conn)
}

/// The same while their password is still this one; `None` when it was changed or the user is gone.
pub fn lock_with_password(conn: &mut PgConnection, id: Uuid, hash: &str) -> QueryResult<Option<UserRow>> {
    let unchanged = users::table.find(id).filter(users::password_hash.eq(hash));
    unchanged.select(UserRow::as_select()).for_no_key_update().first(conn).optional()
}

/// Users by id.
pub fn find_many(conn: &mut PgConnection, ids: &[Uuid]) -> QueryResult<Vec<UserRow>> {
    users::table.filter(users::id.eq_any(ids)).select(UserRow::as_select()).load(conn)
}

/// A user by name, without regard to case.
pub fn find_by_username(conn: &mut PgConnection, username: &str) -> QueryResult<UserRow> {
    users::table.filter(lower(users::username).eq(lower(username))).select(UserRow::as_select()).first(conn)
}

/// A user by name or mail address, without regard to case; names hold no `@`.
pub fn find_by_login(conn: &mut PgConnection, login: &str) -> QueryResult<Option<UserRow>> {
    if login.contains('@') {
        let by_email = users::table.filter(lower(users::email).eq(lower(login)));
        return by_email.select(UserRow::as_select()).first(conn).optional();
    }
    find_by_username(conn, login).optional()
}

/// Inserts a user.
pub fn insert(conn: &mut PgConnection, user: &NewUser<'_>) -> QueryResult<UserRow> {
    diesel::insert_into(users::table).values(user).returning(UserRow::as_returning()).get_result(conn)
}

/// Changes a user.
pub fn update(conn: &mut PgConnection, id: Uuid, changes: &UserChanges) -> QueryResult<UserRow> {
    diesel::update(users::table.find(id)).set(changes).returning(UserRow::as_returning()).get_result(conn)
}

/// Sets another password.
pub fn set_password(conn: &mut PgConnection, id: Uuid, hash: &str) -> QueryResult<()> {
    diesel::update(users::table.find(id))
        .set((users::password_hash.eq(hash), users::updated_at.eq(Utc::now())))
        .execute(conn)
        .map(drop)
}

/// Deletes a user and, by cascade, all rows that are theirs.
pub fn delete(conn: &mut PgConnection, id: Uuid) -> QueryResult<()> {
    diesel::delete(users::table.find(id)).execute(conn).map(drop)
}
