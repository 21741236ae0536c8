//! Songs in playlists. The counters of `playlists` follow by a trigger; who changes places holds the playlist's row.

use diesel::{
    dsl::max,
    prelude::*,
    sql_types::{Array, Bool, Uuid as SqlUuid},
};
use uuid::Uuid;

use crate::{
    db::LimitLiteral as _,
    models::{PlaylistRow, PlaylistSongRow, SongRow},
    schema::{playlist_songs as listed, posts, songs},
};

/// A song and the post it is added from.
pub type Entry = (Uuid, Option<Uuid>);

/// A playlist's songs behind a place, in order. Somebody else's unlisted post stays its owner's to pass on: it is named to the
/// owner of the list, and to all when both have one owner.
pub fn list(
    conn: &mut PgConnection,
    playlist: &PlaylistRow,
    viewer: Option<Uuid>,
    after: Option<i32>,
    rows: u32,
) -> QueryResult<Vec<PlaylistSongRow>> {
    let viewer = viewer.unwrap_or(Uuid::nil());
    let passed_on = posts::user_id.eq(playlist.user_id).or((viewer == playlist.user_id).into_sql::<Bool>());
    let shown = posts::visibility
        .eq("public")
        .or(posts::user_id.eq(viewer))
        .or(posts::visibility.eq("unlisted").and(passed_on));
    listed::table
        .inner_join(songs::table)
        .left_join(posts::table.on(listed::post_id.eq(posts::id.nullable()).and(shown)))
        .filter(listed::playlist_id.eq(playlist.id).and(listed::position.gt(after.unwrap_or(-1))))
        .order(listed::position)
        .select((listed::position, posts::id.nullable(), SongRow::as_select()))
        .limit_literal(rows)
        .load(conn)
}

/// Ids of all songs of a playlist.
pub fn ids(conn: &mut PgConnection, playlist_id: Uuid) -> QueryResult<Vec<Uuid>> {
    listed::table.filter(listed::playlist_id.eq(playlist_id)).select(listed::song_id).load(conn)
}

/// Puts songs at a playlist's end, each with the post it came from.
pub fn append(conn: &mut PgConnection, playlist_id: Uuid, entries: &[Entry]) -> QueryResult<()> {
    let last: Option<i32> =
        listed::table.filter(listed::playlist_id.eq(playlist_id)).select(max(listed::position)).first(conn)?;
    let rows: Vec<_> = entries
        .iter()
        .zip(last.map_or(0, |last| last + 1)..)
        .map(|((song_id, post_id), position)| {
            (
                listed::playlist_id.eq(playlist_id),
                listed::song_id.eq(song_id),
                listed::post_id.eq(post_id),
                listed::position.eq(position),
            )
        })
        .collect();
    diesel::insert_into(listed::table).values(rows).execute(conn).map(drop)
}

/// Gives a playlist's songs the places that they have in `song_ids`, in one statement.
pub fn reorder(conn: &mut PgConnection, playlist_id: Uuid, song_ids: &[Uuid]) -> QueryResult<()> {
    diesel::sql_query(
        "update playlist_songs set position = place.number::integer - 1 \
         from unnest($2) with ordinality as place (song_id, number) \
         where playlist_songs.playlist_id = $1 and playlist_songs.song_id = place.song_id",
    )
    .bind::<SqlUuid, _>(playlist_id)
    .bind::<Array<SqlUuid>, _>(song_ids)
    .execute(conn)
    .map(drop)
}

/// Takes a song out; true when it was there.
pub fn delete(conn: &mut PgConnection, playlist_id: Uuid, song_id: Uuid) -> QueryResult<bool> {
    diesel::delete(listed::table.find((playlist_id, song_id))).execute(conn).map(|n| n == 1)
}
