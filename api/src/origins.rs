//! Whose things a page may load beside our own; the sources name them, the page's policy allows them.

/// Origins and host patterns, as content security policies write them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origins {
    /// Artwork.
    pub pictures: Vec<String>,
    /// Sound files.
    pub sounds: Vec<String>,
    /// Players in a frame.
    pub players: Vec<String>,
}
