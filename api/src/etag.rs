//! Entity tags: what a representation is recognised by.

use chrono::{DateTime, Utc};
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use crate::{
    error::{Error, Result},
    security::signature,
};

/// For so many renewals of signed addresses a tag stands for what was read with the earlier ones: half an hour.
const RENEWALS: i32 = 6;

/// The tag of a representation: 96 bits of its SHA-256, as a strong tag of RFC 9110.
pub fn of(body: &[u8]) -> String {
    Sha256::digest(body).iter().take(12).fold(String::from("\""), |tag, byte| tag + &format!("{byte:02x}")) + "\""
}

/// Whether `tag` is among those of an If-None-Match: weak comparison.
pub fn is_known(header: &str, tag: &str) -> bool {
    header.split(',').map(str::trim).any(|one| one == "*" || one.trim_start_matches("W/") == tag)
}

/// What a change is conditional on: the value of If-Match, if one was sent.
#[derive(Clone, Debug, Default)]
pub struct IfMatch(pub Option<String>);

impl IfMatch {
    /// Refuses when what the asker read is not what a read would answer now. `read` gives that answer with the addresses of some time, and
    /// is asked only when there is a condition: that an address was renewed meanwhile is no change. To be called with the row held,
    /// before it changes.
    pub fn check<T: Serialize>(&self, mut read: impl FnMut(DateTime<Utc>) -> Result<T>) -> Result<()> {
        let Some(wanted) = &self.0 else { return Ok(()) };
        let now = Utc::now();
        for renewals in 0..=RENEWALS {
            let answer = read(now - signature::renewal() * renewals)?;
            let tag = of(&serde_json::to_vec(&answer).map_err(|error| Error::Internal(error.into()))?);
            // Strong comparison: a weak tag never matches.
            if wanted.split(',').any(|one| matches!(one.trim(), "*") || one.trim() == tag) {
                return Ok(());
            }
        }
        Err(Error::PreconditionFailed)
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn what_is_known_need_not_be_sent_again() {
        let known = |header| is_known(header, "\"a\"");
        assert!(known("\"a\"") && known("W/\"a\"") && known("\"x\", \"a\"") && known("*"));
        assert!(!known("\"x\"") && !known("a") && !known(""));
    }

    #[test]
    fn a_change_goes_through_only_when_the_tag_is_that_of_now() {
        let tag = of(&serde_json::to_vec(&["a"]).unwrap());
        let check = |header: Option<&str>| IfMatch(header.map(str::to_owned)).check(|_| Ok(["a"])).is_ok();
        assert!(check(None) && check(Some("*")) && check(Some(&tag)) && check(Some(&format!("\"x\", {tag}"))));
        assert!(!check(Some("\"x\"")) && !check(Some(&format!("W/{tag}"))) && !check(Some("")));
    }

    #[test]
    fn a_renewed_address_is_no_change_for_a_while() {
        let address = |time: DateTime<Utc>| [time.timestamp() / signature::renewal().num_seconds()];
        let read =
            |minutes: i64| of(&serde_json::to_vec(&address(Utc::now() - chrono::Duration::minutes(minutes))).unwrap());
        let check = |tag: String| IfMatch(Some(tag)).check(|time| Ok(address(time))).is_ok();
        assert!(check(read(0)) && check(read(6)) && check(read(29)));
        assert!(!check(read(41)));
    }
}
