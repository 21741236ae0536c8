//! Playlists.

use std::collections::{HashMap, HashSet};

use diesel::PgConnection;
use imagime_shared::{
    page::{DEFAULT_PLAYLIST_LIMIT, PageQuery},
    playlist::{FullPlaylist, Playlist, PlaylistResponse, PlaylistSong},
    post::Visibility,
};
use uuid::Uuid;

use super::{Eye, authors, media_url, song, timestamp};
use crate::{
    cursor,
    error::{Error, Result},
    models::{MediaRow, PlaylistRow, PlaylistSongRow},
    repositories::{favorites, media, playlist_songs, playlists as repository},
};

/// A cover is at least this wide in pixels, where the picture is.
const COVER_WIDTH: i32 = 640;

/// Playlists in the given order; four queries for any number.
pub fn playlists(conn: &mut PgConnection, eye: &Eye<'_>, rows: Vec<PlaylistRow>) -> Result<Vec<Playlist>> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let owners: Vec<Uuid> = rows.iter().map(|row| row.user_id).collect();
    let owners = authors(conn, eye, &owners)?;
    let covers = repository::covers(conn, &ids, eye.viewer.unwrap_or(Uuid::nil()))?;
    let covers: HashMap<Uuid, Uuid> = covers.into_iter().map(|cover| (cover.playlist_id, cover.post_id)).collect();
    let posts: Vec<Uuid> = covers.values().copied().collect();
    let files = media::of_posts(conn, &posts)?;
    rows.into_iter()
        .map(|row| {
            let cover = covers.get(&row.id).and_then(|post_id| cover_of(&files, *post_id));
            Ok(Playlist {
                id: row.id,
                title: row.title,
                description: row.description,
                visibility: Visibility::parse(&row.visibility).unwrap_or(Visibility::Private),
                owner: owners.get(&row.user_id).cloned().ok_or(Error::NotFound)?,
                cover_url: cover.map(|file| media_url(eye, file)),
                song_count: row.song_count.unsigned_abs(),
                created_at: timestamp(row.created_at),
                updated_at: timestamp(row.updated_at),
            })
        })
        .collect()
}

/// One playlist with a page of its songs. A cursor into an order that was changed has expired.
pub fn full_playlist(
    conn: &mut PgConnection,
    eye: &Eye<'_>,
    row: PlaylistRow,
    page: &PageQuery,
) -> Result<PlaylistResponse> {
    let list = format!("playlists/{}/songs", row.id);
    let place = page.cursor.as_deref().map(|cursor| cursor::decode::<(i32, i32)>(&list, cursor)).transpose()?;
    if place.is_some_and(|(order, _)| order != row.order_number) {
        return Err(Error::CursorExpired);
    }
    let after = place.map(|(_, position)| position);
    let rows = page.limit.unwrap_or(DEFAULT_PLAYLIST_LIMIT);
    let found = playlist_songs::list(conn, &row, eye.viewer, after, rows + 1)?;
    let (found, next_cursor) = cursor::cut(&list, found, rows, |song| (row.order_number, song.position))?;
    let songs = songs_of_playlist(conn, eye, found)?;
    let playlist = playlists(conn, eye, vec![row])?.pop().ok_or(Error::NotFound)?;
    Ok(PlaylistResponse { playlist: FullPlaylist { playlist, songs }, next_cursor })
}

/// Songs as they stand in a playlist, with what the viewer keeps.
pub fn songs_of_playlist(
    conn: &mut PgConnection,
    eye: &Eye<'_>,
    rows: Vec<PlaylistSongRow>,
) -> Result<Vec<PlaylistSong>> {
    let ids: Vec<Uuid> = rows.iter().map(|row| row.song.id).collect();
    let kept: HashSet<Uuid> = match eye.viewer {
        Some(viewer) => favorites::kept_among(conn, viewer, &ids)?.into_iter().collect(),
        None => HashSet::new(),
    };
    let item = |row: PlaylistSongRow| PlaylistSong {
        is_favorite: kept.contains(&row.song.id),
        post_id: row.post_id,
        song: song(eye, row.song),
    };
    Ok(rows.into_iter().map(item).collect())
}

/// Files come narrowest first.
fn cover_of(files: &[MediaRow], post_id: Uuid) -> Option<&MediaRow> {
    let mut theirs = files.iter().filter(|file| file.post_id == Some(post_id));
    let wide = theirs.clone().find(|file| file.width.is_some_and(|width| width >= COVER_WIDTH));
    wide.or_else(|| theirs.next_back())
}
