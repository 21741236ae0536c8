//! Rules and limits, run by the form before it sends and by the server before it believes.

use crate::{
    error::FieldError,
    post::{Keyword, KeywordWish, MoodPoint},
};

/// Largest picture in bytes (24 MB).
pub const IMAGE_BYTES: u64 = 24 * 1024 * 1024;
/// Longest link to a picture in characters.
pub const LINK_CHARS: usize = 2000;
/// Largest profile picture in bytes (8 MB).
pub const AVATAR_BYTES: u64 = 8 * 1024 * 1024;
/// Largest JSON body in bytes (64 KB).
pub const JSON_BYTES: usize = 64 * 1024;
/// Types of pictures that are taken.
pub const IMAGE_TYPES: [&str; 4] = ["image/jpeg", "image/png", "image/webp", "image/gif"];
/// Longest description in characters.
pub const DESCRIPTION_CHARS: usize = 2000;
/// Longest alternative text in characters.
pub const ALT_TEXT_CHARS: usize = 1000;
/// Shortest user name in characters.
pub const USERNAME_MIN: usize = 3;
/// Longest user name in characters.
pub const USERNAME_MAX: usize = 30;
/// Longest name to show in characters.
pub const DISPLAY_NAME_CHARS: usize = 50;
/// Longest words about oneself in characters.
pub const BIO_CHARS: usize = 500;
/// Shortest password in characters.
pub const PASSWORD_MIN: usize = 8;
/// Longest password in characters.
pub const PASSWORD_MAX: usize = 256;
/// Longest mail address in characters (RFC 5321).
pub const EMAIL_CHARS: usize = 254;
/// Keywords a post may have at most.
pub const KEYWORDS: usize = 20;
/// Longest comment in characters.
pub const COMMENT_CHARS: usize = 2000;
/// Longest keyword in characters.
pub const KEYWORD_CHARS: usize = 80;
/// Longest search text in characters.
pub const QUERY_CHARS: usize = 200;

/// Longest name of a personal token in characters.
pub const TOKEN_NAME_CHARS: usize = 100;
/// Longest name of a playlist in characters.
pub const PLAYLIST_TITLE_CHARS: usize = 100;
/// Songs that one call may add to a playlist.
pub const PLAYLIST_ADDED_SONGS: usize = 100;
/// Songs that a playlist may have.
pub const PLAYLIST_SONGS: usize = 1000;

/// A user name: 3 to 30 letters, digits, `_`, `-`, `.`, beginning and ending with a letter or digit.
pub fn username(field: &str, text: &str) -> Result<String, FieldError> {
    let length = text.chars().count();
    if length == 0 {
        return Err(FieldError::new(field, "required", "Choose a user name."));
    }
    if length < USERNAME_MIN {
        return Err(FieldError::new(field, "too_short", "A user name has at least 3 characters."));
    }
    if length > USERNAME_MAX {
        return Err(FieldError::new(field, "too_long", "A user name has at most 30 characters."));
    }
    let inner = |c: char| c.is_ascii_alphanumeric() || "_-.".contains(c);
    let outer = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    if !text.chars().all(inner) || !outer(text.chars().next()) || !outer(text.chars().last()) {
        return Err(FieldError::new(
            field,
            "invalid",
            "Use letters, digits, _, - and . only, and begin and end with a letter or digit.",
        ));
    }
    Ok(text.to_owned())
}

/// A mail address: something, `@`, a domain with a dot or `localhost`; surrounding space is dropped.
pub fn email(field: &str, text: &str) -> Result<String, FieldError> {
    if text.chars().count() > EMAIL_CHARS {
        return Err(FieldError::new(field, "too_long", "A mail address has at most 254 characters."));
    }
    let text = text.trim();
    if text.is_empty() {
        return Err(FieldError::new(field, "required", "Give your mail address."));
    }
    let invalid = || FieldError::new(field, "invalid", "This does not look like a mail address.");
    let (local, domain) = text.rsplit_once('@').ok_or_else(invalid)?;
    let local_ok = !local.is_empty()
        && local.len() <= 64
        && !local.starts_with('.')
        && !local.ends_with('.')
        && !local.contains("..")
        && local.chars().all(|c| !c.is_control() && !c.is_whitespace() && !"@\"(),:;<>[]\\".contains(c));
    let label_ok = |l: &str| {
        !l.is_empty()
            && l.len() <= 63
            && !l.starts_with('-')
            && !l.ends_with('-')
            && l.chars().all(|c| c.is_alphanumeric() || c == '-')
    };
    let domain_ok = domain.split('.').all(label_ok) && (domain.contains('.') || domain == "localhost");
    if local_ok && domain_ok { Ok(text.to_owned()) } else { Err(invalid()) }
}

