//! What somebody likes, and how much a picture or a song is to it. Pure: no clock, no chance, nothing of the database but its rows.

use std::collections::{HashMap, HashSet};

use imagime_engine::matching::mood_word;
use imagime_shared::recommendation::{Reason, ReasonKind, ReasonSong};
use uuid::Uuid;

use crate::repositories::taste::{Shown, Signal};

/// Words that make up a taste.
const WORDS: usize = 8;
/// Nearness of two moods from which they are said to be alike, 0 to 1.
const SAME_MOOD: f32 = 0.8;
/// Rows that lie between two of the same sort, as long as there are others.
const APART: usize = 3;

/// What a user's choices say.
#[derive(Debug, Default)]
pub struct Taste {
    /// The strongest words with their weights, 1 for the strongest.
    pub words: Vec<(String, f32)>,
    /// The mean mood of what was chosen: (valence, arousal).
    pub mood: Option<(f32, f32)>,
    /// The posts that were chosen, each with the song kept from it, if one was.
    pub posts: HashMap<Uuid, Option<ReasonSong>>,
    /// Artists of kept songs in lower case, each with a song of theirs.
    pub artists: HashMap<String, ReasonSong>,
}

impl Taste {
    /// From choices, newest first, and the words of their posts.
    pub fn of(signals: &[Signal], words: &[(Uuid, String, f32)]) -> Self {
        let mut taste = Self::default();
        let mut moods: Vec<(f32, f32)> = Vec::new();
        for signal in signals {
            let kept = signal.song_id.filter(|_| signal.kept).map(|id| ReasonSong {
                id,
                title: signal.title.clone(),
                artist: signal.artist.clone(),
            });
            if let Some(song) = kept.clone().filter(|song| has_name(&song.artist)) {
                taste.artists.entry(song.artist.to_lowercase()).or_insert(song);
            }
            if let Some(post_id) = signal.post_id {
                let origin = taste.posts.entry(post_id).or_default();
                if origin.is_none() {
                    *origin = kept;
                }
                moods.extend(signal.valence.zip(signal.arousal));
            }
        }
        taste.mood = mean(&moods);
        taste.words = strongest(words);
        taste
    }

    /// How much a post is to this taste, 0 to about 2, and what speaks for it; `alike` is the chosen post whose picture is most
    /// like its own, and how much. `None` when nothing speaks for it.
    pub fn judge(&self, post: &Shown, words: &[(String, f32)], alike: Option<(Uuid, f32)>) -> Option<(f32, Reason)> {
        let shared = words.iter().filter_map(|(word, score)| {
            let (_, weight) = self.words.iter().find(|(own, _)| own == word)?;
            Some((word, weight * score))
        });
        let shared: Vec<(&String, f32)> = shared.collect();
        let by_words = shared.iter().map(|(_, worth)| worth).sum::<f32>().min(1.0);
        let nearness = self.mood.zip(post.valence.zip(post.arousal)).map_or(0.0, |(one, other)| near(one, other));
        let by_picture = alike.map_or(0.0, |(_, likeness)| likeness);
        let by_mood = if nearness >= SAME_MOOD { 0.3 * nearness } else { 0.0 };
        if by_words + by_picture + by_mood <= 0.0 {
            return None;
        }
        let best = shared.iter().copied().fold(None::<(&String, f32)>, |best, one| {
            if best.is_some_and(|best| best.1 >= one.1) { best } else { Some(one) }
        });
        let reason = match (best, alike, post.valence.zip(post.arousal)) {
            (_, Some((chosen, _)), _) if by_picture >= by_words => Reason::post(ReasonKind::SimilarPicture, chosen),
            (Some((word, _)), ..) if by_words >= by_mood => Reason::word(ReasonKind::Keyword, word),
            (_, _, Some((valence, arousal))) => Reason::word(ReasonKind::Mood, mood_word(valence, arousal)),
            _ => Reason::of(ReasonKind::Popular),
        };
        Some((by_words + by_picture + by_mood + 0.1 * liked(post), reason))
    }
}

