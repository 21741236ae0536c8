//! What people say of a song beside a keyword.

use super::clean::meaning;
use super::words::normal;

/// Longest key in characters.
const KEY_CHARS: usize = 80;

/// The key under which votes on songs beside a keyword are counted: the same for all its spellings and synonyms; none when the
/// keyword says nothing.
pub fn vote_key(keyword: &str) -> Option<String> {
    let key: String = meaning(&normal(keyword)).chars().take(KEY_CHARS).collect();
    if key.is_empty() { None } else { Some(key) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_and_synonyms_share_a_key() {
        assert_eq!(vote_key("Kittens"), vote_key(" cat "));
        assert_ne!(vote_key("dog"), vote_key("cat"));
        assert_eq!(vote_key(" "), None);
        assert!(vote_key(&"\u{fdfa}".repeat(80)).is_some_and(|key| key.chars().count() <= KEY_CHARS));
    }
}
