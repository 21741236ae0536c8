//! Painted pictures whose colours are known by construction.

use anyhow::{Context, Result};
use imagime_engine::analysis::{Analyser, KeywordKind, LocalAnalyser};

type Rgb = [u8; 3];

/// Side of a painted picture in pixels.
const SIDE: u32 = 256;

/// A painted picture.
struct Painting {
    name: &'static str,
    /// The colour at a place, each coordinate 0 to 1.
    paint: fn(f32, f32) -> Rgb,
    /// Words of which one must be said.
    one_of: &'static [&'static str],
    /// Words that must not be said.
    none_of: &'static [&'static str],
}

const PAINTINGS: [Painting; 18] = [
    Painting {
        name: "black",
        paint: |_, _| [6, 6, 6],
        one_of: &["dark", "low key"],
        none_of: &["bright", "vivid", "warm colours"],
    },
    Painting {
        name: "white",
        paint: |_, _| [250, 250, 250],
        one_of: &["bright", "high key"],
        none_of: &["dark", "vivid", "cool colours"],
    },
    Painting {
        name: "grey",
        paint: |_, _| [128, 128, 128],
        one_of: &["monochrome"],
        none_of: &["vivid", "colourful", "golden light"],
    },
    Painting {
        name: "grey ramp",
        paint: |x, _| [grey(x); 3],
        one_of: &["monochrome"],
        none_of: &["vivid", "night blue"],
    },
    Painting {
        name: "red",
        paint: |_, _| [205, 25, 25],
        one_of: &["red"],
        none_of: &["blue", "green", "cool colours"],
    },
    Painting { name: "orange", paint: |_, _| [240, 130, 25], one_of: &["orange"], none_of: &["blue", "cool colours"] },
    Painting { name: "yellow", paint: |_, _| [240, 220, 40], one_of: &["yellow"], none_of: &["blue", "dark"] },
    Painting { name: "green", paint: |_, _| [40, 150, 55], one_of: &["green"], none_of: &["red", "pink"] },
    Painting { name: "blue", paint: |_, _| [45, 90, 215], one_of: &["blue"], none_of: &["orange", "warm colours"] },
    Painting { name: "purple", paint: |_, _| [140, 45, 170], one_of: &["purple"], none_of: &["green", "yellow"] },
    Painting { name: "pink", paint: |_, _| [250, 135, 185], one_of: &["pink"], none_of: &["green", "dark"] },
    Painting {
        name: "four colours",
        paint: four_colours,
        one_of: &["colourful", "vivid"],
        none_of: &["monochrome", "muted"],
    },
    Painting {
        name: "pale",
        paint: |_, _| [240, 205, 215],
        one_of: &["pastel", "high key", "bright"],
        none_of: &["vivid", "dark"],
    },
    Painting { name: "dull", paint: |_, _| [118, 128, 112], one_of: &["muted"], none_of: &["vivid", "colourful"] },
    Painting {
        name: "navy",
        paint: |_, y| [8, 14, 50 + grey(y) / 8],
        one_of: &["night blue"],
        none_of: &["bright", "warm colours"],
    },
    Painting {
        name: "amber ramp",
        paint: |_, y| [250, 150 + grey(y) / 4, 40],
        one_of: &["warm colours", "golden light"],
        none_of: &["cool colours", "night blue"],
    },
    Painting {
        name: "sea ramp",
        paint: |_, y| [30, 110 + grey(y) / 4, 170 + grey(y) / 4],
        one_of: &["cool colours"],
        none_of: &["warm colours", "golden light"],
    },
    Painting {
        name: "halves",
        paint: |x, _| if x < 0.5 { [5, 5, 5] } else { [250, 250, 250] },
        one_of: &["high contrast"],
        none_of: &["vivid", "colourful"],
    },
];

/// What was said of one painting.
pub struct Painted {
    /// Its name.
    pub name: &'static str,
    /// The colour words said.
    pub said: Vec<String>,
    /// Whether they are what was painted.
    pub right: bool,
}

/// Looks at all paintings.
pub fn look(analyser: &LocalAnalyser) -> Result<Vec<Painted>> {
    PAINTINGS.iter().map(|painting| look_at(analyser, painting)).collect()
}

fn look_at(analyser: &LocalAnalyser, painting: &Painting) -> Result<Painted> {
    let analysis = analyser.analyse(&encode(painting)?).with_context(|| painting.name)?;
    let colours = analysis.keywords.into_iter().filter(|keyword| keyword.kind == KeywordKind::Colour);
    let said: Vec<String> = colours.map(|keyword| keyword.word).collect();
    let holds = |words: &[&str]| words.iter().any(|word| said.iter().any(|said| said == word));
    let right = holds(painting.one_of) && !holds(painting.none_of);
    Ok(Painted { name: painting.name, said, right })
}

/// Prints the paintings that were not seen as painted.
pub fn tell(painted: &[Painted]) {
    for one in painted.iter().filter(|one| !one.right) {
        println!("WRONG   painted {:<52} {}", one.name, one.said.join(", "));
    }
}

fn encode(painting: &Painting) -> Result<Vec<u8>> {
    let at = |n: u32| n as f32 / (SIDE - 1) as f32;
    let pixels: Vec<u8> = (0..SIDE).flat_map(|y| (0..SIDE).flat_map(move |x| (painting.paint)(at(x), at(y)))).collect();
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, SIDE, SIDE);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.write_header()?.write_image_data(&pixels)?;
    Ok(bytes)
}

fn grey(share: f32) -> u8 {
    (share * 255.0) as u8
}

fn four_colours(x: f32, y: f32) -> Rgb {
    match (x < 0.5, y < 0.5) {
        (true, true) => [220, 30, 40],
        (false, true) => [30, 80, 220],
        (true, false) => [240, 210, 30],
        (false, false) => [30, 160, 60],
    }
}
