//! The orchestra: names, and how each plays one note.

use super::SAMPLE_RATE;
use super::arrange::Sound;
use super::{struck, sustained};

macro_rules! instruments {
    ($($name:literal => $variant:ident, $doc:literal;)*) => {
        /// Everything that can play.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Instrument {
            $(#[doc = $doc] $variant,)*
        }

        impl Instrument {
            /// The instrument that scores call by this name.
            pub fn named(name: &str) -> Option<Self> {
                match name {
                    $($name => Some(Self::$variant),)*
                    _ => None,
                }
            }
        }
    };
}

instruments! {
    "piano" => Piano, "A grand piano.";
    "honkytonk" => HonkyTonk, "A saloon piano, a little out of tune with itself.";
    "harpsichord" => Harpsichord, "Plucked keys.";
    "celesta" => Celesta, "Soft steel plates.";
    "musicbox" => MusicBox, "A comb of steel teeth.";
    "glockenspiel" => Glockenspiel, "Bright steel bars.";
    "marimba" => Marimba, "Wooden bars.";
    "bell" => Bell, "A church bell.";
    "harp" => Harp, "A concert harp.";
    "guitar" => Guitar, "Nylon strings.";
    "banjo" => Banjo, "Steel strings over a skin.";
    "mandolin" => Mandolin, "Doubled steel strings.";
    "koto" => Koto, "Long silk strings.";
    "pizzicato" => Pizzicato, "Plucked strings of the orchestra.";
    "bass" => Bass, "A plucked double bass.";
    "strings" => Strings, "Violins and violas together.";
    "lowstrings" => LowStrings, "Cellos and basses together.";
    "violin" => Violin, "One violin.";
    "cello" => Cello, "One cello.";
    "flute" => Flute, "A flute.";
    "whistle" => Whistle, "A tin whistle.";
    "clarinet" => Clarinet, "A clarinet.";
    "oboe" => Oboe, "An oboe.";
    "bassoon" => Bassoon, "A bassoon.";
    "horn" => Horn, "French horns.";
    "trumpet" => Trumpet, "A trumpet.";
    "trombone" => Trombone, "Trombones.";
    "tuba" => Tuba, "A tuba.";
    "accordion" => Accordion, "An accordion with two reeds a key.";
    "organ" => Organ, "A church organ.";
    "choir" => Choir, "Voices on an open vowel.";
    "kick" => Kick, "A bass drum.";
    "snare" => Snare, "A snare drum.";
    "hat" => Hat, "A closed hi-hat.";
    "shaker" => Shaker, "A shaker.";
    "block" => Block, "A wood block.";
    "tambourine" => Tambourine, "A tambourine.";
    "cymbal" => Cymbal, "A crash cymbal.";
    "triangle" => Triangle, "A triangle.";
    "timpani" => Timpani, "A kettle drum, tuned to the bass.";
}

impl Instrument {
    /// How much of a note's length is sounded when nothing is marked.
    pub fn legato(self) -> f64 {
        match self {
            Self::Strings | Self::LowStrings | Self::Violin | Self::Cello | Self::Choir | Self::Organ => 1.0,
            Self::Trumpet | Self::Trombone | Self::Tuba => 0.9,
            _ => 0.96,
        }
    }

    /// True when a chord of several notes is broken a little.
    pub fn is_plucked(self) -> bool {
        matches!(self, Self::Harp | Self::Guitar | Self::Banjo | Self::Mandolin | Self::Koto | Self::Harpsichord)
    }

    fn is_unpitched(self) -> bool {
        matches!(
            self,
            Self::Kick
                | Self::Snare
                | Self::Hat
                | Self::Shaker
                | Self::Block
                | Self::Tambourine
                | Self::Cymbal
                | Self::Triangle
        )
    }
}

/// Frequency of a MIDI number in hertz, equal temperament, A4 = 440.
pub fn frequency(key: u8) -> f32 {
    440.0 * ((f32::from(key) - 69.0) / 12.0).exp2()
}

/// One note as samples, from its start to its last breath, at a level that only velocity and gain decide.
pub fn voice(sound: &Sound) -> Vec<f32> {
    let mut samples = struck::play(sound).unwrap_or_else(|| sustained::play(sound));
    let level = level(&samples);
    if level <= f32::EPSILON {
        return samples;
    }
    // Loudness rises faster than velocity, as it does under a finger.
    let wanted = 0.11 * sound.gain * sound.velocity.powf(1.3) * presence(sound);
    let scale = wanted / level;
    for sample in &mut samples {
        *sample *= scale;
    }
    samples
}

/// Root mean square of the first third of a second: what the ear takes for the note's loudness.
fn level(samples: &[f32]) -> f32 {
    let heard = &samples[..samples.len().min(SAMPLE_RATE as usize * 3 / 10)];
    (heard.iter().map(|sample| sample * sample).sum::<f32>() / heard.len().max(1) as f32).sqrt()
}

/// Ears are dull for deep notes and keen for high ones.
fn presence(sound: &Sound) -> f32 {
    if sound.instrument.is_unpitched() {
        return 1.0;
    }
    let octaves_from_middle = (f32::from(sound.key) - 60.0) / 12.0;
    (-0.16 * octaves_from_middle).exp2().clamp(0.7, 1.4)
}
