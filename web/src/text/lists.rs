//! Words of lists of pictures and songs: their order, a song by itself, a word by itself.

// The wall's order.
pub const HOT_TITLE: &str = "Hot pictures";
pub const TOP_TITLE: &str = "Top pictures";
pub const ORDER: &str = "Order";
pub const NEW: &str = "New";
pub const HOT: &str = "Hot";
pub const TOP: &str = "Top";
pub const PERIOD: &str = "From";
pub const DAY: &str = "Today";
pub const WEEK: &str = "Week";
pub const MONTH: &str = "Month";
pub const ALL: &str = "All time";
pub const RANKED_END: &str = "That is the end of this list.";
pub const PERIOD_EMPTY_TITLE: &str = "Nothing in this time";
pub const PERIOD_EMPTY_BODY: &str = "No picture was shown to everybody so lately.";
pub const PERIOD_EMPTY_ACTION: &str = "See all time";

// A post's songs.
pub const SONGS_ORDER: &str = "Songs first";
pub const BY_FIT: &str = "That fit";
pub const BY_VOTES: &str = "By votes";

// A song by itself.
pub const ITS_PICTURES: &str = "Its pictures";
pub const ITS_PICTURES_NONE: &str = "No picture for everybody has this song now";
pub const ITS_PICTURES_NONE_BODY: &str = "Give Imagime one that sounds like it.";
pub const SONG_GONE_TITLE: &str = "This song is not here";
pub const SONG_GONE_BODY: &str = "The link may be wrong.";
pub const STARTER: &str = "From the starter catalogue of this instance";
pub const FOLDER: &str = "From the music folder of this instance";
pub const PICTURES_MORE: &str = "Load more pictures";
pub const PICTURES_END: &str = "Those are all of its pictures.";

// A word by itself.
pub const WORD_SONGS: &str = "Songs that fit";
pub const WORD_PICTURES: &str = "Pictures";
pub const WORD_NONE: &str = "No picture says this yet";
pub const WORD_NONE_BODY: &str = "No picture for everybody has this word. Yours may be the first.";

/// Below a word.
pub fn pictures(count: u32) -> String {
    match count {
        1 => "1 picture".to_owned(),
        count => format!("{count} pictures"),
    }
}

/// Leads from a word that is weighed to its pictures.
pub fn pictures_with(word: &str) -> String {
    format!("Pictures with “{word}”")
}
