//! Between the music folder and the database: its files as songs, and the search among them.

use std::collections::HashMap;

use chrono::Utc;
use imagime_engine::matching::{Candidate, QueryHit, SearchQuery};
use imagime_shared::{notice, paths, post::Notice};
use uuid::Uuid;

use crate::{
    error::Result,
    models::{NewSong, NewTrack, TrackHit},
    music::folder::{ATTRIBUTION, Art, Found, PROVIDER, Track},
    repositories::folder_tracks,
    state::AppState,
};

/// Where covers are stored once they are made small; their names follow.
pub const ART: &str = "artwork/folder/";
/// What is shown when a file does not say who plays.
const UNKNOWN_ARTIST: &str = "Unknown artist";
/// Most files that one query may bring.
const ROWS: u32 = 50;
/// Most files that go on to matching.
const CANDIDATES: usize = 200;

/// Songs of the folder for the queries. It never fails the matching: when the folder cannot be asked there are none, and a notice.
pub async fn search(state: &AppState, queries: &[SearchQuery]) -> (Vec<Candidate>, Option<Notice>) {
    let Some(folder) = &state.folder else { return (Vec::new(), None) };
    if folder.status().away {
        return (Vec::new(), Some(unavailable()));
    }
    match find(state, queries).await {
        Ok(candidates) => (candidates, None),
        Err(error) => {
            tracing::warn!(error = %error, "the music folder cannot be searched");
            (Vec::new(), Some(unavailable()))
        }
    }
}

/// The song of a file.
pub fn new_song(track: &Track) -> NewSong {
    NewSong {
        id: Uuid::now_v7(),
        provider: PROVIDER.into(),
        provider_track_id: track.id.clone(),
        isrc: track.isrc.clone(),
        title: track.title.clone(),
        artist: track.artist.clone().unwrap_or_else(|| UNKNOWN_ARTIST.into()),
        album: track.album.clone(),
        year: track.year,
        artwork_url: track.art.as_ref().map(artwork_url),
        artwork_generated: Some(false),
        preview_state: Some("available".into()),
        // Without its signature, which is made for each asker.
        preview_url: Some(paths::fill(paths::FOLDER_TRACK, &[&format!("{}.{}", track.id, track.ending)])),
        external_url: None,
        attribution: Some(ATTRIBUTION.into()),
        duration_ms: track.duration_ms.and_then(|ms| i32::try_from(ms).ok()),
        explicit: Some(false),
        refreshed_at: Some(Utc::now()),
    }
}

/// What is written down of a file beside its song.
pub fn new_track(found: &Found, track: Track, song_id: Uuid) -> NewTrack {
    let (art_key, art_path) = track.art.map_or((None, None), |art| (Some(art.key), art.path));
    NewTrack {
        track: track.id,
        song_id,
        path: found.path.clone(),
        modified_us: found.modified_us,
        byte_size: found.byte_size,
        content_type: track.content_type.into(),
        present: true,
        title: track.title,
        artist: track.artist.unwrap_or_default(),
        album: track.album.unwrap_or_default(),
        genres: track.genres.join("; "),
        isrc: track.isrc,
        duration_ms: track.duration_ms.and_then(|ms| i32::try_from(ms).ok()),
        art_key,
        art_path,
        art_broken: false,
    }
}

async fn find(state: &AppState, queries: &[SearchQuery]) -> Result<Vec<Candidate>> {
    let asked: Vec<String> = queries.iter().map(|query| any_word(&query.text)).collect();
    let hits = state.db.run(move |conn| Ok(folder_tracks::search(conn, &asked, ROWS)?)).await?;
    Ok(candidates(queries, hits))
}