/// How good a post is to somebody of whom nothing is known, 0 to 1: likes, which fade with its age beside the newest one's.
pub fn popularity(post: &Shown, newest: i64) -> f32 {
    let days = (newest - post.created_at.timestamp()).max(0) as f32 / 86_400.0;
    (0.1 + liked(post)) / (1.0 + days / 7.0)
}

/// The order in which to show things, best first, so that like does not stand beside like.
pub fn spread<T, K: Eq>(ranked: Vec<T>, key: impl Fn(&T) -> K, rows: usize) -> Vec<T> {
    let mut rest = ranked;
    let mut shown: Vec<T> = Vec::with_capacity(rows);
    while shown.len() < rows && !rest.is_empty() {
        // The best one whose like stands farthest away.
        let distance = |one: &T| {
            let sort = key(one);
            shown.iter().rev().take(APART).position(|other| key(other) == sort).unwrap_or(APART)
        };
        let mut choice = (0, 0);
        for (at, one) in rest.iter().enumerate() {
            let away = distance(one);
            if at == 0 || away > choice.1 {
                choice = (at, away);
            }
            if away == APART {
                break;
            }
        }
        shown.push(rest.remove(choice.0));
    }
    shown
}

/// Whether an artist's name is one person's or group's.
pub fn has_name(artist: &str) -> bool {
    let name = artist.trim().to_lowercase();
    !name.is_empty() && !["traditional", "anonymous", "unknown", "various"].iter().any(|no| name.starts_with(no))
}

/// Nearness of two moods, 0 to 1.
pub fn near(one: (f32, f32), other: (f32, f32)) -> f32 {
    let squared = (one.0 - other.0).powi(2) + (one.1 - other.1).powi(2);
    (-squared / 0.18).exp()
}

fn liked(post: &Shown) -> f32 {
    let likes = post.like_count.max(0) as f32;
    likes / (likes + 5.0)
}

fn mean(moods: &[(f32, f32)]) -> Option<(f32, f32)> {
    let count = moods.len() as f32;
    let sum = moods.iter().fold((0.0, 0.0), |sum, mood| (sum.0 + mood.0, sum.1 + mood.1));
    (!moods.is_empty()).then(|| (sum.0 / count, sum.1 / count))
}

fn strongest(words: &[(Uuid, String, f32)]) -> Vec<(String, f32)> {
    let mut seen = HashSet::new();
    let mut sums: HashMap<&str, f32> = HashMap::new();
    for (post, word, score) in words {
        if seen.insert((post, word)) {
            *sums.entry(word).or_default() += score;
        }
    }
    let mut sums: Vec<(String, f32)> = sums.into_iter().map(|(word, sum)| (word.to_owned(), sum)).collect();
    sums.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    sums.truncate(WORDS);
    let top = sums.first().map_or(1.0, |(_, sum)| sum.max(f32::EPSILON));
    sums.into_iter().map(|(word, sum)| (word, sum / top)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn like_does_not_stand_beside_like_while_there_is_another() {
        let ranked = vec!["a1", "a2", "a3", "b1", "c1", "d1", "a4"];
        let shown = spread(ranked, |name| name.chars().next(), 7);
        assert_eq!(shown, ["a1", "b1", "c1", "d1", "a2", "a3", "a4"]);
    }

    #[test]
    fn the_strongest_word_weighs_one_and_equals_stand_by_name() {
        let (one, two) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let word = |post, word: &str, score| (post, word.to_owned(), score);
        let words = [word(one, "sea", 0.5), word(two, "sea", 0.5), word(one, "boat", 0.5), word(two, "ant", 0.5)];
        let strongest = strongest(&words);
        assert_eq!(strongest, [("sea".to_owned(), 1.0), ("ant".to_owned(), 0.5), ("boat".to_owned(), 0.5)]);
    }

    #[test]
    fn a_tradition_is_no_artist() {
        assert!(has_name("Claude Debussy") && !has_name("Traditional (Ireland)") && !has_name(" "));
    }
}
