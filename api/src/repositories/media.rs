//! Stored files.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use uuid::Uuid;

use crate::{
    models::{MediaRow, NewMedia},
    schema::{media, posts},
};

/// Notes files before their bytes are written.
pub fn insert(conn: &mut PgConnection, rows: &[NewMedia]) -> QueryResult<()> {
    diesel::insert_into(media::table).values(rows).execute(conn).map(drop)
}

/// A file by the unguessable part of its public address.
pub fn find_by_token(conn: &mut PgConnection, token: &str) -> QueryResult<MediaRow> {
    media::table
        .filter(media::token.eq(token).and(media::doomed_at.is_null()))
        .select(MediaRow::as_select())
        .first(conn)
}

/// A file by its id, for signed addresses.
pub fn find(conn: &mut PgConnection, id: Uuid) -> QueryResult<MediaRow> {
    media::table.find(id).filter(media::doomed_at.is_null()).select(MediaRow::as_select()).first(conn)
}

/// The files of posts, narrowest first.
pub fn of_posts(conn: &mut PgConnection, post_ids: &[Uuid]) -> QueryResult<Vec<MediaRow>> {
    media::table
        .filter(media::post_id.eq_any(post_ids))
        .order((media::post_id, media::width))
        .select(MediaRow::as_select())
        .load(conn)
}

/// The profile pictures of users, narrowest first.
pub fn avatars_of(conn: &mut PgConnection, user_ids: &[Uuid]) -> QueryResult<Vec<MediaRow>> {
    media::table
        .filter(media::avatar_of.eq_any(user_ids).and(media::doomed_at.is_null()))
        .order((media::avatar_of, media::width))
        .select(MediaRow::as_select())
        .load(conn)
}

/// The file of a song's preview.
pub fn find_by_storage_key(conn: &mut PgConnection, key: &str) -> QueryResult<Option<MediaRow>> {
    media::table.filter(media::storage_key.eq(key)).select(MediaRow::as_select()).first(conn).optional()
}

/// Gives files to a post.
pub fn attach_to_post(conn: &mut PgConnection, ids: &[Uuid], post_id: Uuid) -> QueryResult<()> {
    diesel::update(media::table.filter(media::id.eq_any(ids))).set(media::post_id.eq(post_id)).execute(conn).map(drop)
}

/// Makes files a user's profile picture.
pub fn attach_to_avatar(conn: &mut PgConnection, ids: &[Uuid], user_id: Uuid) -> QueryResult<()> {
    diesel::update(media::table.filter(media::id.eq_any(ids))).set(media::avatar_of.eq(user_id)).execute(conn).map(drop)
}

/// Gives a file to a song.
pub fn attach_to_song(conn: &mut PgConnection, id: Uuid, song_id: Uuid) -> QueryResult<()> {
    diesel::update(media::table.find(id)).set(media::song_id.eq(song_id)).execute(conn).map(drop)
}

/// Notes a file of a song; one that another process noted meanwhile is the same.
pub fn insert_for_song(conn: &mut PgConnection, row: &NewMedia, song_id: Uuid) -> QueryResult<MediaRow> {
    diesel::insert_into(media::table)
        .values((row, media::song_id.eq(song_id)))
        .on_conflict(media::storage_key)
        .do_update()
        .set((media::song_id.eq(song_id), media::doomed_at.eq(None::<DateTime<Utc>>)))
        .returning(MediaRow::as_returning())
        .get_result(conn)
}

/// Gives a file a new public address, or takes it away.
pub fn set_token(conn: &mut PgConnection, id: Uuid, token: Option<&str>) -> QueryResult<()> {
    diesel::update(media::table.find(id)).set(media::token.eq(token)).execute(conn).map(drop)
}

/// Dooms the files of this owner's post: their addresses end now, their bytes soon.
pub fn doom_post(conn: &mut PgConnection, post_id: Uuid, owner: Uuid) -> QueryResult<usize> {
    let theirs = posts::table.find(post_id).filter(posts::user_id.eq(owner)).select(posts::id.nullable());
    diesel::update(media::table.filter(media::post_id.eq_any(theirs)))
        .set((media::doomed_at.eq(Utc::now()), media::token.eq(None::<String>)))
        .execute(conn)
}

/// Dooms a user's profile picture.
pub fn doom_avatar(conn: &mut PgConnection, user_id: Uuid) -> QueryResult<usize> {
    diesel::update(media::table.filter(media::avatar_of.eq(user_id)))
        .set((media::doomed_at.eq(Utc::now()), media::token.eq(None::<String>)))
        .execute(conn)
}

/// Dooms everything that a user's posts hold.
pub fn doom_posts_of(conn: &mut PgConnection, user_id: Uuid) -> QueryResult<usize> {
    let theirs = posts::table.filter(posts::user_id.eq(user_id)).select(posts::id.nullable());
    diesel::update(media::table.filter(media::post_id.eq_any(theirs)))
        .set((media::doomed_at.eq(Utc::now()), media::token.eq(None::<String>)))
        .execute(conn)
}

/// Dooms given files, for an upload that came to nothing.
pub fn doom(conn: &mut PgConnection, ids: &[Uuid]) -> QueryResult<usize> {
    diesel::update(media::table.filter(media::id.eq_any(ids)))
        .set((media::doomed_at.eq(Utc::now()), media::token.eq(None::<String>)))
        .execute(conn)
}

/// Files to remove: the doomed, and those that have belonged to nothing since `before`; oldest first, behind the one with the id `after`.
pub fn removable(conn: &mut PgConnection, before: DateTime<Utc>, after: Uuid) -> QueryResult<Vec<(Uuid, String)>> {
    let unowned = media::post_id.is_null().and(media::avatar_of.is_null()).and(media::song_id.is_null());
    media::table
        .filter(media::doomed_at.is_not_null().or(unowned.and(media::created_at.lt(before))))
        .filter(media::id.gt(after))
        .order(media::id)
        .select((media::id, media::storage_key))
        .limit(500)
        .load(conn)
}

/// Forgets a file whose bytes are gone.
pub fn delete(conn: &mut PgConnection, id: Uuid) -> QueryResult<()> {
    diesel::delete(media::table.find(id)).execute(conn).map(drop)
}