/// One candidate a file with all its hits; the best of every query before the second best of any.
fn candidates(queries: &[SearchQuery], hits: Vec<TrackHit>) -> Vec<Candidate> {
    let mut ranks: HashMap<i64, u32> = HashMap::new();
    let mut ranked: Vec<(u32, TrackHit)> = Vec::with_capacity(hits.len());
    for hit in hits {
        let rank = ranks.entry(hit.query).or_default();
        ranked.push((*rank, hit));
        *rank += 1;
    }
    ranked.sort_by_key(|(rank, hit)| (*rank, hit.query));
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut found: Vec<Candidate> = Vec::new();
    for (rank, hit) in ranked {
        let query = usize::try_from(hit.query - 1).ok().and_then(|at| queries.get(at));
        let Some(query) = query.map(|query| query.text.clone()) else { continue };
        let at = match places.get(&hit.track) {
            Some(at) => *at,
            None if found.len() >= CANDIDATES => continue,
            None => {
                places.insert(hit.track.clone(), found.len());
                found.push(candidate(hit));
                found.len() - 1
            }
        };
        if let Some(candidate) = found.get_mut(at) {
            candidate.hits.push(QueryHit { query, rank });
        }
    }
    found
}

fn candidate(hit: TrackHit) -> Candidate {
    let some = |text: String| (!text.is_empty()).then_some(text);
    Candidate {
        provider: PROVIDER.into(),
        provider_track_id: hit.track,
        isrc: hit.isrc,
        title: hit.title,
        artist: some(hit.artist).unwrap_or_else(|| UNKNOWN_ARTIST.into()),
        album: some(hit.album),
        duration_ms: hit.duration_ms.and_then(|ms| u32::try_from(ms).ok()),
        genres: hit.genres.split("; ").filter(|genre| !genre.is_empty()).map(str::to_lowercase).collect(),
        playable: true,
        illustrated: hit.illustrated,
        ..Candidate::default()
    }
}

/// The words of a query, of which any one will do; ranking sees to it that more are better.
fn any_word(query: &str) -> String {
    let words = query.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" or ")
}

fn artwork_url(art: &Art) -> String {
    paths::fill(paths::FOLDER_COVER, &[&art.key])
}

fn unavailable() -> Notice {
    Notice {
        code: notice::SOURCE_UNAVAILABLE.into(),
        source: Some(PROVIDER.into()),
        message: "The music on this server could not be read, so none of it was considered.".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hit(query: i64, track: &str) -> TrackHit {
        TrackHit {
            query,
            track: track.into(),
            title: track.into(),
            artist: String::new(),
            album: String::new(),
            genres: "Rock; Folk".into(),
            isrc: None,
            duration_ms: Some(90_000),
            illustrated: false,
        }
    }

    fn query(text: &str) -> SearchQuery {
        SearchQuery { text: text.into(), keywords: Vec::new() }
    }

    #[test]
    fn a_file_that_two_queries_found_is_one_candidate_with_two_hits() {
        let hits = vec![hit(1, "a"), hit(1, "b"), hit(2, "c"), hit(2, "a")];
        let found = candidates(&[query("sea"), query("calm sea")], hits);
        let tracks: Vec<&str> = found.iter().map(|one| one.provider_track_id.as_str()).collect();
        assert_eq!(tracks, ["a", "c", "b"], "the best of every query come first");
        let own: Vec<(&str, u32)> =
            found.iter().take(1).flat_map(|one| &one.hits).map(|hit| (hit.query.as_str(), hit.rank)).collect();
        assert_eq!(own, [("sea", 0), ("calm sea", 1)]);
        assert!(found.iter().all(|one| one.artist == UNKNOWN_ARTIST && one.genres == ["rock", "folk"]));
    }

    #[test]
    fn no_more_candidates_than_matching_is_to_see() {
        let hits = (0..300).map(|number| hit(1, &number.to_string())).collect();
        assert_eq!(candidates(&[query("sea")], hits).len(), CANDIDATES);
    }

    #[test]
    fn nothing_but_words_reaches_the_search() {
        assert_eq!(any_word("calm \"sea\" -rain:*"), "calm or sea or rain");
        assert_eq!(any_word("&|!"), "");
    }
}
