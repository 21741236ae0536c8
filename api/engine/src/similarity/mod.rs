//! Which pictures are alike: features and colours in 128 bytes, and an exact search over many of them.

mod colours;
mod fingerprint;
mod index;

pub use fingerprint::{Fingerprint, LENGTH, VERSION};
pub use index::Index;

/// Pictures less alike than this, as [`Fingerprint::similarity`] says, are not shown as alike.
pub const ALIKE: f32 = 0.4;
