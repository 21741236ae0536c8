//! Colour and light: words and a mood from a thumbnail, whatever the picture shows.

use super::{Keyword, KeywordKind};
use crate::imaging::{Raster, lab};

/// Every word that colour and light can give.
pub const COLOUR_WORDS: &[&str] = &[
    "monochrome",
    "bright",
    "dark",
    "high key",
    "low key",
    "high contrast",
    "vivid",
    "muted",
    "pastel",
    "colourful",
    "warm colours",
    "cool colours",
    "golden light",
    "night blue",
    "sunset colours",
    "red",
    "brown",
    "orange",
    "yellow",
    "green",
    "teal",
    "blue",
    "purple",
    "pink",
];

/// Words said of one picture at most.
const MOST_WORDS: usize = 5;

/// Colour is certain but says less than a thing: its words stay behind what was recognised.
const SCALE: f32 = 0.7;

/// What is measured of a picture's colours, in CIELAB.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Colours {
    /// Mean lightness, 0 to 100.
    lightness: f32,
    /// Lightness that 10, 90 and 99 % of the pixels stay under.
    dark10: f32,
    light90: f32,
    light99: f32,
    /// Mean chroma, and the chroma that 95 % stay under; 130 at most.
    chroma: f32,
    chroma95: f32,
    /// Share of each hue's chroma in the whole, in the order of [`HUES`].
    hues: [f32; HUES.len()],
    /// Pixels that glow (pink to yellow) and that are the blue to violet of dusk.
    glow: Part,
    dusk: Part,
}

/// Some of the pixels: their share in all, and their mean lightness.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Part {
    share: f32,
    lightness: f32,
}

impl Part {
    /// Counts one of so many pixels in.
    fn add(&mut self, lightness: f32, count: usize) {
        let one = 1.0 / count as f32;
        self.lightness = (self.lightness * self.share + lightness * one) / (self.share + one);
        self.share += one;
    }
}

/// Hues by the angle at which they begin, in degrees; the last one reaches round to the first.
const HUES: [(&str, f32); 8] = [
    ("red", 20.0),
    ("orange", 48.0),
    ("yellow", 78.0),
    ("green", 108.0),
    ("teal", 170.0),
    ("blue", 230.0),
    ("purple", 307.0),
    ("pink", 338.0),
];
const RED: usize = 0;
const ORANGE: usize = 1;
const YELLOW: usize = 2;
const GREEN: usize = 3;
const TEAL: usize = 4;
const BLUE: usize = 5;
const PINK: usize = 7;

impl Colours {
    /// Measures a thumbnail.
    pub(super) fn of(thumbnail: &Raster) -> Self {
        let count = thumbnail.pixels().count().max(1);
        let mut lightness = Vec::with_capacity(count);
        let mut chromas = Vec::with_capacity(count);
        let mut colours = Self::default();
        for pixel in thumbnail.pixels() {
            let [l, a, b] = lab::from_rgb(pixel);
            let chroma = a.hypot(b);
            lightness.push(l);
            chromas.push(chroma);
            // Nearly grey pixels have a hue by accident.
            if chroma < 4.0 {
                continue;
            }
            let hue = b.atan2(a).to_degrees().rem_euclid(360.0);
            colours.hues[hue_index(hue)] += chroma;
            if chroma > 12.0 && !(100.0..330.0).contains(&hue) {
                colours.glow.add(l, count);
            }
            if chroma > 6.0 && (245.0..330.0).contains(&hue) {
                colours.dusk.add(l, count);
            }
        }
        let all: f32 = colours.hues.iter().sum();
        if all > 0.0 {
            colours.hues = colours.hues.map(|share| share / all);
        }
        colours.lightness = mean(&lightness);
        colours.chroma = mean(&chromas);
        lightness.sort_by(f32::total_cmp);
        chromas.sort_by(f32::total_cmp);
        colours.dark10 = quantile(&lightness, 0.1);
        colours.light90 = quantile(&lightness, 0.9);
        colours.light99 = quantile(&lightness, 0.99);
        colours.chroma95 = quantile(&chromas, 0.95);
        colours
    }

