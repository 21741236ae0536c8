//! Opaque cursors: where a page ended, and of which list.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Serialize, de::DeserializeOwned};

use crate::error::{Error, Result};

/// Writes a place in the list `list`.
pub fn encode<T: Serialize>(list: &str, place: &T) -> Result<String> {
    let json = serde_json::to_vec(&(list, place)).map_err(|error| Error::Internal(error.into()))?;
    Ok(URL_SAFE_NO_PAD.encode(json))
}

/// Reads a place in the list `list`; a cursor of another list is refused.
pub fn decode<T: DeserializeOwned>(list: &str, cursor: &str) -> Result<T> {
    let parse = || {
        let json = URL_SAFE_NO_PAD.decode(cursor).ok()?;
        let (of, place): (String, T) = serde_json::from_slice(&json).ok()?;
        (of == list).then_some(place)
    };
    parse().ok_or(Error::InvalidCursor)
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
    }
}
