//! The catalogue's melodies against an independent transcription: the corpus of the Python package music21 (test only, not committed).
//!
//! `IMAGIME_TEST_MEDIA` names the folder of test media; without it, and without the corpus, these tests fail: they never skip.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

mod transcription;

use std::path::PathBuf;

use imagime_engine::catalogue::{self, notation::Note};

use transcription::{read_abc, read_musicxml, tune, unpacked};

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
    Case { slug: "irish-washerwoman", file: "airdsAirs/book4.abc", title: "The Irish Washerwoman.", notes: 49 },
    Case { slug: "drowsy-maggie", file: "oneills1850/1376-1475.abc", title: "Drowsy Maggie", notes: 58 },
    Case { slug: "swallowtail-jig", file: "ryansMammoth/SwallowTailJig.abc", title: "", notes: 48 },
    Case { slug: "haste-to-the-wedding", file: "ryansMammoth/HasteToTheWeddingJig.abc", title: "", notes: 47 },
    Case {
        slug: "last-rose-of-summer",
        file: "essenFolksong/fink0.abc",
        title: "LETZTE ROSE WIE BLUEHST DU SO EINSAM",
        notes: 51,
    },
    Case {
        slug: "kein-schoener-land",
        file: "essenFolksong/boehme10.abc",
        title: "KEIN SCHOENER LAND IN DIESER ZEIT",
        notes: 43,
    },
    Case { slug: "komm-lieber-mai", file: "essenFolksong/boehme20.abc", title: "KOMM LIEBER MAI UND MACHE", notes: 56 },
    Case { slug: "bobby-shafto", file: "miscFolk/northumbrianminstrelsyopus.abc", title: "Bobby Shaftoe", notes: 58 },
    Case {
        slug: "fuchs-du-hast-die-gans-gestohlen",
        file: "essenFolksong/fink0.abc",
        title: "FUCHS DU HAST DIE GANS GESTOHLEN",
        notes: 44,
    },
    Case {
        slug: "schlaf-kindlein-schlaf",
        file: "essenFolksong/kinder0.abc",
        title: "SCHLAF KINDLEIN SCHLAF",
        notes: 30,
    },
    Case { slug: "in-dulci-jubilo", file: "essenFolksong/erk30.abc", title: "IN DULCI JUBILO", notes: 56 },
    Case { slug: "la-cucaracha", file: "essenFolksong/test1.abc", title: "CUCA 1", notes: 60 },
    Case { slug: "aloha-oe", file: "liliuokalani/aloha_oe.mxl", title: "", notes: 35 },
    Case { slug: "lascia-chio-pianga", file: "handel/rinaldo/Lascia_chio_pianga.mxl", title: "", notes: 24 },
    Case { slug: "lindenbaum", file: "schubert/Lindenbaum.xml", title: "", notes: 43 },
    Case { slug: "grandfathers-clock", file: "miscFolk/americanfifeopus.abc", title: "Grandfather's Clock", notes: 94 },
    Case { slug: "sonata-facile", file: "mozart/k545/movement1_exposition.mxl", title: "", notes: 117 },
    Case { slug: "maple-leaf-rag", file: "joplin/maple_leaf_rag.mxl", title: "", notes: 90 },
    Case { slug: "quartet-in-c-minor", file: "beethoven/opus18no4.mxl", title: "", notes: 60 },
    Case { slug: "ein-feste-burg", file: "bach/bwv80.8.mxl", title: "", notes: 52 },
    Case {
        slug: "auf-der-eisenbahn",
        file: "essenFolksong/erk30.abc",
        title: "AUF DER EISENBAHN BIN ICH GEFAHREN",
        notes: 39,
    },
    Case { slug: "paddy-on-the-railroad", file: "ryansMammoth/PaddyOnTheRailroadReel.abc", title: "", notes: 110 },
    Case { slug: "riding-on-a-handcar", file: "ryansMammoth/RidingOnAHandCarJig.abc", title: "", notes: 46 },
    Case { slug: "city-life", file: "ryansMammoth/CityLifeClog.abc", title: "", notes: 100 },
    Case {
        slug: "das-wandern",
        file: "essenFolksong/boehme20.abc",
        title: "DAS WANDERN IST DES MUELLERS LUST",
        notes: 48,
    },
    Case { slug: "muss-i-denn", file: "essenFolksong/erk20.abc", title: "MUSS I DENN MUSS I DENN", notes: 70 },
    Case { slug: "kaffeechen", file: "essenFolksong/fink0.abc", title: "KAFFEECHEN KAFFEECHEN", notes: 44 },
    Case { slug: "la-paloma", file: "essenFolksong/dva0.abc", title: "La Paloma", notes: 24 },
    Case { slug: "conquering-hero", file: "airdsAirs/book3.abc", title: "See the Conquering Hero comes", notes: 27 },
    Case {
        slug: "battle-hymn",
        file: "miscFolk/americanfifeopus.abc",
        title: "The Battle Hymn of the Republic",
        notes: 29,
    },
    Case {
        slug: "star-spangled-banner",
        file: "miscFolk/americanfifeopus.abc",
        title: "The Star-Spangled Banner",
        notes: 24,
    },
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
    let text = String::from_utf8_lossy(&bytes);
    let keys = match path.extension().and_then(|extension| extension.to_str()) {
        Some("mxl") => read_musicxml(&unpacked(&bytes)),
        Some("xml") => read_musicxml(&text),
        _ => read_abc(tune(&text, case.title)),
    };
    keys.into_iter().skip(before(case.slug)).take(notes + notes / 4).collect()
}

/// Notes of the transcription before ours begins: a recitative, or a first phrase that is sung twice but that we play once.
fn before(slug: &str) -> usize {
    match slug {
        "lascia-chio-pianga" => 58,
        "last-rose-of-summer" => 16,
        "lindenbaum" => 14,
        _ => 0,
    }
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
