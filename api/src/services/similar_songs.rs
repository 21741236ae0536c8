//! Songs like a song: those of the same words and feelings.

use std::collections::{HashMap, HashSet};

use chrono::Utc;
use diesel::PgConnection;
use imagime_engine::{
    catalogue::{self, Piece},
    matching::mood_word,
};
use imagime_shared::recommendation::{Reason, ReasonKind, RecommendedSong};
use uuid::Uuid;

use crate::{
    error::Result,
    models::SongRow,
    repositories::{
        favorites, songs,
        taste::{self as repository, Beside},
    },
    state::AppState,
    taste,
    views::{self, Eye},
};

/// Songs of one artist among those like a song.
const PER_ARTIST: usize = 2;
/// Kin of the catalogue that are looked at.
const KIN: usize = 50;

#[derive(Clone)]
struct Kin {
    worth: f32,
    artist: String,
    why: Reason,
}

/// Songs like a song that stand on public pictures, most alike first.
pub async fn list(state: &AppState, id: Uuid, viewer: Option<Uuid>, rows: u32) -> Result<Vec<RecommendedSong>> {
    let keys = state.keys.clone();
    state
        .db
        .run(move |conn| {
            let song = songs::find(conn, id)?;
            let chosen = choose(conn, &song, rows as usize)?;
            let ids: Vec<Uuid> = chosen.iter().map(|(id, _)| *id).collect();
            let found = repository::songs_of(conn, &ids)?;
            let mut found: HashMap<Uuid, _> = found.into_iter().map(|row| (row.id, row)).collect();
            let kept: HashSet<Uuid> = match viewer {
                Some(viewer) => favorites::kept_among(conn, viewer, &ids)?.into_iter().collect(),
                None => HashSet::new(),
            };
            let eye = Eye { viewer, keys: &keys, now: Utc::now() };
            let shown = chosen.into_iter().filter_map(|(id, why)| {
                let song = views::song(&eye, found.remove(&id)?);
                Some(RecommendedSong { song, why, is_favorite: kept.contains(&id) })
            });
            Ok(shown.collect())
        })
        .await
}

fn choose(conn: &mut PgConnection, song: &SongRow, rows: usize) -> Result<Vec<(Uuid, Reason)>> {
    let mut kin = together(repository::beside(conn, song.id)?);
    if song.provider == catalogue::PROVIDER
        && let Some(piece) = catalogue::find(&song.provider_track_id)
    {
        for (id, one) in relatives(conn, piece)? {
            let known = kin.entry(id).or_insert_with(|| Kin { worth: 0.0, ..one.clone() });
            if one.worth > known.worth {
                known.why = one.why;
            }
            known.worth += one.worth;
        }
    }
    let mut ranked: Vec<(Uuid, Kin)> = kin.into_iter().collect();
    ranked.sort_by(|a, b| b.1.worth.total_cmp(&a.1.worth).then_with(|| b.0.cmp(&a.0)));
    let mut artists: HashMap<String, usize> = HashMap::new();
    ranked.retain(|(_, one)| {
        let count = artists.entry(one.artist.to_lowercase()).or_default();
        *count += 1;
        *count <= PER_ARTIST || !taste::has_name(&one.artist)
    });
    ranked.truncate(rows);
    Ok(ranked.into_iter().map(|(id, one)| (id, one.why)).collect())
}

/// Songs that stand beside it, each with the reason of the post where the two fit best.
fn together(places: Vec<Beside>) -> HashMap<Uuid, Kin> {
    let mut kin: HashMap<Uuid, (f32, Kin)> = HashMap::new();
    for place in places {
        let why = match place.keyword {
            Some(word) if place.mood => Reason::word(ReasonKind::Mood, word),
            Some(word) => Reason::word(ReasonKind::Keyword, word),
            None => Reason::post(ReasonKind::Together, place.post_id),
        };
        let (best, one) = kin
            .entry(place.song_id)
            .or_insert_with(|| (-1.0, Kin { worth: 0.0, artist: place.artist, why: why.clone() }));
        if place.score > *best {
            (*best, one.why) = (place.score, why);
        }
        // Standing together often counts, but less and less.
        one.worth = place.score.mul_add(0.3, one.worth).min(1.0);
    }
    kin.into_iter().map(|(id, (best, one))| (id, Kin { worth: one.worth + best.max(0.0), ..one })).collect()
}

/// Pieces of the catalogue with the same words, or that feel the same, as far as they stand on public pictures.
fn relatives(conn: &mut PgConnection, piece: &Piece) -> Result<Vec<(Uuid, Kin)>> {
    let mut near: Vec<(&Piece, Kin)> =
        catalogue::pieces().iter().filter(|other| other.slug != piece.slug).filter_map(|o| kin(piece, o)).collect();
    near.sort_by(|a, b| b.1.worth.total_cmp(&a.1.worth).then_with(|| a.0.slug.cmp(&b.0.slug)));
    near.truncate(KIN);
    let slugs: Vec<&str> = near.iter().map(|(other, _)| other.slug.as_str()).collect();
    let known: HashMap<String, Uuid> = songs::ids_of(conn, catalogue::PROVIDER, &slugs)?.into_iter().collect();
    let ids: Vec<Uuid> = known.values().copied().collect();
    let public: HashSet<Uuid> = songs::visible_among(conn, &ids, Uuid::nil())?.into_iter().collect();
    let standing = near.into_iter().filter_map(|(other, one)| {
        let id = known.get(&other.slug).copied()?;
        public.contains(&id).then_some((id, one))
    });
    Ok(standing.collect())
}

fn kin<'a>(piece: &Piece, other: &'a Piece) -> Option<(&'a Piece, Kin)> {
    let shared = |one: &[String], two: &[String]| one.iter().filter(|word| two.contains(word)).count() as f32;
    let words = shared(&piece.tags, &other.tags) / piece.tags.len().max(1) as f32;
    let mood = taste::near((piece.valence, piece.arousal), (other.valence, other.arousal));
    let worth = words + 0.2 * shared(&piece.scenes, &other.scenes).min(1.0) + 0.3 * mood;
    let why = match piece.tags.iter().find(|tag| other.tags.contains(tag)) {
        Some(tag) => Reason::word(ReasonKind::Keyword, tag.as_str()),
        None if mood > 0.8 => Reason::word(ReasonKind::Mood, mood_word(other.valence, other.arousal)),
        None => return None,
    };
    Some((other, Kin { worth, artist: other.composer.clone(), why }))
}