    /// Valence and arousal by Valdez and Mehrabian (1994), around what is usual in photographs, each -1 to 1.
    pub(super) fn mood(&self) -> (f32, f32) {
        let brightness = ((self.lightness - 48.0) / 30.0).clamp(-1.2, 1.2);
        let saturation = ((self.chroma - 24.0) / 22.0).clamp(-1.2, 1.2);
        // Red stirs and blue soothes at the same brightness and saturation; grey does neither.
        let temperature = (self.warmth() - self.coolness()) * ramp(self.chroma, 3.0, 15.0);
        let valence = 0.69 * brightness + 0.22 * saturation;
        let arousal = -0.31 * brightness + 0.60 * saturation + 0.15 * temperature;
        ((valence * 0.6).clamp(-1.0, 1.0), (arousal * 0.6).clamp(-1.0, 1.0))
    }

    /// True when most of the colour is green and the light that of shade rather than of a lawn.
    pub(super) fn is_shaded_green(&self) -> bool {
        let greens = self.hues[GREEN] + self.hues[YELLOW] * 0.5;
        greens > 0.55 && self.hues[GREEN] > 0.3 && self.chroma > 6.0 && self.lightness < 50.0
    }

    /// Up to five words for the colours and the light, strongest first.
    pub(super) fn keywords(&self) -> Vec<Keyword> {
        let mut said: Vec<(&str, f32)> = self.light();
        said.extend(self.tints());
        said.push(self.main_hue());
        said.sort_by(|a, b| b.1.total_cmp(&a.1));
        said.truncate(MOST_WORDS);
        // The strongest is always said: every picture has a colour.
        said.into_iter()
            .enumerate()
            .filter(|&(place, (_, score))| score >= 0.4 || (place == 0 && score > 0.0))
            .map(|(_, said)| said)
            .map(|(word, score)| Keyword {
                word: word.to_owned(),
                score: (score * SCALE).clamp(0.0, 1.0),
                kind: KeywordKind::Colour,
            })
            .collect()
    }

    fn light(&self) -> Vec<(&'static str, f32)> {
        let bright = ramp(self.lightness, 60.0, 82.0);
        let dark = fall(self.lightness, 16.0, 36.0);
        let high_key = ramp(self.lightness, 70.0, 86.0) * ramp(self.dark10, 40.0, 62.0);
        let low_key = dark * ramp(self.light99, 40.0, 65.0);
        vec![
            ("bright", bright * (1.0 - high_key)),
            ("high key", high_key),
            ("dark", dark * (1.0 - 0.5 * low_key)),
            ("low key", low_key),
            ("high contrast", ramp(self.light90 - self.dark10, 65.0, 88.0)),
        ]
    }

    fn tints(&self) -> Vec<(&'static str, f32)> {
        let coloured = self.coloured();
        let golden = self.hues[ORANGE] + self.hues[YELLOW];
        let blue = self.hues[BLUE] + 0.5 * self.hues[TEAL];
        // After sunset the glow is the brightest there is; under a blue sky the warm ground is darker than it.
        let sunset = ramp(self.glow.share, 0.08, 0.25)
            * ramp(self.dusk.share, 0.10, 0.28)
            * ramp(self.glow.lightness - self.dusk.lightness, 2.0, 12.0)
            * fall(self.lightness, 62.0, 78.0);
        let widest = self.hues.iter().copied().fold(0.0, f32::max);
        vec![
            ("monochrome", fall(self.chroma95, 5.0, 11.0)),
            ("vivid", ramp(self.chroma, 28.0, 48.0)),
            ("muted", coloured * fall(self.chroma, 10.0, 18.0)),
            ("pastel", ramp(self.lightness, 62.0, 78.0) * ramp(self.chroma, 8.0, 14.0) * fall(self.chroma, 26.0, 36.0)),
            ("colourful", ramp(self.chroma, 12.0, 26.0) * fall(widest, 0.4, 0.65)),
            ("warm colours", coloured * ramp(self.warmth(), 0.6, 0.9)),
            ("cool colours", coloured * ramp(self.coolness(), 0.6, 0.9)),
            (
                "golden light",
                ramp(self.chroma, 16.0, 30.0)
                    * ramp(golden, 0.45, 0.75)
                    * ramp(self.light90, 55.0, 75.0)
                    * ramp(self.lightness, 22.0, 38.0),
            ),
            ("night blue", ramp(self.chroma, 6.0, 14.0) * ramp(blue, 0.5, 0.8) * fall(self.lightness, 28.0, 44.0)),
            ("sunset colours", sunset),
        ]
    }

