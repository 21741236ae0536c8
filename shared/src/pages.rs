//! Every address of the page, written once. `{…}` marks a parameter; each address has one at most.

use uuid::Uuid;

use crate::paths::fill;

/// The front door of visitors, the feed of users.
pub const HOME: &str = "/";
/// Make an account.
pub const SIGN_UP: &str = "/signup";
/// Open a session.
pub const LOG_IN: &str = "/login";
/// Post pictures.
pub const NEW: &str = "/new";
/// A post.
pub const POST: &str = "/p/{id}";
/// What suits the user.
pub const DISCOVER: &str = "/discover";
/// What the user keeps.
pub const FAVORITES: &str = "/favorites";
/// The user's playlists.
pub const PLAYLISTS: &str = "/playlists";
/// A playlist.
pub const PLAYLIST: &str = "/playlists/{id}";
/// The post behind a link.
pub const SHARED: &str = "/s/{slug}";
/// A profile.
pub const USER: &str = "/u/{username}";
/// A song.
pub const SONG: &str = "/songs/{id}";
/// A word's pictures and songs.
pub const KEYWORD: &str = "/k/{keyword}";
/// Everything that fits.
pub const SEARCH: &str = "/search";
/// The user's account.
pub const SETTINGS: &str = "/settings";

/// All of them.
pub const ALL: [&str; 15] = [
    HOME, SIGN_UP, LOG_IN, NEW, POST, DISCOVER, FAVORITES, PLAYLISTS, PLAYLIST, SHARED, USER, SONG, KEYWORD, SEARCH,
    SETTINGS,
];

/// Where a post stands.
pub fn post(id: Uuid) -> String {
    fill(POST, &[&id.to_string()])
}

/// Where a playlist stands.
pub fn playlist(id: Uuid) -> String {
    fill(PLAYLIST, &[&id.to_string()])
}

/// Where a song stands.
pub fn song(id: Uuid) -> String {
    fill(SONG, &[&id.to_string()])
}

/// Where a user stands.
pub fn user(username: &str) -> String {
    fill(USER, &[username])
}

/// Where a word's pictures and songs stand.
pub fn keyword(word: &str) -> String {
    fill(KEYWORD, &[&word.to_lowercase()])
}

/// Where the post behind a link stands.
pub fn shared(slug: &str) -> String {
    fill(SHARED, &[slug])
}

/// The address that a path is one of, with what stands for its parameter.
pub fn find(path: &str) -> Option<(&'static str, &str)> {
    ALL.into_iter().find_map(|page| Some((page, value(page, path)?)))
}

/// What stands in a path for an address's parameter, as it is written there; empty where the address has none, `None` where the
/// path is no such address. Slashes at the end do not matter.
pub fn value<'a>(page: &str, path: &'a str) -> Option<&'a str> {
    let path = path.trim_end_matches('/');
    match page.split_once('{') {
        None => (path == page.trim_end_matches('/')).then_some(""),
        Some((before, _)) => path.strip_prefix(before).filter(|value| !value.is_empty() && !value.contains('/')),
    }
}

/// Name of an address's parameter.
pub fn parameter(page: &str) -> Option<&str> {
    Some(page.split_once('{')?.1.trim_end_matches('}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_into_an_address_is_found_in_it() {
        for page in ALL {
            let value = if parameter(page).is_some() { "a%2Fb" } else { "" };
            let path = fill(page, &["a/b"]);
            assert_eq!(find(&path), Some((page, value)), "{path}");
            assert_eq!(find(&format!("{path}/")), Some((page, value)), "{path}/");
        }
    }

    #[test]
    fn other_paths_are_no_addresses() {
        for path in ["/nothing", "/p", "/p/", "/p/a/b", "/login/x", "/loginish", "login", "/playlists/a/b", "//login"] {
            assert_eq!(find(path), None, "{path}");
        }
        assert_eq!(find(""), Some((HOME, "")));
    }

    #[test]
    fn a_parameter_has_a_name() {
        assert_eq!(parameter(USER), Some("username"));
        assert_eq!(parameter(SETTINGS), None);
    }
}