/// A password's length; whether it is too common is for the server to say. Nothing is trimmed.
pub fn password(field: &str, text: &str) -> Result<(), FieldError> {
    if text.is_empty() {
        return Err(FieldError::new(field, "required", "Choose a password."));
    }
    if text.contains('\0') {
        return Err(FieldError::new(field, "invalid", "A password cannot hold the NUL character."));
    }
    let length = text.chars().count();
    if length < PASSWORD_MIN {
        return Err(FieldError::new(field, "too_short", "A password has at least 8 characters."));
    }
    if length > PASSWORD_MAX {
        return Err(FieldError::new(field, "too_long", "A password has at most 256 characters."));
    }
    Ok(())
}

/// A line of text: no control characters, surrounding space dropped, at most `max` characters.
pub fn line(field: &str, text: &str, max: usize) -> Result<String, FieldError> {
    free_text(field, text, max, char::is_control)
}

/// What a personal token is for: a line of 1 to 100 characters.
pub fn token_name(field: &str, text: &str) -> Result<String, FieldError> {
    let text = line(field, text, TOKEN_NAME_CHARS)?;
    if text.is_empty() {
        return Err(FieldError::new(field, "required", "Give the token a name."));
    }
    Ok(text)
}

/// A playlist's name: a line of 1 to 100 characters.
pub fn playlist_title(field: &str, text: &str) -> Result<String, FieldError> {
    let text = line(field, text, PLAYLIST_TITLE_CHARS)?;
    if text.is_empty() {
        return Err(FieldError::new(field, "required", "Give the playlist a name."));
    }
    Ok(text)
}

/// Text of several lines: no control characters but line breaks and tabs, surrounding space dropped, at most `max` characters.
pub fn text(field: &str, text: &str, max: usize) -> Result<String, FieldError> {
    let text =
        free_text(field, text, max, |c| c.is_control() && !['\r', '\n', '\t'].contains(&c))?.replace("\r\n", "\n");
    if text.contains('\r') { Err(control_characters(field)) } else { Ok(text) }
}

/// A comment: text of 1 to 2,000 characters.
pub fn comment(field: &str, body: &str) -> Result<String, FieldError> {
    let body = text(field, body, COMMENT_CHARS)?;
    if body.is_empty() {
        return Err(FieldError::new(field, "required", "Write something first."));
    }
    Ok(body)
}

/// A link to a picture: http or https and a host, at most 2,000 characters, surrounding space dropped. Whether a picture is there
/// is for the server to find out.
pub fn picture_link(field: &str, text: &str) -> Result<String, FieldError> {
    if text.chars().count() > LINK_CHARS {
        return Err(FieldError::new(field, "too_long", "A link has at most 2,000 characters."));
    }
    let text = text.trim();
    if text.is_empty() {
        return Err(FieldError::new(field, "required", "Give the link of a picture."));
    }
    let Some((scheme, rest)) = text.split_once("://") else {
        return Err(FieldError::new(field, "invalid", "This does not look like a link to a picture."));
    };
    if !scheme.eq_ignore_ascii_case("http") && !scheme.eq_ignore_ascii_case("https") {
        let message = "Only links that begin with http:// or https:// can be followed.";
        return Err(FieldError::new(field, "invalid", message));
    }
    if rest.is_empty() || rest.starts_with('/') || rest.contains(char::is_whitespace) {
        return Err(FieldError::new(field, "invalid", "This does not look like a link to a picture."));
    }
    Ok(text.to_owned())
}

