//! Between outside song sources and posts: candidates for matching, rows for the database, and words for what is missing.

use chrono::Utc;
use imagime_engine::matching::Candidate;
use imagime_shared::{notice, paths, post::Notice};
use uuid::Uuid;

use crate::{
    match_rows::KnownSongs,
    models::NewSong,
    music::{
        Answered, Found, Missing, deezer, spotify,
        track::{Track, TrackPreview},
    },
    remote::{RemoteError, Rest},
};

/// What outside sources bring to one matching.
#[derive(Debug, Default)]
pub struct Outside {
    /// The rows of their tracks, by provider and track.
    pub songs: KnownSongs,
    /// What the post tells of the sources.
    pub notices: Vec<Notice>,
    /// Sources whose answer may still come.
    pub waiting_for: Vec<String>,
}

impl Outside {
    /// Parts what was found into candidates and all the rest.
    pub fn of(found: Found) -> (Vec<Candidate>, Self) {
        let mut outside = Self {
            notices: found.missing.iter().filter(|missing| !missing.quiet).filter_map(unavailable).collect(),
            waiting_for: found.missing.iter().filter(|one| one.may_come()).map(|one| one.source.to_owned()).collect(),
            songs: KnownSongs::new(),
        };
        outside.notices.extend(found.answered.iter().filter_map(found_nothing));
        let mut candidates = Vec::with_capacity(found.tracks.len());
        for track in found.tracks {
            let key = (track.candidate.provider.clone(), track.candidate.provider_track_id.clone());
            outside.songs.insert(key, new_song(&track));
            candidates.push(track.candidate);
        }
        (candidates, outside)
    }
}

/// The row of a track.
pub fn new_song(track: &Track) -> NewSong {
    let song = &track.candidate;
    let (state, preview_url) = match &track.preview {
        TrackPreview::File(address) => ("available", Some(address.clone())),
        // Asked for anew whenever somebody plays it.
        TrackPreview::Resolved => ("available", Some(resolved_url(&song.provider_track_id))),
        TrackPreview::Player(address) => ("embed", Some(address.clone())),
        TrackPreview::Link => ("link_only", None),
        TrackPreview::Nothing => ("none", None),
    };
    NewSong {
        id: Uuid::now_v7(),
        provider: song.provider.clone(),
        provider_track_id: song.provider_track_id.clone(),
        isrc: song.isrc.clone(),
        title: song.title.clone(),
        artist: song.artist.clone(),
        album: song.album.clone(),
        year: track.year,
        artwork_url: track.artwork_url.clone(),
        artwork_generated: Some(false),
        preview_state: Some(state.to_owned()),
        preview_url,
        external_url: track.external_url.clone(),
        attribution: track.attribution.clone(),
        duration_ms: song.duration_ms.and_then(|ms| i32::try_from(ms).ok()),
        explicit: track.explicit,
        refreshed_at: Some(Utc::now()),
    }
}

fn resolved_url(track: &str) -> String {
    paths::fill(paths::DEEZER_PREVIEW, &[track])
}

fn unavailable(missing: &Missing) -> Option<Notice> {
    let title = missing.title;
    let message = match &missing.error {
        // Our own pace: nothing is wrong, and the other sources have songs.
        RemoteError::Busy => return None,
        RemoteError::Resting(Rest::Off(_)) | RemoteError::Unauthorized => {
            format!("{title} does not let this server in, so its songs are missing.")
        }
        RemoteError::TooSlow => {
            format!("{title} takes long to answer. Its songs are added when they are there.")
        }
        RemoteError::Refused(_) => format!("{title} refused this search, so its songs are missing."),
        _ => format!("{title} does not answer for now. Its songs are added when it is back."),
    };
    Some(Notice { code: notice::SOURCE_UNAVAILABLE.into(), source: Some(missing.source.into()), message })
}

/// A whole catalogue that has nothing is worth a word; free music is not expected to have everything.
fn found_nothing(answered: &Answered) -> Option<Notice> {
    if answered.for_words || !matches!(answered.source, spotify::PROVIDER | deezer::PROVIDER) {
        return None;
    }
    let title = answered.title;
    let message = if answered.any {
        format!("{title} has no songs for these words, so its songs were chosen by mood.")
    } else {
        format!("{title} has no songs for this picture, so other sources chose them.")
    };
    let code = if answered.any { notice::MOOD_ONLY } else { notice::NO_MATCHING_SONGS };
    Some(Notice { code: code.into(), source: Some(answered.source.into()), message })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn missing(error: RemoteError, quiet: bool) -> Missing {
        Missing { source: "spotify", title: "Spotify", error, quiet }
    }

    #[test]
    fn what_is_missing_is_told_and_waited_for() {
        let found = Found {
            missing: vec![missing(RemoteError::Unreachable, false), missing(RemoteError::Refused(403), false)],
            ..Found::default()
        };
        let (candidates, outside) = Outside::of(found);
        assert!(candidates.is_empty());
        assert_eq!(outside.notices.len(), 2);
        assert_eq!(outside.waiting_for, ["spotify"], "a request that is at fault is at fault later too");
    }

    #[test]
    fn nobody_is_told_of_a_source_that_nobody_asked_for() {
        let found = Found { missing: vec![missing(RemoteError::Unreachable, true)], ..Found::default() };
        let (_, outside) = Outside::of(found);
        assert!(outside.notices.is_empty());
        assert_eq!(outside.waiting_for, ["spotify"]);
    }

    #[test]
    fn a_catalogue_without_songs_for_the_words_says_so() {
        let answered = |for_words, any| Answered { source: "spotify", title: "Spotify", for_words, any };
        let codes = |answered| {
            let (_, outside) = Outside::of(Found { answered: vec![answered], ..Found::default() });
            outside.notices.into_iter().map(|notice| notice.code).collect::<Vec<_>>()
        };
        assert_eq!(codes(answered(false, true)), ["mood_only"]);
        assert_eq!(codes(answered(false, false)), ["no_matching_songs"]);
        assert!(codes(answered(true, true)).is_empty());
    }

    #[test]
    fn a_track_without_anything_but_a_name_is_a_row_without_a_dead_button() {
        let mut track = Track::default();
        let row = new_song(&track);
        assert_eq!((row.preview_state.as_deref(), row.preview_url), (Some("none"), None));
        track.candidate.provider_track_id = "3135556".into();
        track.preview = TrackPreview::Resolved;
        assert_eq!(new_song(&track).preview_url.as_deref(), Some("/media/previews/deezer/3135556"));
    }
}
