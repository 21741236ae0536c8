//! Songs and pictures for a user, worked out anew for each request from the last things they chose.
//!
//! However large the instance, it reads bounded sets with a fixed number of queries; only the comparison of pictures goes through
//! all fingerprints, in memory.

use std::collections::{HashMap, HashSet};

use chrono::Utc;
use diesel::PgConnection;
use imagime_engine::similarity::{Fingerprint, VERSION};
use imagime_shared::recommendation::{Reason, ReasonKind, ReasonSong, RecommendedPost, RecommendedSong};
use uuid::Uuid;

use crate::{
    error::Result,
    neighbours::Neighbours,
    repositories::{
        posts,
        taste::{self as repository, Shown},
    },
    state::AppState,
    taste::{self, Taste},
    views::{self, Eye},
};

/// Chosen posts whose words are read.
const CHOSEN: usize = 60;
/// Chosen posts, the newest, whose like is sought, and how many of each.
const COMPARED: usize = 4;
const ALIKE: usize = 60;
/// Newest posts of the feed that are looked at.
const NEWEST: u32 = 200;
/// Posts whose songs are looked at.
const SOURCES: usize = 120;

/// A post that was looked at.
struct Judged {
    post: Shown,
    worth: f32,
    why: Reason,
}

/// Songs that may please the user, best first.
pub async fn songs(state: &AppState, user_id: Uuid, rows: u32) -> Result<Vec<RecommendedSong>> {
    let (keys, neighbours) = (state.keys.clone(), state.neighbours.clone());
    state
        .db
        .run(move |conn| {
            let (taste, judged) = judge(conn, &neighbours, user_id)?;
            let chosen = choose_songs(conn, user_id, &taste, judged, rows as usize)?;
            let ids: Vec<Uuid> = chosen.iter().map(|(id, _)| *id).collect();
            let found = repository::songs_of(conn, &ids)?;
            let mut songs: HashMap<Uuid, _> = found.into_iter().map(|row| (row.id, row)).collect();
            let eye = Eye { viewer: Some(user_id), keys: &keys, now: Utc::now() };
            let shown = chosen.into_iter().filter_map(|(id, why)| {
                let song = views::song(&eye, songs.remove(&id)?);
                Some(RecommendedSong { song, why, is_favorite: false })
            });
            Ok(shown.collect())
        })
        .await
}

/// Pictures that may please the user, best first.
pub async fn posts(state: &AppState, user_id: Uuid, rows: u32) -> Result<Vec<RecommendedPost>> {
    let (keys, neighbours) = (state.keys.clone(), state.neighbours.clone());
    state
        .db
        .run(move |conn| {
            let (_, judged) = judge(conn, &neighbours, user_id)?;
            // The same picture is shown once, whoever posted it.
            let mut pictures = HashSet::new();
            let new = judged.into_iter().filter(|one| !one.post.known);
            let different = new.filter(|one| pictures.insert(one.post.image_key.clone())).collect();
            let chosen = taste::spread(different, |one| one.post.user_id, rows as usize);
            let ids: Vec<Uuid> = chosen.iter().map(|one| one.post.id).collect();
            let mut rows = posts::find_visible_many(conn, &ids, user_id)?;
            rows.sort_by_key(|row| ids.iter().position(|id| *id == row.id));
            let eye = Eye { viewer: Some(user_id), keys: &keys, now: Utc::now() };
            let mut whys: HashMap<Uuid, Reason> = chosen.into_iter().map(|one| (one.post.id, one.why)).collect();
            let shown = views::posts(conn, &eye, rows)?.into_iter().filter_map(|post| {
                let why = whys.remove(&post.id)?;
                Some(RecommendedPost { post, why })
            });
            Ok(shown.collect())
        })
        .await
}

/// The user's taste, and the posts of the feed that might be something, best first.
fn judge(conn: &mut PgConnection, neighbours: &Neighbours, user_id: Uuid) -> Result<(Taste, Vec<Judged>)> {
    let signals = repository::signals(conn, user_id)?;
    let mut chosen: Vec<Uuid> = Vec::new();
    for id in signals.iter().filter_map(|signal| signal.post_id) {
        if !chosen.contains(&id) {
            chosen.push(id);
        }
    }
    let words = repository::words(conn, chosen.get(..CHOSEN).unwrap_or(&chosen))?;
    let taste = Taste::of(&signals, &words);
    let alike = alike(conn, neighbours, chosen.get(..COMPARED).unwrap_or(&chosen))?;
    let sought: Vec<String> = taste.words.iter().map(|(word, _)| word.clone()).collect();
    let mut ids: HashSet<Uuid> = repository::newest(conn, NEWEST)?.into_iter().collect();
    if !sought.is_empty() {
        ids.extend(repository::posts_with(conn, &sought)?);
    }
    ids.extend(alike.keys().chain(&chosen));
    let ids: Vec<Uuid> = ids.into_iter().collect();
    let shown = repository::shown(conn, user_id, &ids)?;
    let mut of_post: HashMap<Uuid, Vec<(String, f32)>> = HashMap::new();
    for (id, word, score) in repository::words(conn, &ids)? {
        of_post.entry(id).or_default().push((word, score));
    }
    let newest = shown.iter().map(|post| post.created_at.timestamp()).max().unwrap_or_default();
    let judge = |post: Shown| {
        let words = of_post.get(&post.id).map_or(&[][..], Vec::as_slice);
        let popular = (0.05 * taste::popularity(&post, newest), Reason::of(ReasonKind::Popular));
        let (worth, why) = taste.judge(&post, words, alike.get(&post.id).copied()).unwrap_or(popular);
        Judged { post, worth, why }
    };
    let mut judged: Vec<Judged> = shown.into_iter().map(judge).collect();
    judged.sort_by(|a, b| b.worth.total_cmp(&a.worth).then_with(|| b.post.id.cmp(&a.post.id)));
    Ok((taste, judged))
}