/// A keyword: a line of 1 to 80 characters, runs of space made one.
pub fn keyword(field: &str, text: &str) -> Result<String, FieldError> {
    let text = line(field, text, KEYWORD_CHARS)?;
    let text = text.split(' ').filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    if text.is_empty() {
        return Err(FieldError::new(field, "too_short", "A keyword has at least one character."));
    }
    Ok(text)
}

/// All keywords to choose songs by, strongest first: at most 20, each once without regard to case and with its highest score.
pub fn keywords(field: &str, wishes: Vec<KeywordWish>) -> Result<Vec<Keyword>, Vec<FieldError>> {
    if wishes.len() > KEYWORDS {
        let message = format!("Use at most {KEYWORDS} keywords.");
        return Err(vec![FieldError::new(field, "too_many", message)]);
    }
    let (mut words, mut errors): (Vec<Keyword>, Vec<FieldError>) = (Vec::new(), Vec::new());
    for wish in wishes.into_iter().map(KeywordWish::into_keyword) {
        let word = keyword(field, &wish.keyword).map_err(|error| errors.push(error));
        if !(0.0..=1.0).contains(&wish.score) {
            errors.push(FieldError::new(field, "out_of_range", "A keyword's score is a number from 0 to 1."));
            continue;
        }
        let Ok(word) = word else { continue };
        match words.iter_mut().find(|known| same_word(&known.keyword, &word)) {
            Some(known) => known.score = known.score.max(wish.score),
            None => words.push(Keyword { keyword: word, score: wish.score }),
        }
    }
    if !errors.is_empty() {
        errors.dedup();
        return Err(errors);
    }
    words.sort_by(|one, other| other.score.total_cmp(&one.score));
    Ok(words)
}

/// True when two keywords are one, without regard to case.
pub fn same_word(one: &str, other: &str) -> bool {
    one.chars().flat_map(char::to_lowercase).eq(other.chars().flat_map(char::to_lowercase))
}

/// A point on the mood plane: both numbers from -1 to 1.
pub fn mood(field: &str, mood: MoodPoint) -> Result<MoodPoint, Vec<FieldError>> {
    let axes = [("valence", mood.valence), ("arousal", mood.arousal)];
    let wrong = axes.into_iter().filter(|(_, value)| !(-1.0..=1.0).contains(value));
    let errors: Vec<FieldError> = wrong
        .map(|(axis, _)| FieldError::new(&format!("{field}.{axis}"), "out_of_range", "Use a number from -1 to 1."))
        .collect();
    if errors.is_empty() { Ok(mood) } else { Err(errors) }
}

/// A vote: 1 or -1.
pub fn vote(field: &str, value: i8) -> Result<i8, FieldError> {
    if [1, -1].contains(&value) { Ok(value) } else { Err(FieldError::new(field, "invalid", "A vote is 1 or -1.")) }
}

fn free_text(field: &str, text: &str, max: usize, refused: impl Fn(char) -> bool) -> Result<String, FieldError> {
    // As it was sent: what the contract calls too long is not let through for the space around it.
    if text.chars().count() > max {
        return Err(FieldError::new(field, "too_long", format!("Use at most {max} characters.")));
    }
    let text = text.trim();
    if text.chars().any(refused) { Err(control_characters(field)) } else { Ok(text.to_owned()) }
}

