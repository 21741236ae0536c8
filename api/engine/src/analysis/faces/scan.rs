//! The wide end of the funnel: every place in every size, by what is lighter than its surroundings.

use super::{Grey, LOOK, window::Window};

/// Side of a pattern, in pixels: three by three blocks of three by three pixels.
pub(super) const PATTERN: usize = 9;
const BLOCK: usize = 3;
/// Pixels between one window and the next.
const STEP: usize = 4;
/// How much smaller each size is than the one before.
const SHRINK: f32 = 0.8;
/// Patterns between one chance to give up and the next.
const GROUP: usize = 10;
/// Windows whose pixels differ less from their mean than this show nothing.
const FLAT: f64 = 10.0;
/// Windows that one scanner may let through in one size; more of them merge into the same anyway.
const MOST: usize = 400;

/// Weighs the patterns at certain places of a window.
pub(super) struct Scanner {
    /// Upper left corners of the patterns, in the window.
    pub(super) places: Vec<(usize, usize)>,
    /// Sum below which a window is given up, for each pattern.
    pub(super) lowest: Vec<f32>,
    /// What each of the 256 values of each pattern is worth.
    pub(super) weights: Vec<Vec<f32>>,
}

/// Windows that any of the scanners lets through; those of one scanner that overlap are one.
pub(super) fn scan(scanners: &[Scanner], grey: &Grey) -> Vec<Window> {
    let mut found = vec![Vec::new(); scanners.len()];
    let mut scale = 1.0;
    loop {
        let (width, height) = ((grey.width as f32 * scale) as usize, (grey.height as f32 * scale) as usize);
        if width < LOOK || height < LOOK {
            break;
        }
        let level = Level::of(&grey.resized(width, height));
        for (scanner, found) in scanners.iter().zip(&mut found) {
            let mut here = scanner.windows(&level, scale);
            here.sort_by(|a, b| b.score.total_cmp(&a.score));
            here.truncate(MOST);
            found.append(&mut here);
        }
        scale *= SHRINK;
    }
    found.into_iter().flat_map(|windows| super::window::merged(windows, 0.8)).collect()
}

impl Scanner {
    fn windows(&self, picture: &Level, scale: f32) -> Vec<Window> {
        let rows = (0..=picture.height - LOOK).step_by(STEP);
        rows.flat_map(|y| (0..=picture.width - LOOK).step_by(STEP).map(move |x| (x, y)))
            .filter_map(|(x, y)| {
                let score = self.score(picture, x, y)?;
                let side = LOOK as f32 / scale;
                Some(Window { x: x as f32 / scale, y: y as f32 / scale, side, score })
            })
            .collect()
    }

    fn score(&self, picture: &Level, left: usize, top: usize) -> Option<f32> {
        let mut sum = 0.0;
        for (index, (&(x, y), weights)) in self.places.iter().zip(&self.weights).enumerate() {
            sum += weights[usize::from(picture.patterns[(top + y) * picture.width + left + x])];
            if (index + 1) % GROUP == 0 && sum < self.lowest[index] {
                return None;
            }
        }
        (picture.deviation(left, top) > FLAT).then_some(sum)
    }
}

/// The picture in one of its sizes, measured.
struct Level {
    width: usize,
    height: usize,
    /// For each pixel the pattern that begins there: a bit for each block around the middle one that is no lighter.
    patterns: Vec<u8>,
    /// Sums of the values, and of their squares, above and left of each pixel; one row and column more than the picture.
    sums: Vec<u32>,
    squares: Vec<u64>,
}

impl Level {
    fn of(grey: &Grey) -> Self {
        let (width, height) = (grey.width, grey.height);
        let stride = width + 1;
        let (mut sums, mut squares) = (vec![0; stride * (height + 1)], vec![0; stride * (height + 1)]);
        for (y, row) in grey.pixels.chunks_exact(width).enumerate() {
            let (mut sum, mut square) = (0, 0);
            for (x, &value) in row.iter().enumerate() {
                sum += u32::from(value);
                square += u64::from(value) * u64::from(value);
                let at = (y + 1) * stride + x + 1;
                sums[at] = sums[at - stride] + sum;
                squares[at] = squares[at - stride] + square;
            }
        }
        let mut level = Self { width, height, patterns: Vec::new(), sums, squares };
        level.patterns = level.read_patterns();
        level
    }

    fn read_patterns(&self) -> Vec<u8> {
        let stride = self.width + 1;
        let mut blocks = vec![0; self.width * self.height];
        for y in 0..=self.height - BLOCK {
            for x in 0..=self.width - BLOCK {
                blocks[y * self.width + x] = area(&self.sums, stride, x, y, BLOCK);
            }
        }
        // Clockwise from the upper left, highest bit first.
        let around = [(0, 0), (1, 0), (2, 0), (2, 1), (2, 2), (1, 2), (0, 2), (0, 1)];
        let bits = [0x80, 0x40, 0x20, 0x08, 0x01, 0x02, 0x04, 0x10];
        let offsets = around.map(|(x, y)| y * BLOCK * self.width + x * BLOCK);
        let mut patterns = vec![0; self.width * self.height];
        for y in 0..=self.height - PATTERN {
            for x in 0..=self.width - PATTERN {
                let at = y * self.width + x;
                let middle = blocks[at + BLOCK * self.width + BLOCK];
                let lighter = offsets.iter().zip(bits).filter(|&(offset, _)| middle >= blocks[at + offset]);
                patterns[at] = lighter.fold(0, |pattern, (_, bit)| pattern | bit);
            }
        }
        patterns
    }

    fn deviation(&self, x: usize, y: usize) -> f64 {
        let count = (LOOK * LOOK) as f64;
        let mean = f64::from(area(&self.sums, self.width + 1, x, y, LOOK)) / count;
        let square = area(&self.squares, self.width + 1, x, y, LOOK) as f64 / count;
        (square - mean * mean).max(0.0).sqrt()
    }
}

/// Sum of a square of the picture, from the sums above and left of each pixel.
fn area<T>(sums: &[T], stride: usize, x: usize, y: usize, side: usize) -> T
where
    T: Copy + std::ops::Add<Output = T> + std::ops::Sub<Output = T>,
{
    let (upper, lower) = (y * stride + x, (y + side) * stride + x);
    sums[lower + side] + sums[upper] - sums[lower] - sums[upper + side]
}
