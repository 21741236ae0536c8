//! The measures, over plain numbers.

use std::collections::{HashMap, HashSet};

/// How many songs a first page has.
pub const PAGE: usize = 10;

/// Normalised discounted cumulated gain of the first ten; the gain is the relevance (0 to 3), and of each work only the first recording gains.
///
/// `ranked` and `all` hold (work, relevance); `all` is everything that could have been ranked.
pub fn ndcg<'a>(ranked: &[(&'a str, u8)], all: &[(&'a str, u8)]) -> f32 {
    let mut heard = HashSet::new();
    let gains = ranked.iter().map(|(work, relevance)| if heard.insert(*work) { *relevance } else { 0 });
    let mut best: HashMap<&str, u8> = HashMap::new();
    for &(work, relevance) in all {
        let known = best.entry(work).or_default();
        *known = relevance.max(*known);
    }
    let mut ideal: Vec<u8> = best.into_values().collect();
    ideal.sort_unstable_by(|a, b| b.cmp(a));
    let most = discounted(ideal.into_iter());
    if most > 0.0 { discounted(gains) / most } else { 0.0 }
}

fn discounted(gains: impl Iterator<Item = u8>) -> f32 {
    gains.take(PAGE).enumerate().map(|(rank, gain)| f32::from(gain) / (rank as f32 + 2.0).log2()).sum()
}

/// The mean; 0 of nothing.
pub fn mean(values: impl Iterator<Item = f32>) -> f32 {
    let (sum, count) = values.fold((0.0, 0), |(sum, count), value| (sum + value, count + 1));
    if count > 0 { sum / count as f32 } else { 0.0 }
}

/// Share of what is true; 1 of nothing.
pub fn share(values: impl Iterator<Item = bool>) -> f32 {
    let (yes, all) = values.fold((0, 0), |(yes, all), value| (yes + u32::from(value), all + 1));
    if all > 0 { yes as f32 / all as f32 } else { 1.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ideal_order_is_one_and_the_worst_less() {
        let all = [("a", 3), ("b", 2), ("c", 0), ("d", 1)];
        assert!((ndcg(&[("a", 3), ("b", 2), ("d", 1), ("c", 0)], &all) - 1.0).abs() < 1e-6);
        let worst = ndcg(&[("c", 0), ("d", 1), ("b", 2), ("a", 3)], &all);
        assert!(worst > 0.4 && worst < 0.8, "{worst}");
        assert!(ndcg(&[("c", 0)], &all).abs() < 1e-6);
    }

    #[test]
    fn a_second_recording_of_a_work_gains_nothing() {
        let all = [("a", 3), ("a", 3), ("b", 2)];
        let twice = ndcg(&[("a", 3), ("a", 3), ("b", 2)], &all);
        let once = ndcg(&[("a", 3), ("b", 2)], &all);
        assert!(twice < once && (once - 1.0).abs() < 1e-6);
    }

    #[test]
    fn only_ten_count() {
        let all: Vec<(String, u8)> = (0..30).map(|n| (n.to_string(), u8::from(n >= 10))).collect();
        let all: Vec<(&str, u8)> = all.iter().map(|(work, relevance)| (work.as_str(), *relevance)).collect();
        assert!(ndcg(&all, &all).abs() < 1e-6);
    }

    #[test]
    fn shares_and_means() {
        assert!((share([true, false, true, true].into_iter()) - 0.75).abs() < 1e-6);
        assert!((share(std::iter::empty()) - 1.0).abs() < 1e-6);
        assert!((mean([1.0, 0.0].into_iter()) - 0.5).abs() < 1e-6);
    }
}
