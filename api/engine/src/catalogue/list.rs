//! The files of the catalogue, inside the program.

macro_rules! sources {
    ($($slug:literal),* $(,)?) => {
        /// Slug and text of every piece.
        pub const SOURCES: &[(&str, &str)] = &[
            $(($slug, include_str!(concat!("../../data/catalogue/", $slug, ".score")))),*
        ];
    };
}

sources![
    "morning-mood",
    "the-entertainer",
    "gymnopedie-1",
    "swan-lake",
    "der-mond-ist-aufgegangen",
    "ode-to-joy",
    "sakura-sakura",
    "hall-of-the-mountain-king",
    "spring",
    "lauterbach",
    "abc-die-katze",
    "amazing-grace",
    "blue-danube",
    "can-can",
    "clair-de-lune",
    "daisy-bell",
    "dies-irae",
    "flight-of-the-bumblebee",
    "greensleeves",
    "home-on-the-range",
    "jingle-bells",
    "korobeiniki",
    "la-donna-e-mobile",
    "london-bridge",
    "londonderry-air",
    "lorelei",
    "lullaby",
    "moonlight-sonata",
    "my-bonnie",
    "new-world-largo",
    "o-tannenbaum",
    "pop-goes-the-weasel",
    "prelude-in-c",
    "prelude-in-e-minor",
    "ride-of-the-valkyries",
    "sailors-hornpipe",
    "silent-night",
    "symphony-no-5",
    "toccata-in-d-minor",
    "yankee-doodle",
];
