//! The owner decides by which words and which mood the songs are chosen. A change is shown at once, sent when the hand rests,
//! one request at a time, and the last one wins.

use std::time::Duration;

use imagime_shared::{
    field,
    post::{Keyword, KeywordWish, MoodPoint, Post, Rematch},
    validation,
};
use leptos::{prelude::*, task::spawn_local};

use super::view::PostView;
use crate::{
    api::{posts::rematch, upload::idempotency_key},
    state::live::{Live, use_live},
    text::{fit, post as text},
};

/// How long the hand rests before its changes are sent.
const REST: Duration = Duration::from_millis(400);
/// Points nearer than this are one.
const SAME: f32 = 0.005;

/// What the songs are to be chosen by.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Wish {
    /// The words, in the order in which they are shown.
    pub words: Vec<Keyword>,
    /// The mood; none until the picture was looked at.
    pub mood: Option<MoodPoint>,
}

/// What the owner of a post wants, and how far it has come. Signals live as long as the page.
#[derive(Clone, Copy)]
pub struct Decision {
    /// What is shown: the server's state, and above it what is not sent yet.
    pub wish: RwSignal<Wish>,
    /// What stood there before the first change.
    pub begun: RwSignal<Option<Wish>>,
    /// Why the last change did not come through.
    pub problem: RwSignal<Option<String>>,
    post: PostView,
    work: StoredValue<Work>,
    live: Live,
}

/// What goes on behind the page.
#[derive(Default)]
struct Work {
    /// Counts the changes.
    change: u32,
    /// The change that was sent last.
    sent: u32,
    /// True while a request is on its way.
    sending: bool,
    /// True when the hand came to rest meanwhile.
    due: bool,
    /// True once the mood was moved: from then on it is sent, moved back too.
    moved: bool,
    /// The request that failed, with its key: it may have come through nevertheless.
    tried: Option<(Rematch, String)>,
}

impl Decision {
    /// Follows a post whose owner looks at it.
    pub fn new(post: PostView) -> Self {
        let decision = Self {
            wish: RwSignal::new(Wish::default()),
            begun: RwSignal::new(None),
            problem: RwSignal::new(None),
            post,
            work: StoredValue::new(Work::default()),
            live: use_live(),
        };
        let told = post.part(wish_of);
        Effect::new(move |_| {
            let Some(told) = told.get() else { return };
            // What is not sent yet, or did not come through, is newer than anything the server says.
            let is_settled = !post.deciding.get_untracked() && decision.problem.with_untracked(Option::is_none);
            if is_settled && !decision.wish.with_untracked(|shown| is_same(shown, &told)) {
                decision.wish.set(told);
            }
        });
        // Who leaves the page at once meant it nevertheless.
        on_cleanup(move || {
            if let Some((form, key)) = decision.unsent() {
                spawn_local(async move {
                    rematch(post.id(), &form, &key).await.ok();
                });
            }
        });
        decision
    }

    /// Whether words and mood are others than before the first change.
    pub fn is_changed(self) -> Memo<bool> {
        Memo::new(move |_| {
            self.begun.with(|begun| begun.as_ref().is_some_and(|begun| self.wish.with(|wish| !is_same(wish, begun))))
        })
    }

    /// Adds a word that counts fully. Says why not when it is none, or there already.
    pub fn add(self, word: &str) -> Result<(), String> {
        let word = validation::keyword(field::KEYWORDS, word).map_err(|error| error.message)?;
        let mut wish = self.wish.get_untracked();
        if wish.words.iter().any(|known| validation::same_word(&known.keyword, &word)) {
            return Err(fit::known_word(&word));
        }
        if wish.words.len() >= validation::KEYWORDS {
            return Err(fit::WORDS_FULL.to_owned());
        }
        wish.words.push(Keyword { keyword: word, score: 1.0 });
        self.set(wish);
        Ok(())
    }

    /// Changes what is wanted: shown now, sent soon. Does nothing once the page is left.
    pub fn set(self, wish: Wish) {
        let Some(before) = self.wish.try_get_untracked().filter(|before| *before != wish) else { return };
        if self.begun.with_untracked(Option::is_none) {
            self.begun.set(Some(before));
        }
        self.wish.set(wish);
        self.problem.set(None);
        if !self.post.deciding.get_untracked() {
            self.post.deciding.set(true);
            self.live.say(text::CHOOSING_AGAIN);
        }
        let change = self.work.try_update_value(|work| {
            work.change = work.change.wrapping_add(1);
            work.change
        });
        set_timeout(
            move || {
                if self.work.try_with_value(|work| Some(work.change) == change) == Some(true) {
                    self.send();
                }
            },
            REST,
        );
    }

