//! Pictures and songs for the tests: made up, but such as come in practice.

use crate::analysis::{Keyword, KeywordKind, Mood};

use super::types::{Candidate, QueryHit, Request};

pub fn keyword(word: &str, score: f32) -> Keyword {
    Keyword { word: word.to_owned(), score, kind: KeywordKind::Object }
}

/// Names of the five pictures that every change of the numbers is judged by.
pub const PICTURES: [&str; 5] = ["coffee", "cat", "lake", "city", "forest"];

/// One of the five pictures as the local analyser describes it.
pub fn request(picture: &str) -> Request {
    let (objects, scenes, colours, mood, words): (&[_], &[_], &[_], _, &[_]) = match picture {
        "coffee" => {
            (&[("coffee", 0.8)], &[("drink", 0.75), ("food", 0.1)], &["warm", "dark"], (0.4, -0.1), &["warm", "cozy"])
        }
        "cat" => {
            (&[("cat", 0.7)], &[("animal", 0.75), ("interior", 0.1)], &["muted"], (0.35, 0.05), &["playful", "curious"])
        }
        "lake" => (
            &[("lake", 0.55)],
            &[("water", 0.6), ("sunset", 0.4)],
            &["golden light", "warm"],
            (0.5, -0.35),
            &["calm", "warm"],
        ),
        "city" => (
            &[("traffic light", 0.4)],
            &[("city", 0.6), ("street", 0.4)],
            &["night blue", "vivid"],
            (0.15, 0.35),
            &["lively"],
        ),
        _ => (
            &[("tree", 0.35)],
            &[("forest", 0.6), ("mountain", 0.1)],
            &["cool", "green"],
            (0.4, -0.2),
            &["peaceful", "fresh"],
        ),
    };
    let of = |kind: KeywordKind| move |&(word, score): &(&str, f32)| Keyword { word: word.to_owned(), score, kind };
    let mut keywords: Vec<Keyword> = objects.iter().map(of(KeywordKind::Object)).collect();
    keywords.extend(scenes.iter().map(of(KeywordKind::Scene)));
    keywords.extend(colours.iter().map(|&word| (word, 0.6)).map(|colour| of(KeywordKind::Colour)(&colour)));
    let words = words.iter().map(|&word: &&str| word.to_owned()).collect();
    Request { keywords, mood: Mood { valence: mood.0, arousal: mood.1, words }, seed: 7 }
}

