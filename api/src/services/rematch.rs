//! The owner decides: other keywords, another mood, and the songs are chosen anew.

use chrono::Utc;
use imagime_engine::analysis::mood_words;
use imagime_shared::{
    error::FieldError,
    field, paths,
    post::{Keyword, MoodPoint, Post, PostStatus, Rematch},
    validation,
};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::{
    error::{Error, Result},
    idempotency::{self, Claim, Claimed},
    models::{KeywordRow, PostRow},
    queue::{self, JobKind},
    repositories::posts,
    state::AppState,
    throttle::{self, Rule},
    views::{self, Eye},
};

/// Scores nearer than this are the same: they went through text and back.
const SAME_SCORE: f32 = 0.0005;

/// What songs are to be chosen by: checked, merged, strongest first.
#[derive(Clone, Debug)]
struct Wish {
    keywords: Vec<Keyword>,
    mood: Option<MoodPoint>,
}

/// Notes what the owner wants and has the songs chosen anew; the list there is stays until then. With a key, a repeat changes
/// nothing more.
pub async fn start(state: &AppState, id: Uuid, owner: Uuid, form: Rematch, key: Option<String>) -> Result<Post> {
    let wish = parse(form)?;
    let route = paths::fill(paths::POST_REMATCH, &[&id.to_string()]);
    match idempotency::claim(state, owner, &route, key, fingerprint(&wish)).await? {
        Claimed::Made(..) => find(state, id, owner).await,
        Claimed::Ours(claim) => {
            let started = decide(state, id, owner, wish, claim.clone()).await;
            claim.settle(state, started).await
        }
    }
}

async fn decide(state: &AppState, id: Uuid, owner: Uuid, wish: Wish, claim: Claim) -> Result<Post> {
    let rule = Rule::rematches(&state.keys, owner, state.config.quotas.rematches_per_hour);
    let counted = throttle::count(&state.db, vec![rule]).await?;
    let keys = state.keys.clone();
    let started = state
        .db
        .transaction(move |conn| {
            let post = posts::lock_owned(conn, id, owner)?;
            require_understood(&post)?;
            let known = posts::keywords_of(conn, &[id])?;
            let rows = keyword_rows(id, wish.keywords, &known);
            let words = wish.mood.map(|mood| mood_words(mood.valence, mood.arousal));
            let decided = posts::Decided {
                valence: wish.mood.map(|mood| mood.valence),
                arousal: wish.mood.map(|mood| mood.arousal),
                mood_words: words.as_deref(),
                status: PostStatus::Matching.as_str(),
                wanted_generation: post.wanted_generation + 1,
                waiting_for: &[],
            };
            let post = posts::set_decided(conn, id, &decided, &rows)?;
            queue::enqueue(conn, JobKind::MatchPost, Some(id))?;
            claim.complete(conn, id)?;
            views::post(conn, &Eye { viewer: Some(owner), keys: &keys, now: Utc::now() }, post)
        })
        .await;
    let post = counted.settle(&state.db, started).await?;
    state.hub.announce(id);
    state.work.notify_one();
    Ok(post)
}

fn parse(form: Rematch) -> Result<Wish> {
    let mut errors: Vec<FieldError> = Vec::new();
    let keywords = validation::keywords(field::KEYWORDS, form.keywords).map_err(|wrong| errors.extend(wrong));
    let mood =
        form.mood.map(|mood| validation::mood(field::MOOD, mood)).transpose().map_err(|wrong| errors.extend(wrong));
    match (keywords, mood) {
        (Ok(keywords), Ok(mood)) => Ok(Wish { keywords, mood }),
        _ => Err(Error::Validation(errors)),
    }
}

/// What cannot be understood cannot be matched; what is not understood yet will be in a moment.
fn require_understood(post: &PostRow) -> Result<()> {
    match PostStatus::parse(&post.status) {
        Some(PostStatus::Matching | PostStatus::Ready) => Ok(()),
        Some(PostStatus::Failed) => Err(Error::NotReady(
            "This picture could not be processed, so no songs can be chosen for it. Upload it again.",
        )),
        _ => Err(Error::NotReady("The picture is being looked at. Choose its songs when its keywords are there.")),
    }
}

/// A keyword that the post has keeps its spelling, and its kind for as long as its score is the same; all else is the owner's.
fn keyword_rows(post_id: Uuid, keywords: Vec<Keyword>, known: &[KeywordRow]) -> Vec<KeywordRow> {
    let row = |(position, wished): (usize, Keyword)| {
        let known = known.iter().find(|row| validation::same_word(&row.keyword, &wished.keyword));
        let same = known.filter(|row| (row.score - wished.score).abs() < SAME_SCORE);
        KeywordRow {
            post_id,
            position: position as i32,
            keyword: known.map_or(wished.keyword, |row| row.keyword.clone()),
            score: same.map_or(wished.score, |row| row.score),
            kind: same.map_or_else(|| "user".to_owned(), |row| row.kind.clone()),
        }
    };
    keywords.into_iter().enumerate().map(row).collect()
}

async fn find(state: &AppState, id: Uuid, owner: Uuid) -> Result<Post> {
    let keys = state.keys.clone();
    state
        .db
        .run(move |conn| {
            let post = posts::find_owned(conn, id, owner)?;
            views::post(conn, &Eye { viewer: Some(owner), keys: &keys, now: Utc::now() }, post)
        })
        .await
}

fn fingerprint(wish: &Wish) -> [u8; 32] {
    let mut digest = Sha256::new();
    for word in &wish.keywords {
        digest.update((word.keyword.len() as u64).to_be_bytes());
        digest.update(&word.keyword);
        digest.update(word.score.to_be_bytes());
    }
    if let Some(mood) = wish.mood {
        digest.update(mood.valence.to_be_bytes());
        digest.update(mood.arousal.to_be_bytes());
    }
    digest.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_owner_left_as_it_was_keeps_its_kind() {
        let id = Uuid::nil();
        let row = |keyword: &str, score, kind: &str| KeywordRow {
            post_id: id,
            position: 0,
            keyword: keyword.into(),
            score,
            kind: kind.into(),
        };
        let known = [row("cat", 0.81, "object"), row("warm", 0.6, "colour"), row("sea", 0.5, "user")];
        let wish = |keyword: &str, score| Keyword { keyword: keyword.into(), score };
        let wished = vec![wish("New", 1.0), wish("CAT", 0.8101), wish("warm", 0.9), wish("sea", 0.5)];
        let rows = keyword_rows(id, wished, &known);
        let found: Vec<_> = rows.iter().map(|row| (row.position, row.keyword.as_str(), row.kind.as_str())).collect();
        assert_eq!(found, [(0, "New", "user"), (1, "cat", "object"), (2, "warm", "user"), (3, "sea", "user")]);
    }
}
