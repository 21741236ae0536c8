//! Passwords: hashed with bcrypt over a digest, so that no character is ever ignored.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use imagime_shared::{error::FieldError, validation};
use sha2::{Digest as _, Sha256};

/// Guesses that a password must withstand: about what a thousand commonest passwords and their obvious variants need.
const MIN_GUESSES_LOG10: f64 = 4.0;

/// A password that may be used: long enough, not too common, not the user's own name.
#[derive(Clone)]
pub struct NewPassword(String);

impl NewPassword {
    /// Checks length and commonness; `known` are words that an attacker would try first.
    pub fn parse(field: &str, text: &str, known: &[&str]) -> Result<Self, FieldError> {
        validation::password(field, text)?;
        // The estimate looks at the beginning only: its time grows with the square of the length.
        let head: String = text.chars().take(64).collect();
        if zxcvbn::zxcvbn(&head, known).guesses_log10() < MIN_GUESSES_LOG10 {
            return Err(FieldError::new(
                field,
                "too_common",
                "This password is one of the first that anybody would try. Choose another.",
            ));
        }
        Ok(Self(text.to_owned()))
    }

    /// bcrypt hash, about 150 ms of CPU at cost 11.
    pub fn hash(&self, cost: u32) -> anyhow::Result<String> {
        Ok(bcrypt::hash(digest(&self.0), cost)?)
    }
}

/// True when the password belongs to the hash. Takes as long as hashing.
pub fn verify(password: &str, hash: &str) -> bool {
    bcrypt::verify(digest(password), hash).unwrap_or(false)
}

/// A hash that belongs to no password: verified against for unknown names, so that they take as long as known ones.
pub fn decoy(cost: u32) -> anyhow::Result<String> {
    Ok(bcrypt::hash(rand::random::<[u8; 16]>(), cost)?)
}

/// bcrypt reads 72 bytes and stops at NUL; 44 letters of base64 over SHA-256 hold all of any password.
fn digest(password: &str) -> String {
    STANDARD.encode(Sha256::digest(password.as_bytes()))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn parse(text: &str) -> Result<NewPassword, FieldError> {
        NewPassword::parse("password", text, &["mira", "mira@example.org"])
    }

    #[test]
    fn common_passwords_and_the_own_name_are_refused() {
        for bad in [
            "password",
            "12345678",
            "qwertyuiop",
            "iloveyou1",
            "football",
            "sunshine",
            "mira@example.org",
            "Password1",
            "11111111",
        ] {
            assert!(parse(bad).is_err(), "{bad}");
        }
        for good in ["correct horse battery", "v9#kLq2p!x", "ein Kaffee am Morgen", "ünïcödé-pässwörd"] {
            assert!(parse(good).is_ok(), "{good}");
        }
    }

    #[test]
    fn the_last_byte_of_a_long_password_counts() {
        let long = "ab1!".repeat(18);
        let hash = parse(&format!("{long}x")).unwrap().hash(4).unwrap();
        assert!(verify(&format!("{long}x"), &hash));
        assert!(!verify(&format!("{long}y"), &hash));
    }
}
