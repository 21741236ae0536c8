//! Playlists: every read says who asks.

use chrono::{DateTime, Utc};
use diesel::{
    prelude::*,
    sql_types::{Array, Uuid as SqlUuid},
};
use uuid::Uuid;

use crate::{
    db::LimitLiteral as _,
    models::{NewPlaylist, PlaylistChanges, PlaylistRow},
    schema::playlists,
};

/// A playlist that the viewer may see.
pub fn find_visible(conn: &mut PgConnection, id: Uuid, viewer: Option<Uuid>) -> QueryResult<PlaylistRow> {
    let own = playlists::user_id.eq(viewer.unwrap_or(Uuid::nil()));
    let visible = playlists::table.find(id).filter(playlists::visibility.ne("private").or(own));
    visible.select(PlaylistRow::as_select()).first(conn)
}

/// A playlist of this owner, held against changes until the transaction ends.
pub fn lock_owned(conn: &mut PgConnection, id: Uuid, owner: Uuid) -> QueryResult<PlaylistRow> {
    let list = playlists::table.find(id).filter(playlists::user_id.eq(owner));
    list.select(PlaylistRow::as_select()).for_no_key_update().first(conn)
}

/// Ids of at most so many of a user's playlists.
pub fn some_ids_of(conn: &mut PgConnection, user_id: Uuid, most: u32) -> QueryResult<Vec<Uuid>> {
    playlists::table.filter(playlists::user_id.eq(user_id)).select(playlists::id).limit(i64::from(most)).load(conn)
}

/// A user's playlists, changed last first, behind the one that is `after`.
pub fn of_user(
    conn: &mut PgConnection,
    user_id: Uuid,
    after: Option<(DateTime<Utc>, Uuid)>,
    rows: u32,
) -> QueryResult<Vec<PlaylistRow>> {
    let mut theirs = playlists::table
        .filter(playlists::user_id.eq(user_id))
        .order((playlists::updated_at.desc(), playlists::id.desc()))
        .select(PlaylistRow::as_select())
        .into_boxed();
    if let Some((at, id)) = after {
        let earlier = playlists::updated_at.lt(at).or(playlists::id.lt(id));
        theirs = theirs.filter(playlists::updated_at.le(at).and(earlier));
    }
    theirs.limit_literal(rows).load(conn)
}

/// A playlist and the post whose picture stands for it.
#[derive(Debug, QueryableByName)]
pub struct Cover {
    /// The playlist.
    #[diesel(sql_type = SqlUuid)]
    pub playlist_id: Uuid,
    /// The post.
    #[diesel(sql_type = SqlUuid)]
    pub post_id: Uuid,
}

/// For each playlist, the first post behind its songs that the viewer may see there and that is not sensitive.
pub fn covers(conn: &mut PgConnection, ids: &[Uuid], viewer: Uuid) -> QueryResult<Vec<Cover>> {
    diesel::sql_query(
        "select playlists.id as playlist_id, first.post_id from playlists \
         cross join lateral (select playlist_songs.post_id from playlist_songs \
             join posts on posts.id = playlist_songs.post_id \
             where playlist_songs.playlist_id = playlists.id and not posts.sensitive \
             and (posts.visibility = 'public' or posts.user_id = $2 \
                 or posts.visibility = 'unlisted' and playlists.user_id in ($2, posts.user_id)) \
             order by playlist_songs.position limit 1) as first \
         where playlists.id = any($1)",
    )
    .bind::<Array<SqlUuid>, _>(ids)
    .bind::<SqlUuid, _>(viewer)
    .load(conn)
}

/// Inserts a playlist.
pub fn insert(conn: &mut PgConnection, playlist: &NewPlaylist) -> QueryResult<PlaylistRow> {
    diesel::insert_into(playlists::table).values(playlist).returning(PlaylistRow::as_returning()).get_result(conn)
}

/// Changes a playlist of this owner.
pub fn update(conn: &mut PgConnection, id: Uuid, owner: Uuid, changes: &PlaylistChanges) -> QueryResult<PlaylistRow> {
    diesel::update(playlists::table.find(id).filter(playlists::user_id.eq(owner)))
        .set(changes)
        .returning(PlaylistRow::as_returning())
        .get_result(conn)
}

/// Notes that a playlist's songs changed; gives it as it is now.
pub fn touch(conn: &mut PgConnection, id: Uuid) -> QueryResult<PlaylistRow> {
    diesel::update(playlists::table.find(id))
        .set(playlists::updated_at.eq(Utc::now()))
        .returning(PlaylistRow::as_returning())
        .get_result(conn)
}

/// Notes that a playlist's songs stand in another order; gives it as it is now.
pub fn note_order(conn: &mut PgConnection, id: Uuid) -> QueryResult<PlaylistRow> {
    diesel::update(playlists::table.find(id))
        .set((playlists::updated_at.eq(Utc::now()), playlists::order_number.eq(playlists::order_number + 1)))
        .returning(PlaylistRow::as_returning())
        .get_result(conn)
}

/// Deletes a playlist of this owner; true when there was one.
pub fn delete(conn: &mut PgConnection, id: Uuid, owner: Uuid) -> QueryResult<bool> {
    diesel::delete(playlists::table.find(id).filter(playlists::user_id.eq(owner))).execute(conn).map(|n| n == 1)
}