    /// Sends what is wanted, or has it sent when the request on its way comes back.
    pub fn send(self) {
        let is_free = self.work.try_update_value(|work| {
            work.due = work.sending;
            !work.sending
        });
        let Some((form, key)) = is_free.filter(|free| *free).and_then(|_| self.request()) else { return };
        self.problem.set(None);
        self.post.deciding.set(true);
        let sent = self.work.try_update_value(|work| {
            work.sending = true;
            work.sent = work.change;
            work.change
        });
        spawn_local(async move {
            let answer = rematch(self.post.id(), &form, &key).await;
            let state = self.work.try_update_value(|work| {
                work.sending = false;
                work.tried = answer.is_err().then_some((form, key));
                (Some(work.change) == sent, std::mem::take(&mut work.due))
            });
            let Some((is_last, is_due)) = state else { return };
            match answer {
                Ok(post) => {
                    self.post.deciding.set(!is_last);
                    self.post.chosen_anew(post);
                }
                Err(error) if is_last => {
                    self.post.deciding.set(false);
                    self.problem.set(Some(error.sentence()));
                }
                // The next one will tell.
                Err(_) => {}
            }
            if is_due {
                self.send();
            }
        });
    }

    /// What is to be sent, with its key: the same as before for the same thing tried again.
    fn request(self) -> Option<(Rematch, String)> {
        let wish = self.wish.try_get_untracked()?;
        let begun = self.begun.try_with_untracked(|begun| begun.as_ref().and_then(|begun| begun.mood))?;
        let (moved, tried) = self.work.try_update_value(|work| {
            work.moved |= wish.mood != begun;
            (work.moved, work.tried.clone())
        })?;
        let form = rematch_of(wish, moved);
        let tried = tried.filter(|(tried, _)| *tried == form);
        Some(tried.unwrap_or_else(|| (form, idempotency_key())))
    }

    fn unsent(self) -> Option<(Rematch, String)> {
        let is_unsent = self.work.try_with_value(|work| work.change != work.sent)?;
        is_unsent.then(|| self.request()).flatten()
    }
}

fn wish_of(post: &Post) -> Wish {
    let mood = post.mood.as_ref().map(|mood| MoodPoint { valence: mood.valence, arousal: mood.arousal });
    Wish { words: post.keywords.clone(), mood }
}

fn rematch_of(wish: Wish, moved: bool) -> Rematch {
    let keywords = wish.words.into_iter().map(KeywordWish::Weighted).collect();
    Rematch { keywords, mood: wish.mood.filter(|_| moved) }
}

/// True when both lead to the same songs: the server keeps the words in another order, and numbers a little rounder.
fn is_same(one: &Wish, other: &Wish) -> bool {
    let near = |a: f32, b: f32| (a - b).abs() < SAME;
    let known = |word: &Keyword| {
        other.words.iter().any(|o| validation::same_word(&o.keyword, &word.keyword) && near(o.score, word.score))
    };
    let moods = match (one.mood, other.mood) {
        (Some(a), Some(b)) => near(a.valence, b.valence) && near(a.arousal, b.arousal),
        (a, b) => a == b,
    };
    moods && one.words.len() == other.words.len() && one.words.iter().all(known)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wish(words: &[(&str, f32)], mood: (f32, f32)) -> Wish {
        let words = words.iter().map(|(word, score)| Keyword { keyword: (*word).to_owned(), score: *score }).collect();
        Wish { words, mood: Some(MoodPoint { valence: mood.0, arousal: mood.1 }) }
    }

    #[test]
    fn order_case_and_rounding_make_no_other_wish() {
        let one = wish(&[("sea", 0.9), ("Boat", 0.4)], (0.5, -0.2));
        assert!(is_same(&one, &wish(&[("boat", 0.4001), ("sea", 0.9)], (0.4999, -0.2))));
        assert!(!is_same(&one, &wish(&[("boat", 0.5), ("sea", 0.9)], (0.5, -0.2))));
        assert!(!is_same(&one, &wish(&[("sea", 0.9)], (0.5, -0.2))));
        assert!(!is_same(&one, &wish(&[("sea", 0.9), ("boat", 0.4)], (0.5, 0.2))));
        assert!(!is_same(&one, &Wish { mood: None, ..one.clone() }));
    }

    #[test]
    fn the_words_are_sent_with_their_weights_and_the_mood_once_it_was_moved() {
        let shown = wish(&[("sea", 0.9)], (0.5, -0.2));
        let sea = Keyword { keyword: "sea".to_owned(), score: 0.9 };
        let form = rematch_of(shown.clone(), false);
        assert_eq!(form, Rematch { keywords: vec![KeywordWish::Weighted(sea)], mood: None });
        assert_eq!(rematch_of(shown, true).mood, Some(MoodPoint { valence: 0.5, arousal: -0.2 }));
    }
}
