//! Candidates of the song sources as rows of the database.

use imagime_engine::{
    catalogue::{self, Piece},
    matching::Candidate,
};
use imagime_shared::paths;
use uuid::Uuid;

use crate::{models::NewSong, previews};

/// The row for a candidate.
pub fn new_song(candidate: &Candidate) -> NewSong {
    let piece =
        (candidate.provider == catalogue::PROVIDER).then(|| catalogue::find(&candidate.provider_track_id)).flatten();
    NewSong {
        id: Uuid::now_v7(),
        provider: candidate.provider.clone(),
        provider_track_id: candidate.provider_track_id.clone(),
        isrc: candidate.isrc.clone(),
        title: candidate.title.clone(),
        artist: candidate.artist.clone(),
        album: candidate.album.clone(),
        year: piece.map(|piece| piece.year),
        artwork_url: piece.map(artwork_url),
        artwork_generated: piece.map(|_| true),
        preview_state: piece.map(|_| "available".to_owned()),
        preview_url: piece.map(preview_url),
        external_url: None,
        attribution: piece.map(|piece| format!("{} Arrangement: Imagime, {}.", piece.origin, piece.licence)),
        duration_ms: candidate.duration_ms.and_then(|ms| i32::try_from(ms).ok()),
        explicit: piece.map(|_| false),
        refreshed_at: Some(chrono::Utc::now()),
    }
}

/// The rows of the whole starter catalogue.
pub fn starter_songs() -> Vec<NewSong> {
    catalogue::pieces().iter().map(|piece| new_song(&piece.candidate())).collect()
}

fn artwork_url(piece: &Piece) -> String {
    versioned(paths::STARTER_ARTWORK, piece)
}

fn preview_url(piece: &Piece) -> String {
    versioned(paths::STARTER_PREVIEW, piece)
}

/// A new sound or drawing has a new address, so that none is kept for too long.
fn versioned(path: &str, piece: &Piece) -> String {
    format!("{}?v={}", paths::fill(path, &[&piece.slug]), previews::version(piece))
}
