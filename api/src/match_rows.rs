//! What the engine understands and finds, as rows of the database and back.

use std::collections::HashMap;

use anyhow::Context as _;
use diesel::PgConnection;
use imagime_engine::{
    analysis::{Keyword, KeywordKind, Mood},
    matching::{Match, Request},
};
use imagime_shared::{notice, post::Notice, validation};
use uuid::Uuid;

use crate::{
    error::Result,
    models::{KeywordRow, NewPostSong, NewSong, PostRow},
    repositories::songs,
    song_rows,
};

/// The words of a post.
pub fn keyword_rows(post_id: Uuid, keywords: &[Keyword]) -> Vec<KeywordRow> {
    keywords
        .iter()
        .filter(|keyword| !keyword.word.is_empty())
        .enumerate()
        .map(|(position, keyword)| KeywordRow {
            post_id,
            position: position as i32,
            keyword: keyword.word.chars().take(validation::KEYWORD_CHARS).collect(),
            score: keyword.score.clamp(0.0, 1.0),
            kind: kind_word(keyword.kind).into(),
        })
        .collect()
}

/// What the matcher is asked for a post.
pub fn request(post: &PostRow, keywords: &[KeywordRow]) -> Request {
    let keywords = keywords
        .iter()
        .map(|row| Keyword { word: row.keyword.clone(), score: row.score, kind: parse_kind(&row.kind) })
        .collect();
    let mood = Mood {
        valence: post.valence.unwrap_or_default(),
        arousal: post.arousal.unwrap_or_default(),
        words: post.mood_words.clone(),
    };
    let seed = post.image_key.first_chunk::<8>().map_or(0, |bytes| u64::from_be_bytes(*bytes));
    Request { keywords, mood, seed }
}

/// What a post tells of its list as a whole.
pub fn notices(abstained: bool, request: &Request, ranked: &[Match]) -> Vec<Notice> {
    let notice = |code: &str, message: &str| Notice { code: code.into(), source: None, message: message.into() };
    if ranked.is_empty() {
        return vec![notice(notice::NO_MATCHING_SONGS, "No song was found for this picture yet.")];
    }
    if request.keywords.is_empty() {
        return vec![notice(notice::NO_KEYWORDS, "There are no words to go by, so the mood chose the songs.")];
    }
    let decided = request.keywords.iter().any(|keyword| keyword.kind == KeywordKind::User);
    let mood_alone = ranked.iter().all(|found| found.mood_match);
    if decided && mood_alone {
        return vec![notice(
            notice::MOOD_ONLY,
            "No song was found that speaks of these words, so the mood chose the songs.",
        )];
    }
    if mood_alone || abstained && !decided {
        return vec![notice(
            notice::MOOD_ONLY,
            "We would not swear to what this shows, so its colours and mood chose the songs.",
        )];
    }
    Vec::new()
}

/// Rows of songs from outside, by provider and track.
pub type KnownSongs = HashMap<(String, String), NewSong>;

/// Writes the songs of a list down and gives the list's rows; `known` has the rows of songs from outside.
pub fn list_rows(
    conn: &mut PgConnection,
    post_id: Uuid,
    generation: i32,
    ranked: &[Match],
    known: &KnownSongs,
) -> Result<Vec<NewPostSong>> {
    let ids = song_ids(conn, ranked, known)?;
    ranked
        .iter()
        .filter_map(|found| ids.get(&key(found)).map(|song_id| (found, *song_id)))
        .enumerate()
        .map(|(position, (found, song_id))| {
            Ok(NewPostSong {
                post_id,
                song_id,
                generation,
                position: position as i32,
                score: found.score.clamp(0.0, 1.0),
                mood_match: found.mood_match,
                why: serde_json::to_value(&found.why).context("reasons cannot be written down")?,
            })
        })
        .collect()
}

/// Songs from outside are brought up to date, since they were just heard of; our own are written once.
fn song_ids(conn: &mut PgConnection, ranked: &[Match], known: &KnownSongs) -> Result<HashMap<(String, String), Uuid>> {
    let mut by_provider: HashMap<&str, Vec<&Match>> = HashMap::new();
    for found in ranked {
        by_provider.entry(&found.candidate.provider).or_default().push(found);
    }
    let mut ids = HashMap::new();
    let mut rows: Vec<NewSong> = Vec::new();
    for (provider, found) in by_provider {
        let own: Vec<&Match> = found.iter().copied().filter(|one| !known.contains_key(&key(one))).collect();
        rows.extend(found.iter().filter_map(|one| known.get(&key(one)).cloned()));
        let tracks: Vec<&str> = own.iter().map(|one| one.candidate.provider_track_id.as_str()).collect();
        for (track, id) in songs::ids_of(conn, provider, &tracks)? {
            ids.insert((provider.to_owned(), track), id);
        }
        let unknown = own.iter().filter(|one| !ids.contains_key(&key(one)));
        rows.extend(unknown.map(|one| song_rows::new_song(&one.candidate)));
    }
    // In one order everywhere, so that two lists that are written at once do not wait for each other in a circle.
    rows.sort_by(|a, b| (&a.provider, &a.provider_track_id).cmp(&(&b.provider, &b.provider_track_id)));
    if !rows.is_empty() {
        for (provider, track, id) in songs::upsert(conn, &rows)? {
            ids.insert((provider, track), id);
        }
    }
    Ok(ids)
}

fn key(found: &Match) -> (String, String) {
    (found.candidate.provider.clone(), found.candidate.provider_track_id.clone())
}

fn kind_word(kind: KeywordKind) -> &'static str {
    match kind {
        KeywordKind::Object => "object",
        KeywordKind::Scene => "scene",
        KeywordKind::Colour => "colour",
        KeywordKind::User => "user",
    }
}

fn parse_kind(word: &str) -> KeywordKind {
    match word {
        "scene" => KeywordKind::Scene,
        "colour" => KeywordKind::Colour,
        "user" => KeywordKind::User,
        _ => KeywordKind::Object,
    }
}
