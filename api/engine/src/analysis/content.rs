//! From the model's probabilities to words, or to silence: wrong and sure is worse than silent.

use std::collections::BTreeMap;

use super::{Keyword, KeywordKind, classes::Class};

/// What a further word needs of the first one's probability: one thing read in two ways shares it unevenly, two things evenly.
const FAIR_SHARE: f32 = 0.67;
/// Lowest summed probability at which a scene group is said.
const SCENE_GATE: f32 = 0.34;
/// Groups into which leaves, cloth, screens, faces and small things on an even ground fall by mistake, and what they need.
const STRICT_SCENES: &[(&str, f32)] = &[("animal", 0.72), ("interior", 0.55), ("sport", 0.55), ("sky", 0.55)];
/// Lowest summed probability of any word for a picture drawn rather than taken.
const GRAPHIC_GATE: f32 = 0.75;
/// Words said of one picture at most.
const MOST_WORDS: usize = 4;
/// What the model sees where there are woods, having no class for them. Not animals: everything a bit rough is taken for some.
const OUTDOORS: &[&str] = &["water", "mountain", "forest", "flowers"];
/// What shaded green itself adds to their sum.
const SHADE: f32 = 0.2;
/// Lowest sum of all that speaks for a forest.
const FOREST_GATE: f32 = 0.45;

/// What the pixels tell that the model does not.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Hints {
    /// Drawn: flat areas of few tones.
    pub(super) graphic: bool,
    /// Mostly green, in the shade.
    pub(super) shaded_green: bool,
}

/// What was recognised.
#[derive(Clone, Debug, Default)]
pub(super) struct Content {
    /// Objects and at most one scene; empty when nothing was recognised.
    pub(super) keywords: Vec<Keyword>,
    /// Scene groups and their summed probability, strongest first.
    pub(super) scenes: Vec<(String, f32)>,
    /// Valence, arousal and how far they are to be trusted (0 to 1).
    pub(super) mood: Option<(f32, f32, f32)>,
}

impl Content {
    /// Adds what was seen by other means, its mood beside what the classes feel like, each as far as it is sure.
    pub(super) fn add(&mut self, keyword: Keyword, (valence, arousal): (f32, f32)) {
        let weight = keyword.score;
        let (v, a, trust) = self.mood.unwrap_or_default();
        let all = trust + weight;
        if all > 0.0 {
            let mixed = |known: f32, new: f32| (known * trust + new * weight) / all;
            self.mood = Some((mixed(v, valence), mixed(a, arousal), trust.max(weight)));
        }
        self.keywords.push(keyword);
    }
}

/// Reads one probability for each class.
pub(super) fn recognise(probabilities: &[f32], classes: &[Class], hints: Hints) -> Content {
    let words = words(probabilities, classes);
    let scenes = scenes(probabilities, classes, &[]);
    let spoken = spoken_words(&words, hints);
    let scene = spoken_scene(probabilities, classes, &spoken, hints);

    let mut keywords: Vec<Keyword> = spoken
        .iter()
        .map(|word| Keyword { word: word.text.to_owned(), score: confidence(word.sum), kind: KeywordKind::Object })
        .collect();
    if let Some((name, sum)) = scene {
        keywords.push(Keyword {
            word: name.to_owned(),
            score: 0.4 + 0.5 * sum.clamp(0.0, 1.0),
            kind: KeywordKind::Scene,
        });
    }
    let mood = spoken_mood(probabilities, classes, &spoken, scene);
    Content {
        keywords,
        scenes: scenes.into_iter().map(|(name, sum)| (name.to_owned(), sum.clamp(0.0, 1.0))).collect(),
        mood,
    }
}

/// A word with the probability of all its classes.
struct Word {
    text: &'static str,
    sum: f32,
    /// The gate of its likeliest class.
    gate: f32,
}

fn words(probabilities: &[f32], classes: &[Class]) -> Vec<Word> {
    let mut words: BTreeMap<&'static str, (Word, f32)> = BTreeMap::new();
    for (class, &probability) in classes.iter().zip(probabilities) {
        let Some(text) = class.word else { continue };
        let (word, likeliest) = words.entry(text).or_insert((Word { text, sum: 0.0, gate: class.gate }, 0.0));
        word.sum += probability;
        if probability > *likeliest {
            *likeliest = probability;
            word.gate = class.gate;
        }
    }
    let mut words: Vec<Word> = words.into_values().map(|(word, _)| word).collect();
    words.sort_by(|a, b| b.sum.total_cmp(&a.sum));
    words
}