    /// The hue that has most of the colour, and how clearly.
    fn main_hue(&self) -> (&'static str, f32) {
        let (index, share) = self
            .hues
            .iter()
            .copied()
            .enumerate()
            .fold((0, 0.0), |best, next| if next.1 > best.1 { next } else { best });
        let name = match index {
            RED | ORANGE if self.lightness < 45.0 && self.chroma < 32.0 => "brown",
            _ => HUES[index].0,
        };
        (name, 0.9 * self.coloured() * ramp(share, 0.25, 0.7))
    }

    /// How much colour there is at all, 0 to 1.
    fn coloured(&self) -> f32 {
        ramp(self.chroma, 4.0, 12.0)
    }

    fn warmth(&self) -> f32 {
        self.hues[RED] + self.hues[ORANGE] + self.hues[YELLOW] + 0.5 * self.hues[PINK]
    }

    fn coolness(&self) -> f32 {
        self.hues[TEAL] + self.hues[BLUE]
    }
}

fn hue_index(degrees: f32) -> usize {
    HUES.iter().rposition(|&(_, start)| degrees >= start).unwrap_or(PINK)
}

/// 0 up to `low`, 1 from `high` on.
fn ramp(value: f32, low: f32, high: f32) -> f32 {
    ((value - low) / (high - low)).clamp(0.0, 1.0)
}

/// 1 up to `low`, 0 from `high` on.
fn fall(value: f32, low: f32, high: f32) -> f32 {
    1.0 - ramp(value, low, high)
}

fn mean(values: &[f32]) -> f32 {
    values.iter().sum::<f32>() / values.len().max(1) as f32
}