fn control_characters(field: &str) -> FieldError {
    FieldError::new(field, "invalid", "Control characters cannot be used here.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usernames_keep_to_their_letters() {
        for good in ["ana", "Ana-Maria.9", "a_b"] {
            assert!(username("username", good).is_ok(), "{good}");
        }
        for bad in ["", "ab", "-ab", "ab.", "a b", "ä b", "a/b", &"a".repeat(31)] {
            assert!(username("username", bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn mail_addresses_need_both_sides() {
        for good in ["a@b.co", " x.y+z@sub.example.org ", "ü@exämple.de", "root@localhost"] {
            assert!(email("email", good).is_ok(), "{good}");
        }
        for bad in ["", "a", "@b.co", "a@", "a@b", "a b@c.de", "a@b..c", "a@-b.de", "a@@b.de", "a..b@c.de", "<a@b.de>"]
        {
            assert!(email("email", bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn passwords_are_counted_in_characters_and_never_trimmed() {
        assert!(password("password", "ääääääää").is_ok());
        assert!(password("password", "        ").is_ok());
        assert!(password("password", "1234567").is_err());
        assert!(password("password", "12345678\0").is_err());
        assert!(password("password", &"x".repeat(257)).is_err());
    }

    #[test]
    fn keywords_are_merged_sorted_and_kept_to_their_limits() {
        let weighted = |keyword: &str, score| KeywordWish::Weighted(Keyword { keyword: keyword.into(), score });
        let wishes = vec![weighted("Éclair", 0.2), weighted("sea  side ", 0.9), KeywordWish::Word("éclair".into())];
        let merged = keywords("keywords", wishes).unwrap_or_default();
        let found: Vec<_> = merged.iter().map(|word| (word.keyword.as_str(), word.score)).collect();
        assert_eq!(found, [("Éclair", 1.0), ("sea side", 0.9)]);
        assert_eq!(keywords("keywords", Vec::new()), Ok(Vec::new()));
        for bad in ["", " ", "a\nb", "\u{7}", &"x".repeat(81)] {
            assert!(keywords("keywords", vec![KeywordWish::Word(bad.into())]).is_err(), "{bad:?}");
        }
        for score in [-0.1, 1.1, f32::NAN, f32::INFINITY] {
            assert!(keywords("keywords", vec![weighted("sea", score)]).is_err(), "{score}");
        }
        let many = |count: usize| (0..count).map(|n| KeywordWish::Word(format!("word {n}"))).collect();
        assert!(keywords("keywords", many(20)).is_ok() && keywords("keywords", many(21)).is_err());
        assert!(keywords("keywords", vec![KeywordWish::Word("ä".repeat(80))]).is_ok());
    }

    #[test]
    fn moods_keep_to_the_plane_and_votes_to_their_two_values() {
        let on = |valence, arousal| mood("mood", MoodPoint { valence, arousal }).map_err(|errors| errors.len());
        assert!(on(-1.0, 1.0).is_ok());
        assert_eq!(on(f32::NAN, 2.0), Err(2));
        assert!(vote("value", 1).is_ok() && vote("value", -1).is_ok());
        assert!([0, 2, -2, i8::MIN].into_iter().all(|value| vote("value", value).is_err()));
    }

    #[test]
    fn a_comment_says_something_and_not_too_much() {
        assert_eq!(comment("body", " Oh!\r\nHow calm. "), Ok("Oh!\nHow calm.".into()));
        assert!(comment("body", &"ä".repeat(2000)).is_ok());
        for bad in ["", " \n ", "a\u{0}b", "\u{1b}[2J", &"ä".repeat(2001)] {
            assert!(comment("body", bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn text_may_have_lines_and_a_line_may_not() {
        assert_eq!(text("t", " a\r\nb ", 10), Ok("a\nb".into()));
        assert!(text("t", "a\rb", 10).is_err());
        // As it was sent: what is kept would have been short enough.
        assert!(text("t", "a\r\nb", 3).is_err());
        assert!(line("t", "a\nb", 10).is_err());
        assert!(text("t", "a\u{7}b", 10).is_err());
        assert!(text("t", "abcdef", 5).is_err());
    }

    #[test]
    fn links_lead_to_a_host_by_http() {
        for link in
            ["https://example.org/x.jpg", " HTTP://example.org ", "http://[::1]:80/", "https://bücher.example/ü?x#y"]
        {
            assert_eq!(picture_link("image_url", link).ok().as_deref(), Some(link.trim()));
        }
        let code = |text: &str| picture_link("image_url", text).err().map(|error| error.code).unwrap_or_default();
        assert_eq!(code(" "), "required");
        for link in [
            "example.org/x.jpg",
            "ftp://example.org/x",
            "javascript:alert(1)",
            "data:image/png;base64,x",
            "http:///x",
            "http://",
            "http://a b/",
        ] {
            assert_eq!(code(link), "invalid", "{link}");
        }
        assert_eq!(code(&format!("http://example.org/{}", "x".repeat(LINK_CHARS))), "too_long");
    }
}
