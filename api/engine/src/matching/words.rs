//! Words made comparable: one case, one form of Unicode, one number.

use std::borrow::Cow;
use std::iter;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A keyword as it is kept and shown: NFKC, lower case, single spaces, the last word singular, without a " - kind" note.
pub(super) fn normal(text: &str) -> String {
    let composed: String = text.nfkc().flat_map(char::to_lowercase).nfkc().collect();
    let plain = composed.split(" - ").map(str::trim).find(|part| !part.is_empty()).unwrap_or_default();
    let mut words: Vec<&str> = plain.split_whitespace().collect();
    let last = words.pop().map(singular).unwrap_or_default();
    let mut kept = words.join(" ");
    if !kept.is_empty() {
        kept.push(' ');
    }
    kept.push_str(&last);
    kept
}

/// The words of a text for comparing: lower case, singular, without accents and apostrophes.
pub(super) fn tokens(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for_each_token(text, &mut String::new(), |token| found.push(token.to_owned()));
    found
}

/// The words of a text as one string with single spaces: the key under which a phrase is found.
pub(super) fn phrase(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    push_phrase(text, &mut key, &mut String::new());
    key
}

/// Appends the words of a text, with single spaces between them; `scratch` spares an allocation.
pub(super) fn push_phrase(text: &str, key: &mut String, scratch: &mut String) {
    let start = key.len();
    for_each_token(text, scratch, |token| {
        if key.len() > start {
            key.push(' ');
        }
        key.push_str(token);
    });
}

/// Calls `each` with every word of a text as [`tokens`] gives them; `scratch` spares an allocation a word.
pub(super) fn for_each_token(text: &str, scratch: &mut String, mut each: impl FnMut(&str)) {
    scratch.clear();
    if text.is_ascii() {
        for_each_plain_token(text, scratch, each);
        return;
    }
    for c in text.chars().chain([' ']) {
        if c.is_ascii() {
            push(c.to_ascii_lowercase(), scratch, &mut each);
            continue;
        }
        // Character by character: the order of marks, which are dropped, is all that they decide together.
        let folded = iter::once(c).nfkd().filter(|&c| !is_combining_mark(c)).flat_map(char::to_lowercase);
        for c in folded.filter(|&c| !is_combining_mark(c)) {
            push(c, scratch, &mut each);
        }
    }
}

/// What a byte is to [`for_each_plain_token`].
const LOWER: u8 = 1;
const UPPER: u8 = 2;
const APOSTROPHE: u8 = 4;
const KINDS: [u8; 256] = {
    let mut kinds = [0; 256];
    let mut byte = 0;
    while byte < 128 {
        kinds[byte] = match byte as u8 {
            b'a'..=b'z' | b'0'..=b'9' => LOWER,
            b'A'..=b'Z' => UPPER,
            b'\'' => APOSTROPHE,
            _ => 0,
        };
        byte += 1;
    }
    kinds
};

/// [`for_each_token`] for ASCII: words that are in lower case already, as most are, need not be copied.
fn for_each_plain_token(text: &str, scratch: &mut String, mut each: impl FnMut(&str)) {
    let mut start = 0;
    let mut kinds = 0;
    for (at, byte) in text.bytes().chain([b' ']).enumerate() {
        let kind = KINDS[usize::from(byte)];
        if kind != 0 {
            kinds |= kind;
            continue;
        }
        let run = text.get(start..at).unwrap_or_default();
        start = at + 1;
        match kinds {
            0 | APOSTROPHE => {}
            LOWER => each(&singular(run)),
            _ => {
                scratch.clear();
                scratch.push_str(run);
                scratch.make_ascii_lowercase();
                if kinds & APOSTROPHE != 0 {
                    scratch.retain(|c| c != '\'');
                }
                each(&singular(scratch));
            }
        }
        kinds = 0;
    }
    scratch.clear();
}

fn push(c: char, scratch: &mut String, each: &mut impl FnMut(&str)) {
    if c.is_alphanumeric() {
        scratch.push(c);
    } else if !matches!(c, '\'' | '\u{2019}') && !scratch.is_empty() {
        each(&singular(scratch));
        scratch.clear();
    }
}

