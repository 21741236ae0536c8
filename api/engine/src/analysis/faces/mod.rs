//! Faces, and nothing about them but where they are: never whose, how old, which sex or where from.
//!
//! A funnel as described by Wu, Kan, He, Shan and Chen ("Funnel-structured cascade for multi-view face detection with
//! alignment awareness"): many windows are looked at quickly, the few that are left ever more closely.

mod judge;
mod model;
#[cfg(test)]
mod reference;
mod scan;
mod window;

use serde::{Deserialize, Serialize};

use self::{model::Model, scan::scan, window::Window};
use super::AnalysisError;
use crate::imaging::Raster;

/// The funnel's three networks and what comes before them; see the README beside it.
static MODEL: &[u8] = include_bytes!("../../../models/seetaface-frontal.bin");

/// Longest side of the grey picture that is searched, in pixels: a face needs a twelfth of the longer side.
const SIDE: u32 = 480;
/// Side of the square that the networks look at, in pixels.
const LOOK: usize = 40;
/// Lowest sum of overlapping answers that counts as a face. Leaves, cloth and coins reach 1.5, most faces 5 and more.
const LOWEST_SCORE: f32 = 3.0;
/// Windows that go on to the networks, at most: a busy texture must not cost more than a crowd.
const MOST_WINDOWS: usize = 400;

/// Where a face is, as parts of the picture's width and height.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Face {
    /// Distance of its left side from the picture's, 0 to 1.
    pub left: f32,
    /// Distance of its upper side from the picture's, 0 to 1.
    pub top: f32,
    /// Its width, 0 to 1.
    pub width: f32,
    /// Its height, 0 to 1.
    pub height: f32,
    /// How sure that is, 0 to 1.
    pub score: f32,
}

/// Finds faces that look more or less into the camera.
pub(super) struct FaceFinder {
    model: Model,
}

/// A grey picture.
struct Grey {
    width: usize,
    height: usize,
    pixels: Vec<u8>,
}

impl FaceFinder {
    /// Reads the model that is built into the program; takes a few milliseconds.
    pub(super) fn new() -> Result<Self, AnalysisError> {
        let model = Model::read(MODEL).ok_or_else(|| AnalysisError::Model("the face model is damaged".into()))?;
        Ok(Self { model })
    }

    /// The faces of a picture, largest first.
    pub(super) fn find(&self, picture: &Raster) -> Vec<Face> {
        let Some(grey) = Grey::of(picture) else { return Vec::new() };
        let (width, height) = (grey.width as f32, grey.height as f32);
        let mut faces: Vec<Face> = self
            .windows(&grey)
            .into_iter()
            .filter(|window| window.score >= LOWEST_SCORE)
            .filter_map(|window| {
                let (left, top) = (window.x.max(0.0), window.y.max(0.0));
                let (right, bottom) = ((window.x + window.side).min(width), (window.y + window.side).min(height));
                (right > left && bottom > top).then(|| Face {
                    left: left / width,
                    top: top / height,
                    width: (right - left) / width,
                    height: (bottom - top) / height,
                    score: window.score / (window.score + LOWEST_SCORE),
                })
            })
            .collect();
        faces.sort_by(|a, b| (b.width * b.height).total_cmp(&(a.width * a.height)));
        faces
    }

    /// Windows that passed the whole funnel, each with the sum of those that it stands for.
    fn windows(&self, grey: &Grey) -> Vec<Window> {
        let [first, second, last] = &self.model.judges;
        let mut left = scan(&self.model.scanners, grey);
        left.sort_by(|a, b| b.score.total_cmp(&a.score));
        left.truncate(MOST_WINDOWS);
        let left = window::merged(first.pass(grey, left), 0.8);
        let left = second.pass(grey, left);
        window::merged(last.pass(grey, left), 0.3)
    }
}

impl Grey {
    /// The picture in grey, no larger than [`SIDE`]; none when it cannot hold a window.
    fn of(picture: &Raster) -> Option<Self> {
        let longest = picture.width.max(picture.height);
        let smaller = (longest > SIDE).then(|| {
            let scaled = |side: u32| (u64::from(side) * u64::from(SIDE) / u64::from(longest)).max(1) as u32;
            picture.resized(scaled(picture.width), scaled(picture.height))
        });
        let smaller = smaller.transpose().ok()?;
        let picture = smaller.as_ref().unwrap_or(picture);
        let (width, height) = (picture.width as usize, picture.height as usize);
        let pixels = picture.pixels().map(super::luma).collect();
        (width >= LOOK && height >= LOOK).then_some(Self { width, height, pixels })
    }

    /// The picture in another size, between its pixels where need be.
    fn resized(&self, width: usize, height: usize) -> Self {
        let (across, down) = (self.width as f32 / width as f32, self.height as f32 / height as f32);
        let columns: Vec<f32> = (0..width).map(|x| x as f32 * across).collect();
        let rows = (0..height).map(|y| y as f32 * down);
        let pixels = rows.flat_map(|y| columns.iter().map(move |&x| self.between(x, y) as u8)).collect();
        Self { width, height, pixels }
    }

    /// What lies at a point between pixels; black outside.
    fn between(&self, x: f32, y: f32) -> f32 {
        if x < 0.0 || y < 0.0 {
            return 0.0;
        }
        // Cut off, which is rounded down here and quicker.
        let (column, row) = (x as usize, y as usize);
        if column >= self.width || row >= self.height {
            return 0.0;
        }
        let (part_x, part_y) = (x - column as f32, y - row as f32);
        let (right, below) = (usize::from(column + 1 < self.width), usize::from(row + 1 < self.height) * self.width);
        let at = row * self.width + column;
        let mixed = |at: usize| {
            let (left, right) = (f32::from(self.pixels[at]), f32::from(self.pixels[at + right]));
            left + (right - left) * part_x
        };
        let (upper, lower) = (mixed(at), mixed(at + below));
        upper + (lower - upper) * part_y
    }
}
