//! Names of the sources of keywords and songs.

/// The server's own eye: keywords.
pub const LOCAL: &str = "local";
/// The server's own catalogue: songs.
pub const STARTER: &str = "starter";
/// The server's music folder: songs.
pub const FOLDER: &str = "folder";
/// Everypixel: keywords.
pub const EVERYPIXEL: &str = "everypixel";
/// Spotify: songs.
pub const SPOTIFY: &str = "spotify";
/// Openverse: songs.
pub const OPENVERSE: &str = "openverse";
/// Deezer: songs.
pub const DEEZER: &str = "deezer";
