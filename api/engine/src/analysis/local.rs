//! The analyser that is always there: no key, no network, inside the process.

use std::sync::{Arc, Mutex, PoisonError};

use rten::{Model, NodeId, RunOptions, ThreadPool};
use rten_tensor::{AsView, NdTensor};

use super::{
    Analyser, Analysis, AnalysisError,
    classes::{self, CLASSES, Class},
    colour::Colours,
    content::{Content, Hints, recognise},
    faces::FaceFinder,
    luma,
    mood::mood_at,
    people::people,
};
use crate::imaging::{Area, ImagingError, Raster, decode_upright, thumbnail};

/// The name under which this analyser speaks.
pub const SOURCE: &str = "local";

/// EfficientNet-Lite2; see the README beside it.
static MODEL: &[u8] = include_bytes!("../../models/efficientnet-lite2-fp16.onnx");

/// Side of the square the model looks at, in pixels.
const SIDE: u32 = 260;
/// Part of the picture's shorter side that the square covers.
const COVER: f64 = 260.0 / 292.0;
/// Pictures with a shorter side than this, in pixels, show nothing that can be recognised.
const SMALLEST: u32 = 48;
/// How much of the mood is the content's when it is certain; the rest is colour's.
const CONTENT_SHARE: f32 = 0.7;

/// Recognises things and scenes with a neural network, and reads colour, light and mood.
pub struct LocalAnalyser {
    model: Model,
    input: NodeId,
    logits: NodeId,
    features: NodeId,
    classes: Vec<Class>,
    faces: FaceFinder,
    /// Pools of one thread that no run uses at the moment: as many runs at once as callers, each on one core.
    idle: Mutex<Vec<Arc<ThreadPool>>>,
}

impl LocalAnalyser {
    /// Loads the model that is built into the program; takes some 50 ms and 64 MB, so do it once.
    pub fn new() -> Result<Self, AnalysisError> {
        let model = Model::load_static_slice(MODEL).map_err(failed)?;
        let input = *model.input_ids().first().ok_or_else(|| AnalysisError::Model("no input".into()))?;
        Ok(Self {
            input,
            logits: model.node_id("logits").map_err(failed)?,
            features: model.node_id("features").map_err(failed)?,
            classes: classes::load()?,
            faces: FaceFinder::new()?,
            idle: Mutex::default(),
            model,
        })
    }

    /// Probabilities of the 1,000 classes, and the 1,280 features.
    fn run(&self, picture: &Raster) -> Result<(Vec<f32>, Vec<f32>), AnalysisError> {
        let input = NdTensor::from_data([1, 3, SIDE as usize, SIDE as usize], pixels(picture)?);
        let pool = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let pool = pool.unwrap_or_else(|| Arc::new(ThreadPool::with_num_threads(1)));
        let options = RunOptions::default().with_thread_pool(Some(Arc::clone(&pool)));
        let outputs = self.model.run_n(vec![(self.input, input.into())], [self.logits, self.features], Some(options));
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(pool);
        let [logits, features] = outputs.map_err(failed)?.map(|value| value.into_tensor::<f32>().map(|t| t.to_vec()));
        match (logits, features) {
            (Some(logits), Some(features)) if logits.len() == CLASSES => Ok((softmax(&logits), features)),
            _ => Err(AnalysisError::Model("unexpected output".into())),
        }
    }
}

impl Analyser for LocalAnalyser {
    fn analyse(&self, picture: &[u8]) -> Result<Analysis, AnalysisError> {
        let picture = decode_upright(picture).map_err(undecodable)?;
        let colours = Colours::of(&thumbnail(&picture).map_err(undecodable)?);
        let (probabilities, embedding) = self.run(&picture)?;
        let hints =
            Hints { graphic: is_graphic(&picture), shaded_green: colours.is_shaded_green() && !is_smooth(&picture) };
        let mut content = if picture.width.min(picture.height) < SMALLEST {
            Content::default()
        } else {
            recognise(&probabilities, &self.classes, hints)
        };
        // A drawn face is no person.
        let faces = if hints.graphic { Vec::new() } else { self.faces.find(&picture) };
        if let Some(people) = people(&faces) {
            content.add(people.keyword, people.mood);
        }
        let by_colour = colours.mood();
        let (valence, arousal) = match content.mood {
            None => by_colour,
            Some((valence, arousal, trust)) => {
                let share = CONTENT_SHARE * trust;
                (mix(by_colour.0, valence, share), mix(by_colour.1, arousal, share))
            }
        };
        let abstained = content.keywords.is_empty();
        let mut keywords = content.keywords;
        keywords.extend(colours.keywords());
        keywords.sort_by(|a, b| b.score.total_cmp(&a.score));
        Ok(Analysis {
            keywords,
            scenes: content.scenes,
            mood: mood_at(valence, arousal),
            colour_mood: mood_at(by_colour.0, by_colour.1),
            abstained,
            faces,
            embedding,
            source: SOURCE.into(),
        })
    }
}

/// What the model reads: planes of red, green and blue, (value - 127) / 128.
fn pixels(picture: &Raster) -> Result<Vec<f32>, AnalysisError> {
    let side = f64::from(picture.width.min(picture.height)) * COVER;
    let area = Area {
        left: (f64::from(picture.width) - side) / 2.0,
        top: (f64::from(picture.height) - side) / 2.0,
        width: side,
        height: side,
    };
    let square = picture.cropped(area, SIDE, SIDE).map_err(undecodable)?;
    let plane = |channel: usize| square.pixels().map(move |pixel| (f32::from(pixel[channel]) - 127.0) / 128.0);
    Ok(plane(0).chain(plane(1)).chain(plane(2)).collect())
}

/// True for silhouettes, icons and charts: flat, with nearly everything in two tones. Photographs have noise.
fn is_graphic(picture: &Raster) -> bool {
    let mut tones = [0_usize; 64];
    for pixel in picture.pixels() {
        tones[usize::from(luma(pixel) >> 2)] += 1;
    }
    tones.sort_unstable();
    let two = tones[63] + tones[62];
    two * 10 > picture.rgb.len() / 3 * 6 && steps_within(picture, 0) > 0.7
}

/// True when most neighbours are all but equal: gradients and renderings rather than leaves.
fn is_smooth(picture: &Raster) -> bool {
    steps_within(picture, 1) > 0.45
}

/// Share of pixels that differ from their left neighbour by at most `most` of 255.
fn steps_within(picture: &Raster, most: u8) -> f32 {
    let (mut within, mut all) = (0_usize, 0_usize);
    for row in picture.rgb.chunks_exact(picture.width.max(1) as usize * 3) {
        let lumas = row.as_chunks::<3>().0.iter().map(|&pixel| luma(pixel));
        for (left, right) in lumas.clone().zip(lumas.skip(1)) {
            all += 1;
            within += usize::from(left.abs_diff(right) <= most);
        }
    }
    within as f32 / all.max(1) as f32
}

fn softmax(logits: &[f32]) -> Vec<f32> {
    let most = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let powers: Vec<f32> = logits.iter().map(|logit| (logit - most).exp()).collect();
    let sum: f32 = powers.iter().sum();
    powers.into_iter().map(|power| power / sum).collect()
}

fn mix(from: f32, to: f32, share: f32) -> f32 {
    from + (to - from) * share
}

fn failed(error: impl std::fmt::Display) -> AnalysisError {
    AnalysisError::Model(error.to_string())
}

fn undecodable(error: ImagingError) -> AnalysisError {
    AnalysisError::Undecodable(error.to_string())
}
