//! 128 bits as 22 letters that fit into an address.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use uuid::Uuid;

/// Bits that nobody can guess.
pub fn random() -> Uuid {
    Uuid::from_bytes(rand::random())
}

/// Writes bits down.
pub fn write(bits: Uuid) -> String {
    URL_SAFE_NO_PAD.encode(bits)
}

/// Reads bits that were written down; they have one spelling.
pub fn parse(slug: &str) -> Option<Uuid> {
    URL_SAFE_NO_PAD.decode(slug).ok().and_then(|bytes| Uuid::from_slice(&bytes).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_has_one_spelling() {
        let slug = write(Uuid::from_u128(7));
        assert_eq!((slug.len(), parse(&slug)), (22, Some(Uuid::from_u128(7))));
        for bad in ["", "x", &slug[1..], &format!("{slug}A"), &slug.replace("Bw", "Bx"), "AAAAAAAAAAAAAAAAAAAA+/"] {
            assert_eq!(parse(bad), None, "{bad}");
        }
    }
}
