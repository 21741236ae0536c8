//! Opaque cursors: where a page ended, and of which list.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, Datelike as _, Utc};
use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;

use crate::error::{Error, Result};

/// Writes a place in the list `list`.
pub fn encode<T: Serialize>(list: &str, place: &T) -> Result<String> {
    let json = serde_json::to_vec(&(list, place)).map_err(|error| Error::Internal(error.into()))?;
    Ok(URL_SAFE_NO_PAD.encode(json))
}

/// Where a page ended. A cursor may be written by anybody: what the database cannot be asked for is no place.
pub trait Place: DeserializeOwned {
    /// Whether the list can have such a place.
    fn is_sound(&self) -> bool;
}

impl Place for Uuid {
    fn is_sound(&self) -> bool {
        true
    }
}

impl Place for i32 {
    fn is_sound(&self) -> bool {
        *self >= 0
    }
}

impl Place for i64 {
    fn is_sound(&self) -> bool {
        *self >= 0
    }
}

impl Place for DateTime<Utc> {
    fn is_sound(&self) -> bool {
        (0..=9999).contains(&self.year())
    }
}

impl Place for String {
    fn is_sound(&self) -> bool {
        !self.contains('\0')
    }
}

impl<A: Place, B: Place> Place for (A, B) {
    fn is_sound(&self) -> bool {
        self.0.is_sound() && self.1.is_sound()
    }
}

/// Reads a place in the list `list`; a cursor of another list is refused.
pub fn decode<T: Place>(list: &str, cursor: &str) -> Result<T> {
    let parse = || {
        let json = URL_SAFE_NO_PAD.decode(cursor).ok()?;
        let (of, place): (String, T) = serde_json::from_slice(&json).ok()?;
        (of == list && place.is_sound()).then_some(place)
    };
    parse().ok_or(Error::InvalidCursor)
}

/// Whether this can be a cursor at all, of whichever list.
pub fn is_one(cursor: &str) -> bool {
    let json = URL_SAFE_NO_PAD.decode(cursor).unwrap_or_default();
    serde_json::from_slice::<(String, serde::de::IgnoredAny)>(&json).is_ok()
}

/// A page of at most `limit` rows of the list `list`, and the cursor of the next. One row more than `limit` is to be read: it only tells
/// that there is a next page, which begins behind the `place` of the last row kept.
pub fn cut<T, P: Serialize>(
    list: &str,
    mut rows: Vec<T>,
    limit: u32,
    place: impl FnOnce(&T) -> P,
) -> Result<(Vec<T>, Option<String>)> {
    let more = rows.len() > limit as usize;
    rows.truncate(limit as usize);
    let next = rows.last().filter(|_| more).map(|last| encode(list, &place(last)));
    Ok((rows, next.transpose()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_belongs_to_its_list() {
        let cursor = encode("posts", &7).unwrap_or_default();
        assert_eq!(decode::<i32>("posts", &cursor).ok(), Some(7));
        assert!(decode::<i32>("songs", &cursor).is_err());
        assert!(decode::<i32>("posts", "nonsense").is_err());
        assert!(encode("posts", &-1).is_ok_and(|negative| decode::<i32>("posts", &negative).is_err()));
        assert!(is_one(&cursor) && !is_one("nonsense") && !is_one(""));
    }

    #[test]
    fn a_page_has_a_next_one_when_a_row_was_too_many() {
        let page = |rows: &[i32]| cut("posts", rows.to_vec(), 2, |row| *row).ok();
        assert_eq!(page(&[9, 8]), Some((vec![9, 8], None)));
        assert_eq!(page(&[9, 8, 7]), Some((vec![9, 8], encode("posts", &8).ok())));
        assert_eq!(page(&[]), Some((vec![], None)));
    }
}
