//! Between outside analysers and the database: what they say of a picture is kept by its bytes, so that the same picture is paid for once.

use std::time::Duration;

use anyhow::Context as _;
use imagime_engine::{
    analysis::{Analysis, Keyword, KeywordKind, Mood, mood_words},
    matching::{clean, mood_of_keywords},
};
use imagime_shared::{notice, post::Notice};
use tokio::time::timeout;

use crate::{
    error::Result,
    keywords::everypixel::{self, Everypixel},
    models::PostRow,
    remote::RemoteError,
    repositories::{analyses, media},
    state::AppState,
};

/// The one outside analyser there is.
pub const SOURCE: &str = everypixel::SOURCE;
/// Widest copy that is sent out, in pixels.
const WIDEST: i32 = 1600;
/// Most words that stand on a post.
const WORDS: usize = 12;

/// What outside analysers had to say.
#[derive(Debug)]
pub enum Heard {
    /// There is none, or the picture is private and its owner did not let it out.
    NotAsked,
    /// Words of photographers and of demography are left out; strongest first.
    Words(Vec<Keyword>),
    /// No answer, or none in time.
    Missing(RemoteError),
}

/// Asks for the words of a post's picture and waits for `patience` at most; a call that takes longer goes on and its answer is kept.
pub async fn ask(state: &AppState, post: &PostRow, patience: Duration) -> Result<Heard> {
    let Some(analyser) = state.keywords.everypixel() else { return Ok(Heard::NotAsked) };
    if post.visibility == "private" && !post.outside_analysis {
        return Ok(Heard::NotAsked);
    }
    let key = post.image_key.clone();
    let known = state.db.run(move |conn| Ok(analyses::find(conn, &key, SOURCE)?)).await?;
    if let Some(words) = known.and_then(|value| serde_json::from_value::<Vec<Keyword>>(value).ok()) {
        return Ok(Heard::Words(worth_showing(&words)));
    }
    let call = tokio::spawn(fetch(state.clone(), analyser.clone(), post.clone()));
    match timeout(patience, call).await {
        Ok(answer) => match answer.context("asking for keywords broke off")?? {
            Ok(words) => Ok(Heard::Words(worth_showing(&words))),
            Err(error) => Ok(Heard::Missing(error)),
        },
        Err(_elapsed) => Ok(Heard::Missing(RemoteError::TooSlow)),
    }
}

/// The local analysis with the outside words in the place of its own; colours stay, and the words have half a say in the mood.
pub fn join(local: Analysis, words: Vec<Keyword>) -> Analysis {
    if words.is_empty() {
        return local;
    }
    let colours = local.keywords.iter().filter(|keyword| keyword.kind == KeywordKind::Colour).cloned();
    let mood = match mood_of_keywords(&words) {
        Some((valence, arousal)) => {
            let (valence, arousal) =
                (f32::midpoint(valence, local.mood.valence), f32::midpoint(arousal, local.mood.arousal));
            Mood { valence, arousal, words: mood_words(valence, arousal) }
        }
        None => local.mood,
    };
    let mut keywords: Vec<Keyword> = words.into_iter().chain(colours).collect();
    keywords.sort_by(|a, b| b.score.total_cmp(&a.score));
    Analysis { keywords, mood, abstained: false, source: SOURCE.into(), ..local }
}

/// What a post tells while the words are missing.
pub fn notice() -> Notice {
    Notice {
        code: notice::SOURCE_UNAVAILABLE.into(),
        source: Some(SOURCE.into()),
        message: "Everypixel did not answer, so this server looked at the picture alone. Its words are added when it is back.".into(),
    }
}

/// One call a picture, however many posts of it are looked at.
async fn fetch(
    state: AppState,
    analyser: std::sync::Arc<Everypixel>,
    post: PostRow,
) -> Result<std::result::Result<Vec<Keyword>, RemoteError>> {
    let id = post.id;
    let files = state.db.run(move |conn| Ok(media::of_posts(conn, &[id])?)).await?;
    let narrow = files.iter().rfind(|file| file.width.is_some_and(|width| width <= WIDEST));
    let file = narrow.or(files.first()).context("a post has no picture")?;
    let jpeg = state.storage.get(&file.storage_key).await?.context("a post's picture is missing from the storage")?;
    let key = post.image_key.clone();
    let asked = state.keywords.clone();
    let words = asked
        .once(post.image_key, async {
            let words = analyser.keywords(jpeg).await?;
            keep(&state, key, &words).await;
            Ok(words)
        })
        .await;
    Ok(words)
}

/// An answer that cannot be kept is still an answer.
async fn keep(state: &AppState, image_key: Vec<u8>, words: &[Keyword]) {
    let Ok(value) = serde_json::to_value(words) else { return };
    let kept = state.db.run(move |conn| Ok(analyses::insert(conn, &image_key, SOURCE, &value)?)).await;
    if let Err(error) = kept {
        tracing::warn!(error = %error, "keywords from outside could not be kept");
    }
}

fn worth_showing(words: &[Keyword]) -> Vec<Keyword> {
    let mut words = clean(words);
    words.truncate(WORDS);
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keyword(word: &str, kind: KeywordKind) -> Keyword {
        Keyword { word: word.into(), score: 0.9, kind }
    }

    fn local() -> Analysis {
        let mood = Mood { valence: -0.6, arousal: 0.8, words: vec!["tense".into()] };
        Analysis {
            keywords: vec![keyword("cliff", KeywordKind::Object), keyword("golden", KeywordKind::Colour)],
            scenes: Vec::new(),
            mood: mood.clone(),
            colour_mood: mood,
            abstained: true,
            faces: Vec::new(),
            embedding: Vec::new(),
            source: "local".into(),
        }
    }

    #[test]
    fn outside_words_take_the_place_of_our_own_and_colours_stay() {
        let joined =
            join(local(), vec![keyword("lullaby", KeywordKind::Object), keyword("sunset", KeywordKind::Object)]);
        let words: Vec<&str> = joined.keywords.iter().map(|keyword| keyword.word.as_str()).collect();
        assert_eq!(words, ["lullaby", "sunset", "golden"]);
        assert_eq!((joined.source.as_str(), joined.abstained), ("everypixel", false));
        assert!(joined.mood.valence > -0.6, "pleasant words make the mood more pleasant");
    }

    #[test]
    fn the_strongest_words_come_first_whoever_says_them() {
        let faint = Keyword { score: 0.4, ..keyword("sunset", KeywordKind::Object) };
        let joined = join(local(), vec![keyword("lullaby", KeywordKind::Object), faint]);
        let words: Vec<&str> = joined.keywords.iter().map(|keyword| keyword.word.as_str()).collect();
        assert_eq!(words, ["lullaby", "golden", "sunset"]);
    }

    #[test]
    fn no_word_from_outside_leaves_ours() {
        assert_eq!(join(local(), Vec::new()), local());
    }
}
