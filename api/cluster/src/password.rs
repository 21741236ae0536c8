//! The superuser's password: generated once, kept in a file that only its owner reads.

use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use rand::RngExt;

use crate::ClusterError;
use crate::error::Context;

/// Reads the password, or makes one of 256 random bits (64 hexadecimal digits) and stores it durably.
pub fn load_or_create(file: &Path) -> Result<String, ClusterError> {
    match std::fs::read_to_string(file) {
        Ok(password) if !password.trim().is_empty() => return Ok(password.trim().to_owned()),
        Ok(_) => {}
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) => return Err(error).context("could not read", file),
    }
    let bytes: [u8; 32] = rand::rng().random();
    let password: String = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15].map(hex_digit)).collect();
    store(file, &password).context("could not write", file)?;
    Ok(password)
}

/// Written beside its place and renamed, so that a crash leaves either nothing or the whole password.
fn store(file: &Path, password: &str) -> std::io::Result<()> {
    let draft = file.with_extension("new");
    let mut handle = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&draft)?;
    handle.write_all(password.as_bytes())?;
    handle.sync_all()?;
    std::fs::rename(&draft, file)?;
    match file.parent() {
        Some(folder) => File::open(folder)?.sync_all(),
        None => Ok(()),
    }
}

/// Percent-encodes everything that is not unreserved in a URL.
pub fn percent_encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push('%');
            encoded.extend([byte >> 4, byte & 15].map(hex_digit));
        }
    }
    encoded
}

fn hex_digit(nibble: u8) -> char {
    char::from(b"0123456789ABCDEF"[usize::from(nibble & 15)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reserved_characters_are_encoded() {
        assert_eq!(percent_encode("a-Z_0.~"), "a-Z_0.~");
        assert_eq!(percent_encode("p@ss:/w%rd"), "p%40ss%3A%2Fw%25rd");
        assert_eq!(percent_encode("ü"), "%C3%BC");
    }
}
