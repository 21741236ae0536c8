//! From faces to the word for such a picture.

use super::{Face, Keyword, KeywordKind};

/// Part of the picture's side that a face takes when the picture is about it.
const DOMINANT: f32 = 0.13;
/// Faces this much smaller than the largest are in the background.
const BACKGROUND: f32 = 0.4;

/// What faces say about a picture. The lexicon knows the words, their genres and their neighbours.
pub(super) struct People {
    pub(super) keyword: Keyword,
    /// Valence and arousal.
    pub(super) mood: (f32, f32),
}

/// One large face is a portrait, several alike are a group; a small one alone says nothing.
pub(super) fn people(faces: &[Face]) -> Option<People> {
    let first = faces.first()?;
    let size = |face: &Face| face.width.max(face.height);
    let alike: Vec<&Face> = faces.iter().filter(|face| size(face) >= BACKGROUND * size(first)).collect();
    let (word, mood) = match alike.len() {
        1 if size(first) < DOMINANT => return None,
        1 => ("portrait", (0.3, -0.15)),
        _ => ("group", (0.4, 0.2)),
    };
    // A group is as sure as its second face.
    let mut scores: Vec<f32> = alike.iter().map(|face| face.score).collect();
    scores.sort_by(|a, b| b.total_cmp(a));
    let score = scores.get(1).or(scores.first()).copied().unwrap_or_default();
    let keyword = Keyword { word: word.into(), score: (0.5 + 0.5 * score).clamp(0.0, 1.0), kind: KeywordKind::Object };
    Some(People { keyword, mood })
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;
    use crate::matching::lexicon;

    fn said(sides: &[f32]) -> Option<String> {
        let faces: Vec<Face> =
            sides.iter().map(|&side| Face { left: 0.1, top: 0.1, width: side, height: side, score: 0.8 }).collect();
        people(&faces).map(|people| people.keyword.word)
    }

    #[test]
    fn one_large_face_is_a_portrait_and_several_alike_are_a_group() {
        assert_eq!(said(&[]), None);
        assert_eq!(said(&[0.09]), None);
        assert_eq!(said(&[0.3]).unwrap(), "portrait");
        assert_eq!(said(&[0.4, 0.1]).unwrap(), "portrait");
        assert_eq!(said(&[0.2, 0.15]).unwrap(), "group");
        assert_eq!(said(&[0.09, 0.09, 0.08]).unwrap(), "group");
    }

    #[test]
    fn the_lexicon_knows_both_words_and_feels_alike() {
        for (sides, word) in [(vec![0.3], "portrait"), (vec![0.2, 0.2], "people")] {
            let faces: Vec<Face> =
                sides.iter().map(|&side| Face { left: 0.0, top: 0.0, width: side, height: side, score: 0.8 }).collect();
            let people = people(&faces).unwrap();
            let concept = lexicon::find(&people.keyword.word).unwrap();
            assert_eq!(concept.word, word);
            assert!(!concept.genres.is_empty());
            assert_eq!(concept.mood, people.mood);
            assert!(!crate::matching::clean(&[people.keyword]).is_empty());
        }
    }
}
