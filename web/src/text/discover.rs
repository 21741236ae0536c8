//! Words for what may please, and why.

use imagime_shared::recommendation::{Reason, ReasonKind};

pub const TITLE: &str = "Discover";
pub const LEAD: &str =
    "Songs and pictures for you, by what you keep, like and vote for. Nobody else’s favourites have a part in it.";
pub const GUARD: &str = "Log in to see what may please you.";
pub const NEWCOMER: &str =
    "Keep songs and like pictures, and what stands here becomes yours. Until then: the best of everybody’s.";
pub const SONGS: &str = "Songs for you";
pub const SONGS_NONE: &str = "No song to recommend yet. Keep one from any picture, and others follow.";
pub const PICTURES: &str = "Pictures for you";
pub const PICTURES_NONE: &str = "No picture to recommend yet: you know them all.";
pub const EMPTY_TITLE: &str = "Nothing to discover yet";
pub const EMPTY_BODY: &str = "As soon as others show their pictures, you find songs and pictures for you here.";
pub const EMPTY_ACTION: &str = "Show a picture";
pub const SONGS_LIKE_NONE: &str = "No other song is like it yet.";
pub const SONGS_LIKE: &str = "Songs like this";
pub const FOR_YOU: &str = "For you";

/// Heading over songs like a song.
pub fn songs_like(title: &str) -> String {
    format!("Songs like “{title}”")
}

/// Why a picture of somebody followed stands at home.
pub fn you_follow(name: &str) -> String {
    format!("You follow {name}")
}

/// Why a song is there.
pub fn song_reason(why: &Reason) -> String {
    match why.reason {
        ReasonKind::SimilarPicture => "Goes with pictures you chose".to_owned(),
        _ => reason(why),
    }
}

/// Why a picture is there.
pub fn picture_reason(why: &Reason) -> String {
    match why.reason {
        ReasonKind::SimilarPicture => "Like a picture you chose".to_owned(),
        _ => reason(why),
    }
}

/// Why a song is like another one.
pub fn like_reason(why: &Reason) -> String {
    match (why.reason, &why.keyword) {
        (ReasonKind::Keyword, Some(word)) => format!("Goes with “{word}” as well"),
        (ReasonKind::Mood, Some(word)) => format!("Feels {word} as well"),
        _ => reason(why),
    }
}

fn reason(why: &Reason) -> String {
    match (why.reason, &why.keyword, &why.song) {
        (ReasonKind::Keyword, Some(word), _) => format!("You like pictures with “{word}”"),
        (ReasonKind::Mood, Some(word), _) => format!("You like what feels {word}"),
        (ReasonKind::Song, _, Some(song)) => format!("Because you kept {}", song.title),
        (ReasonKind::Artist, _, Some(song)) => format!("You kept {} by {}", song.title, song.artist),
        (ReasonKind::Together, ..) => "Stands beside it on a picture".to_owned(),
        _ => "Among the new and the liked".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use imagime_shared::recommendation::ReasonSong;

    use super::*;

    #[test]
    fn every_reason_is_a_sentence_of_its_own() {
        let song = ReasonSong { id: uuid::Uuid::nil(), title: "Clair de Lune".into(), artist: "Debussy".into() };
        assert_eq!(song_reason(&Reason::song(ReasonKind::Song, song)), "Because you kept Clair de Lune");
        assert_eq!(picture_reason(&Reason::word(ReasonKind::Keyword, "sea")), "You like pictures with “sea”");
        assert_eq!(like_reason(&Reason::word(ReasonKind::Mood, "calm")), "Feels calm as well");
        assert_ne!(
            song_reason(&Reason::post(ReasonKind::SimilarPicture, uuid::Uuid::nil())),
            song_reason(&Reason::of(ReasonKind::Popular))
        );
    }
}
