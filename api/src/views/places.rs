//! Places of a list, one bit each: what a cursor remembers of a list whose order moves.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};

use crate::cursor::Place;

/// A set of places, from 0.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub(super) struct Places(Vec<u8>);

impl Places {
    /// Adds a place.
    pub(super) fn insert(&mut self, place: i32) {
        let Ok(place) = usize::try_from(place) else { return };
        if self.0.len() <= place / 8 {
            self.0.resize(place / 8 + 1, 0);
        }
        if let Some(byte) = self.0.get_mut(place / 8) {
            *byte |= 1 << (place % 8);
        }
    }

    /// All places, in order.
    pub(super) fn to_vec(&self) -> Vec<i32> {
        let bits =
            self.0.iter().zip(0i32..).flat_map(|(byte, at)| (0..8).map(move |bit| (byte >> bit & 1, at * 8 + bit)));
        bits.filter(|(set, _)| *set == 1).map(|(_, place)| place).collect()
    }
}

impl Place for Places {
    fn is_sound(&self) -> bool {
        true
    }
}

impl From<Places> for String {
    fn from(places: Places) -> Self {
        URL_SAFE_NO_PAD.encode(places.0)
    }
}

impl TryFrom<String> for Places {
    type Error = base64::DecodeError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        URL_SAFE_NO_PAD.decode(text).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_come_back_as_they_went_in() {
        let mut places = Places::default();
        assert_eq!(places.to_vec(), Vec::<i32>::new());
        for place in [9, 0, 300, 7, 9, -1] {
            places.insert(place);
        }
        assert_eq!(places.to_vec(), [0, 7, 9, 300]);
        assert_eq!(Places::try_from(String::from(places.clone())), Ok(places));
        assert!(Places::try_from("%".to_owned()).is_err());
    }
}
