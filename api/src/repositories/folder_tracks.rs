//! Files of the operator's music folder, and the search in them.

use diesel::{
    prelude::*,
    sql_types::{Array, BigInt, Text},
    upsert::excluded,
};

use imagime_shared::source;

use crate::{
    db::LimitLiteral as _,
    models::{ArtSource, KnownTrack, NewTrack, TrackFile, TrackHit},
    schema::{folder_tracks, songs},
};

/// The provider of the songs whose files these are.
const PROVIDER: &str = source::FOLDER;
/// What a file is found by: the expression of `folder_tracks_search_idx`, letter for letter. Artists weigh least, for a name is not
/// what a song is about.
const WORDS: &str = "(setweight(to_tsvector('english', title), 'A') || setweight(to_tsvector('english', album), 'B') \
                     || setweight(to_tsvector('english', genres), 'B') || setweight(to_tsvector('english', artist), 'D'))";

/// Every file that was ever read.
pub fn known(conn: &mut PgConnection) -> QueryResult<Vec<KnownTrack>> {
    folder_tracks::table.select(KnownTrack::as_select()).load(conn)
}

/// How many files are there.
pub fn count(conn: &mut PgConnection) -> QueryResult<i64> {
    folder_tracks::table.filter(folder_tracks::present).count().get_result(conn)
}

/// Writes files down, or what became of them.
pub fn upsert(conn: &mut PgConnection, rows: &[NewTrack]) -> QueryResult<()> {
    diesel::insert_into(folder_tracks::table)
        .values(rows)
        .on_conflict(folder_tracks::track)
        .do_update()
        .set((
            folder_tracks::modified_us.eq(excluded(folder_tracks::modified_us)),
            folder_tracks::byte_size.eq(excluded(folder_tracks::byte_size)),
            folder_tracks::content_type.eq(excluded(folder_tracks::content_type)),
            folder_tracks::present.eq(excluded(folder_tracks::present)),
            folder_tracks::title.eq(excluded(folder_tracks::title)),
            folder_tracks::artist.eq(excluded(folder_tracks::artist)),
            folder_tracks::album.eq(excluded(folder_tracks::album)),
            folder_tracks::genres.eq(excluded(folder_tracks::genres)),
            folder_tracks::isrc.eq(excluded(folder_tracks::isrc)),
            folder_tracks::duration_ms.eq(excluded(folder_tracks::duration_ms)),
            folder_tracks::art_key.eq(excluded(folder_tracks::art_key)),
            folder_tracks::art_path.eq(excluded(folder_tracks::art_path)),
            folder_tracks::art_broken.eq(excluded(folder_tracks::art_broken)),
        ))
        .execute(conn)
        .map(drop)
}

/// Marks files as gone: their songs stay, but nothing plays them any more.
pub fn mark_gone(conn: &mut PgConnection, tracks: &[String], attribution: &str) -> QueryResult<()> {
    diesel::update(folder_tracks::table.filter(folder_tracks::track.eq_any(tracks)))
        .set(folder_tracks::present.eq(false))
        .execute(conn)?;
    silence(conn, tracks, attribution)
}

/// The same by their paths.
pub fn mark_paths_gone(conn: &mut PgConnection, paths: &[String], attribution: &str) -> QueryResult<()> {
    let known = folder_tracks::table.filter(folder_tracks::path.eq_any(paths).and(folder_tracks::present));
    let tracks: Vec<String> = known.select(folder_tracks::track).load(conn)?;
    mark_gone(conn, &tracks, attribution)
}

/// Marks every file as gone.
pub fn mark_all_gone(conn: &mut PgConnection, attribution: &str) -> QueryResult<()> {
    let present = folder_tracks::table.filter(folder_tracks::present);
    let tracks: Vec<String> = present.select(folder_tracks::track).load(conn)?;
    if tracks.is_empty() {
        return Ok(());
    }
    mark_gone(conn, &tracks, attribution)
}

/// The file of a song, while it is there.
pub fn find(conn: &mut PgConnection, track: &str) -> QueryResult<TrackFile> {
    folder_tracks::table
        .find(track)
        .filter(folder_tracks::present)
        .select((folder_tracks::path, folder_tracks::content_type))
        .first(conn)
}

/// Where a picture can be read.
pub fn find_art(conn: &mut PgConnection, key: &str) -> QueryResult<ArtSource> {
    folder_tracks::table
        .filter(folder_tracks::art_key.eq(key).and(folder_tracks::present).and(folder_tracks::art_broken.eq(false)))
        .order(folder_tracks::path)
        .select((folder_tracks::song_id, folder_tracks::path, folder_tracks::art_path))
        .limit_literal(1)
        .get_result(conn)
}

/// Shows a picture that is none no more.
pub fn mark_art_broken(conn: &mut PgConnection, key: &str) -> QueryResult<()> {
    let with_it = folder_tracks::table.filter(folder_tracks::art_key.eq(key));
    let ids = with_it.select(folder_tracks::song_id);
    diesel::update(songs::table.filter(songs::id.eq_any(ids)))
        .set(songs::artwork_url.eq(None::<String>))
        .execute(conn)?;
    diesel::update(with_it).set(folder_tracks::art_broken.eq(true)).execute(conn).map(drop)
}

/// Files that know some word of each query: query by query, best first, at most `rows` a query.
pub fn search(conn: &mut PgConnection, queries: &[String], rows: u32) -> QueryResult<Vec<TrackHit>> {
    let sql = format!(
        "select asked.query, hit.* from unnest($1) with ordinality as asked (words, query)
         cross join lateral (
            select track, title, artist, album, genres, isrc, duration_ms,
                   art_key is not null and not art_broken as illustrated,
                   ts_rank({WORDS}, websearch_to_tsquery('english', asked.words)) as fit
            from folder_tracks
            where present and {WORDS} @@ websearch_to_tsquery('english', asked.words)
            order by fit desc, track
            limit {rows}) as hit
         order by asked.query, hit.fit desc, hit.track"
    );
    diesel::sql_query(sql).bind::<Array<Text>, _>(queries).load(conn)
}

/// Dooms rendered pictures that no file has any more.
pub fn doom_unused_art(conn: &mut PgConnection, prefix: &str) -> QueryResult<usize> {
    diesel::sql_query(
        "update media set doomed_at = now(), token = null
         where starts_with(storage_key, $1) and doomed_at is null and not exists (
            select from folder_tracks
            where present and not art_broken
              and art_key = split_part(substr(media.storage_key, ($2 + 1)::integer), '.', 1))",
    )
    .bind::<Text, _>(prefix)
    .bind::<BigInt, _>(prefix.len() as i64)
    .execute(conn)
}

fn silence(conn: &mut PgConnection, tracks: &[String], attribution: &str) -> QueryResult<()> {
    diesel::update(songs::table.filter(songs::provider.eq(PROVIDER).and(songs::provider_track_id.eq_any(tracks))))
        .set((
            songs::preview_state.eq("none"),
            songs::preview_url.eq(None::<String>),
            songs::artwork_url.eq(None::<String>),
            songs::attribution.eq(attribution),
        ))
        .execute(conn)
        .map(drop)
}
