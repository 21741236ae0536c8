//! Saying whether a song fits: shown at once, carried out in order, taken back when it fails.

use imagime_shared::{song::PostSong, user::Me};
use leptos::{prelude::*, task::spawn_local};
use uuid::Uuid;

use super::{
    live::{Live, use_live},
    next::log_in_here,
    session::Session,
    toasts::{Toasts, use_toasts},
};
use crate::{
    api::votes,
    text::{fit as text, shell},
};

/// The asker's own vote (1, -1 or none), and all votes for a song less those against it.
type Count = (Option<i8>, i32);

/// The votes on one song of a post. Signals live as long as the row that made it.
#[derive(Clone, Copy)]
pub struct Ballot {
    post_id: Uuid,
    song_id: Uuid,
    shown: RwSignal<Count>,
    /// What the server said last.
    sure: StoredValue<Count>,
    /// True while the server is being told.
    telling: StoredValue<bool>,
    me: Signal<Option<Me>>,
    live: Live,
    toasts: Toasts,
}

impl Ballot {
    /// The votes as the server said them with the list, each time it does.
    pub fn new(post_id: Uuid, item: Signal<PostSong>) -> Self {
        let told = Memo::new(move |_| item.with(|item| (item.my_vote, item.vote_score)));
        let ballot = Self {
            post_id,
            song_id: item.with_untracked(|item| item.song.id),
            shown: RwSignal::new(told.get_untracked()),
            sure: StoredValue::new(told.get_untracked()),
            telling: StoredValue::new(false),
            me: expect_context::<Session>().me(),
            live: use_live(),
            toasts: use_toasts(),
        };
        Effect::new(move |_| {
            let told = told.get();
            // What is being told is newer than any list.
            if !ballot.telling.get_value() {
                ballot.sure.set_value(told);
                ballot.shown.set(told);
            }
        });
        ballot
    }

    /// Whether the asker's vote is this one.
    pub fn is_mine(self, value: i8) -> Signal<bool> {
        Signal::derive(move || self.shown.get().0 == Some(value))
    }

    /// Votes for the song less votes against it.
    pub fn score(self) -> i32 {
        self.shown.get().1
    }

    /// Votes, or takes the same vote back. A visitor is led to log in and back here.
    pub fn press(self, value: i8) {
        if self.me.with_untracked(Option::is_none) {
            self.toasts.with_link(text::LOG_IN_TO_VOTE, shell::LOG_IN, log_in_here());
            return;
        }
        self.shown.update(|count| *count = voted(*count, value));
        let told_already = self.telling.try_update_value(|telling| std::mem::replace(telling, true));
        if told_already == Some(false) {
            spawn_local(self.tell());
        }
    }

    async fn tell(self) {
        while let Some((wish, score)) = self.shown.try_get_untracked() {
            let answer = match wish {
                Some(value) => {
                    votes::cast(self.post_id, self.song_id, value).await.map(|state| (state.my_vote, state.vote_score))
                }
                None => votes::withdraw(self.post_id, self.song_id).await.map(|()| (None, score)),
            };
            let Some((now, _)) = self.shown.try_get_untracked() else { return };
            match answer {
                Ok(sure) => {
                    self.sure.set_value(sure);
                    // Pressed again meanwhile: both calls are idempotent, so the last one decides.
                    if now != wish {
                        continue;
                    }
                    self.shown.set(sure);
                    self.live.say(if wish.is_some() { text::VOTED } else { text::VOTE_BACK });
                }
                Err(error) => {
                    self.shown.set(self.sure.get_value());
                    // A session that ended has said so itself.
                    if self.me.with_untracked(Option::is_some) {
                        self.toasts.error(error.sentence());
                    }
                }
            }
            self.telling.set_value(false);
            return;
        }
    }
}

/// The count after pressing a button: the same vote again takes it back, the other one replaces it.
fn voted((mine, score): Count, value: i8) -> Count {
    let wish = (mine != Some(value)).then_some(value);
    let weight = |vote: Option<i8>| i32::from(vote.unwrap_or_default());
    (wish, score - weight(mine) + weight(wish))
}

#[cfg(test)]
mod tests {
    use super::voted;

    #[test]
    fn a_vote_counts_once_turns_round_and_goes_again() {
        assert_eq!(voted((None, 4), 1), (Some(1), 5));
        assert_eq!(voted((Some(1), 5), 1), (None, 4));
        assert_eq!(voted((Some(1), 5), -1), (Some(-1), 3));
        assert_eq!(voted((Some(-1), 3), -1), (None, 4));
    }
}
