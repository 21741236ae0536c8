//! Labelled pictures against the analyser, each as the server looks at it.

use std::fs;
use std::path::Path;
use std::sync::Mutex;
use std::thread;

use anyhow::{Context, Result};
use imagime_engine::analysis::{Analyser, Analysis, KeywordKind, LocalAnalyser};
use imagime_engine::imaging::{probe, process};

use crate::labels::{self, Kind, Part, PictureLabel};
use crate::metrics::share;

/// How many words of a picture are held against its labels.
const WORDS: usize = 5;

/// What was said of one picture.
pub struct Look {
    /// What should be said.
    pub label: PictureLabel,
    /// Things and scenes said, strongest first, at most five.
    pub said: Vec<String>,
    /// Valence and arousal.
    pub mood: (f32, f32),
}

impl Look {
    /// Whether anything but colours was said.
    pub fn speaks(&self) -> bool {
        !self.said.is_empty()
    }

    /// Share of the said words that a person accepts.
    pub fn precision(&self) -> f32 {
        share(self.said.iter().map(|word| self.accepts(word)))
    }

    /// Whether the mood has the expected signs.
    pub fn feels_right(&self) -> bool {
        let agrees = |expected: f32, found: f32| expected == 0.0 || expected * found > 0.0;
        agrees(self.label.mood.0, self.mood.0) && agrees(self.label.mood.1, self.mood.1)
    }

    fn accepts(&self, word: &str) -> bool {
        self.label.words.contains(&word)
    }
}

/// Looks at all labelled pictures, on as many threads as there are cores.
pub fn look(analyser: &LocalAnalyser, media: &Path) -> Result<Vec<Look>> {
    let mut open = labels::pictures()?;
    open.reverse();
    let open = Mutex::new(open);
    let next = || open.lock().ok()?.pop();
    let work = || {
        let mut looks = Vec::new();
        while let Some(label) = next() {
            looks.push(look_at(analyser, media, label)?);
        }
        anyhow::Ok(looks)
    };
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let mut looks = thread::scope(|scope| -> Result<Vec<Look>> {
        let threads: Vec<_> = (0..cores).map(|_| scope.spawn(work)).collect();
        let mut looks = Vec::new();
        for thread in threads {
            looks.extend(thread.join().ok().context("a thread broke down")??);
        }
        Ok(looks)
    })?;
    looks.sort_by_key(|look| look.label.path);
    Ok(looks)
}

fn look_at(analyser: &LocalAnalyser, media: &Path, label: PictureLabel) -> Result<Look> {
    let path = media.join(label.path);
    let analysis = analyse(analyser, &path).with_context(|| format!("{}", path.display()))?;
    let content = analysis.keywords.iter().filter(|keyword| keyword.kind != KeywordKind::Colour);
    let said = content.take(WORDS).map(|keyword| keyword.word.clone()).collect();
    Ok(Look { label, said, mood: (analysis.mood.valence, analysis.mood.arousal) })
}

/// As the server does it: the variant 640 pixels wide, or the largest below it.
fn analyse(analyser: &LocalAnalyser, path: &Path) -> Result<Analysis> {
    let bytes = fs::read(path).context("not there: run `cargo xtask setup`")?;
    let picture = process(&bytes, &probe(&bytes)?)?;
    let variant = picture.variants.iter().rfind(|variant| variant.width <= 640).context("no variant")?;
    Ok(analyser.analyse(&variant.jpeg)?)
}

/// Prints what was said of the pictures of the tuning part.
pub fn tell(looks: &[Look]) {
    for look in looks.iter().filter(|look| look.label.part == Part::Tune) {
        let wrong: Vec<&str> = look.said.iter().map(String::as_str).filter(|word| !look.accepts(word)).collect();
        let verdict = match look.label.kind {
            Kind::Photo | Kind::Drawing if !look.speaks() => "silent",
            _ if wrong.is_empty() => "right",
            Kind::Texture | Kind::Abstract => "SPEAKS",
            _ => "WRONG",
        };
        let mood = if look.feels_right() { "" } else { "  mood off" };
        println!("{verdict:<7} {:<60} {}  ({}){mood}", look.label.path, look.said.join(", "), wrong.join(", "));
    }
}