/// The scene groups, strongest first, without the classes of the words that are `said` already.
fn scenes(probabilities: &[f32], classes: &[Class], said: &[&Word]) -> Vec<(&'static str, f32)> {
    let mut sums: BTreeMap<&'static str, f32> = BTreeMap::new();
    for (class, &probability) in classes.iter().zip(probabilities) {
        let Some(scene) = class.scene else { continue };
        if class.word.is_none_or(|text| said.iter().all(|word| word.text != text)) {
            *sums.entry(scene).or_default() += probability;
        }
    }
    let mut scenes: Vec<_> = sums.into_iter().collect();
    scenes.sort_by(|a, b| b.1.total_cmp(&a.1));
    scenes
}

/// The first word if it passes its gate, then the others that pass theirs and are about as likely.
fn spoken_words(words: &[Word], hints: Hints) -> Vec<&Word> {
    let passes = |word: &Word| word.sum >= if hints.graphic { word.gate.max(GRAPHIC_GATE) } else { word.gate };
    let Some(first) = words.first().filter(|word| passes(word)) else {
        return Vec::new();
    };
    let fair = |word: &&Word| passes(word) && word.sum >= FAIR_SHARE * first.sum;
    std::iter::once(first).chain(words[1..].iter().filter(fair)).take(MOST_WORDS).collect()
}

/// The group that what was not said yet speaks for: a word and the group that it belongs to would be one piece of evidence told twice.
fn spoken_scene(
    probabilities: &[f32],
    classes: &[Class],
    spoken: &[&Word],
    hints: Hints,
) -> Option<(&'static str, f32)> {
    if hints.graphic {
        return None;
    }
    let left = scenes(probabilities, classes, spoken);
    let &(name, sum) = left.first()?;
    let gate = STRICT_SCENES.iter().find(|(strict, _)| *strict == name).map_or(SCENE_GATE, |(_, gate)| *gate);
    if sum >= gate {
        return spoken.iter().all(|word| word.text != name).then_some((name, sum));
    }
    let outdoors: f32 = left.iter().filter(|(name, _)| OUTDOORS.contains(name)).map(|(_, sum)| sum).sum();
    let forest = SHADE + outdoors;
    (hints.shaded_green && forest >= FOREST_GATE).then_some(("forest", forest))
}

