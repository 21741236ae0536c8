//! Which picture suits a piece.

use crate::catalogue::Piece;

/// What a picture shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Motif {
    /// Water under a disc.
    Waves,
    /// Ridges under a disc.
    Hills,
    /// Flowers over a meadow.
    Petals,
    /// Towers with lit windows.
    Skyline,
    /// Firs in the snow.
    Snow,
    /// A night sky.
    Stars,
    /// A nave of arches.
    Arches,
    /// Soft rings.
    Ripples,
    /// Loose bright shapes.
    Confetti,
    /// Sweeping bands.
    Strokes,
}

/// The first scene that has a picture of its own decides.
pub fn motif(piece: &Piece) -> Motif {
    for scene in &piece.scenes {
        return match scene.as_str() {
            "water" | "beach" | "boat" => Motif::Waves,
            "mountain" | "field" | "desert" | "sunset" => Motif::Hills,
            "garden" | "flowers" | "insect" => Motif::Petals,
            "city" | "street" | "work" => Motif::Skyline,
            "snow" | "forest" => Motif::Snow,
            "night" | "space" => Motif::Stars,
            "church" | "building" => Motif::Arches,
            "rain" | "instrument" | "interior" | "bird" => Motif::Ripples,
            "food" | "toys" | "people" | "cat" | "dog" | "drink" => Motif::Confetti,
            "sky" | "horse" | "fire" | "vehicle" | "sport" | "aircraft" => Motif::Strokes,
            _ => continue,
        };
    }
    Motif::Ripples
}
