//! The few colours that stand for a picture.

use super::{
    lab::{self, Lab},
    raster::Raster,
};

/// Colours that a palette has at most.
const COLOURS: usize = 5;
/// Clusters to start from; the smaller and the alike are given up.
const CLUSTERS: usize = 10;
/// Distance in CIELAB under which two colours are one to the eye at a glance.
const ALIKE: f32 = 11.0;

/// Up to five dominant colours ("#rrggbb"), most important first; fewer when the picture has fewer.
pub(super) fn palette(thumbnail: &Raster) -> Vec<String> {
    let pixels: Vec<Lab> = thumbnail.pixels().map(lab::from_rgb).collect();
    if pixels.is_empty() {
        return Vec::new();
    }
    let mut clusters = merge_alike(cluster(&pixels));
    // A small colourful spot says more about a picture than its share of the pixels; a speck says nothing.
    let importance = |&(colour, share): &(Lab, f32)| share * (0.6 + chroma(colour) / 50.0);
    clusters.retain(|&(_, share)| share >= 0.01);
    clusters.sort_by(|a, b| importance(b).total_cmp(&importance(a)));
    clusters
        .into_iter()
        .take(COLOURS)
        .map(|(colour, _)| {
            let [r, g, b] = lab::to_rgb(colour);
            format!("#{r:02x}{g:02x}{b:02x}")
        })
        .collect()
}

/// k-means from far-apart seeds, which needs no chance: centres and their share of the pixels.
fn cluster(pixels: &[Lab]) -> Vec<(Lab, f32)> {
    let mut centres = seeds(pixels);
    let mut counts = Vec::new();
    for _ in 0..8 {
        let mut sums = vec![[0.0_f32; 3]; centres.len()];
        counts = vec![0_usize; centres.len()];
        for pixel in pixels {
            let nearest = nearest(&centres, *pixel).0;
            counts[nearest] += 1;
            for (sum, value) in sums[nearest].iter_mut().zip(pixel) {
                *sum += value;
            }
        }
        for ((centre, sum), &count) in centres.iter_mut().zip(sums).zip(&counts) {
            if count > 0 {
                *centre = sum.map(|value| value / count as f32);
            }
        }
    }
    centres.into_iter().zip(counts.into_iter().map(|count| count as f32 / pixels.len() as f32)).collect()
}

/// The mean's nearest pixel, then again and again the pixel farthest from all seeds so far.
fn seeds(pixels: &[Lab]) -> Vec<Lab> {
    let mean = pixels.iter().fold([0.0; 3], |sum, pixel| [sum[0] + pixel[0], sum[1] + pixel[1], sum[2] + pixel[2]]);
    let mean = mean.map(|value| value / pixels.len() as f32);
    let first = pixels.iter().copied().min_by(|a, b| distance(*a, mean).total_cmp(&distance(*b, mean)));
    let mut seeds: Vec<Lab> = first.into_iter().collect();
    let mut gaps: Vec<f32> = pixels.iter().map(|pixel| nearest(&seeds, *pixel).1).collect();
    while seeds.len() < CLUSTERS {
        let Some((at, &gap)) = gaps.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1)) else {
            break;
        };
        if gap < ALIKE * ALIKE {
            break;
        }
        let seed = pixels[at];
        seeds.push(seed);
        for (gap, pixel) in gaps.iter_mut().zip(pixels) {
            *gap = gap.min(distance(*pixel, seed));
        }
    }
    seeds
}

/// Joins clusters that look the same, weighted by their shares, largest first.
fn merge_alike(mut clusters: Vec<(Lab, f32)>) -> Vec<(Lab, f32)> {
    clusters.retain(|&(_, share)| share > 0.0);
    clusters.sort_by(|a, b| b.1.total_cmp(&a.1));
    let mut merged: Vec<(Lab, f32)> = Vec::new();
    for (colour, share) in clusters {
        match merged.iter_mut().find(|(other, _)| distance(*other, colour) < ALIKE * ALIKE) {
            Some((other, total)) => {
                for (have, more) in other.iter_mut().zip(colour) {
                    *have = (*have * *total + more * share) / (*total + share);
                }
                *total += share;
            }
            None => merged.push((colour, share)),
        }
    }
    merged
}

fn nearest(centres: &[Lab], pixel: Lab) -> (usize, f32) {
    centres
        .iter()
        .map(|centre| distance(*centre, pixel))
        .enumerate()
        .fold((0, f32::INFINITY), |best, next| if next.1 < best.1 { next } else { best })
}

/// Squared.
fn distance(a: Lab, b: Lab) -> f32 {
    a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum()
}

fn chroma([_, a, b]: Lab) -> f32 {
    a.hypot(b)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stripes(colours: &[([u8; 3], usize)]) -> Raster {
        let rgb: Vec<u8> = colours.iter().flat_map(|&(colour, count)| vec![colour; count]).flatten().collect();
        Raster { width: rgb.len() as u32 / 3, height: 1, rgb }
    }

    #[test]
    fn colours_come_back_largest_first() {
        let picture = stripes(&[([0, 0, 200], 600), ([250, 250, 250], 350), ([20, 120, 20], 50)]);
        assert_eq!(palette(&picture), ["#0000c8", "#fafafa", "#147814"]);
    }

    #[test]
    fn a_flat_picture_has_one_colour() {
        assert_eq!(palette(&stripes(&[([40, 50, 60], 500)])), ["#28323c"]);
    }

    #[test]
    fn a_colourful_spot_comes_before_a_larger_grey() {
        let picture = stripes(&[([128, 128, 128], 550), ([255, 30, 0], 450)]);
        assert_eq!(palette(&picture)[0], "#ff1e00");
    }
}
