//! Generated artwork: a quiet scene for each piece, its colours from the mood, its shapes from what it sings of.

use std::fmt::Write;

use super::colour::oklch;
use super::motif::{Motif, motif};
use super::random::Random;
use crate::catalogue::Piece;

const SIZE: f32 = 600.0;

/// A square SVG for the piece, always the same; no scripts, no outside references, no text to be drawn.
pub fn artwork(piece: &Piece) -> String {
    let mut art = Art::new(piece);
    art.sky();
    match motif(piece) {
        Motif::Waves => art.waves(),
        Motif::Hills => art.hills(),
        Motif::Petals => art.petals(),
        Motif::Skyline => art.skyline(),
        Motif::Snow => art.snow(),
        Motif::Stars => art.stars(),
        Motif::Arches => art.arches(),
        Motif::Ripples => art.ripples(),
        Motif::Confetti => art.confetti(),
        Motif::Strokes => art.strokes(),
    }
    art.finish()
}

struct Art {
    body: String,
    title: String,
    random: Random,
    /// Main hue in degrees, its companion and an accent.
    hues: [f32; 3],
    lightness: f32,
    chroma: f32,
    /// How restless the shapes are, 0 to 1.
    unrest: f32,
}

impl Art {
    fn new(piece: &Piece) -> Self {
        let mut random = Random::new(&piece.slug, 7);
        // Pleasant pieces glow in warm or fresh hues, sad ones in blue and violet, tense ones in red and deep teal.
        let base = match (piece.valence >= 0.0, piece.arousal >= 0.0) {
            (true, true) => random.between(30.0, 100.0),
            (true, false) => random.between(120.0, 245.0),
            (false, false) => random.between(235.0, 310.0),
            (false, true) => random.between(-25.0, 35.0),
        };
        let companion = base + random.between(28.0, 55.0) * if random.unit() < 0.5 { -1.0 } else { 1.0 };
        let accent = base + random.between(150.0, 200.0);
        Self {
            body: String::with_capacity(6_000),
            title: escaped(&piece.title),
            random,
            hues: [base, companion, accent],
            lightness: 0.62 + 0.16 * piece.valence + 0.03 * piece.arousal,
            chroma: 0.10 + 0.05 * piece.arousal.max(-0.6) + 0.02 * piece.valence,
            unrest: 0.5 + 0.5 * piece.arousal,
        }
    }

