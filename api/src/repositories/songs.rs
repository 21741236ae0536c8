//! Songs and the lists they stand in.

use chrono::{DateTime, Utc};
use diesel::{
    prelude::*,
    sql_types::{Integer, Nullable},
    upsert::excluded,
};
use imagime_shared::source;
use uuid::Uuid;

use crate::{
    db::LimitLiteral as _,
    models::{NewPostSong, NewSong, PostSongRow, SongRow},
    schema::{playlist_songs, playlists, post_songs, posts, songs, vote_totals},
};

diesel::define_sql_function! {
    /// The number, or another one in its place.
    fn coalesce(number: Nullable<Integer>, otherwise: Integer) -> Integer;
}

/// Providers whose songs are this server's own and never grow old.
const OWN: [&str; 2] = [source::STARTER, source::FOLDER];

/// A song of which nothing but its name is left.
#[derive(Default, AsChangeset)]
#[diesel(table_name = songs, treat_none_as_null = true)]
struct Forgotten {
    isrc: Option<String>,
    album: Option<String>,
    year: Option<i32>,
    artwork_url: Option<String>,
    preview_state: Option<String>,
    preview_url: Option<String>,
    external_url: Option<String>,
    duration_ms: Option<i32>,
    explicit: Option<bool>,
    refreshed_at: Option<DateTime<Utc>>,
}

/// A song by its id.
pub fn find(conn: &mut PgConnection, id: Uuid) -> QueryResult<SongRow> {
    songs::table.find(id).select(SongRow::as_select()).first(conn)
}

/// Songs by their ids, in no order.
pub fn find_many(conn: &mut PgConnection, ids: &[Uuid]) -> QueryResult<Vec<SongRow>> {
    songs::table.filter(songs::id.eq_any(ids)).select(SongRow::as_select()).load(conn)
}

/// Ids of a provider's tracks that are known.
pub fn ids_of(conn: &mut PgConnection, provider: &str, tracks: &[&str]) -> QueryResult<Vec<(String, Uuid)>> {
    songs::table
        .filter(songs::provider.eq(provider).and(songs::provider_track_id.eq_any(tracks)))
        .select((songs::provider_track_id, songs::id))
        .load(conn)
}

/// Adds songs, or brings those that are known up to date; gives (provider, track, id).
pub fn upsert(conn: &mut PgConnection, rows: &[NewSong]) -> QueryResult<Vec<(String, String, Uuid)>> {
    diesel::insert_into(songs::table)
        .values(rows)
        .on_conflict((songs::provider, songs::provider_track_id))
        .do_update()
        .set((
            songs::isrc.eq(excluded(songs::isrc)),
            songs::title.eq(excluded(songs::title)),
            songs::artist.eq(excluded(songs::artist)),
            songs::album.eq(excluded(songs::album)),
            songs::year.eq(excluded(songs::year)),
            songs::artwork_url.eq(excluded(songs::artwork_url)),
            songs::artwork_generated.eq(excluded(songs::artwork_generated)),
            songs::preview_state.eq(excluded(songs::preview_state)),
            songs::preview_url.eq(excluded(songs::preview_url)),
            songs::external_url.eq(excluded(songs::external_url)),
            songs::attribution.eq(excluded(songs::attribution)),
            songs::duration_ms.eq(excluded(songs::duration_ms)),
            songs::explicit.eq(excluded(songs::explicit)),
            songs::refreshed_at.eq(excluded(songs::refreshed_at)),
        ))
        .returning((songs::provider, songs::provider_track_id, songs::id))
        .get_results(conn)
}

/// Songs of a provider that were heard of last before a time, oldest first, at most so many: id and track.
pub fn older(
    conn: &mut PgConnection,
    provider: &str,
    before: DateTime<Utc>,
    rows: u32,
) -> QueryResult<Vec<(Uuid, String)>> {
    songs::table
        .filter(songs::provider.eq(provider).and(songs::refreshed_at.lt(before)))
        .filter(songs::provider.ne_all(OWN))
        .order(songs::refreshed_at)
        .select((songs::id, songs::provider_track_id))
        .limit_literal(rows)
        .load(conn)
}

/// Lets go of what a source said of a song; its name stays for those who keep it.
pub fn forget(conn: &mut PgConnection, id: Uuid) -> QueryResult<()> {
    diesel::update(songs::table.find(id)).set(Forgotten::default()).execute(conn).map(drop)
}

/// The same for all songs of outside sources that were heard of last before a time.
pub fn forget_older(conn: &mut PgConnection, before: DateTime<Utc>) -> QueryResult<()> {
    diesel::update(songs::table.filter(songs::provider.ne_all(OWN).and(songs::refreshed_at.lt(before))))
        .set(Forgotten::default())
        .execute(conn)
        .map(drop)
}

/// Replaces a post's list of songs.
pub fn replace_list(conn: &mut PgConnection, post_id: Uuid, rows: &[NewPostSong]) -> QueryResult<()> {
    diesel::delete(post_songs::table.filter(post_songs::post_id.eq(post_id))).execute(conn)?;
    diesel::insert_into(post_songs::table).values(rows).execute(conn).map(drop)
}

