//! Personal access tokens: random, marked as ours, known to the database by their hash alone.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

/// Marks them, so that a leaked one is recognised where people look for secrets.
const PREFIX: &str = "img_";

/// A token as its holder has it.
#[derive(Clone, PartialEq, Eq)]
pub struct PersonalToken(String);

impl PersonalToken {
    /// 256 random bits.
    pub fn generate() -> Self {
        Self(format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>())))
    }

    /// Reads what a client sent; `None` when it cannot be one of these.
    pub fn parse(text: &str) -> Option<Self> {
        let body = text.strip_prefix(PREFIX)?;
        (body.len() == 43 && URL_SAFE_NO_PAD.decode(body).is_ok()).then(|| Self(text.to_owned()))
    }

    /// What the database knows of it. The token is as random as a key, so a plain hash is as good as a slow one.
    pub fn hash(&self) -> Vec<u8> {
        Sha256::digest(self.0.as_bytes()).to_vec()
    }

    /// The token itself, for its holder only.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

/// Whom a personal token speaks for, and what it may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grant {
    /// The user.
    pub user_id: Uuid,
    /// Whether it may read.
    pub read: bool,
    /// Whether it may change things.
    pub write: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_read_back_and_nothing_else_is() {
        let token = PersonalToken::generate();
        assert!(PersonalToken::parse(token.expose()).is_some_and(|read| read == token));
        assert_ne!(token.hash(), PersonalToken::generate().hash());
        let cut = &token.expose()[..46];
        for bad in ["", "img_", "imr_0123", cut, &format!("{cut}!"), &token.expose().replace("img_", "IMG_")] {
            assert!(PersonalToken::parse(bad).is_none(), "{bad}");
        }
    }
}
