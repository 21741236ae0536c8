//! Exact search: every fingerprint is looked at. At a hundred thousand that is milliseconds, and nothing is missed.

use std::{collections::HashMap, hash::Hash};

use super::Fingerprint;

/// Fingerprints by key, 128 bytes each in one piece of memory.
#[derive(Debug)]
pub struct Index<K> {
    keys: Vec<K>,
    prints: Vec<Fingerprint>,
    /// One over the length of each.
    scales: Vec<f32>,
    places: HashMap<K, usize>,
}

impl<K> Default for Index<K> {
    fn default() -> Self {
        Self { keys: Vec::new(), prints: Vec::new(), scales: Vec::new(), places: HashMap::new() }
    }
}

impl<K: Copy + Eq + Hash + Ord> Index<K> {
    /// Adds a picture, or gives one that is there another fingerprint.
    pub fn insert(&mut self, key: K, print: Fingerprint) {
        let scale = 1.0 / print.length();
        if let Some(&place) = self.places.get(&key) {
            self.prints[place] = print;
            self.scales[place] = scale;
            return;
        }
        self.places.insert(key, self.keys.len());
        self.keys.push(key);
        self.prints.push(print);
        self.scales.push(scale);
    }

    /// Forgets a picture.
    pub fn remove(&mut self, key: K) {
        let Some(place) = self.places.remove(&key) else { return };
        self.keys.swap_remove(place);
        self.prints.swap_remove(place);
        self.scales.swap_remove(place);
        if let Some(&moved) = self.keys.get(place) {
            self.places.insert(moved, place);
        }
    }

    /// How many pictures there are.
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// True without any.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// All pictures at least this alike, the most alike first; among equals the greater key.
    pub fn near(&self, print: &Fingerprint, least: f32) -> Vec<(K, f32)> {
        let scale = 1.0 / print.length();
        let scores = self.prints.iter().zip(&self.scales).map(|(other, other_scale)| {
            let dot = print.dot(other) as f32;
            dot * scale * other_scale
        });
        let mut near: Vec<(K, f32)> =
            self.keys.iter().copied().zip(scores).filter(|&(_, score)| score >= least).collect();
        near.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then_with(|| b.0.cmp(&a.0)));
        near
    }
}
