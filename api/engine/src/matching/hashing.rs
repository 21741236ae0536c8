//! Texts as numbers: quick look-ups, since most of ranking is asking whether a word is known, and numbers that stay the same.

use std::collections::HashMap;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::sync::OnceLock;

/// A map of few instructions a look-up.
pub(super) type QuickMap<K, V> = HashMap<K, V, Seeded>;

/// Begins every hash with a number drawn once a process, so that nobody can choose titles that all fall on one place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seeded(u64);

impl Default for Seeded {
    fn default() -> Self {
        static SEED: OnceLock<u64> = OnceLock::new();
        Self(*SEED.get_or_init(|| RandomState::new().hash_one(0)))
    }
}

impl BuildHasher for Seeded {
    type Hasher = Quick;

    fn build_hasher(&self) -> Quick {
        Quick(self.0)
    }
}

/// Eight bytes a multiplication.
#[derive(Clone, Copy, Debug)]
pub(super) struct Quick(u64);

impl Quick {
    fn stir(&mut self, word: u64) {
        let product = u128::from(self.0 ^ word ^ 0x9e37_79b9_7f4a_7c15) * 0xd6e8_feb8_6659_fd93;
        self.0 = (product >> 64) as u64 ^ product as u64;
    }
}

impl Hasher for Quick {
    fn write(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks::<8>();
        for word in words {
            self.stir(u64::from_le_bytes(*word));
        }
        let rest = rest.iter().fold(rest.len() as u64, |word, byte| word << 8 | u64::from(*byte));
        self.stir(rest);
    }

    fn write_u8(&mut self, byte: u8) {
        // What ends every string; its length is stirred in already.
        self.0 ^= u64::from(byte);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// A name without regard to case.
pub(super) fn name_key(name: &str) -> u64 {
    name.trim().chars().flat_map(char::to_lowercase).fold(FNV, |key, c| step(key, c as u64))
}

/// A place among equals that only the seed and the song decide.
pub(super) fn lot(seed: u64, parts: &[&str]) -> u64 {
    let bytes = parts.iter().flat_map(|part| part.bytes().chain([0]));
    let mut key = bytes.fold(step(FNV, seed), |key, byte| step(key, u64::from(byte)));
    // FNV's high bits stir slowly; two multiplications spread them.
    key = (key ^ (key >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    key = (key ^ (key >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    key ^ (key >> 31)
}

const FNV: u64 = 0xcbf2_9ce4_8422_2325;

fn step(key: u64, value: u64) -> u64 {
    (key ^ value).wrapping_mul(0x0100_0000_01b3)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn like_words_fall_on_different_places() {
        let hasher = Seeded::default();
        let words: Vec<String> = (0..20_000).map(|n| format!("word {n}")).chain([String::new(), "\0".into()]).collect();
        let whole: HashSet<u64> = words.iter().map(|word| hasher.hash_one(word)).collect();
        assert_eq!(whole.len(), words.len());
        // Tables look at the lowest and the highest bits.
        for shift in [0, 57] {
            let places: HashSet<u64> = whole.iter().map(|hash| hash >> shift & 0x7f).collect();
            assert_eq!(places.len(), 128);
        }
    }
}
