//! Entity tags: what a representation is recognised by.

use serde::Serialize;
use sha2::{Digest as _, Sha256};

use crate::error::{Error, Result};

/// The tag of a representation: 96 bits of its SHA-256, as a strong tag of RFC 9110.
pub fn of(body: &[u8]) -> String {
    Sha256::digest(body).iter().take(12).fold(String::from("\""), |tag, byte| tag + &format!("{byte:02x}")) + "\""
}

/// What a change is conditional on: the value of If-Match, if one was sent.
#[derive(Clone, Debug, Default)]
pub struct IfMatch(pub Option<String>);

impl IfMatch {
    /// Refuses when what the asker read is not what a read would answer with `now`, which is asked for only when there is a condition.
    /// To be called with the row held, before it changes.
    pub fn check<T: Serialize>(&self, now: impl FnOnce() -> Result<T>) -> Result<()> {
        let Some(wanted) = &self.0 else { return Ok(()) };
        let tag = of(&serde_json::to_vec(&now()?).map_err(|error| Error::Internal(error.into()))?);
        // Strong comparison: a weak tag never matches.
        let matches = wanted.split(',').any(|one| matches!(one.trim(), "*") || one.trim() == tag);
        if matches { Ok(()) } else { Err(Error::PreconditionFailed) }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn a_change_goes_through_only_when_the_tag_is_that_of_now() {
        let tag = of(&serde_json::to_vec(&["a"]).unwrap());
        let check = |header: Option<&str>| IfMatch(header.map(str::to_owned)).check(|| Ok(["a"])).is_ok();
        assert!(check(None) && check(Some("*")) && check(Some(&tag)) && check(Some(&format!("\"x\", {tag}"))));
        assert!(!check(Some("\"x\"")) && !check(Some(&format!("W/{tag}"))) && !check(Some("")));
    }
}
