//! Keywords and candidates in, ranked and explained songs out.
//!
//! The way of one picture: [`clean`] its keywords, put its [`queries`] to the song sources, [`rank`] what they offer.

mod clean;
mod diversity;
mod evidence;
mod guess;
mod hashing;
pub mod lexicon;
mod mood;
mod pool;
#[cfg(test)]
mod properties;
mod queries;
mod rank;
#[cfg(test)]
mod samples;
mod searches;
mod types;
mod votes;
mod weights;
mod wishes;
mod words;

pub use clean::clean;
pub use lexicon::{Facet, facet_of, mood_of_keywords};
pub use mood::mood_word;
pub use queries::queries;
pub use rank::rank;
pub use types::{Candidate, Match, QueryHit, Request, SearchQuery, Why, WhyKind};
pub use votes::{Tally, vote_key};
pub use weights::Weights;
