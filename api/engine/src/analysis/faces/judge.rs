//! The narrow end of the funnel: small networks that look at slopes, say whether a window is a face, and move it there.

use super::{Grey, LOOK, window::Window};

/// What a judge answers: how sure it is, then how far the window must move across, down, and grow; each 0 to 1.
pub(super) const ANSWERS: usize = 4;
/// Numbers that describe a patch: four quarters, eight sums each.
pub(super) const VALUES: usize = 4 * SUMS;
/// Slopes across while those down rise, and while they fall; the same of slopes down; each plain and without sign.
const SUMS: usize = 8;

/// A part of the window that is described by its slopes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Patch {
    x: usize,
    y: usize,
    width: usize,
    height: usize,
}

/// A network.
pub(super) struct Judge {
    pub(super) patches: Vec<Patch>,
    /// Answers above this are yes.
    pub(super) lowest: f32,
    pub(super) layers: Vec<Layer>,
}

/// A layer of it: outputs x inputs.
pub(super) struct Layer {
    pub(super) inputs: usize,
    pub(super) weights: Vec<f32>,
    pub(super) biases: Vec<f32>,
}

/// All patches that networks choose from, in the file's order.
pub(super) fn patches() -> Vec<Patch> {
    let mut patches = Vec::new();
    for (across, down) in [(1, 1), (1, 2), (2, 1), (2, 3), (3, 2)] {
        for height in (16..=LOOK).filter(|height| height % 2 == 0 && height % down == 0) {
            let width = height / down * across;
            if width % 2 != 0 || !(16..=LOOK).contains(&width) {
                continue;
            }
            for y in (0..=LOOK - height).step_by(16) {
                patches.extend((0..=LOOK - width).step_by(16).map(|x| Patch { x, y, width, height }));
            }
        }
    }
    patches
}

impl Judge {
    /// The windows that are faces, moved to where the face is.
    pub(super) fn pass(&self, grey: &Grey, windows: Vec<Window>) -> Vec<Window> {
        windows.into_iter().filter_map(|window| self.look(grey, window)).collect()
    }

    fn look(&self, grey: &Grey, window: Window) -> Option<Window> {
        let (width, height) = (grey.width as f32, grey.height as f32);
        let outside =
            window.x >= width || window.y >= height || window.x + window.side <= 0.0 || window.y + window.side <= 0.0;
        // Moved out of the picture, or grown beyond it.
        if outside || !(1.0..=2.0 * width.max(height)).contains(&window.side) {
            return None;
        }
        let slopes = Slopes::of(&cut(grey, window));
        let described = self.patches.iter().flat_map(|&patch| slopes.describe(patch)).collect();
        let answers = self.layers.iter().enumerate().fold(described, |inputs: Vec<f32>, (index, layer)| {
            let last = index + 1 == self.layers.len();
            layer.outputs(&inputs, if last { sigmoid } else { |value: f32| value.max(0.0) })
        });
        let &[score, across, down, growth] = answers.as_slice() else { return None };
        if score <= self.lowest {
            return None;
        }
        let side = window.side * growth * 2.0;
        let centred = (window.side - side) * 0.5;
        Some(Window {
            x: window.x + (across * 2.0 - 1.0) * window.side + centred,
            y: window.y + (down * 2.0 - 1.0) * window.side + centred,
            side,
            score,
        })
    }
}

impl Layer {
    fn outputs(&self, inputs: &[f32], act: impl Fn(f32) -> f32) -> Vec<f32> {
        let rows = self.weights.chunks_exact(self.inputs);
        rows.zip(&self.biases).map(|(weights, bias)| act(dot(inputs, weights) + bias)).collect()
    }
}

/// Eight sums side by side, which a processor adds at once.
fn dot(a: &[f32], b: &[f32]) -> f32 {
    let ((a, a_rest), (b, b_rest)) = (a.as_chunks::<8>(), b.as_chunks::<8>());
    let mut sums = [0.0; 8];
    for (a, b) in a.iter().zip(b) {
        for lane in 0..8 {
            sums[lane] += a[lane] * b[lane];
        }
    }
    let rest: f32 = a_rest.iter().zip(b_rest).map(|(a, b)| a * b).sum();
    sums.iter().sum::<f32>() + rest
}

fn sigmoid(value: f32) -> f32 {
    1.0 / (1.0 + (-value).exp())
}

/// What a window shows, in the size that networks look at.
fn cut(grey: &Grey, window: Window) -> [[i32; LOOK]; LOOK] {
    let step = window.side / LOOK as f32;
    std::array::from_fn(|y| {
        std::array::from_fn(|x| grey.between(window.x + x as f32 * step, window.y + y as f32 * step) as i32)
    })
}

/// Sums of slopes above and left of each pixel; one row and column more than the window.
struct Slopes(Vec<[i32; SUMS]>);

impl Slopes {
    const STRIDE: usize = LOOK + 1;

    fn of(pixels: &[[i32; LOOK]; LOOK]) -> Self {
        let mut sums = vec![[0; SUMS]; Self::STRIDE * Self::STRIDE];
        for y in 0..LOOK {
            let mut row = [0; SUMS];
            for x in 0..LOOK {
                let across = slope(x, |x| pixels[y][x]);
                let down = slope(y, |y| pixels[y][x]);
                let first = if down >= 0 { 0 } else { 2 };
                row[first] += across;
                row[first + 1] += across.abs();
                let first = if across >= 0 { 4 } else { 6 };
                row[first] += down;
                row[first + 1] += down.abs();
                let at = (y + 1) * Self::STRIDE + x + 1;
                let above = sums[at - Self::STRIDE];
                sums[at] = std::array::from_fn(|sum| above[sum] + row[sum]);
            }
        }
        Self(sums)
    }

    /// The sums of a patch's quarters, of length one together.
    fn describe(&self, patch: Patch) -> [f32; VALUES] {
        let (width, height) = (patch.width / 2, patch.height / 2);
        let mut values = [0.0; VALUES];
        for (quarter, values) in values.as_chunks_mut::<SUMS>().0.iter_mut().enumerate() {
            let (x, y) = (patch.x + quarter % 2 * width, patch.y + quarter / 2 * height);
            let (upper, lower) = (y * Self::STRIDE + x, (y + height) * Self::STRIDE + x);
            for (sum, value) in values.iter_mut().enumerate() {
                let at = |place: usize| self.0[place][sum];
                *value = (at(lower + width) + at(upper) - at(lower) - at(upper + width)) as f32;
            }
        }
        let length = values.iter().map(|value| value * value).sum::<f32>().sqrt();
        if length > 0.0 { values.map(|value| value / length) } else { values }
    }
}

/// Difference of the neighbours on both sides; at the border twice that to the only one.
fn slope(at: usize, value: impl Fn(usize) -> i32) -> i32 {
    match at {
        0 => 2 * (value(1) - value(0)),
        _ if at == LOOK - 1 => 2 * (value(at) - value(at - 1)),
        _ => value(at + 1) - value(at - 1),
    }
}
