//! Refresh tokens: random, stored hashed, each with exactly one successor.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest as _, Sha256};

use super::keys::{KeyRing, Purpose};

/// Marks our refresh tokens, so that a leaked one can be recognised.
const PREFIX: &str = "imr_";

/// A refresh token as the client holds it.
#[derive(Clone, PartialEq, Eq)]
pub struct RefreshToken(String);

impl RefreshToken {
    /// The first token of a session.
    pub fn generate() -> Self {
        Self(format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>())))
    }

    /// Reads what a client sent; `None` when it cannot be one of ours.
    pub fn parse(text: &str) -> Option<Self> {
        let body = text.strip_prefix(PREFIX)?;
        (body.len() == 43 && URL_SAFE_NO_PAD.decode(body).is_ok()).then(|| Self(text.to_owned()))
    }

    /// The one token that may follow: derived, so that asking twice gives the same.
    #[must_use]
    pub fn successor(&self, keys: &KeyRing) -> Self {
        let next = keys.mac(Purpose::RefreshToken, self.0.as_bytes());
        Self(format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(next)))
    }

    /// What the database knows of it.
    pub fn hash(&self) -> Vec<u8> {
        Sha256::digest(self.0.as_bytes()).to_vec()
    }

    /// The token itself, for the client only.
    pub fn expose(&self) -> &str {
        &self.0
    }
}
