//! Words for what fits: the owner's words and mood, reasons, votes, pictures that are alike.

use imagime_shared::song::{Why, WhyKind};

use super::sources::name as source;

// What its owner decides.
pub const WORDS_TITLE: &str = "Its words";
pub const ADD_WORD: &str = "Add a word";
pub const ADD_WORD_HINT: &str = "add a word";
pub const DECIDE_HINT: &str = "Drag the point, or move it with the arrow keys: the songs follow at once. Only you can.";
pub const BACK: &str = "Back to what Imagime saw";
pub const BACK_DONE: &str = "Words and mood are back.";
pub const WEIGHT_DONE: &str = "Done";
pub const NOT_CHOSEN: &str = "Your changes are still here, but the songs were not chosen anew.";
pub const WORDS_FULL: &str = "20 words are the most. Take one off first.";

/// Name of a word's button.
pub fn weighs(word: &str, weight: f32) -> String {
    format!("{word}, counts {}", percent(weight))
}

/// Label of the slider for a word.
pub fn how_much(word: &str) -> String {
    format!("How much “{word}” counts")
}

/// Name of the button that takes a word off.
pub fn remove_word(word: &str) -> String {
    format!("Remove {word}")
}

/// Said when a word was taken off.
pub fn word_removed(word: &str) -> String {
    format!("“{word}” counts no more.")
}

/// Name of the button that brings a word back.
pub fn bring_back(word: &str) -> String {
    format!("Bring back {word}")
}

/// A word that is there already.
pub fn known_word(word: &str) -> String {
    format!("“{word}” is there already.")
}

/// A share of 1 in percent.
pub fn percent(share: f32) -> String {
    format!("{:.0} %", (share * 100.0).clamp(0.0, 100.0))
}

// Why a song is there.
pub const BECAUSE: &str = "because of";
pub const MOOD_MATCH: &str = "mood match";
pub const MOOD_MATCH_HINT: &str = "No word of the picture speaks for this song; it feels like the picture.";

/// Name of what opens the reasons.
pub fn why(title: &str) -> String {
    format!("Why {title}:")
}

/// What sort of reason it is.
pub fn why_kind(kind: WhyKind) -> &'static str {
    match kind {
        WhyKind::Keyword => "named in the song",
        WhyKind::Scene => "suits the scene",
        WhyKind::Genre => "a genre that goes with it",
        WhyKind::Mood => "feels like the picture",
    }
}

/// How the song was found, a sentence for each source.
pub fn found_by(reasons: &[Why]) -> Vec<String> {
    let mut sources: Vec<&str> = Vec::new();
    for why in reasons {
        if !sources.contains(&why.source.as_str()) {
            sources.push(&why.source);
        }
    }
    let sentence = |name: &str| {
        let mut queries: Vec<String> = Vec::new();
        for query in reasons.iter().filter(|why| why.source == name).filter_map(|why| why.query.as_ref()) {
            let query = format!("“{query}”");
            if !queries.contains(&query) {
                queries.push(query);
            }
        }
        match queries.as_slice() {
            [] => format!("From {}.", source(name)),
            queries => format!("Found by {} in {}.", queries.join(", "), source(name)),
        }
    };
    sources.into_iter().map(sentence).collect()
}

// Votes.
pub const LOG_IN_TO_VOTE: &str = "Log in to say whether a song fits.";
pub const VOTED: &str = "Your vote counts.";
pub const VOTE_BACK: &str = "Your vote is taken back.";
pub const VOTE_SCORE: &str = "Votes:";

/// Name of the two buttons together.
pub fn votes_on(title: &str) -> String {
    format!("Does {title} fit?")
}

/// Name of the button for a song that fits.
pub fn vote_fits(title: &str) -> String {
    format!("{title} fits")
}

/// Name of the button for a song that does not.
pub fn vote_wrong(title: &str) -> String {
    format!("{title} has the wrong vibe")
}

/// Votes for less votes against.
pub fn vote_score(score: i32) -> String {
    if score < 0 { format!("−{}", score.unsigned_abs()) } else { score.to_string() }
}

// Pictures like it.
pub const SIMILAR: &str = "Pictures like this";