/// Lets a post's list stand as the one of this generation.
pub fn renumber_list(conn: &mut PgConnection, post_id: Uuid, generation: i32) -> QueryResult<()> {
    let list = post_songs::table.filter(post_songs::post_id.eq(post_id));
    diesel::update(list).set(post_songs::generation.eq(generation)).execute(conn).map(drop)
}

/// The songs of the list that a post has now, from a place on, best first. Which list that is is read by the same statement, so
/// that they are of one.
pub fn list(conn: &mut PgConnection, post_id: Uuid, from: i32, rows: u32) -> QueryResult<Vec<(PostSongRow, SongRow)>> {
    let now = posts::table.find(post_id).select(posts::match_generation).single_value();
    post_songs::table
        .inner_join(songs::table)
        .filter(post_songs::post_id.eq(post_id).and(post_songs::generation.nullable().eq(now)))
        .filter(post_songs::position.ge(from))
        .order(post_songs::position)
        .select((PostSongRow::as_select(), SongRow::as_select()))
        .limit_literal(rows)
        .load(conn)
}

/// The same but for those on the given places: most votes first, then best first.
pub fn list_by_votes(
    conn: &mut PgConnection,
    post_id: Uuid,
    but: &[i32],
    rows: u32,
) -> QueryResult<Vec<(PostSongRow, SongRow)>> {
    let now = posts::table.find(post_id).select(posts::match_generation).single_value();
    let voted = vote_totals::post_id.eq(post_songs::post_id).and(vote_totals::song_id.eq(post_songs::song_id));
    post_songs::table
        .inner_join(songs::table)
        .left_join(vote_totals::table.on(voted))
        .filter(post_songs::post_id.eq(post_id).and(post_songs::generation.nullable().eq(now)))
        .filter(post_songs::position.ne_all(but))
        .order((coalesce(vote_totals::score.nullable(), 0).desc(), post_songs::position))
        .select((PostSongRow::as_select(), SongRow::as_select()))
        .limit_literal(rows)
        .load(conn)
}

/// The best song of each post.
pub fn top_of_posts(conn: &mut PgConnection, post_ids: &[Uuid]) -> QueryResult<Vec<(Uuid, SongRow)>> {
    post_songs::table
        .inner_join(songs::table)
        .inner_join(posts::table)
        .filter(post_songs::post_id.eq_any(post_ids).and(post_songs::position.eq(0)))
        .filter(post_songs::generation.eq(posts::match_generation))
        .select((post_songs::post_id, SongRow::as_select()))
        .load(conn)
}

/// True when the song stands on the post.
pub fn stands_on(conn: &mut PgConnection, post_id: Uuid, song_id: Uuid) -> QueryResult<bool> {
    diesel::select(diesel::dsl::exists(post_songs::table.find((post_id, song_id)))).get_result(conn)
}

/// Those of the given songs that stand on the post.
pub fn standing_among(conn: &mut PgConnection, post_id: Uuid, song_ids: &[Uuid]) -> QueryResult<Vec<Uuid>> {
    post_songs::table
        .filter(post_songs::post_id.eq(post_id).and(post_songs::song_id.eq_any(song_ids)))
        .select(post_songs::song_id)
        .load(conn)
}

/// Ids of a post's songs of one generation, best first.
pub fn ids_on(conn: &mut PgConnection, post_id: Uuid, generation: i32, rows: u32) -> QueryResult<Vec<Uuid>> {
    post_songs::table
        .filter(post_songs::post_id.eq(post_id).and(post_songs::generation.eq(generation)))
        .order(post_songs::position)
        .select(post_songs::song_id)
        .limit_literal(rows)
        .load(conn)
}

/// Those of the given songs that stand on a public post or one of the viewer's own.
pub fn visible_among(conn: &mut PgConnection, song_ids: &[Uuid], viewer: Uuid) -> QueryResult<Vec<Uuid>> {
    let somewhere = post_songs::table
        .inner_join(posts::table)
        .filter(post_songs::song_id.eq(songs::id))
        .filter(posts::visibility.eq("public").or(posts::user_id.eq(viewer)));
    songs::table.filter(songs::id.eq_any(song_ids).and(diesel::dsl::exists(somewhere))).select(songs::id).load(conn)
}

/// True when the song stands on a post or in a playlist that the viewer may see.
pub fn stands_in_sight(conn: &mut PgConnection, song_id: Uuid, viewer: Uuid) -> QueryResult<bool> {
    let on_a_post = post_songs::table
        .inner_join(posts::table)
        .filter(post_songs::song_id.eq(song_id))
        .filter(posts::visibility.ne("private").or(posts::user_id.eq(viewer)));
    let in_a_playlist = playlist_songs::table
        .inner_join(playlists::table)
        .filter(playlist_songs::song_id.eq(song_id))
        .filter(playlists::visibility.ne("private").or(playlists::user_id.eq(viewer)));
    diesel::select(diesel::dsl::exists(on_a_post).or(diesel::dsl::exists(in_a_playlist))).get_result(conn)
}
