//! A playlist as a file to take along.

use std::collections::HashMap;

use chrono::Utc;
use diesel::PgConnection;
use imagime_shared::{
    pages, paths,
    playlist::{ExportFormat, PlaylistSong},
    song::PreviewState,
    validation,
};
use uuid::Uuid;

use crate::{
    error::{Error, Result},
    models::{KeywordRow, MediaRow},
    playlist_file::{self, Picture, Sheet, Track},
    repositories::{media, playlist_songs, playlists, posts},
    state::AppState,
    views::{self, Eye},
};

/// A file to hand out.
#[derive(Debug)]
pub struct Exported {
    /// The playlist's name.
    pub title: String,
    /// What is in it.
    pub text: String,
}

/// Writes down a playlist that the viewer may see, with what they see of it. `base` is the server's address; addresses that would
/// end soon are left out.
pub async fn export(
    state: &AppState,
    id: Uuid,
    viewer: Option<Uuid>,
    format: ExportFormat,
    base: String,
) -> Result<Exported> {
    let keys = state.keys.clone();
    let sheet = state.db.run(move |conn| read(conn, &Eye { viewer, keys: &keys, now: Utc::now() }, id, &base)).await?;
    let text = match format {
        ExportFormat::Jspf => playlist_file::jspf(&sheet),
        ExportFormat::Xspf => playlist_file::xspf(&sheet),
    };
    Ok(Exported { title: sheet.title, text })
}

fn read(conn: &mut PgConnection, eye: &Eye<'_>, id: Uuid, base: &str) -> Result<Sheet> {
    let row = playlists::find_visible(conn, id, eye.viewer)?;
    let rows = playlist_songs::list(conn, &row, eye.viewer, None, validation::PLAYLIST_SONGS as u32)?;
    let songs = views::songs_of_playlist(conn, eye, rows)?;
    let playlist = views::playlists(conn, eye, vec![row])?.pop().ok_or(Error::NotFound)?;
    let mut post_ids: Vec<Uuid> = songs.iter().filter_map(|song| song.post_id).collect();
    post_ids.sort();
    post_ids.dedup();
    let pictures = pictures(conn, &post_ids, base)?;
    Ok(Sheet {
        info: format!("{base}{}", pages::playlist(id)),
        image: playlist.cover_url.and_then(|url| lasting(&url, base)),
        title: playlist.title,
        creator: playlist.owner.display_name,
        annotation: playlist.description,
        date: playlist.updated_at,
        tracks: songs.into_iter().map(|song| track(song, &pictures, base)).collect(),
    })
}

fn pictures(conn: &mut PgConnection, post_ids: &[Uuid], base: &str) -> Result<HashMap<Uuid, Picture>> {
    let named = |id: &Uuid| (*id, Picture { page: format!("{base}{}", pages::post(*id)), ..Picture::default() });
    let mut pictures: HashMap<Uuid, Picture> = post_ids.iter().map(named).collect();
    for KeywordRow { post_id, keyword, .. } in posts::keywords_of(conn, post_ids)? {
        pictures.entry(post_id).or_default().keywords.push(keyword);
    }
    // Narrowest first, so the widest stays.
    for MediaRow { post_id, token, .. } in media::of_posts(conn, post_ids)? {
        let image = token.map(|token| format!("{base}{}", paths::fill(paths::MEDIA_FILE, &[&format!("{token}.jpg")])));
        pictures.entry(post_id.unwrap_or_default()).or_default().image = image;
    }
    Ok(pictures)
}

fn track(item: PlaylistSong, pictures: &HashMap<Uuid, Picture>, base: &str) -> Track {
    let song = item.song;
    let sound = song.preview.url.filter(|_| song.preview.state == PreviewState::Available);
    let isrc = song.isrc.map(|isrc| format!("isrc:{isrc}"));
    Track {
        location: sound.and_then(|url| lasting(&url, base)),
        identifiers: std::iter::once(format!("urn:uuid:{}", song.id)).chain(isrc).collect(),
        title: song.title,
        creator: song.artist,
        annotation: song.attribution,
        info: song.external_url,
        image: song.artwork_url.and_then(|url| lasting(&url, base)),
        album: song.album,
        duration_ms: song.duration_ms,
        picture: item.post_id.and_then(|id| pictures.get(&id).cloned()),
    }
}

/// The whole address of what has none that ends soon.
fn lasting(url: &str, base: &str) -> Option<String> {
    if url.contains("sig=") {
        return None;
    }
    Some(if url.starts_with('/') { format!("{base}{url}") } else { url.to_owned() })
}
