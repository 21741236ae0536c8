//! The numbers of the ranking, as data.

use serde::{Deserialize, Serialize};

/// Every number the ranking turns on; missing ones take their defaults when read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Weights {
    /// Share of the words in a song's score; the four shares are divided by their sum.
    pub lexical: f32,
    /// Share of the nearness of the moods.
    pub mood: f32,
    /// Share of the places that the sources gave the song.
    pub fusion: f32,
    /// Share of having a preview and artwork.
    pub presence: f32,
    /// What a word in the title is worth.
    pub title: f32,
    /// What a word among the curated tags is worth.
    pub tag: f32,
    /// What a scene group is worth.
    pub scene: f32,
    /// What a genre is worth.
    pub genre: f32,
    /// What a word in the album's name is worth.
    pub album: f32,
    /// What a word in the artist's name is worth.
    pub artist: f32,
    /// Strength of a match through a related word.
    pub related: f32,
    /// Strength of a match through a kind of the word ("bird" finding a swan).
    pub narrower: f32,
    /// Strength of a match through what the word is a kind of ("cat" finding any animal).
    pub broader: f32,
    /// Strength of a match through a genre that goes with the word.
    pub affinity: f32,
    /// What further matches of one keyword add to its best one.
    pub further: f32,
    /// Weight of a colour keyword beside a thing that was recognised.
    pub colour: f32,
    /// Weight of a scene group beside a thing that was recognised.
    pub setting: f32,
    /// Sum of keyword matches at which the lexical part is one half (it rises as an S).
    pub saturation: f32,
    /// Width of the mood's bell curve on the plane.
    pub mood_width: f32,
    /// The constant of reciprocal rank fusion.
    pub fusion_k: f32,
    /// Relevance against variety in the first page, 1 being relevance alone.
    pub mmr_lambda: f32,
    /// How many songs the rules of variety order.
    pub first_page: usize,
    /// Songs an artist may have on the first page.
    pub per_artist: usize,
    /// Songs an album may have on the first page; collections are free.
    pub per_album: usize,
    /// Facets that the first page should cover.
    pub facets: u32,
    /// Lexical part under which a song is a mood match only.
    pub mood_match_below: f32,
    /// Standing of a mood match in the order, beside songs of its score that the words speak for.
    pub mood_match_standing: f32,
}

impl Default for Weights {
    fn default() -> Self {
        Self {
            lexical: 0.40,
            mood: 0.35,
            fusion: 0.15,
            presence: 0.10,
            title: 1.0,
            tag: 0.8,
            scene: 0.8,
            genre: 0.8,
            album: 0.5,
            artist: 0.1,
            related: 0.5,
            narrower: 0.7,
            broader: 0.55,
            affinity: 0.35,
            further: 0.25,
            colour: 0.3,
            setting: 0.8,
            saturation: 0.5,
            mood_width: 0.4,
            fusion_k: 60.0,
            mmr_lambda: 0.7,
            first_page: 10,
            per_artist: 2,
            per_album: 1,
            facets: 3,
            mood_match_below: 0.15,
            mood_match_standing: 0.6,
        }
    }
}

/// The four shares, made to sum to one.
pub(super) struct Shares {
    /// Of the words.
    pub lexical: f32,
    /// Of the moods' nearness.
    pub mood: f32,
    /// Of the sources' places.
    pub fusion: f32,
    /// Of preview and artwork.
    pub presence: f32,
}

impl Shares {
    /// From weights of any sum.
    pub fn new(weights: &Weights) -> Self {
        let sum = (weights.lexical + weights.mood + weights.fusion + weights.presence).max(f32::EPSILON);
        Self {
            lexical: weights.lexical / sum,
            mood: weights.mood / sum,
            fusion: weights.fusion / sum,
            presence: weights.presence / sum,
        }
    }
}
