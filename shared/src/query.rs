//! Names of the query parameters of lists and searches.

/// The previous page's `next_cursor`.
pub const CURSOR: &str = "cursor";
/// Posts of those whom the asker follows only.
pub const FOLLOWING: &str = "following";
/// The form of an exported playlist.
pub const FORMAT: &str = "format";
/// A word of the picture.
pub const KEYWORD: &str = "keyword";
/// How many rows.
pub const LIMIT: &str = "limit";
/// How old the top posts may be.
pub const PERIOD: &str = "period";
/// Only what can be heard.
pub const PREVIEW: &str = "preview";
/// Text to look for.
pub const Q: &str = "q";
/// Not before this time or day.
pub const SINCE: &str = "since";
/// A song that stands on the post.
pub const SONG: &str = "song";
/// The order.
pub const SORT: &str = "sort";
/// What a search is for, with commas between.
pub const TYPE: &str = "type";
/// Before this time, or not after this day.
pub const UNTIL: &str = "until";
/// Name of the author.
pub const USER: &str = "user";

/// All of them.
pub const ALL: [&str; 14] =
    [CURSOR, FOLLOWING, FORMAT, KEYWORD, LIMIT, PERIOD, PREVIEW, Q, SINCE, SONG, SORT, TYPE, UNTIL, USER];
