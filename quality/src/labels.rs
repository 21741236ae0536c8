//! The label files, embedded: a benchmark whose data could be missing would pass by accident.

use anyhow::{Context, Result, bail};

/// Which part of the labels something belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// May be looked at while tuning.
    Tune,
    /// Reported apart, never looked at.
    Held,
}

/// What a test picture is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Taken with a camera, of something.
    Photo,
    /// A surface or a micrograph: nothing to name.
    Texture,
    /// Shapes and colours: nothing to name.
    Abstract,
    /// Drawn or rendered: silence or the right word.
    Drawing,
}

/// One labelled picture.
pub struct PictureLabel {
    /// File under the folder of test pictures.
    pub path: &'static str,
    /// What it is.
    pub kind: Kind,
    /// Its part.
    pub part: Part,
    /// Expected signs of valence and arousal; 0 for either.
    pub mood: (f32, f32),
    /// Words that a person accepts.
    pub words: Vec<&'static str>,
}

/// All labelled pictures.
pub fn pictures() -> Result<Vec<PictureLabel>> {
    rows(include_str!("../data/pictures.tsv")).map(picture).collect()
}

fn picture(line: &'static str) -> Result<PictureLabel> {
    let cells: Vec<&str> = line.split('\t').collect();
    let [path, kind, part, mood, words, _licence] = cells[..] else { bail!("not a picture: {line}") };
    let kind = match kind {
        "photo" => Kind::Photo,
        "texture" => Kind::Texture,
        "abstract" => Kind::Abstract,
        "drawing" => Kind::Drawing,
        other => bail!("{path}: no kind is called {other}"),
    };
    let mut signs = mood.chars().map(|sign| match sign {
        '+' => 1.0,
        '-' => -1.0,
        _ => 0.0,
    });
    let mood = signs.next().zip(signs.next()).with_context(|| format!("{path}: no mood"))?;
    let words = words.split(',').filter(|word| !word.is_empty()).collect();
    Ok(PictureLabel { path, kind, part: part_of(part)?, mood, words })
}

/// The part by its name in the files.
pub fn part_of(name: &str) -> Result<Part> {
    match name {
        "tune" => Ok(Part::Tune),
        "held" => Ok(Part::Held),
        other => bail!("no part is called {other}"),
    }
}

/// Lines that are no comments.
pub fn rows(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// 64 bits of FNV-1a, by which the parts were drawn.
#[cfg(test)]
pub fn lot(name: &str) -> u64 {
    name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn there_are_enough_pictures_of_every_kind() {
        let pictures = pictures().unwrap();
        let count = |kind: Kind| pictures.iter().filter(|picture| picture.kind == kind).count();
        assert!(count(Kind::Photo) >= 60);
        assert!(count(Kind::Texture) + count(Kind::Abstract) + count(Kind::Drawing) >= 20);
        let unlabelled = pictures.iter().find(|picture| picture.kind == Kind::Photo && picture.words.is_empty());
        assert!(unlabelled.is_none(), "{:?}", unlabelled.map(|picture| picture.path));
    }

    #[test]
    fn of_each_kind_the_third_with_the_lowest_lots_is_held_out() {
        let pictures = pictures().unwrap();
        for kind in [Kind::Photo, Kind::Texture, Kind::Abstract, Kind::Drawing] {
            let mut of_kind: Vec<&PictureLabel> = pictures.iter().filter(|picture| picture.kind == kind).collect();
            of_kind.sort_by_key(|picture| lot(picture.path));
            let third = of_kind.len().div_ceil(3);
            assert!(of_kind.iter().enumerate().all(|(at, picture)| (picture.part == Part::Held) == (at < third)));
        }
    }
}
