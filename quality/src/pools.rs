//! Pools of songs with judgements: what the matcher makes of them, beside what the baseline would show.

use std::collections::{BTreeSet, HashMap, HashSet};

use anyhow::{Context, Result, bail};
use imagime_engine::analysis::{Keyword, KeywordKind, Mood};
use imagime_engine::matching::{Candidate, QueryHit, Request, Weights, rank};

use crate::labels::{Part, part_of, rows};
use crate::metrics::{PAGE, ndcg};

include!(concat!(env!("OUT_DIR"), "/pools.rs"));

/// How many songs the baseline takes for each keyword.
const EACH: usize = 3;

/// One picture's keywords, the answers to its searches, and a judgement of each song.
pub struct Pool {
    /// Its name.
    pub name: &'static str,
    /// Its part.
    pub part: Part,
    request: Request,
    searches: Vec<Search>,
    songs: HashMap<&'static str, Song>,
}

struct Search {
    source: &'static str,
    query: &'static str,
    answer: Vec<&'static str>,
}

struct Song {
    candidate: Candidate,
    work: &'static str,
    relevance: u8,
    flag: &'static str,
    facets: Vec<&'static str>,
}

/// What a pool came to.
pub struct Outcome {
    /// The pool's part.
    pub part: Part,
    /// The matcher's first ten.
    pub ours: Page,
    /// The baseline's first ten: each keyword searched alone, the first three of each, one after the other.
    pub baseline: Page,
}

/// The measures of one first page.
pub struct Page {
    /// Gain beside the best possible one.
    pub ndcg: f32,
    /// Share of noise.
    pub noise: f32,
    /// Share of songs that hold a keyword in the artist's name alone.
    pub artist_only: f32,
    /// Eight artists, or as many as the pool's fitting songs have.
    pub enough_artists: bool,
    /// Three sides of the picture, or as many as the pool's fitting songs speak to.
    pub enough_facets: bool,
    ids: Vec<&'static str>,
}

/// All pools.
pub fn read() -> Result<Vec<Pool>> {
    let tracks: HashMap<&str, (Candidate, &'static str)> =
        rows(include_str!("../data/songs.tsv")).map(track).collect::<Result<_>>()?;
    POOLS.iter().map(|&(name, text)| pool(name, text, &tracks).with_context(|| name)).collect()
}

/// Ranks a pool and measures both pages.
pub fn outcome(pool: &Pool, weights: &Weights) -> Outcome {
    let ranked = rank(&pool.request, pool.candidates(), weights);
    let ours = ranked.iter().take(PAGE).filter_map(|found| pool.id_of(&found.candidate)).collect();
    Outcome { part: pool.part, ours: pool.page(ours), baseline: pool.page(pool.baseline()) }
}

/// Prints the first ten of the pools of the tuning part.
pub fn tell(pools: &[Pool], outcomes: &[Outcome]) {
    for (pool, outcome) in pools.iter().zip(outcomes).filter(|(pool, _)| pool.part == Part::Tune) {
        println!("\n{}: {:.3}, baseline {:.3}", pool.name, outcome.ours.ndcg, outcome.baseline.ndcg);
        for song in outcome.ours.ids.iter().filter_map(|id| pool.songs.get(id)) {
            let Candidate { title, artist, provider, .. } = &song.candidate;
            println!("  {} {:<7} {title} - {artist} ({provider}) {}", song.relevance, song.flag, song.facets.join(","));
        }
        let missed = pool.songs.iter().filter(|(id, song)| song.relevance == 3 && !outcome.ours.ids.contains(*id));
        let titles: Vec<&str> = missed.map(|(_, song)| song.candidate.title.as_str()).take(8).collect();
        println!("  missed: {}", titles.join("; "));
    }
}

impl Pool {
    /// Every song once, with all the places where it was found.
    fn candidates(&self) -> Vec<Candidate> {
        let mut found: Vec<Candidate> = Vec::new();
        let mut places: HashMap<&str, usize> = HashMap::new();
        for search in &self.searches {
            for (rank, id) in search.answer.iter().enumerate() {
                let Some(song) = self.songs.get(id) else { continue };
                let at = *places.entry(id).or_insert_with(|| {
                    found.push(song.candidate.clone());
                    found.len() - 1
                });
                let hit = QueryHit { query: search.query.to_owned(), rank: rank as u32 };
                if let Some(candidate) = found.get_mut(at) {
                    candidate.hits.push(hit);
                }
            }
        }
        found
    }

    /// Searches each keyword, takes three of each, and puts them one after the other.
    fn baseline(&self) -> Vec<&'static str> {
        let answers = self.request.keywords.iter().filter_map(|keyword| {
            self.searches.iter().find(|search| search.source == "spotify" && search.query == keyword.word)
        });
        let mut seen = HashSet::new();
        let firsts = answers.flat_map(|search| search.answer.iter().take(EACH).copied());
        firsts.filter(|id| seen.insert(*id)).take(PAGE).collect()
    }

    /// Merged recordings keep one's id or the other's; both are the pool's.
    fn id_of(&self, candidate: &Candidate) -> Option<&'static str> {
        self.songs.get_key_value(candidate.provider_track_id.as_str()).map(|(id, _)| *id)
    }

    fn page(&self, ids: Vec<&'static str>) -> Page {
        let songs: Vec<&Song> = ids.iter().filter_map(|id| self.songs.get(id)).collect();
        let gains: Vec<(&str, u8)> = songs.iter().map(|song| (song.work, song.relevance)).collect();
        let all: Vec<(&str, u8)> = self.songs.values().map(|song| (song.work, song.relevance)).collect();
        let fitting: Vec<&Song> = self.songs.values().filter(|song| song.relevance > 0).collect();
        let flagged = |flag: &str| songs.iter().filter(|song| song.flag == flag).count() as f32 / PAGE as f32;
        Page {
            ndcg: ndcg(&gains, &all),
            noise: flagged("noise"),
            artist_only: flagged("artist"),
            enough_artists: artists(&songs) >= artists(&fitting).min(8),
            enough_facets: facets(&songs) >= facets(&fitting).min(3),
            ids,
        }
    }
}