/// Posts whose pictures are like chosen ones, each with the chosen one and how much.
fn alike(conn: &mut PgConnection, neighbours: &Neighbours, chosen: &[Uuid]) -> Result<HashMap<Uuid, (Uuid, f32)>> {
    let mut vectors = repository::vectors(conn, chosen, VERSION)?;
    vectors.sort_by_key(|(id, _)| chosen.iter().position(|other| other == id));
    let mut alike: HashMap<Uuid, (Uuid, f32)> = HashMap::new();
    if vectors.is_empty() {
        return Ok(alike);
    }
    neighbours.refresh(conn)?;
    for (own, vector) in vectors {
        let Some(print) = Fingerprint::from_bytes(&vector) else { continue };
        for (id, likeness) in neighbours.nearest(&print, ALIKE) {
            let best = alike.entry(id).or_insert((own, likeness));
            if likeness > best.1 {
                *best = (own, likeness);
            }
        }
    }
    alike.retain(|id, _| !chosen.contains(id));
    Ok(alike)
}

/// The songs of the best posts: what the post is to the user counts, how well the song fits there, and what people vote.
fn choose_songs(
    conn: &mut PgConnection,
    user_id: Uuid,
    taste: &Taste,
    mut judged: Vec<Judged>,
    rows: usize,
) -> Result<Vec<(Uuid, Reason)>> {
    // Songs of one's own pictures are known, unless one of them was chosen.
    judged.retain(|one| one.post.user_id != user_id || taste.posts.contains_key(&one.post.id));
    for one in &mut judged {
        if let Some(kept) = taste.posts.get(&one.post.id) {
            // What stands beside a kept song comes before what stands on a picture like that one.
            one.worth += if kept.is_some() { 1.0 } else { 0.5 };
            one.why = because(kept.as_ref(), one.post.id);
        } else if let Some(chosen) = one.why.post_id {
            one.why = because(taste.posts.get(&chosen).and_then(Option::as_ref), chosen);
        }
    }
    judged.sort_by(|a, b| b.worth.total_cmp(&a.worth).then_with(|| b.post.id.cmp(&a.post.id)));
    judged.truncate(SOURCES);
    let ids: Vec<Uuid> = judged.iter().map(|one| one.post.id).collect();
    let of_post: HashMap<Uuid, &Judged> = judged.iter().map(|one| (one.post.id, one)).collect();
    let mut ranked: HashMap<Uuid, Ranked> = HashMap::new();
    for place in repository::songs_on(conn, user_id, &ids)? {
        let Some(post) = of_post.get(&place.post_id) else { continue };
        let votes = place.votes.clamp(-5, 5) as f32;
        let worth = post.worth * place.score * (1.0 + 0.15 * votes);
        let song = ranked.entry(place.song_id).or_insert_with(|| Ranked { artist: place.artist, ..Ranked::default() });
        song.sum += worth;
        if song.why.is_none() || worth > song.best {
            (song.best, song.why) = (worth, Some(&post.why));
        }
    }
    let mut ranked: Vec<(Uuid, f32, String, Reason)> =
        ranked.into_iter().filter_map(|(id, song)| song.settle(id, taste)).collect();
    ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| b.0.cmp(&a.0)));
    let spread = taste::spread(ranked, |(id, _, artist, _)| by_artist(*id, artist), rows);
    Ok(spread.into_iter().map(|(id, _, _, why)| (id, why)).collect())
}

#[derive(Default)]
struct Ranked<'a> {
    artist: String,
    best: f32,
    sum: f32,
    why: Option<&'a Reason>,
}

impl Ranked<'_> {
    /// A song that stands on many posts is worth a little more; one by an artist of whom the user keeps a song, too.
    fn settle(self, id: Uuid, taste: &Taste) -> Option<(Uuid, f32, String, Reason)> {
        let why = self.why?.clone();
        let worth = self.best + 0.1 * (self.sum - self.best).clamp(0.0, 3.0);
        Some(match taste.artists.get(&self.artist.to_lowercase()) {
            Some(song) if why.reason != ReasonKind::Song => {
                (id, worth + 0.2, self.artist, Reason::song(ReasonKind::Artist, song.clone()))
            }
            _ => (id, worth, self.artist, why),
        })
    }
}

fn because(kept: Option<&ReasonSong>, post_id: Uuid) -> Reason {
    match kept {
        Some(song) => Reason::song(ReasonKind::Song, song.clone()),
        None => Reason::post(ReasonKind::SimilarPicture, post_id),
    }
}

/// Songs without an artist's name are all different.
fn by_artist(id: Uuid, artist: &str) -> (Option<String>, Option<Uuid>) {
    if taste::has_name(artist) { (Some(artist.to_lowercase()), None) } else { (None, Some(id)) }
}