/// The mean mood of the classes that were spoken for, weighted by probability.
fn spoken_mood(
    probabilities: &[f32],
    classes: &[Class],
    spoken: &[&Word],
    scene: Option<(&'static str, f32)>,
) -> Option<(f32, f32, f32)> {
    let mut total = (0.0, 0.0, 0.0);
    let mut add = |(valence, arousal): (f32, f32), weight: f32| {
        total = (total.0 + valence * weight, total.1 + arousal * weight, total.2 + weight);
    };
    for (class, &probability) in classes.iter().zip(probabilities) {
        let word_spoken = class.word.is_some_and(|text| spoken.iter().any(|word| word.text == text));
        let scene_spoken = class.scene.is_some() && class.scene == scene.map(|(name, _)| name);
        if word_spoken {
            add(class.mood, probability);
        } else if scene_spoken {
            add(class.mood, probability * 0.5);
        }
    }
    if let Some(("forest", sum)) = scene {
        add((0.45, -0.5), sum);
    }
    let (valence, arousal, weight) = total;
    let trust = spoken.first().map_or(0.0, |word| word.sum).max(scene.map_or(0.0, |(_, sum)| sum));
    (weight > 0.0).then(|| (valence / weight, arousal / weight, (trust / 0.5).clamp(0.0, 1.0)))
}

/// How sure a spoken word is. The model's probabilities are modest: at .2 it is right four times in five.
fn confidence(sum: f32) -> f32 {
    0.55 + 0.45 * sum.clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use proptest::prelude::*;

    use super::{
        super::classes::{CLASSES, load},
        *,
    };

    fn look(likely: &[(usize, f32)], hints: Hints) -> Content {
        let mut probabilities = vec![0.0; CLASSES];
        for &(class, probability) in likely {
            probabilities[class] = probability;
        }
        recognise(&probabilities, &load().unwrap(), hints)
    }

    fn said(content: &Content) -> Vec<&str> {
        content.keywords.iter().map(|keyword| keyword.word.as_str()).collect()
    }

    #[test]
    fn classes_with_the_same_word_are_added_up() {
        let content = look(&[(281, 0.15), (282, 0.15), (285, 0.1)], Hints::default());
        assert_eq!(said(&content), ["cat"]);
        assert!((content.keywords[0].score - confidence(0.4)).abs() < 1e-6);
    }

    #[test]
    fn a_strict_class_needs_more_than_the_usual_gate() {
        assert!(said(&look(&[(417, 0.5)], Hints::default())).is_empty());
        assert_eq!(said(&look(&[(417, 0.8)], Hints::default())), ["balloon"]);
    }

    #[test]
    fn doubt_between_members_of_a_group_says_the_group() {
        let content = look(&[(975, 0.12), (978, 0.1), (718, 0.1), (449, 0.15)], Hints::default());
        assert_eq!(said(&content), ["water"]);
        assert_eq!(content.keywords[0].kind, KeywordKind::Scene);
        assert!(content.mood.unwrap().1 < 0.0);
    }

    #[test]
    fn below_all_gates_there_is_silence() {
        let content = look(&[(549, 0.9), (967, 0.1), (970, 0.1)], Hints::default());
        assert!(content.keywords.is_empty() && content.mood.is_none());
    }

    #[test]
    fn a_drawing_needs_more_than_a_photograph() {
        let dog = [(163, 0.4), (165, 0.25)];
        assert_eq!(said(&look(&dog, Hints::default())), ["dog"]);
        assert!(said(&look(&dog, Hints { graphic: true, ..Hints::default() })).is_empty());
    }

    #[test]
    fn shaded_green_outdoors_is_a_forest() {
        let shade = Hints { shaded_green: true, ..Hints::default() };
        let doubt = [(671, 0.1), (975, 0.13), (151, 0.15), (979, 0.05), (947, 0.1)];
        assert!(said(&look(&doubt, Hints::default())).is_empty());
        assert_eq!(said(&look(&doubt, shade)), ["forest"]);
        // A rough green surface is taken for animals, and so is a lizard on a leaf.
        assert!(said(&look(&[(151, 0.2), (84, 0.2), (47, 0.15), (975, 0.05)], shade)).is_empty());
    }

    #[test]
    fn a_second_word_is_as_likely_as_the_first_or_not_said() {
        assert_eq!(said(&look(&[(950, 0.44), (951, 0.35)], Hints::default())), ["orange", "lemon"]);
        assert_eq!(said(&look(&[(839, 0.5), (718, 0.3)], Hints::default())), ["bridge"]);
        // A strict word stays strict in second place.
        assert_eq!(said(&look(&[(698, 0.42), (417, 0.4)], Hints::default())), ["palace"]);
    }

    #[test]
    fn a_group_is_said_beside_a_word_only_if_other_things_speak_for_it() {
        assert_eq!(said(&look(&[(483, 0.9)], Hints::default())), ["castle"]);
        assert_eq!(said(&look(&[(970, 0.7), (979, 0.1)], Hints::default())), ["mountain"]);
        let by_the_lake = [(207, 0.4), (975, 0.18), (978, 0.12), (449, 0.1)];
        assert_eq!(said(&look(&by_the_lake, Hints::default())), ["dog", "water"]);
    }

    proptest! {
        #[test]
        fn whatever_the_model_says_scores_and_mood_stay_in_range(
            seed in proptest::collection::vec((0..CLASSES, 0.0_f32..1.0), 0..12),
            graphic: bool,
            shaded_green: bool,
        ) {
            let sum: f32 = seed.iter().map(|(_, p)| p).sum::<f32>().max(1.0);
            let likely: Vec<_> = seed.into_iter().map(|(class, p)| (class, p / sum)).collect();
            let content = look(&likely, Hints { graphic, shaded_green });
            prop_assert!(content.keywords.len() <= MOST_WORDS + 1);
            prop_assert!(content.keywords.iter().all(|keyword| (0.0..=1.0).contains(&keyword.score)));
            prop_assert!(content.scenes.iter().all(|(_, sum)| (0.0..=1.0).contains(sum)));
            prop_assert_eq!(content.keywords.is_empty(), content.mood.is_none());
            if let Some((valence, arousal, trust)) = content.mood {
                prop_assert!(valence.abs() <= 1.0 && arousal.abs() <= 1.0 && (0.0..=1.0).contains(&trust));
            }
        }
    }
}