fn artists(songs: &[&Song]) -> usize {
    songs.iter().map(|song| song.candidate.artist.as_str()).collect::<BTreeSet<_>>().len()
}

fn facets(songs: &[&Song]) -> usize {
    songs.iter().filter(|song| song.relevance > 0).flat_map(|song| &song.facets).collect::<BTreeSet<_>>().len()
}

fn track(line: &'static str) -> Result<(&'static str, (Candidate, &'static str))> {
    let cells: Vec<&'static str> = line.split('\t').collect();
    let [id, provider, title, artist, album, length, isrc, genres, tags, scenes, mood, preview, art, work, ..] =
        cells[..]
    else {
        bail!("not a song: {line}")
    };
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let list = |text: &str| text.split(',').map(str::trim).filter(|word| !word.is_empty()).map(str::to_owned).collect();
    let mood = match mood.split_once(' ') {
        Some((valence, arousal)) => Some((valence.parse()?, arousal.parse()?)),
        None => None,
    };
    let candidate = Candidate {
        provider: provider.to_owned(),
        provider_track_id: id.to_owned(),
        isrc: some(isrc),
        title: title.to_owned(),
        artist: artist.to_owned(),
        album: some(album),
        duration_ms: length.parse().ok(),
        tags: list(tags),
        scenes: list(scenes),
        genres: list(genres),
        mood,
        playable: preview == "1",
        illustrated: art == "1",
        hits: Vec::new(),
        votes: Vec::new(),
    };
    Ok((id, (candidate, work)))
}

fn pool(name: &'static str, text: &'static str, tracks: &HashMap<&str, (Candidate, &'static str)>) -> Result<Pool> {
    let (mut part, mut mood, mut keywords) = (None, None, Vec::new());
    let (mut searches, mut songs) = (Vec::new(), HashMap::new());
    for line in rows(text) {
        let cells: Vec<&'static str> = line.split('\t').collect();
        match cells[..] {
            ["part", name] => part = Some(part_of(name)?),
            ["mood", valence, arousal, words] => {
                let words = words.split(',').map(str::to_owned).collect();
                mood = Some(Mood { valence: valence.parse()?, arousal: arousal.parse()?, words });
            }
            ["keyword", word, score, kind] => {
                let kind = match kind {
                    "scene" => KeywordKind::Scene,
                    "colour" => KeywordKind::Colour,
                    _ => KeywordKind::Object,
                };
                keywords.push(Keyword { word: word.to_owned(), score: score.parse()?, kind });
            }
            ["search", source, query, answer] => {
                searches.push(Search { source, query, answer: answer.split(' ').collect() });
            }
            ["judge", id, relevance, flag, facets] => {
                let (candidate, work) = tracks.get(id).with_context(|| format!("no song {id}"))?.clone();
                let facets = facets.split(',').filter(|facet| *facet != "-").collect();
                songs.insert(id, Song { candidate, work, relevance: relevance.parse()?, flag, facets });
            }
            ["feel" | "shows" | "goes-with" | "recalls", _] => {}
            _ => bail!("not a line of a pool: {line}"),
        }
    }
    let mood = mood.context("no mood")?;
    let request = Request { keywords, mood, seed: 1 };
    Ok(Pool { name, part: part.context("no part")?, request, searches, songs })
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;
    use crate::labels::lot;

    #[test]
    fn there_are_enough_pools_and_each_is_whole() {
        let pools = read().unwrap();
        assert!(pools.len() >= 40);
        for pool in &pools {
            assert!(pool.songs.len() >= 50, "{}", pool.name);
            assert!(pool.songs.values().any(|song| song.flag == "noise"), "{}", pool.name);
            assert!(pool.songs.values().filter(|song| song.relevance >= 2).count() >= PAGE, "{}", pool.name);
            let unjudged =
                pool.searches.iter().flat_map(|search| &search.answer).find(|id| !pool.songs.contains_key(*id));
            assert_eq!(unjudged, None, "{}", pool.name);
            for keyword in &pool.request.keywords {
                assert!(
                    pool.searches.iter().any(|search| search.query == keyword.word),
                    "{}: {}",
                    pool.name,
                    keyword.word
                );
            }
        }
    }

    #[test]
    fn the_third_with_the_lowest_lots_is_held_out() {
        let mut pools = read().unwrap();
        pools.sort_by_key(|pool| lot(pool.name));
        let third = pools.len().div_ceil(3);
        assert!(pools.iter().enumerate().all(|(at, pool)| (pool.part == Part::Held) == (at < third)));
    }

    #[test]
    fn the_baseline_takes_three_of_each_keyword_in_order() {
        let pools = read().unwrap();
        let pool = pools.first().unwrap();
        let first = pool.request.keywords.first().unwrap();
        let search = pool.searches.iter().find(|search| search.query == first.word).unwrap();
        assert_eq!(pool.baseline().get(..3), search.answer.get(..3));
        assert_eq!(pool.baseline().len(), PAGE);
    }
}