/// Of sorted values.
fn quantile(sorted: &[f32], part: f32) -> f32 {
    let at = (part * sorted.len().saturating_sub(1) as f32).round() as usize;
    sorted.get(at).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 96 x 96 from a function of x and y.
    fn painted(colour: impl Fn(u32, u32) -> [u8; 3]) -> Raster {
        let rgb = (0..96).flat_map(|y| (0..96).map(move |x| (x, y))).flat_map(|(x, y)| colour(x, y)).collect();
        Raster { width: 96, height: 96, rgb }
    }

    fn words(raster: &Raster) -> Vec<String> {
        Colours::of(raster).keywords().into_iter().map(|keyword| keyword.word).collect()
    }

    fn says(raster: &Raster, word: &str) -> bool {
        words(raster).iter().any(|said| said == word)
    }

    #[test]
    fn flat_colours_are_called_by_their_names() {
        for (rgb, name) in [
            ([200, 20, 20], "red"),
            ([240, 130, 20], "orange"),
            ([240, 220, 30], "yellow"),
            ([30, 150, 50], "green"),
            ([20, 150, 160], "teal"),
            ([40, 90, 220], "blue"),
            ([140, 40, 170], "purple"),
            ([250, 130, 180], "pink"),
            ([110, 70, 45], "brown"),
        ] {
            let flat = painted(|_, _| rgb);
            assert!(says(&flat, name), "{rgb:?} is {:?}", words(&flat));
        }
    }

    #[test]
    fn light_is_named() {
        assert!(says(&painted(|_, _| [128, 128, 128]), "monochrome"));
        assert!(says(&painted(|_, _| [238, 236, 240]), "high key"));
        assert!(says(
            &painted(|x, y| if (40..50).contains(&x) && y < 20 { [250, 240, 220] } else { [8, 8, 9] }),
            "low key"
        ));
        assert!(says(&painted(|_, y| [10, 20, 40 + (y / 3) as u8]), "night blue"));
        assert!(says(&painted(|_, y| [230 - y as u8, 160 - y as u8, 60 - (y / 2) as u8]), "golden light"));
        let dusk = painted(|_, y| if y < 60 { [70, 70, 130] } else { [230, 120, 60] });
        assert!(says(&dusk, "sunset colours"));
        assert!(!says(&painted(|_, _| [128, 128, 128]), "sunset colours"));
    }

    #[test]
    fn every_pair_of_light_and_colour_is_told_apart() {
        let shade = |base: [u8; 3]| painted(move |x, y| base.map(|value| value.saturating_add(((x + y) / 12) as u8)));
        for (raster, said, unsaid) in [
            (painted(|_, y| if y < 20 { [60, 70, 60] } else { [215, 210, 195] }), "bright", "dark"),
            (shade([24, 22, 26]), "dark", "bright"),
            (shade([200, 110, 60]), "warm colours", "cool colours"),
            (shade([40, 110, 190]), "cool colours", "warm colours"),
            (shade([225, 20, 30]), "vivid", "muted"),
            (shade([120, 112, 100]), "muted", "vivid"),
            (shade([110, 110, 110]), "monochrome", "muted"),
            (shade([228, 228, 230]), "high key", "low key"),
            (
                painted(|x, y| if x.abs_diff(48) + y.abs_diff(48) < 14 { [220; 3] } else { [12; 3] }),
                "low key",
                "high key",
            ),
            (painted(|x, _| if x < 48 { [250; 3] } else { [5; 3] }), "high contrast", "colourful"),
            (shade([215, 160, 60]), "golden light", "night blue"),
            (shade([12, 22, 52]), "night blue", "golden light"),
            (shade([225, 195, 215]), "pastel", "vivid"),
        ] {
            assert!(says(&raster, said), "{said}: {:?}", words(&raster));
            assert!(!says(&raster, unsaid), "{unsaid}: {:?}", words(&raster));
        }
        let bands = painted(|x, _| [[200, 40, 40], [40, 160, 60], [50, 80, 210], [220, 190, 50]][(x / 24) as usize]);
        assert!(says(&bands, "colourful"), "{:?}", words(&bands));
        // A grey picture has no temperature and no hue.
        let grey = shade([110, 110, 110]);
        assert!(words(&grey).iter().all(|word| !word.ends_with("colours") && !HUES.iter().any(|(hue, _)| hue == word)));
    }

    #[test]
    fn every_word_is_in_the_vocabulary() {
        for step in 0..4096_u32 {
            let colour = |shift: u32| ((step >> shift) as u8 & 15) * 17;
            for keyword in
                Colours::of(&painted(|x, _| [colour(0), colour(4), colour(8)].map(|v| v.saturating_add((x / 4) as u8))))
                    .keywords()
            {
                assert!(COLOUR_WORDS.contains(&keyword.word.as_str()), "{}", keyword.word);
            }
        }
    }

    #[test]
    fn brighter_is_pleasanter_and_more_saturated_more_stirring() {
        let mood = |rgb| Colours::of(&painted(|_, _| rgb)).mood();
        assert!(mood([220, 220, 220]).0 > mood([60, 60, 60]).0);
        assert!(mood([220, 220, 220]).1 < mood([60, 60, 60]).1);
        assert!(mood([230, 30, 30]).1 > mood([140, 110, 110]).1);
        // Both signs are used for both.
        assert!(mood([230, 230, 200]).0 > 0.2 && mood([25, 25, 30]).0 < -0.2);
        assert!(mood([230, 30, 30]).1 > 0.2 && mood([200, 205, 210]).1 < -0.2);
    }
}
