//! Songs.

use std::collections::{HashMap, HashSet};

use diesel::PgConnection;
use imagime_shared::song::{PostSong, Preview, PreviewState, Song, SongResponse, Why};
use uuid::Uuid;

use super::{Eye, places::Places};
use crate::{
    cursor,
    error::{Error, Result},
    models::{PostSongRow, SongRow},
    music::folder,
    repositories::{favorites, songs, votes},
    security::signature,
};

/// A song, as the viewer may hear it.
pub fn song(eye: &Eye<'_>, row: SongRow) -> Song {
    let row = if row.provider == folder::PROVIDER { from_folder(eye, row) } else { row };
    let state = match row.preview_state.as_deref() {
        Some("available") => PreviewState::Available,
        Some("embed") => PreviewState::Embed,
        Some("link_only") => PreviewState::LinkOnly,
        _ => PreviewState::None,
    };
    Song {
        id: row.id,
        provider: row.provider,
        provider_track_id: row.provider_track_id,
        isrc: row.isrc,
        title: row.title,
        artist: row.artist,
        album: row.album,
        year: row.year,
        artwork_url: row.artwork_url,
        artwork_generated: row.artwork_generated.unwrap_or(false),
        preview: Preview { state, url: row.preview_url },
        external_url: row.external_url,
        attribution: row.attribution,
        duration_ms: row.duration_ms.and_then(|ms| u32::try_from(ms).ok()),
        explicit: row.explicit.unwrap_or(false),
    }
}

/// The operator's own music is played to accounts only, by addresses that are signed and short-lived.
fn from_folder(eye: &Eye<'_>, mut row: SongRow) -> SongRow {
    let Some(address) = row.preview_url.take() else { return row };
    if eye.viewer.is_some() {
        row.preview_url =
            Some(format!("{address}?{}", signature::sign_track(eye.keys, &row.provider_track_id, eye.now)));
    } else {
        row.preview_state = Some("none".into());
        row.attribution = Some(folder::ATTRIBUTION_ANONYMOUS.into());
    }
    row
}

/// Songs by themselves, with what the viewer keeps.
pub fn lone_songs(conn: &mut PgConnection, eye: &Eye<'_>, rows: Vec<SongRow>) -> Result<Vec<SongResponse>> {
    let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
    let kept: HashSet<_> = match eye.viewer {
        Some(viewer) => favorites::kept_among(conn, viewer, &ids)?.into_iter().collect(),
        None => HashSet::new(),
    };
    let lone = |row: SongRow| SongResponse { is_favorite: kept.contains(&row.id), song: song(eye, row) };
    Ok(rows.into_iter().map(lone).collect())
}

/// A page of a post's songs, best first, and where the next one begins. A cursor into a list that was made anew has expired.
pub fn songs_of_post(
    conn: &mut PgConnection,
    eye: &Eye<'_>,
    post_id: Uuid,
    cursor: Option<&str>,
    rows: u32,
) -> Result<(Vec<PostSong>, Option<String>)> {
    let list = format!("posts/{post_id}/songs");
    let place = cursor.map(|cursor| cursor::decode::<(i32, i32)>(&list, cursor)).transpose()?;
    let found = songs::list(conn, post_id, place.map_or(0, |(_, from)| from), rows + 1)?;
    require_list(&found, place.map(|(generation, _)| generation))?;
    let (found, next_cursor) = cursor::cut(&list, found, rows, |(place, _)| (place.generation, place.position + 1))?;
    Ok((post_songs(conn, eye, found)?, next_cursor))
}

/// The same with the songs first that most people say fit. The cursor names the songs that were shown, so that none comes twice or never
/// however people vote in between.
pub fn songs_by_votes(
    conn: &mut PgConnection,
    eye: &Eye<'_>,
    post_id: Uuid,
    cursor: Option<&str>,
    rows: u32,
) -> Result<(Vec<PostSong>, Option<String>)> {
    let list = format!("posts/{post_id}/songs/votes");
    let place = cursor.map(|cursor| cursor::decode::<(i32, Places)>(&list, cursor)).transpose()?;
    let (generation, mut shown) =
        place.map_or((None, Places::default()), |(generation, shown)| (Some(generation), shown));
    let found = songs::list_by_votes(conn, post_id, &shown.to_vec(), rows + 1)?;
    require_list(&found, generation)?;
    for (place, _) in found.iter().take(rows as usize) {
        shown.insert(place.position);
    }
    let (found, next_cursor) = cursor::cut(&list, found, rows, |(place, _)| (place.generation, shown))?;
    Ok((post_songs(conn, eye, found)?, next_cursor))
}

/// Requires that songs are of the list that a cursor was given for. There is always a next one where a page says so, so a list without
/// it is another.
fn require_list(found: &[(PostSongRow, SongRow)], generation: Option<i32>) -> Result<()> {
    let is_it = |generation| found.first().is_some_and(|(place, _)| place.generation == generation);
    if generation.is_none_or(is_it) { Ok(()) } else { Err(Error::CursorExpired) }
}

/// Songs as they stand on one post, with the votes on them and what the viewer keeps; two queries for any number.
pub fn post_songs(conn: &mut PgConnection, eye: &Eye<'_>, rows: Vec<(PostSongRow, SongRow)>) -> Result<Vec<PostSong>> {
    let ids: Vec<_> = rows.iter().map(|(_, song)| song.id).collect();
    let kept: HashSet<_> = match eye.viewer {
        Some(viewer) => favorites::kept_among(conn, viewer, &ids)?.into_iter().collect(),
        None => HashSet::new(),
    };
    let standing = match rows.first() {
        Some((place, _)) => votes::standing(conn, place.post_id, eye.viewer, &ids)?,
        None => HashMap::new(),
    };
    rows.into_iter()
        .map(|(place, row)| {
            let why: Vec<Why> = serde_json::from_value(place.why).map_err(|error| Error::Internal(error.into()))?;
            let is_favorite = kept.contains(&row.id);
            let voted = standing.get(&row.id).copied().unwrap_or_default();
            Ok(PostSong {
                song: song(eye, row),
                score: place.score,
                why,
                mood_match: place.mood_match,
                vote_score: voted.score,
                my_vote: voted.mine,
                is_favorite,
            })
        })
        .collect()
}
