//! The funnel's file: little-endian words, stage after stage.

use super::{
    LOOK,
    judge::{self, Judge, Layer},
    scan::{PATTERN, Scanner},
};

/// Stages that scan, before those that judge.
const SCANNERS: usize = 3;

/// All stages of the funnel.
pub(super) struct Model {
    /// One for each direction a head can be turned in.
    pub(super) scanners: Vec<Scanner>,
    /// Each sees what the one before it let through.
    pub(super) judges: [Judge; 3],
}

impl Model {
    /// None when the file is not the funnel that this program runs.
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let mut words = Words(bytes);
        words.expect(&[3, SCANNERS as u32])?;
        // Every stage: how many networks, of which kind, and after the last which earlier stages it
        // listens to: none is written as -1.
        let scanners = (0..SCANNERS)
            .map(|_| {
                words.expect(&[1, 0])?;
                let scanner = scanner(&mut words)?;
                words.expect(&[u32::MAX])?;
                Some(scanner)
            })
            .collect::<Option<Vec<_>>>()?;
        words.expect(&[1, 2, 1])?;
        let first = judge(&mut words)?;
        words.expect(&[1])?;
        let second = judge(&mut words)?;
        words.expect(&[3, 0, 1, 2, 1, 1, 1])?;
        let last = judge(&mut words)?;
        words.expect(&[1, 0])?;
        words.0.is_empty().then_some(Self { scanners, judges: [first, second, last] })
    }
}

fn scanner(words: &mut Words) -> Option<Scanner> {
    let (count, values) = (words.size()?, words.size()? + 1);
    // A pattern is a byte, so every value needs a weight.
    if values < 256 {
        return None;
    }
    let places = (0..count)
        .map(|_| {
            let (x, y) = (words.size()?, words.size()?);
            (x + PATTERN <= LOOK && y + PATTERN <= LOOK).then_some((x, y))
        })
        .collect::<Option<Vec<_>>>()?;
    let lowest = words.floats(count)?;
    let weights = (0..count).map(|_| words.floats(values)).collect::<Option<Vec<_>>>()?;
    Some(Scanner { places, lowest, weights })
}

fn judge(words: &mut Words) -> Option<Judge> {
    let (layers, features) = (words.size()?, words.size()?);
    let known = judge::patches();
    // The file counts from one.
    let patches =
        (0..features).map(|_| known.get(words.size()?.checked_sub(1)?).copied()).collect::<Option<Vec<_>>>()?;
    let lowest = words.float()?;
    let mut inputs = words.size()?;
    if inputs != features * judge::VALUES {
        return None;
    }
    let layers = (1..layers)
        .map(|_| {
            let outputs = words.size()?;
            let layer = Layer { inputs, weights: words.floats(inputs * outputs)?, biases: words.floats(outputs)? };
            inputs = outputs;
            Some(layer)
        })
        .collect::<Option<Vec<_>>>()?;
    (inputs == judge::ANSWERS).then_some(Judge { patches, lowest, layers })
}

/// What is left of the file.
struct Words<'a>(&'a [u8]);

impl Words<'_> {
    fn next(&mut self) -> Option<[u8; 4]> {
        let (word, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(*word)
    }

    /// A count or an index; the funnel has none beyond some thousands.
    fn size(&mut self) -> Option<usize> {
        let value = u32::from_le_bytes(self.next()?);
        (value < 100_000).then_some(value as usize)
    }

    fn float(&mut self) -> Option<f32> {
        Some(f32::from_le_bytes(self.next()?)).filter(|value| value.is_finite())
    }

    fn floats(&mut self, count: usize) -> Option<Vec<f32>> {
        (0..count).map(|_| self.float()).collect()
    }

    fn expect(&mut self, values: &[u32]) -> Option<()> {
        values.iter().all(|&value| self.next().map(u32::from_le_bytes) == Some(value)).then_some(())
    }
}

#[cfg(test)]
mod tests {
    use super::{super::MODEL, *};

    #[test]
    fn only_the_whole_model_is_read() {
        assert!(Model::read(MODEL).is_some());
        for length in [0, 3, 100, MODEL.len() / 2, MODEL.len() - 1] {
            assert!(Model::read(&MODEL[..length]).is_none(), "{length}");
        }
        let mut longer = MODEL.to_vec();
        longer.push(0);
        assert!(Model::read(&longer).is_none());
    }
}
