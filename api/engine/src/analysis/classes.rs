//! The hand-reviewed table of the model's classes.

use super::AnalysisError;

/// Scene groups, as keywords of the kind `Scene` and `Analysis::scenes` name them. Night is not among them: light says it.
pub const SCENES: &[&str] = &[
    "water",
    "mountain",
    "forest",
    "city",
    "street",
    "interior",
    "food",
    "animal",
    "vehicle",
    "sport",
    "instrument",
    "sky",
    "flowers",
    "stage",
];

/// Classes that the model tells apart.
pub(super) const CLASSES: usize = 1000;

const TABLE: &str = include_str!("../../data/classes.tsv");

/// What one class of the model means to a person.
#[derive(Clone, Copy, Debug)]
pub(super) struct Class {
    /// The word for it; none for dull things and for the textures in which abstract pictures end up.
    pub(super) word: Option<&'static str>,
    /// Its scene group.
    pub(super) scene: Option<&'static str>,
    /// How it feels: valence and arousal, each -1 to 1.
    pub(super) mood: (f32, f32),
    /// Lowest probability at which the word is said.
    pub(super) gate: f32,
}

/// Reads the table, one class for each output of the model.
pub(super) fn load() -> Result<Vec<Class>, AnalysisError> {
    let classes = TABLE
        .lines()
        .filter(|line| !line.starts_with('#'))
        .enumerate()
        .map(|(index, line)| parse(index, line).ok_or_else(|| AnalysisError::Model(format!("class table: {line}"))))
        .collect::<Result<Vec<_>, _>>()?;
    if classes.len() != CLASSES {
        return Err(AnalysisError::Model(format!("class table: {} rows", classes.len())));
    }
    Ok(classes)
}

fn parse(index: usize, line: &'static str) -> Option<Class> {
    let mut columns = line.split('\t');
    if columns.next()?.parse() != Ok(index) {
        return None;
    }
    let _models_own_label = columns.next()?;
    let said = |column: &'static str| (column != "-").then_some(column);
    let (word, scene) = (said(columns.next()?), said(columns.next()?));
    let mut number = || columns.next()?.parse::<f32>().ok();
    Some(Class { word, scene, mood: (number()?, number()?), gate: number()? })
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;
    use crate::matching::lexicon;

    #[test]
    fn every_class_has_a_sound_row() {
        let classes = load().unwrap();
        assert_eq!(classes.len(), CLASSES);
        for (index, class) in classes.iter().enumerate() {
            assert!(class.scene.is_none_or(|scene| SCENES.contains(&scene)), "{index}: {:?}", class.scene);
            assert!(class.mood.0.abs() <= 1.0 && class.mood.1.abs() <= 1.0, "{index}");
            assert!((0.2..1.0).contains(&class.gate), "{index}");
            if let Some(word) = class.word {
                assert_eq!(word, word.trim().to_lowercase(), "{index}");
                assert!(!word.is_empty() && word.is_ascii(), "{index}");
            }
        }
    }

    #[test]
    fn every_scene_has_classes_and_every_mood_is_like_the_lexicons() {
        let classes = load().unwrap();
        for scene in SCENES {
            assert!(classes.iter().any(|class| class.scene == Some(scene)), "{scene}");
            assert!(lexicon::find(scene).is_some(), "{scene}");
        }
        let (mut known, mut opposed) = (0, Vec::new());
        for class in &classes {
            let Some((word, concept)) = class.word.and_then(|word| Some((word, lexicon::find(word)?))) else {
                continue;
            };
            // Only words with a line of their own: a kind borrows its parent's mood there.
            if concept.word != word || !concept.related.is_empty() {
                known += 1;
                let (valence, arousal) = concept.mood;
                if (valence - class.mood.0).hypot(arousal - class.mood.1) > 0.9 {
                    opposed.push(word);
                }
            }
        }
        assert!(known > 300 && opposed.is_empty(), "{known} {opposed:?}");
        // What the table says where feelings are plain.
        for (class, valence, arousal) in
            [(281, 0.3, -0.1), (407, -0.2, 0.3), (594, 0.3, -0.2), (751, 0.2, 0.5), (975, 0.3, -0.3), (963, 0.3, 0.1)]
        {
            let (v, a) = classes[class].mood;
            assert!(v.abs() >= f32::abs(valence) && v * valence > 0.0, "class {class}: {v}");
            assert!(a.abs() >= f32::abs(arousal) && a * arousal > 0.0, "class {class}: {a}");
        }
    }

    #[test]
    fn words_say_what_is_seen_and_nothing_of_people() {
        let forbidden =
            ["man", "woman", "boy", "girl", "baby", "child", "bride", "groom", "soldier", "cowboy", "nun", "priest"];
        for class in load().unwrap() {
            assert!(class.word.is_none_or(|word| !forbidden.contains(&word)), "{:?}", class.word);
        }
        // Where the model takes one for the other, the word holds for both.
        let word = |class: usize| load().unwrap()[class].word;
        assert_eq!((word(139), word(249), word(21)), (Some("bird"), Some("dog"), Some("bird")));
        assert_eq!((word(367), word(343), word(586)), (Some("chimpanzee"), Some("warthog"), None));
    }

    #[test]
    fn the_table_is_in_the_order_of_the_models_labels() {
        let labels = include_str!("../../models/imagenet-labels.txt").lines();
        let ours = TABLE.lines().filter(|line| !line.starts_with('#')).map(|line| line.split('\t').nth(1).unwrap());
        for (index, (label, our)) in labels.zip(ours).enumerate() {
            assert_eq!(label.trim(), our, "class {index}");
        }
    }

    #[test]
    fn classes_are_called_what_people_call_them() {
        let classes = load().unwrap();
        for (class, word) in [(281, "cat"), (285, "cat"), (207, "dog"), (967, "coffee"), (975, "lake"), (698, "palace")]
        {
            assert_eq!(classes[class].word, Some(word), "class {class}");
        }
        // Stationery and cloth: where abstract pictures land.
        for class in [549, 599, 611, 646, 794, 885, 904, 905, 916, 921] {
            assert_eq!(classes[class].word, None, "class {class}");
            assert_eq!(classes[class].scene, None, "class {class}");
        }
    }
}
