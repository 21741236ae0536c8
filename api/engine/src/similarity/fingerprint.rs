//! 128 bytes that stand for what a picture shows and for its colours.

use super::colours;

/// Bytes of a fingerprint.
pub const LENGTH: usize = SHOWN + colours::NUMBERS;
/// Grows when fingerprints of before cannot be compared with those of now.
pub const VERSION: i32 = 1;

/// Features that the image model gives.
const FEATURES: usize = 1280;
/// Directions that are kept of them.
const SHOWN: usize = 96;
/// The directions, one row of features each, made from the model by the example `directions`.
static DIRECTIONS: &[u8; SHOWN * FEATURES] = include_bytes!("../../data/directions.bin");
/// Under this length along the directions a picture is hardly more than an even surface.
const EMPTY: f32 = 110.0;
/// Colour's share in what makes two pictures alike, when things were recognised in them and when not.
const COLOUR_SHARE: f32 = 0.1;
const COLOUR_SHARE_UNRECOGNISED: f32 = 0.2;
/// A length of 1 in steps of a byte.
const STEPS: f32 = 127.0;

/// What is compared of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fingerprint([i8; LENGTH]);

impl Fingerprint {
    /// From the model's 1,280 features, the palette ("#rrggbb", most important first) and whether anything was recognised.
    ///
    /// Without features, colours stand alone; `None` when there are no colours either.
    pub fn of(features: &[f32], palette: &[String], recognised: bool) -> Option<Self> {
        let exact = exact(features, palette, recognised)?;
        Some(Self(exact.map(|value| (value * STEPS).round() as i8)))
    }

    /// From stored bytes; `None` when they are none of ours.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let bytes: &[u8; LENGTH] = bytes.try_into().ok()?;
        Some(Self(bytes.map(u8::cast_signed))).filter(|print| print.length() > 0.0)
    }

    /// For storing.
    pub fn to_bytes(self) -> [u8; LENGTH] {
        self.0.map(i8::cast_unsigned)
    }

    /// How alike two pictures are: the cosine, 1 for the same, about 0 for what has nothing in common.
    pub fn similarity(&self, other: &Self) -> f32 {
        self.dot(other) as f32 / (self.length() * other.length())
    }

    pub(super) fn dot(&self, other: &Self) -> i32 {
        self.0.iter().zip(&other.0).map(|(&a, &b)| i32::from(a) * i32::from(b)).sum()
    }

    /// Never 0.
    pub(super) fn length(&self) -> f32 {
        (self.dot(self) as f32).sqrt()
    }
}

/// The vector before it is written in bytes: features, then colours, of length 1 together.
fn exact(features: &[f32], palette: &[String], recognised: bool) -> Option<[f32; LENGTH]> {
    let shown = directed(features);
    let colour = unit(colours::describe(palette));
    let share = match (&shown, &colour) {
        (None, None) => return None,
        (Some(_), None) => 0.0,
        (None, Some(_)) => 1.0,
        (Some(_), Some(_)) if recognised => COLOUR_SHARE,
        (Some(_), Some(_)) => COLOUR_SHARE_UNRECOGNISED,
    };
    let shown = shown.unwrap_or([0.0; SHOWN]).map(|value| value * (1.0 - share).sqrt());
    let colour = colour.unwrap_or_default().map(|value| value * share.sqrt());
    let mut exact = [0.0; LENGTH];
    for (value, part) in exact.iter_mut().zip(shown.into_iter().chain(colour)) {
        *value = part;
    }
    Some(exact)
}

/// What the features say along the directions, with length 1; `None` when they are missing or say nothing.
fn directed(features: &[f32]) -> Option<[f32; SHOWN]> {
    let features: [f32; FEATURES] = features.try_into().ok()?;
    let features = unit(features)?;
    let mut along = [0.0; SHOWN];
    for (value, row) in along.iter_mut().zip(DIRECTIONS.as_chunks::<FEATURES>().0) {
        *value = row.iter().zip(&features).map(|(&part, feature)| f32::from(part.cast_signed()) * feature).sum();
    }
    unit(along).filter(|_| length(&along) >= EMPTY)
}

/// The same direction with length 1; `None` for no direction at all.
fn unit<const N: usize>(vector: [f32; N]) -> Option<[f32; N]> {
    let length = length(&vector);
    (length.is_finite() && length > 1e-6).then(|| vector.map(|value| value / length))
}

fn length(vector: &[f32]) -> f32 {
    vector.iter().map(|value| value * value).sum::<f32>().sqrt()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn picture() -> impl Strategy<Value = (Vec<f32>, Vec<String>, bool)> {
        let features = proptest::collection::vec(prop_oneof![Just(0.0_f32), 0.0..3.0_f32], FEATURES);
        let colour = any::<[u8; 3]>().prop_map(|[r, g, b]| format!("#{r:02x}{g:02x}{b:02x}"));
        (features, proptest::collection::vec(colour, 1..=5), any::<bool>())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[test]
        fn bytes_cost_little_exactness((f, p, known) in picture(), (g, q, knows) in picture()) {
            let (one, other) = (exact(&f, &p, known), exact(&g, &q, knows));
            let exactly: f32 = one.into_iter().flatten().zip(other.into_iter().flatten()).map(|(a, b)| a * b).sum();
            let in_bytes = Fingerprint::of(&f, &p, known).zip(Fingerprint::of(&g, &q, knows));
            let in_bytes = in_bytes.map_or(f32::NAN, |(one, other)| one.similarity(&other));
            // Rounding moves each of 128 numbers by half a step at most; were all moved against us, it would be this much.
            let worst = 2.0 * (LENGTH as f32).sqrt() * 0.5 / STEPS;
            prop_assert!((exactly - in_bytes).abs() < worst, "{exactly} became {in_bytes}");
        }
    }
}
