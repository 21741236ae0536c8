//! Words of the search.

pub const TITLE: &str = "Search";
pub const FIELD: &str = "Pictures, songs, people, words";
pub const FILTERS: &str = "Filters";
pub const KEYWORD: &str = "With the word";
pub const USER: &str = "By the user";
pub const SINCE: &str = "From";
pub const UNTIL: &str = "To";
pub const PREVIEW: &str = "With a song that can be heard";
pub const SONG: &str = "With one song only";
pub const SONG_OFF: &str = "With any song";
pub const INVITE_TITLE: &str = "What are you looking for?";
pub const INVITE_BODY: &str = "A thing in a picture, a song, a person. Typing errors are fine.";
pub const INVITE_ACTION: &str = "See what is new";
pub const NONE_ACTION: &str = "Begin again";
pub const POSTS: &str = "Pictures";
pub const SONGS: &str = "Songs";
pub const PEOPLE: &str = "People";
pub const WORDS: &str = "Words";
pub const NONE_TITLE: &str = "No picture found";
pub const NONE_BODY: &str = "Try another word, or fewer filters.";
pub const MORE: &str = "Load more pictures";
pub const END: &str = "That is all that was found.";
