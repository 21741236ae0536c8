//! The matcher over the real catalogue.

use imagime_engine::analysis::{Keyword, KeywordKind, Mood};
use imagime_engine::catalogue::{pieces, search};
use imagime_engine::matching::{Match, Request, Weights, queries, rank};

/// What the local analyser said about six photographs of five subjects, kept as it was: things, scenes, colours, mood and its words.
struct Seen {
    subject: &'static str,
    things: &'static [(&'static str, f32)],
    scenes: &'static [(&'static str, f32)],
    colours: &'static [(&'static str, f32)],
    mood: (f32, f32),
    feels: &'static [&'static str],
}

const SEEN: [Seen; 6] = [
    Seen {
        subject: "coffee",
        things: &[("coffee", 0.91)],
        scenes: &[("food", 0.86)],
        colours: &[("warm colours", 0.70), ("vivid", 0.52), ("orange", 0.49), ("golden light", 0.29)],
        mood: (0.37, -0.14),
        feels: &["gentle", "warm", "hopeful"],
    },
    Seen {
        subject: "cat",
        things: &[("cat", 0.93)],
        scenes: &[("animal", 0.84)],
        colours: &[("warm colours", 0.70), ("orange", 0.63)],
        mood: (0.35, -0.15),
        feels: &["gentle", "warm", "hopeful"],
    },
    Seen {
        subject: "lake",
        things: &[("boat", 0.87)],
        scenes: &[("water", 0.87)],
        colours: &[("sunset colours", 0.70)],
        mood: (0.25, -0.16),
        feels: &["gentle", "nostalgic", "dreamy"],
    },
    Seen {
        subject: "lake",
        things: &[("lake", 0.73)],
        scenes: &[("water", 0.70)],
        colours: &[("blue", 0.63), ("sunset colours", 0.43)],
        mood: (0.41, -0.29),
        feels: &["gentle", "tender", "calm"],
    },
    Seen {
        subject: "city",
        things: &[("palace", 0.72), ("bell tower", 0.62)],
        scenes: &[("city", 0.72)],
        colours: &[("muted", 0.54), ("high contrast", 0.48)],
        mood: (0.28, 0.15),
        feels: &["hopeful", "majestic", "curious"],
    },
    Seen {
        subject: "forest",
        things: &[],
        scenes: &[("forest", 0.69)],
        colours: &[("green", 0.63), ("dark", 0.48), ("low key", 0.41), ("muted", 0.38)],
        mood: (0.10, -0.30),
        feels: &["dreamy", "nostalgic", "wistful"],
    },
];

#[test]
fn every_picture_gets_the_whole_catalogue_explained() {
    for seen in &SEEN {
        let ranked = ranked(seen);
        assert_eq!(ranked.len(), pieces().len());
        assert!(ranked.iter().all(|found| !found.why.is_empty()));
        assert!(ranked.first().is_some_and(|found| !found.mood_match), "{}", seen.subject);
    }
}

#[test]
fn the_obvious_pieces_come_early() {
    let wanted = [
        ("coffee", "The Entertainer"),
        ("cat", "A B C, the Cat Ran in the Snow"),
        // A boat at sunset, then a lake in its stillness.
        ("lake", "The Lorelei"),
        ("lake", "Clair de lune"),
        ("city", "London Bridge"),
        ("forest", "O Tannenbaum"),
    ];
    for (seen, (subject, title)) in SEEN.iter().zip(wanted) {
        assert_eq!(seen.subject, subject);
        let ten = first_ten(seen);
        assert!(ten.iter().take(5).any(|found| found.starts_with(title)), "{subject}: {ten:#?}");
    }
}

#[test]
fn pictures_of_different_subjects_share_at_most_four_of_their_first_ten() {
    for (at, one) in SEEN.iter().enumerate() {
        for other in SEEN.iter().skip(at + 1).filter(|other| other.subject != one.subject) {
            let (one_ten, other_ten) = (first_ten(one), first_ten(other));
            let shared = one_ten.iter().filter(|title| other_ten.contains(title)).count();
            println!("{} and {}: {shared}", one.subject, other.subject);
            assert!(shared <= 4, "{} and {} share {shared}:\n{one_ten:#?}\n{other_ten:#?}", one.subject, other.subject);
        }
    }
}

fn first_ten(seen: &Seen) -> Vec<String> {
    ranked(seen).into_iter().take(10).map(|found| found.candidate.title).collect()
}

fn ranked(seen: &Seen) -> Vec<Match> {
    let request = request(seen);
    rank(&request, search(&queries(&request)), &Weights::default())
}

fn request(seen: &Seen) -> Request {
    let of = |kind: KeywordKind, list: &'static [(&str, f32)]| {
        list.iter().map(move |&(word, score)| Keyword { word: word.to_owned(), score, kind })
    };
    let keywords = of(KeywordKind::Object, seen.things)
        .chain(of(KeywordKind::Scene, seen.scenes))
        .chain(of(KeywordKind::Colour, seen.colours));
    let (valence, arousal) = seen.mood;
    let words = seen.feels.iter().map(|&word| word.to_owned()).collect();
    Request { keywords: keywords.collect(), mood: Mood { valence, arousal, words }, seed: 11 }
}
