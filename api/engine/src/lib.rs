//! What Imagime exists for, as pure code: pictures in, understood; songs in, matched and explained; scores in, sound out.
//!
//! Nothing here reads a file, opens a socket or looks at a clock, so everything can be benchmarked, fuzzed and property-tested alone.

pub mod analysis;
pub mod catalogue;
pub mod imaging;
pub mod matching;
pub mod similarity;
pub mod synthesis;
