//! The numbers of the ranking, as data.

use serde::{Deserialize, Serialize};

/// Every number the ranking turns on; missing ones take their defaults when read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Weights {
    /// Share of the words in a song's score; the five shares are divided by their sum.
    pub lexical: f32,
    /// Share of the nearness of the moods.
    pub mood: f32,
    /// Share of words and mood together: a song about the right thing in the right mood is more than the sum.
    pub both: f32,
    /// Share of the places that the sources gave the song.
    pub fusion: f32,
    /// Share of having a preview and artwork.
    pub presence: f32,
    /// What a word in the title is worth.
    pub title: f32,
    /// What a word among the curated tags is worth.
    pub tag: f32,
    /// Number of tags at which each says half as much as one alone: who is said to be about everything is about little.
    pub tag_room: f32,
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
    /// What it says for a keyword that a search for it, with another word beside it, found the song first; later places say less.
    pub found: f32,
    /// Worth of a title that is hardly more than the word itself.
    pub bare: f32,
    /// What further matches of one keyword add to its best one.
    pub further: f32,
    /// How fast keywords lose weight by their place, a recognised thing at place n counting 1 / (1 + descent n): the first ones are what the picture is of.
    pub descent: f32,
    /// Weight of a colour keyword beside a thing that was recognised.
    pub colour: f32,
    /// Weight of a scene group beside a thing that was recognised.
    pub setting: f32,
    /// Sum of keyword matches at which the lexical part is one half (it rises as an S).
    pub saturation: f32,
    /// Width of the mood's bell curve on the plane.
    pub mood_width: f32,
    /// Worth of a mood guessed from words beside a known one.
    pub mood_guessed: f32,
    /// What a word for a thing tells of a song's mood, beside a word for a mood.
    pub mood_thing: f32,
    /// What the mood and genre words of a search tell of a song's mood, beside one word of the song's own.
    pub mood_asked: f32,
    /// How near a mood counts of which nothing is known.
    pub mood_unknown: f32,
    /// How much nearer a song counts, at most, that a search for the picture's mood found; known moods are believed instead.
    pub mood_found: f32,
    /// What a place in the answer to one bare word counts beside one in the answer to several.
    pub bare_query: f32,
    /// What a place in our own catalogue's answer counts beside one in a service's.
    pub own_query: f32,
    /// Sum of places at which being found counts one half (it rises as an S).
    pub agreement: f32,
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
    /// Strength from which a keyword's match speaks to its side of the picture.
    pub heard: f32,
    /// Lexical part under which a song is a mood match only.
    pub mood_match_below: f32,
    /// Standing of a mood match in the order, beside songs of its score that the words speak for.
    pub mood_match_standing: f32,
}

impl Default for Weights {
    fn default() -> Self {
        Self {
            lexical: 0.45,
            mood: 0.35,
            both: 0.4,
            fusion: 0.2,
            presence: 0.07,
            title: 1.0,
            tag: 0.8,
            tag_room: 15.0,
            scene: 0.6,
            genre: 0.6,
            album: 0.5,
            artist: 0.1,
            related: 0.4,
            narrower: 0.7,
            broader: 0.4,
            affinity: 0.25,
            found: 0.25,
            bare: 0.6,
            further: 0.25,
            descent: 0.4,
            colour: 0.3,
            setting: 0.8,
            saturation: 0.6,
            mood_width: 0.45,
            mood_guessed: 0.8,
            mood_thing: 1.0,
            mood_asked: 0.9,
            mood_unknown: 0.3,
            mood_found: 0.5,
            bare_query: 0.15,
            own_query: 0.2,
            agreement: 1.2,
            mmr_lambda: 0.8,
            first_page: 10,
            per_artist: 2,
            per_album: 1,
            facets: 3,
            heard: 0.05,
            mood_match_below: 0.15,
            mood_match_standing: 0.6,
        }
    }
}
