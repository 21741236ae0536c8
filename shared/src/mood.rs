//! A mood as a point.

use serde::{Deserialize, Serialize};

/// A point on the mood plane.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(from = "SentMood")]
pub struct MoodPoint {
    /// Unpleasant to pleasant, -1 to 1.
    pub valence: f32,
    /// Still to stirring, -1 to 1.
    pub arousal: f32,
}

/// A point on the mood plane, as it is sent: a post's own mood is one, too.
#[derive(Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = MoodPoint))]
#[serde(deny_unknown_fields)]
pub(crate) struct SentMood {
    /// Unpleasant to pleasant, -1 to 1.
    valence: f32,
    /// Still to stirring, -1 to 1.
    arousal: f32,
    /// Overlooked: the words follow from the numbers.
    #[serde(default, rename = "words")]
    _words: Vec<String>,
}

impl From<SentMood> for MoodPoint {
    fn from(sent: SentMood) -> Self {
        Self { valence: sent.valence, arousal: sent.arousal }
    }
}
