//! Rules and limits, run by the form before it sends and by the server before it believes.

use crate::error::FieldError;

/// Largest picture in bytes (24 MB).
pub const IMAGE_BYTES: u64 = 24 * 1024 * 1024;
/// Largest profile picture in bytes (8 MB).
pub const AVATAR_BYTES: u64 = 8 * 1024 * 1024;
/// Types of pictures that are taken.
pub const IMAGE_TYPES: [&str; 4] = ["image/jpeg", "image/png", "image/webp", "image/gif"];
/// Longest description in characters.
pub const DESCRIPTION_CHARS: usize = 2000;
/// Longest alternative text in characters.
pub const ALT_TEXT_CHARS: usize = 1000;
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
/// Longest keyword in characters.
pub const KEYWORD_CHARS: usize = 80;
/// Longest search text in characters.
pub const QUERY_CHARS: usize = 200;

/// A user name: 3 to 30 letters, digits, `_`, `-`, `.`, beginning and ending with a letter or digit.
pub fn username(field: &str, text: &str) -> Result<String, FieldError> {
    let length = text.chars().count();
    if length == 0 {
        return Err(FieldError::new(field, "required", "Choose a user name."));
    }
    if length < 3 {
        return Err(FieldError::new(field, "too_short", "A user name has at least 3 characters."));
    }
    if length > 30 {
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
    let text = text.trim();
    if text.is_empty() {
        return Err(FieldError::new(field, "required", "Give your mail address."));
    }
    if text.chars().count() > EMAIL_CHARS {
        return Err(FieldError::new(field, "too_long", "A mail address has at most 254 characters."));
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

/// Text of several lines: no control characters but line breaks and tabs, surrounding space dropped, at most `max` characters.
pub fn text(field: &str, text: &str, max: usize) -> Result<String, FieldError> {
    let text = text.replace("\r\n", "\n");
    free_text(field, &text, max, |c| c.is_control() && c != '\n' && c != '\t')
}

fn free_text(field: &str, text: &str, max: usize, refused: impl Fn(char) -> bool) -> Result<String, FieldError> {
    let text = text.trim();
    if text.chars().count() > max {
        return Err(FieldError::new(field, "too_long", format!("Use at most {max} characters.")));
    }
    if text.chars().any(refused) {
        return Err(FieldError::new(field, "invalid", "Control characters cannot be used here."));
    }
    Ok(text.to_owned())
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
    fn text_may_have_lines_and_a_line_may_not() {
        assert_eq!(text("t", " a\r\nb ", 10), Ok("a\nb".into()));
        assert!(line("t", "a\nb", 10).is_err());
        assert!(text("t", "a\u{7}b", 10).is_err());
        assert!(text("t", "abcdef", 5).is_err());
    }
}