    fn finish(self) -> String {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 600 600\" width=\"600\" height=\"600\" role=\"img\">\
             <title>Generated artwork for {}</title>{}</svg>",
            self.title, self.body
        )
    }

    /// A colour of the piece: which hue, how much lighter or darker than its middle, how vivid.
    fn colour(&self, hue: usize, lighter: f32, vivid: f32) -> String {
        let lightness = (self.lightness + lighter).clamp(0.14, 0.97);
        oklch(lightness, self.chroma * vivid, self.hues[hue])
    }

    fn draw(&mut self, element: std::fmt::Arguments<'_>) {
        // Writing to a string cannot fail.
        let _ = self.body.write_fmt(element);
    }

    fn circle(&mut self, x: f32, y: f32, radius: f32, fill: &str, opacity: f32) {
        self.draw(format_args!(
            "<circle cx=\"{x:.0}\" cy=\"{y:.0}\" r=\"{radius:.1}\" fill=\"{fill}\" fill-opacity=\"{opacity:.2}\"/>"
        ));
    }

    /// The ground of every picture: a gradient and one soft light.
    fn sky(&mut self) {
        let (top, middle, bottom) = (self.colour(1, -0.16, 0.9), self.colour(0, 0.04, 1.0), self.colour(0, 0.2, 0.8));
        let glow = self.colour(2, 0.26, 0.7);
        let (x, y) = (self.random.between(25.0, 75.0), self.random.between(18.0, 48.0));
        self.draw(format_args!(
            "<defs><linearGradient id=\"g\" x1=\"0\" y1=\"0\" x2=\".25\" y2=\"1\"><stop offset=\"0\" stop-color=\"{top}\"/>\
             <stop offset=\".55\" stop-color=\"{middle}\"/><stop offset=\"1\" stop-color=\"{bottom}\"/></linearGradient>\
             <radialGradient id=\"l\" cx=\"{x:.0}%\" cy=\"{y:.0}%\" r=\"62%\"><stop offset=\"0\" stop-color=\"{glow}\" stop-opacity=\".85\"/>\
             <stop offset=\".5\" stop-color=\"{glow}\" stop-opacity=\".22\"/><stop offset=\"1\" stop-color=\"{glow}\" stop-opacity=\"0\"/>\
             </radialGradient></defs><rect width=\"600\" height=\"600\" fill=\"url(#g)\"/>\
             <rect width=\"600\" height=\"600\" fill=\"url(#l)\"/>"
        ));
    }

    fn disc(&mut self) {
        let (x, y) = (self.random.between(150.0, 450.0), self.random.between(130.0, 230.0));
        let radius = self.random.between(48.0, 92.0);
        let (halo, light) = (self.colour(2, 0.24, 0.6), self.colour(2, 0.32, 0.55));
        self.circle(x, y, radius * 1.9, &halo, 0.16);
        self.circle(x, y, radius * 1.4, &halo, 0.22);
        self.circle(x, y, radius, &light, 0.92);
    }

    /// A smooth ridge across the picture, closed at its lower edge.
    fn ridge(&mut self, level: f32, height: f32, bends: usize, fill: &str, opacity: f32) {
        let step = SIZE / bends as f32;
        let start = level + self.random.between(-height, height);
        let mut path = format!("M0 {start:.0}");
        let mut before = start;
        for bend in 0..bends {
            let x = step * bend as f32;
            let next = level + self.random.between(-height, height);
            let _ = write!(
                path,
                "C{:.0} {before:.0} {:.0} {next:.0} {:.0} {next:.0}",
                x + step * 0.5,
                x + step * 0.5,
                x + step
            );
            before = next;
        }
        self.draw(format_args!("<path d=\"{path}V600H0Z\" fill=\"{fill}\" fill-opacity=\"{opacity:.2}\"/>"));
    }

    fn waves(&mut self) {
        self.disc();
        for layer in 0..6 {
            let depth = layer as f32 / 5.0;
            let fill = self.colour(layer % 2, 0.06 - 0.34 * depth, 1.1);
            let height = 8.0 + 26.0 * self.unrest;
            self.ridge(320.0 + 52.0 * layer as f32, height, 4 + layer % 2 * 2, &fill, 0.62 + 0.25 * depth);
        }
    }

    fn hills(&mut self) {
        self.disc();
        for layer in 0..5 {
            let depth = layer as f32 / 4.0;
            let fill = self.colour(usize::from(layer > 2), 0.02 - 0.38 * depth, 1.0 - 0.2 * depth);
            self.ridge(300.0 + 66.0 * layer as f32, 74.0 - 11.0 * layer as f32, 3 + layer, &fill, 0.78 + 0.2 * depth);
        }
    }

    fn petals(&mut self) {
        let meadow = self.colour(1, -0.3, 1.0);
        self.ridge(500.0, 26.0, 4, &meadow, 0.7);
        for _ in 0..7 {
            let (x, y) = (self.random.between(50.0, 550.0), self.random.between(70.0, 500.0));
            let (length, turn) = (self.random.between(34.0, 92.0), self.random.between(0.0, 360.0));
            let petals = 5 + (self.random.bits() % 4) as usize;
            let hue = (self.random.bits() % 3) as usize;
            let lighter = self.random.between(0.02, 0.24);
            let fill = self.colour(hue, lighter, 1.25);
            for petal in 0..petals {
                let angle = turn + 360.0 * petal as f32 / petals as f32;
                self.draw(format_args!(
                    "<ellipse cx=\"{x:.0}\" cy=\"{:.0}\" rx=\"{:.0}\" ry=\"{:.0}\" fill=\"{fill}\" fill-opacity=\".6\" \
                     transform=\"rotate({angle:.0} {x:.0} {y:.0})\"/>",
                    y - length * 0.62,
                    length * 0.3,
                    length * 0.62
                ));
            }
            let heart = self.colour(2, 0.2, 1.0);
            self.circle(x, y, length * 0.2, &heart, 0.95);
        }
    }

    fn skyline(&mut self) {
        self.disc();
        for layer in 0..3 {
            let fill = self.colour(usize::from(layer == 1), -0.06 - 0.17 * layer as f32, 0.9);
            let mut x = self.random.between(-40.0, 0.0);
            while x < SIZE {
                let width = self.random.between(34.0, 92.0);
                let top = self.random.between(210.0, 380.0) + 62.0 * layer as f32;
                self.draw(format_args!(
                    "<rect x=\"{x:.0}\" y=\"{top:.0}\" width=\"{width:.0}\" height=\"{:.0}\" rx=\"3\" fill=\"{fill}\" fill-opacity=\".9\"/>",
                    SIZE - top
                ));
                if layer == 2 {
                    self.windows(x, top, width);
                }
                x += width + self.random.between(0.0, 14.0);
            }
        }
    }

    fn windows(&mut self, x: f32, top: f32, width: f32) {
        let light = self.colour(2, 0.3, 0.9);
        let mut y = top + 18.0;
        while y < 580.0 {
            let mut at = x + 9.0;
            while at < x + width - 13.0 {
                if self.random.unit() < 0.34 {
                    self.draw(format_args!(
                        "<rect x=\"{at:.0}\" y=\"{y:.0}\" width=\"6\" height=\"9\" fill=\"{light}\" fill-opacity=\".75\"/>"
                    ));
                }
                at += 14.0;
            }
            y += 22.0;
        }
    }

    fn snow(&mut self) {
        self.disc();
        for layer in 0..3 {
            let fill = self.colour(layer % 2, -0.08 - 0.13 * layer as f32, 0.9);
            let base = 430.0 + 60.0 * layer as f32;
            for _ in 0..7 - layer {
                let x = self.random.between(-20.0, 620.0);
                let height = self.random.between(110.0, 190.0) + 30.0 * layer as f32;
                for tier in 0..3 {
                    let top = base - height + height * 0.24 * tier as f32;
                    let foot = top + height * 0.46;
                    let half = height * (0.13 + 0.07 * tier as f32);
                    self.draw(format_args!(
                        "<path d=\"M{x:.0} {top:.0}L{:.0} {foot:.0}H{:.0}Z\" fill=\"{fill}\" fill-opacity=\".88\"/>",
                        x + half,
                        x - half
                    ));
                }
            }
            let ground = self.colour(0, 0.3 - 0.05 * layer as f32, 0.35);
            self.ridge(base + 4.0, 16.0, 4, &ground, 0.86);
        }
        for _ in 0..46 {
            let (x, y) = (self.random.between(0.0, SIZE), self.random.between(0.0, SIZE));
            let (radius, opacity) = (self.random.between(1.6, 5.4), self.random.between(0.4, 0.9));
            self.circle(x, y, radius, "#ffffff", opacity);
        }
    }

    fn stars(&mut self) {
        let night = oklch(0.24, 0.06, self.hues[1]);
        self.draw(format_args!("<rect width=\"600\" height=\"600\" fill=\"{night}\" fill-opacity=\".62\"/>"));
        self.disc();
        for _ in 0..90 {
            let (x, y) = (self.random.between(0.0, SIZE), self.random.between(0.0, 480.0));
            let (radius, opacity) = (self.random.between(0.7, 2.8), self.random.between(0.35, 1.0));
            self.circle(x, y, radius, "#fffdf4", opacity);
        }
        for layer in 0..3 {
            let fill = oklch(0.30 - 0.07 * layer as f32, 0.05, self.hues[layer % 2]);
            self.ridge(440.0 + 58.0 * layer as f32, 34.0, 3 + layer, &fill, 0.95);
        }
    }

    fn arches(&mut self) {
        let middle = self.random.between(270.0, 330.0);
        for layer in 0..7 {
            let depth = layer as f32 / 6.0;
            let half = 250.0 - 34.0 * layer as f32;
            let top = 60.0 + 34.0 * layer as f32;
            let fill = self.colour(layer % 2, -0.3 + 0.52 * depth, 1.0);
            self.draw(format_args!(
                "<path d=\"M{:.0} 600V{:.0}Q{:.0} {:.0} {middle:.0} {top:.0}Q{:.0} {:.0} {:.0} {:.0}V600Z\" fill=\"{fill}\" fill-opacity=\".82\"/>",
                middle - half,
                top + half * 1.1,
                middle - half,
                top + half * 0.35,
                middle + half,
                top + half * 0.35,
                middle + half,
                top + half * 1.1
            ));
        }
        let light = self.colour(2, 0.34, 0.6);
        self.circle(middle, 372.0, 30.0, &light, 0.85);
    }

    fn ripples(&mut self) {
        for centre in 0..5 {
            let (x, y) = (self.random.between(60.0, 540.0), self.random.between(60.0, 540.0));
            let reach = self.random.between(90.0, 240.0);
            let lighter = self.random.between(-0.12, 0.16);
            let fill = self.colour(centre % 3, lighter, 1.0);
            let rings = 5;
            for ring in 0..rings {
                let radius = reach * (1.0 - ring as f32 / rings as f32);
                self.circle(x, y, radius, &fill, 0.13 + 0.03 * ring as f32);
            }
            let line = self.colour(2, 0.3, 0.5);
            for ring in 1..4 {
                let radius = reach * ring as f32 / 3.4;
                self.draw(format_args!(
                    "<circle cx=\"{x:.0}\" cy=\"{y:.0}\" r=\"{radius:.0}\" fill=\"none\" stroke=\"{line}\" stroke-opacity=\".4\" stroke-width=\"1.6\"/>"
                ));
            }
        }
    }

    fn confetti(&mut self) {
        for shape in 0..26 {
            let (x, y) = (self.random.between(20.0, 580.0), self.random.between(20.0, 580.0));
            let radius = self.random.between(14.0, 78.0) * if shape < 6 { 1.5 } else { 0.8 };
            let lighter = self.random.between(-0.2, 0.24);
            let fill = self.colour(shape % 3, lighter, 1.2);
            if shape % 3 == 1 {
                let turn = self.random.between(0.0, 90.0);
                self.draw(format_args!(
                    "<rect x=\"{:.0}\" y=\"{:.0}\" width=\"{:.0}\" height=\"{:.0}\" rx=\"{:.0}\" fill=\"{fill}\" fill-opacity=\".58\" \
                     transform=\"rotate({turn:.0} {x:.0} {y:.0})\"/>",
                    x - radius,
                    y - radius * 0.7,
                    radius * 2.0,
                    radius * 1.4,
                    radius * 0.4
                ));
            } else {
                self.circle(x, y, radius, &fill, 0.56);
            }
        }
    }

    fn strokes(&mut self) {
        for stroke in 0..11 {
            let depth = stroke as f32 / 10.0;
            let y = 40.0 + 54.0 * stroke as f32;
            let swing = 30.0 + 150.0 * self.unrest;
            let (up, down) = (self.random.between(-swing, swing), self.random.between(-swing, swing));
            let lighter = self.random.between(-0.26, 0.24);
            let line = self.colour(stroke % 3, lighter, 1.3);
            let width = self.random.between(14.0, 54.0);
            self.draw(format_args!(
                "<path d=\"M-40 {:.0}C160 {:.0} 400 {:.0} 640 {:.0}\" fill=\"none\" stroke=\"{line}\" stroke-width=\"{width:.0}\" \
                 stroke-linecap=\"round\" stroke-opacity=\"{:.2}\"/>",
                y + up * 0.4,
                y + up,
                y + down,
                y - up * 0.5,
                0.42 + 0.3 * depth
            ));
        }
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::catalogue::pieces;

    #[test]
    fn every_piece_has_a_picture_of_its_own_that_is_always_the_same() {
        let pictures: HashSet<String> = pieces().iter().map(artwork).collect();
        assert_eq!(pictures.len(), pieces().len());
        assert_eq!(artwork(&pieces()[0]), artwork(&pieces()[0]));
    }

    #[test]
    fn pictures_are_small_closed_and_harmless() {
        for piece in pieces() {
            let picture = artwork(piece);
            assert!(picture.starts_with("<svg ") && picture.ends_with("</svg>"), "{}", piece.slug);
            assert!(picture.len() < 60_000, "{} has {} bytes", piece.slug, picture.len());
            for danger in ["<script", "href", "<foreignObject", "onload", "NaN", "inf"] {
                assert!(!picture.contains(danger), "{} holds {danger}", piece.slug);
            }
        }
    }
}
