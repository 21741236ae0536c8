//! Words for sources: their names, what plays there, how they are.

use imagime_shared::{
    instance::{Source, SourceState},
    source,
};

pub const SOURCES_TITLE: &str = "Words and songs";
pub const SOURCES_LEAD: &str = "Where they come from, and how each source is at the moment.";

/// A source's name for people.
pub fn name(name: &str) -> &str {
    match name {
        source::STARTER => "Imagime’s own catalogue",
        source::FOLDER => "this server’s music folder",
        source::LOCAL => "Imagime’s own eye",
        source::EVERYPIXEL => "Everypixel",
        source::SPOTIFY => "Spotify",
        source::OPENVERSE => "Openverse",
        source::DEEZER => "Deezer",
        other => other,
    }
}

/// Names in a row: "one", "one and two", "one, two and three".
pub fn names(sources: &[String]) -> String {
    let names = sources.iter().map(|source| name(source)).collect::<Vec<_>>();
    match names.as_slice() {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [others @ .., last] => format!("{} and {last}", others.join(", ")),
    }
}

/// Name of the button that opens a source's own player.
pub fn open_player(title: &str, source: &str) -> String {
    format!("Open {}’s player for {title}", name(source))
}

/// Name of the button that closes it.
pub fn close_player(title: &str, source: &str) -> String {
    format!("Close {}’s player for {title}", name(source))
}

/// Name of what a source's own player shows.
pub fn open_song(title: &str, source: &str) -> String {
    format!("{title} in {}’s player", name(source))
}

/// Name of a source's own player.
pub fn player_of(source: &str) -> String {
    format!("{}’s player", name(source))
}

/// Name of the link to a song that sounds only at its source.
pub fn listen_at(title: &str, source: &str) -> String {
    format!("Listen to {title} at {}", name(source))
}

/// Name of the link to a song at its source, beside its metadata.
pub fn song_at(title: &str, source: &str) -> String {
    format!("{}: {title}", name(source))
}

/// What a source without more to say leads to; such words only repeat the link beside them.
pub fn listen_on(source: &str) -> String {
    format!("Listen on {}", name(source))
}

/// How a source is, for a list with its name before it. `until` is the clock time at which it is called again.
pub fn state(source: &Source, until: Option<&str>) -> String {
    match (source.state, until, &source.message) {
        (SourceState::Ready, ..) => "answers".to_owned(),
        (SourceState::Resting, Some(until), _) => format!("rests until {until}"),
        (SourceState::Resting, None, Some(message)) | (SourceState::Off, _, Some(message)) => message.clone(),
        (SourceState::Resting, None, None) => "rests".to_owned(),
        (SourceState::Starting, _, message) => message.clone().unwrap_or_else(|| "is getting ready".to_owned()),
        (SourceState::Off, _, None) => "is switched off".to_owned(),
    }
}

/// That a source rests, as a sentence.
pub fn rests(source: &Source, until: Option<&str>) -> String {
    match (until, &source.message) {
        (Some(until), _) => format!("{} rests until {until}.", name(&source.name)),
        (None, Some(message)) => message.clone(),
        (None, None) => format!("{} rests at the moment.", name(&source.name)),
    }
}

#[cfg(test)]
mod tests {
    use imagime_shared::instance::SourceKind;

    use super::*;

    fn source(state: SourceState, message: Option<&str>) -> Source {
        Source {
            name: "spotify".into(),
            kind: SourceKind::Songs,
            state,
            message: message.map(str::to_owned),
            tracks: None,
            scanned_at: None,
            rests_until: None,
        }
    }

    #[test]
    fn a_rest_is_told_with_its_end_where_that_is_known() {
        let resting = source(SourceState::Resting, Some("Spotify is being asked whether it is back."));
        assert_eq!(rests(&resting, Some("14:05")), "Spotify rests until 14:05.");
        assert_eq!(rests(&resting, None), "Spotify is being asked whether it is back.");
        assert_eq!(state(&resting, Some("14:05")), "rests until 14:05");
        assert_eq!(state(&source(SourceState::Ready, None), None), "answers");
        assert_eq!(state(&source(SourceState::Off, Some("The key is wrong.")), None), "The key is wrong.");
    }

    #[test]
    fn names_stand_in_a_row() {
        let of = |sources: &[&str]| names(&sources.iter().map(|one| (*one).to_owned()).collect::<Vec<_>>());
        assert_eq!(of(&["everypixel"]), "Everypixel");
        assert_eq!(of(&["everypixel", "spotify", "new"]), "Everypixel, Spotify and new");
        assert_eq!(of(&[]), "");
    }
}
