//! Makes `data/directions.bin` from the image model: `cargo run -p imagime-engine --example directions`.
//!
//! The last layer of the model turns 1,280 features into 1,000 classes. The directions in which it looks hardest are those that
//! tell pictures apart; they are found here without any picture.

use std::{env, error::Error, fs, path::Path};

use rten::Model;
use rten_tensor::{AsView as _, NdTensor};

const FEATURES: usize = 1280;
const CLASSES: usize = 1000;
const DIRECTIONS: usize = 96;
const SIDE: usize = 260;
/// Rounds of orthogonal iteration; the last ones change nothing that eight bits can show.
const ROUNDS: usize = 60;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let model = Model::load_file(folder.join("models/efficientnet-lite2-fp16.onnx"))?;
    let grey = unit(features_of_grey(&model)?);
    let weights = weights(&model)?;
    let gram = gram(&weights);
    let directions = strongest(&gram);
    let mut rows: Vec<f32> = Vec::with_capacity(DIRECTIONS * FEATURES);
    for direction in &directions {
        let strength = length(&times(&gram, direction)).sqrt();
        // What every picture has in common with an empty one says nothing about either.
        let along = dot(direction, &grey);
        rows.extend(direction.iter().zip(&grey).map(|(value, grey)| strength * (value - along * grey)));
    }
    let most = rows.iter().fold(0.0_f32, |most, value| most.max(value.abs()));
    let bytes: Vec<u8> = rows.iter().map(|value| ((value / most * 127.0).round() as i8).cast_unsigned()).collect();
    let path = env::args().nth(1).map_or_else(|| folder.join("data/directions.bin"), Into::into);
    fs::write(&path, bytes)?;
    let strength = |direction: Option<&Vec<f32>>| direction.map(|direction| length(&times(&gram, direction)).sqrt());
    println!("strengths {:?} to {:?}: {}", strength(directions.first()), strength(directions.last()), path.display());
    Ok(())
}

/// Features of a picture that is grey all over.
fn features_of_grey(model: &Model) -> Result<Vec<f32>, Box<dyn Error>> {
    let grey = NdTensor::from_data([1, 3, SIDE, SIDE], vec![0.0_f32; 3 * SIDE * SIDE]);
    let input = *model.input_ids().first().ok_or("no input")?;
    let [features] = model.run_n(vec![(input, grey.into())], [model.node_id("features")?], None)?;
    Ok(features.into_tensor::<f32>().ok_or("no features")?.to_vec())
}

/// The last layer, class by class, without what moves all classes alike.
fn weights(model: &Model) -> Result<Vec<Vec<f32>>, Box<dyn Error>> {
    let (features, logits) = (model.node_id("features")?, model.node_id("logits")?);
    let answer = |values: Vec<f32>| -> Result<Vec<f32>, Box<dyn Error>> {
        let input = NdTensor::from_data([1, FEATURES], values);
        let [answer] = model.run_n(vec![(features, input.into())], [logits], None)?;
        Ok(answer.into_tensor::<f32>().ok_or("no logits")?.to_vec())
    };
    let nothing = answer(vec![0.0; FEATURES])?;
    let mut weights = vec![vec![0.0_f32; FEATURES]; CLASSES];
    for feature in 0..FEATURES {
        let mut one = vec![0.0; FEATURES];
        one[feature] = 1.0;
        let alone: Vec<f32> = answer(one)?.iter().zip(&nothing).map(|(with, without)| with - without).collect();
        let mean = alone.iter().sum::<f32>() / CLASSES as f32;
        for (row, value) in weights.iter_mut().zip(alone) {
            row[feature] = value - mean;
        }
    }
    Ok(weights)
}

/// How features work together on the classes: a symmetric matrix, row by row.
fn gram(weights: &[Vec<f32>]) -> Vec<Vec<f32>> {
    let mut gram = vec![vec![0.0_f32; FEATURES]; FEATURES];
    for row in weights {
        for (line, &value) in gram.iter_mut().zip(row) {
            for (sum, other) in line.iter_mut().zip(row) {
                *sum += value * other;
            }
        }
    }
    gram
}

/// The eigenvectors of the largest eigenvalues, by orthogonal iteration from a fixed beginning.
fn strongest(gram: &[Vec<f32>]) -> Vec<Vec<f32>> {
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut any = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 40) as f32 / (1_u64 << 23) as f32 - 1.0
    };
    // Some more than are kept: the last ones settle slowly.
    let mut found: Vec<Vec<f32>> = (0..DIRECTIONS + 32).map(|_| (0..FEATURES).map(|_| any()).collect()).collect();
    for _ in 0..ROUNDS {
        orthonormalise(&mut found);
        found = found.iter().map(|direction| times(gram, direction)).collect();
    }
    orthonormalise(&mut found);
    found.truncate(DIRECTIONS);
    for direction in &mut found {
        // Either sign would do; one is chosen so that the file comes out alike.
        if direction.iter().sum::<f32>() < 0.0 {
            for value in direction.iter_mut() {
                *value = -*value;
            }
        }
    }
    found
}

fn orthonormalise(vectors: &mut [Vec<f32>]) {
    for index in 0..vectors.len() {
        let (done, rest) = vectors.split_at_mut(index);
        let Some(vector) = rest.first_mut() else { return };
        for earlier in done {
            let along = dot(vector, earlier);
            for (value, part) in vector.iter_mut().zip(earlier.iter()) {
                *value -= along * part;
            }
        }
        *vector = unit(std::mem::take(vector));
    }
}

fn times(matrix: &[Vec<f32>], vector: &[f32]) -> Vec<f32> {
    matrix.iter().map(|row| dot(row, vector)).collect()
}

fn unit(vector: Vec<f32>) -> Vec<f32> {
    let length = length(&vector);
    vector.into_iter().map(|value| value / length).collect()
}

fn length(vector: &[f32]) -> f32 {
    dot(vector, vector).sqrt()
}

fn dot(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}
