//! The catalogue's melodies against an independent transcription: the corpus of the Python package music21 (test only, not committed).
//!
//! `IMAGIME_TEST_MEDIA` names the folder of test media; without it, and without the corpus, these tests fail: they never skip.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

use std::io::Read;
use std::path::PathBuf;

use imagime_engine::catalogue::{self, notation::Note};

/// A melody of ours, where its transcription is, and how many of our notes make up the compared phrase.
struct Case {
    slug: &'static str,
    file: &'static str,
    /// Title line of the tune within an ABC collection; empty for a file with one piece.
    title: &'static str,
    notes: usize,
}

const CASES: &[Case] = &[
    Case {
        slug: "lauterbach",
        file: "essenFolksong/erk30.abc",
        title: "ZU LAUTERBACH HAB ICH MEIN STRUMPF VERLOREN",
        notes: 34,
    },
    Case { slug: "o-tannenbaum", file: "essenFolksong/boehme20.abc", title: "O TANNENBAUM", notes: 40 },
    Case { slug: "sakura-sakura", file: "essenFolksong/test0.abc", title: "Sakura", notes: 26 },
    Case {
        slug: "der-mond-ist-aufgegangen",
        file: "essenFolksong/boehme10.abc",
        title: "DER MOND IST AUFGEGANGEN",
        notes: 40,
    },
    Case {
        slug: "lorelei",
        file: "essenFolksong/boehme10.abc",
        title: "ICH WEISS NICHT WAS SOLL ES BEDEUTEN",
        notes: 55,
    },
    Case { slug: "silent-night", file: "essenFolksong/boehme20.abc", title: "STILLE NACHT HEILIGE NACHT", notes: 46 },
    Case {
        slug: "abc-die-katze",
        file: "essenFolksong/kinder0.abc",
        title: "A B C DIE KATZE LIEF IN SCHNEE",
        notes: 19,
    },
    Case { slug: "sailors-hornpipe", file: "ryansMammoth/CollegeHornpipe.abc", title: "", notes: 100 },
    Case { slug: "pop-goes-the-weasel", file: "ryansMammoth/PopGoesTheWeasel.abc", title: "", notes: 16 },
    Case { slug: "yankee-doodle", file: "miscFolk/americanfifeopus.abc", title: "Yankee Doodle", notes: 28 },
    Case { slug: "la-donna-e-mobile", file: "verdi/laDonnaEMobile.mxl", title: "", notes: 44 },
    Case { slug: "prelude-in-c", file: "bach/bwv846.mxl", title: "", notes: 100 },
];

/// Least part of our notes that the transcription must hold in the same order, after moving it to our key.
///
/// It leaves room for the small variants of a tradition, one note in ten: another up-beat, a passing note, an ornament.
/// A repeated note counts once, since words decide how often it is sung.
const AGREEMENT: f64 = 0.9;

