//! The catalogue as a source of songs: it always answers.

use super::{Piece, pieces};
use crate::matching::{Candidate, QueryHit, SearchQuery};

/// Every piece, with a hit for each query whose words it knows; best fits rank first.
pub fn search(queries: &[SearchQuery]) -> Vec<Candidate> {
    let mut candidates: Vec<Candidate> = pieces().iter().map(Piece::candidate).collect();
    for query in queries {
        for (rank, index) in ranked(&query.text).into_iter().enumerate() {
            candidates[index].hits.push(QueryHit { query: query.text.clone(), rank: rank as u32 });
        }
    }
    candidates
}

/// Indices of the pieces that know some word of the query, best first.
fn ranked(query: &str) -> Vec<usize> {
    let words = words(query);
    let mut fits: Vec<(usize, u32)> = pieces()
        .iter()
        .enumerate()
        .map(|(index, piece)| (index, words.iter().map(|word| fit(piece, word)).sum()))
        .filter(|(_, fit)| *fit > 0)
        .collect();
    fits.sort_by_key(|(index, fit)| (std::cmp::Reverse(*fit), *index));
    fits.into_iter().map(|(index, _)| index).collect()
}

fn fit(piece: &Piece, word: &str) -> u32 {
    let within = |text: &str| words(text).iter().any(|own| own == word);
    let among = |texts: &[String]| texts.iter().any(|text| within(text));
    let known = [
        (within(&piece.title), 5),
        (among(&piece.tags), 4),
        (among(&piece.scenes), 3),
        (among(&piece.genres), 2),
        (within(&piece.collection), 1),
    ];
    known.iter().filter(|(knows, _)| *knows).map(|(_, weight)| weight).sum()
}

/// Lower-case words in the singular, so that "Cats" finds "cat".
fn words(text: &str) -> Vec<String> {
    text.to_lowercase()
        .split(|sign: char| !sign.is_alphanumeric())
        .filter(|word| word.len() > 1)
        .map(singular)
        .collect()
}

fn singular(word: &str) -> String {
    let kept = word.len() <= 3 || word.ends_with("ss") || word.ends_with("us") || word.ends_with("is");
    if kept {
        return word.to_owned();
    }
    if let Some(stem) = word.strip_suffix("ies") {
        return format!("{stem}y");
    }
    word.strip_suffix('s').unwrap_or(word).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query(text: &str) -> SearchQuery {
        SearchQuery { text: text.to_owned(), keywords: vec![text.to_owned()] }
    }

    #[test]
    fn every_piece_answers_every_search() {
        assert_eq!(search(&[query("nothing knows this")]).len(), pieces().len());
        assert!(search(&[]).iter().all(|candidate| candidate.hits.is_empty()));
    }

    #[test]
    fn a_plural_finds_the_singular_and_ranks_are_dense() {
        let found = search(&[query("Flowers gardens")]);
        let mut ranks: Vec<u32> =
            found.iter().flat_map(|candidate| candidate.hits.iter().map(|hit| hit.rank)).collect();
        ranks.sort_unstable();
        assert!(!ranks.is_empty());
        assert_eq!(ranks, (0..ranks.len() as u32).collect::<Vec<_>>());
    }
}