/// The singular of an English lower-case word; what is no plural stays as it is.
pub(super) fn singular(word: &str) -> Cow<'_, str> {
    if !word.ends_with('s') {
        return Cow::Borrowed(without_s(word).unwrap_or(word));
    }
    if let Some(known) = irregular(word) {
        return Cow::Borrowed(known);
    }
    let length = word.len();
    let keeps = length < 4 || ["ss", "us", "is"].iter().any(|end| word.ends_with(end));
    if keeps {
        return Cow::Borrowed(word);
    }
    let cut = |n: usize| word.get(..length - n).unwrap_or(word);
    if word.ends_with("ies") {
        // "pies" and "ties" lose their s only.
        return if length > 4 { Cow::Owned(format!("{}y", cut(3))) } else { Cow::Borrowed(cut(1)) };
    }
    let hisses = ["ches", "shes", "sses", "xes", "zzes", "oes"].iter().any(|end| word.ends_with(end));
    Cow::Borrowed(if hisses { cut(2) } else { cut(1) })
}

/// Plurals that need no s.
fn without_s(word: &str) -> Option<&'static str> {
    Some(match word {
        "children" => "child",
        "mice" => "mouse",
        "geese" => "goose",
        "feet" => "foot",
        "teeth" => "tooth",
        "oxen" => "ox",
        _ => return None,
    })
}

/// Plurals in -s that no rule finds, and words in -s that are none.
fn irregular(word: &str) -> Option<&'static str> {
    Some(match word {
        "leaves" => "leaf",
        "wolves" => "wolf",
        "knives" => "knife",
        "wives" => "wife",
        "lives" => "life",
        "halves" => "half",
        "calves" => "calf",
        "shelves" => "shelf",
        "loaves" => "loaf",
        "hooves" => "hoof",
        "scarves" => "scarf",
        "elves" => "elf",
        "thieves" => "thief",
        "buses" => "bus",
        "skis" => "ski",
        "taxis" => "taxi",
        "menus" => "menu",
        "shoes" => "shoe",
        "canoes" => "canoe",
        "oboes" => "oboe",
        "toes" => "toe",
        "aches" => "ache",
        "movies" => "movie",
        "cookies" => "cookie",
        "series" => "series",
        "species" => "species",
        "christmas" => "christmas",
        "xmas" => "xmas",
        "canvas" => "canvas",
        "atlas" => "atlas",
        "texas" => "texas",
        "vegas" => "vegas",
        "lens" => "lens",
        "news" => "news",
        "blues" => "blues",
        "always" => "always",
        "chess" => "chess",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn plurals_become_singular_and_other_words_stay() {
        let pairs = [
            ("dogs", "dog"),
            ("cherries", "cherry"),
            ("pies", "pie"),
            ("boxes", "box"),
            ("horses", "horse"),
            ("glasses", "glass"),
            ("waves", "wave"),
            ("leaves", "leaf"),
            ("grass", "grass"),
            ("bus", "bus"),
            ("tennis", "tennis"),
            ("christmas", "christmas"),
            ("blues", "blues"),
            ("sea", "sea"),
        ];
        for (given, wanted) in pairs {
            assert_eq!(singular(given), wanted);
        }
    }

    #[test]
    fn keywords_lose_case_form_and_the_note_of_their_kind() {
        assert_eq!(normal("  Red   ROSES "), "red rose");
        assert_eq!(normal("Coffee - Drink"), "coffee");
        assert_eq!(normal("Ｃａｆｅ\u{301}"), "café");
    }

    #[test]
    fn tokens_ignore_accents_apostrophes_and_signs() {
        assert_eq!(tokens("Für Élise (Lovers' Café)"), ["fur", "elise", "lover", "cafe"]);
        assert_eq!(tokens("Rock'n'Roll—8-bit"), ["rocknroll", "8", "bit"]);
        assert!(tokens("!!! — …").is_empty());
    }

    proptest! {
        #[test]
        fn plain_text_is_read_as_any_other(text in "[a-zA-Z0-9' .-]{0,40}") {
            // A sign that is no word sends the text the other way.
            prop_assert_eq!(tokens(&text), tokens(&format!("{text} \u{2014}")));
        }

        #[test]
        fn tokens_are_those_of_the_whole_text_taken_apart(text in "\\PC{0,24}") {
            let apart: String = text.nfkd().filter(|&c| !is_combining_mark(c)).collect();
            prop_assert_eq!(tokens(&text), tokens(&apart));
        }

        #[test]
        fn normal_form_is_stable(text in "\\PC{0,24}") {
            let once = normal(&text);
            prop_assert_eq!(normal(&once), once);
        }

        #[test]
        fn tokens_of_tokens_are_the_same(text in "[a-zA-Z' ]{0,30}") {
            let once = tokens(&text);
            prop_assert_eq!(tokens(&once.join(" ")), once);
        }
    }
}