#[test]
fn melodies_agree_with_an_independent_transcription() {
    let mut wrong = Vec::new();
    for case in CASES {
        let agreement = agreement(&ours(case), &theirs(case, case.notes));
        println!("{:28} {agreement:.3}", case.slug);
        if agreement < AGREEMENT {
            wrong.push(format!("{} agrees only to {agreement:.3}", case.slug));
        }
    }
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn a_wrong_melody_would_be_noticed() {
    for (index, case) in CASES.iter().enumerate() {
        let other = &CASES[(index + 1) % CASES.len()];
        let agreement = agreement(&ours(case), &theirs(other, case.notes));
        assert!(agreement < AGREEMENT - 0.1, "{} against {}: {agreement:.3}", case.slug, other.slug);
    }
}

/// The compared phrase as MIDI numbers: the upper note of each chord, no graces.
fn ours(case: &Case) -> Vec<i32> {
    let piece = catalogue::find(case.slug).unwrap_or_else(|| panic!("{} is not in the catalogue", case.slug));
    let top = |note: &Note| i32::from(*note.keys.iter().max().unwrap());
    let keys: Vec<i32> = piece.melody().iter().map(top).collect();
    // The corpus keeps the prelude's two bass notes of each half bar on another staff.
    let keys = if case.slug == "prelude-in-c" {
        keys.into_iter().enumerate().filter(|(index, _)| index % 8 >= 2).map(|(_, key)| key).collect()
    } else {
        keys
    };
    keys.into_iter().take(case.notes).collect()
}

/// The transcription, as many notes as ours and a quarter more.
fn theirs(case: &Case, notes: usize) -> Vec<i32> {
    let path = corpus().join(case.file);
    let bytes = std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut keys = if path.extension().is_some_and(|extension| extension == "mxl") {
        read_musicxml(&unpacked(&bytes))
    } else {
        read_abc(tune(&String::from_utf8_lossy(&bytes), case.title))
    };
    keys.truncate(notes + notes / 4);
    keys
}

fn corpus() -> PathBuf {
    let media = std::env::var_os("IMAGIME_TEST_MEDIA")
        .expect("IMAGIME_TEST_MEDIA must name the folder of test media; `cargo xtask test` sets it");
    let base = PathBuf::from(media).join("music21");
    let places = [base.join("corpus"), base.join("music21/corpus")];
    let found = places.iter().find(|place| place.join("essenFolksong").is_dir());
    found.unwrap_or_else(|| panic!("no corpus of music21 under {}", base.display())).clone()
}

/// Longest common subsequence of the intervals, as a part of ours: the same in every key.
fn agreement(ours: &[i32], theirs: &[i32]) -> f64 {
    let intervals = |keys: &[i32]| {
        let mut keys = keys.to_vec();
        keys.dedup();
        keys.windows(2).map(|pair| pair[1] - pair[0]).collect::<Vec<_>>()
    };
    let (ours, theirs) = (intervals(ours), intervals(theirs));
    longest_common(&ours, &theirs) as f64 / ours.len() as f64
}

fn longest_common(a: &[i32], b: &[i32]) -> usize {
    let mut row = vec![0_usize; b.len() + 1];
    for x in a {
        let mut corner = 0;
        for (index, y) in b.iter().enumerate() {
            let above = row[index + 1];
            row[index + 1] = if x == y { corner + 1 } else { above.max(row[index]) };
            corner = above;
        }
    }
    row[b.len()]
}

/// The body of one tune of an ABC collection: the first whose title is exactly this one.
fn tune<'a>(collection: &'a str, title: &str) -> &'a str {
    if title.is_empty() {
        return collection;
    }
    let at = collection
        .match_indices("T:")
        .find(|(at, _)| collection[at + 2..].lines().next().is_some_and(|line| line.trim() == title))
        .map_or_else(|| panic!("no tune is called {title:?}"), |(at, _)| at);
    let rest = &collection[at..];
    rest.find("\nX:").map_or(rest, |end| &rest[..end])
}

/// Pitches of an ABC tune: key signature, accidentals that last for the bar, octaves and ties; no rhythm.
fn read_abc(text: &str) -> Vec<i32> {
    let mut keys = Vec::new();
    let mut signature = [0_i32; 7];
    for line in text.lines() {
        let line = line.split('%').next().unwrap();
        if let Some(key) = line.strip_prefix("K:") {
            signature = key_signature(key.trim());
            continue;
        }
        let is_field = line.get(1..2) == Some(":") && line.starts_with(|sign: char| sign.is_ascii_alphabetic());
        if is_field {
            continue;
        }
        read_abc_line(line, &signature, &mut keys);
    }
    keys
}

