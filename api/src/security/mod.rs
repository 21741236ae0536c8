//! Passwords, tokens, signatures: pure. Counters go through repositories.

pub mod access;
pub mod keys;
pub mod password;
pub mod personal_token;
pub mod refresh;
pub mod signature;
pub mod slug;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

/// 128 random bits as 22 letters that fit into an address.
pub fn random_token() -> String {
    URL_SAFE_NO_PAD.encode(rand::random::<[u8; 16]>())
}