/// A catalogue of forty pieces: title | artist | valence | arousal | genres | tags | scenes.
const PIECES: &str = "\
Morning Mood|Edvard Grieg|.6|-.2|classical,orchestral|morning,sunrise,nature,spring,flute|mountain,sky,forest
In the Hall of the Mountain King|Edvard Grieg|-.1|.8|classical,orchestral|mountain,troll,cave,dramatic|mountain,night
Gymnopédie No. 1|Erik Satie|.1|-.6|classical,piano|calm,quiet,reflective,paris|interior,drink
Für Elise|Ludwig van Beethoven|.1|0|classical,piano|letter,love,tender|interior
Moonlight Sonata|Ludwig van Beethoven|-.3|-.5|classical,piano|night,moon,melancholy,lake|night,water
Ode to Joy|Ludwig van Beethoven|.8|.5|classical,hymn|joy,friend,celebration|people,church
The Entertainer|Scott Joplin|.7|.5|ragtime,piano|playful,cafe,street,comic|city,drink,toys
Maple Leaf Rag|Scott Joplin|.7|.7|ragtime,piano|lively,dance,saloon|city,drink
Kitten on the Keys|Zez Confrey|.7|.6|ragtime,piano|cat,kitten,playful,mischief|cat,animal
The Swan|Camille Saint-Saëns|.4|-.5|classical,chamber|swan,lake,grace,water,cello|water,bird
Aquarium|Camille Saint-Saëns|.2|-.2|classical,impressionist|fish,underwater,dream|water,animal
Carnival of the Animals: Finale|Camille Saint-Saëns|.7|.8|classical,orchestral|animal,circus,playful|animal,people
Cat Duet|Gioachino Rossini|.6|.3|opera,comic|cat,comic,mischief|cat,animal,interior
William Tell Overture|Gioachino Rossini|.6|.9|classical,march|horse,gallop,race|horse,sport
Flight of the Bumblebee|Nikolai Rimsky-Korsakov|.2|.9|classical,orchestral|bee,insect,flight|insect,garden
Spring|Antonio Vivaldi|.7|.4|classical,baroque|spring,bird,garden,fresh|garden,flowers,bird
Winter|Antonio Vivaldi|-.1|.4|classical,baroque|winter,snow,ice,cold|snow
Autumn|Antonio Vivaldi|.5|.3|classical,baroque|autumn,harvest,hunt|forest,field
The Blue Danube|Johann Strauss II|.7|.3|waltz,orchestral|river,water,dance,elegant|water,city,people
Tales from the Vienna Woods|Johann Strauss II|.6|.1|waltz,orchestral|forest,tree,bird,walk|forest,garden
Clair de Lune|Claude Debussy|.3|-.5|impressionist,piano|moon,night,reflection,dream|night,water,sky
Reflets dans l'eau|Claude Debussy|.4|-.3|impressionist,piano|water,reflection,lake,calm|water
The Cuckoo in the Wood|Louis-Claude Daquin|.5|.2|baroque,keyboard|cuckoo,bird,forest,playful|forest,bird
Greensleeves|English traditional|-.1|-.3|folk,renaissance|love,longing,green|field,garden
Scarborough Fair|English traditional|-.1|-.3|folk|herb,market,longing|field,beach
Drunken Sailor|Sea song|.4|.8|shanty,folk|sea,ship,sailor,morning|boat,water,drink
Loch Lomond|Scottish traditional|.2|-.3|folk,celtic|lake,mountain,longing,sunset|water,mountain,sunset
Shenandoah|American traditional|.3|-.4|folk|river,valley,longing,journey|water,sunset
Home on the Range|American traditional|.6|-.2|folk,country|field,deer,evening,home|field,sunset,animal
Coffee Cantata|Johann Sebastian Bach|.6|.1|baroque,opera|coffee,cafe,comic,morning|drink,kitchen,interior
Air on the G String|Johann Sebastian Bach|.4|-.5|baroque,classical|calm,serene,evening|sky,church,interior
Toccata and Fugue|Johann Sebastian Bach|-.5|.6|baroque,organ|storm,organ,night|church,night
St. Louis Blues|W. C. Handy|-.1|.3|blues,jazz|evening,city,sad,sunset|city,night,street
Tiger Rag|Original Dixieland Jazz Band|.6|.8|jazz,ragtime|tiger,city,lively|city,animal,night
When the Saints Go Marching In|American traditional|.7|.6|gospel,jazz|parade,street,joyful|street,people,church
Silent Night|Franz Gruber|.5|-.6|carol|christmas,night,snow,calm|snow,night,church
Brahms's Lullaby|Johannes Brahms|.5|-.7|lullaby,classical|sleep,child,night,tender|night,interior,toys
Hungarian Dance No. 5|Johannes Brahms|.3|.7|classical,folk|dance,fire,wild|fire,people,city
The Wild Rider|Robert Schumann|.2|.7|classical,piano|horse,child,play|horse,toys
Forest Scenes: Entry|Robert Schumann|.5|-.1|romantic,piano|forest,tree,walk,green|forest
La Paloma|Sebastián Yradier|.4|-.1|latin,habanera|bird,sea,cafe,farewell|beach,bird,drink
Sous les ponts de Paris|Vincent Scotto|.5|.1|chanson,waltz|paris,bridge,cafe,evening|city,drink,street";

/// The forty pieces.
pub fn pieces() -> Vec<Candidate> {
    PIECES.lines().map(piece).collect()
}

fn piece(line: &str) -> Candidate {
    let cells: Vec<&str> = line.split('|').collect();
    let cell = |at: usize| cells.get(at).copied().unwrap_or_default();
    let list = |at: usize| cell(at).split(',').map(str::to_owned).collect();
    Candidate {
        provider: "starter".into(),
        provider_track_id: cell(0).to_lowercase().replace(' ', "-"),
        title: cell(0).into(),
        artist: cell(1).into(),
        album: Some("Starter catalogue".into()),
        duration_ms: Some(25_000),
        mood: cell(2).parse().ok().zip(cell(3).parse().ok()),
        genres: list(4),
        tags: list(5),
        scenes: list(6),
        playable: true,
        illustrated: true,
        ..Candidate::default()
    }
}

/// Songs such as a streaming service gives: no tags, no mood, several for each query.
pub fn found(query: &str, songs: &[(&str, &str)]) -> Vec<Candidate> {
    let song = |(rank, &(title, artist)): (usize, &(&str, &str))| Candidate {
        provider: "spotify".into(),
        provider_track_id: format!("{title} {artist}"),
        title: title.into(),
        artist: artist.into(),
        album: Some(format!("{title} and others")),
        duration_ms: Some(180_000),
        playable: true,
        illustrated: true,
        hits: vec![QueryHit { query: query.to_owned(), rank: rank as u32 }],
        ..Candidate::default()
    };
    songs.iter().enumerate().map(song).collect()
}
