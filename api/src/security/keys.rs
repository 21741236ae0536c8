//! The key ring: the first secret signs, all of them verify, so that a secret can be replaced without ending sessions.

use std::{fs, io::Write as _, os::unix::fs::OpenOptionsExt as _, path::Path};

use anyhow::{Context as _, bail, ensure};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit as _, Mac as _};
use secrecy::{ExposeSecret as _, SecretString};
use sha2::{Digest as _, Sha256};

/// What a derived key is for; no key serves two purposes.
#[derive(Clone, Copy, Debug)]
pub enum Purpose {
    /// Signs access tokens.
    AccessToken,
    /// Derives the successor of a refresh token.
    RefreshToken,
    /// Signs addresses of private files and tickets of event streams.
    Address,
    /// Names pictures in the analysis cache.
    ImageKey,
    /// Names accounts and addresses in the login counters.
    Throttle,
}

/// A secret and its name.
#[derive(Clone)]
pub struct Key {
    /// Names the key in tokens; tells nothing about it.
    pub id: String,
    secret: [u8; 32],
}

/// All secrets, the signing one first.
#[derive(Clone)]
pub struct KeyRing {
    keys: Vec<Key>,
}

impl KeyRing {
    /// Takes the configured secrets, or those of the data folder, which are generated at the first start.
    pub fn load(configured: Option<&SecretString>, data_dir: &Path) -> anyhow::Result<Self> {
        match configured {
            Some(text) => Self::parse(text.expose_secret()).context("IMAGIME_SECRET_KEYS"),
            None => Self::from_folder(&data_dir.join("secrets")),
        }
    }

    /// Reads secrets separated by white space; refuses short ones.
    pub fn parse(text: &str) -> anyhow::Result<Self> {
        let keys: Vec<Key> = text.split_whitespace().map(key_from).collect::<anyhow::Result<_>>()?;
        ensure!(!keys.is_empty(), "there is no secret key");
        Ok(Self { keys })
    }

    fn from_folder(folder: &Path) -> anyhow::Result<Self> {
        let file = folder.join("keys");
        match fs::read_to_string(&file) {
            Ok(text) => Self::parse(&text).with_context(|| file.display().to_string()),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
                let secret = URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>());
                let mut out = fs::OpenOptions::new()
                    .write(true)
                    .create_new(true)
                    .mode(0o600)
                    .open(&file)
                    .with_context(|| file.display().to_string())?;
                writeln!(out, "{secret}").with_context(|| file.display().to_string())?;
                out.sync_all().with_context(|| file.display().to_string())?;
                Self::parse(&secret)
            }
            Err(error) => bail!("{}: {error}", file.display()),
        }
    }

    /// The key that signs.
    pub fn signing(&self) -> &Key {
        &self.keys[0]
    }

    /// All keys that verify.
    pub fn all(&self) -> &[Key] {
        &self.keys
    }

    /// Finds a key by its name.
    pub fn find(&self, id: &str) -> Option<&Key> {
        self.keys.iter().find(|key| key.id == id)
    }

    /// HMAC-SHA-256 of `message` under the signing key.
    pub fn mac(&self, purpose: Purpose, message: &[u8]) -> [u8; 32] {
        self.signing().mac(purpose, message)
    }
}

impl Key {
    /// The secret for one purpose.
    pub fn derive(&self, purpose: Purpose) -> [u8; 32] {
        hmac(&self.secret, format!("imagime/{purpose:?}").as_bytes())
    }

    /// HMAC-SHA-256 of `message` under the key of `purpose`.
    pub fn mac(&self, purpose: Purpose, message: &[u8]) -> [u8; 32] {
        hmac(&self.derive(purpose), message)
    }
}

fn key_from(text: &str) -> anyhow::Result<Key> {
    ensure!(text.len() >= 32, "a secret key has at least 32 characters");
    let distinct = text.bytes().collect::<std::collections::HashSet<_>>().len();
    ensure!(distinct >= 8, "a secret key must be random, for example from `openssl rand -base64 32`");
    let secret: [u8; 32] = Sha256::digest(text.as_bytes()).into();
    let id = URL_SAFE_NO_PAD.encode(&hmac(&secret, b"imagime/key-id")[..6]);
    Ok(Key { id, secret })
}

fn hmac(key: &[u8; 32], message: &[u8]) -> [u8; 32] {
    // A key of 32 bytes is always taken.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else { unreachable!("HMAC takes keys of any length") };
    mac.update(message);
    mac.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn short_and_monotonous_secrets_are_refused() {
        assert!(KeyRing::parse("secret").is_err());
        assert!(KeyRing::parse(&"a".repeat(64)).is_err());
        assert!(KeyRing::parse("").is_err());
    }

    #[test]
    fn secrets_are_generated_once_and_readable_by_their_owner_only() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let first = KeyRing::load(None, folder.path()).unwrap();
        let second = KeyRing::load(None, folder.path()).unwrap();
        assert_eq!(first.signing().id, second.signing().id);
        let mode = fs::metadata(folder.path().join("secrets/keys")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn purposes_have_keys_of_their_own() {
        let ring = KeyRing::parse("0123456789abcdef0123456789abcdef").unwrap();
        assert_ne!(ring.mac(Purpose::Address, b"x"), ring.mac(Purpose::RefreshToken, b"x"));
    }
}