fn read_abc_line(line: &str, signature: &[i32; 7], keys: &mut Vec<i32>) {
    let signs: Vec<char> = line.chars().collect();
    let mut accidentals = *signature;
    let mut pending: Option<i32> = None;
    let mut tied = false;
    let mut index = 0;
    while index < signs.len() {
        let sign = signs[index];
        index += 1;
        match sign {
            '"' => index += signs[index..].iter().position(|sign| *sign == '"').map_or(0, |end| end + 1),
            '{' => index += signs[index..].iter().position(|sign| *sign == '}').map_or(0, |end| end + 1),
            '|' => accidentals = *signature,
            '^' => pending = Some(pending.unwrap_or(0) + 1),
            '_' => pending = Some(pending.unwrap_or(0) - 1),
            '=' => pending = Some(0),
            '-' => tied = true,
            'A'..='G' | 'a'..='g' => {
                let step = "CDEFGAB".find(sign.to_ascii_uppercase()).unwrap();
                if let Some(accidental) = pending.take() {
                    accidentals[step] = accidental;
                }
                let mut key = 60 + [0, 2, 4, 5, 7, 9, 11][step] + accidentals[step];
                key += if sign.is_ascii_lowercase() { 12 } else { 0 };
                while let Some(mark @ ('\'' | ',')) = signs.get(index) {
                    key += if *mark == '\'' { 12 } else { -12 };
                    index += 1;
                }
                if !(std::mem::take(&mut tied) && keys.last() == Some(&key)) {
                    keys.push(key);
                }
            }
            _ => {}
        }
    }
}

fn key_signature(key: &str) -> [i32; 7] {
    let name = key.split_whitespace().next().unwrap_or("C");
    let minor = name.ends_with('m') || key.to_lowercase().contains("minor");
    let tonic = name.trim_end_matches('m');
    let order = ["Cb", "Gb", "Db", "Ab", "Eb", "Bb", "F", "C", "G", "D", "A", "E", "B", "F#", "C#"];
    let place = order.iter().position(|other| *other == tonic).unwrap_or_else(|| panic!("key {key:?}")) as i32;
    let fifths = place - 7 - if minor { 3 } else { 0 };
    let mut signature = [0; 7];
    // Steps of C D E F G A B in the order in which sharps and flats are added.
    let sharps = [3, 0, 4, 1, 5, 2, 6];
    for number in 0..fifths.unsigned_abs() as usize {
        if fifths > 0 {
            signature[sharps[number]] = 1;
        } else {
            signature[sharps[6 - number]] = -1;
        }
    }
    signature
}

/// The score inside a compressed MusicXML file.
fn unpacked(bytes: &[u8]) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let name =
        archive.file_names().find(|name| !name.starts_with("META-INF") && (name.ends_with("xml"))).unwrap().to_owned();
    let mut text = String::new();
    archive.by_name(&name).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// Pitches of the first part's upper staff: no graces, no lower notes of chords, no tied repetitions.
fn read_musicxml(text: &str) -> Vec<i32> {
    let part = text.split("<part id=").nth(1).unwrap();
    let mut keys = Vec::new();
    for note in part.split("<note").skip(1) {
        let note = note.split("</note>").next().unwrap();
        let elsewhere = value(note, "staff").is_some_and(|staff| staff != "1");
        if elsewhere || note.contains("<grace") || note.contains("<chord") || note.contains("<tie type=\"stop\"") {
            continue;
        }
        let Some(step) = value(note, "step") else { continue };
        let octave: i32 = value(note, "octave").unwrap().parse().unwrap();
        let alter: i32 = value(note, "alter").map_or(0, |alter| alter.parse().unwrap());
        let steps = [("C", 0), ("D", 2), ("E", 4), ("F", 5), ("G", 7), ("A", 9), ("B", 11)];
        let (_, semitone) = steps.iter().find(|(name, _)| *name == step).unwrap();
        keys.push(12 * (octave + 1) + semitone + alter);
    }
    keys
}

fn value<'a>(text: &'a str, tag: &str) -> Option<&'a str> {
    let start = text.find(&format!("<{tag}>"))? + tag.len() + 2;
    Some(&text[start..start + text[start..].find('<')?])
}
