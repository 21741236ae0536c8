//! A like, a follow: shown at once, carried out in order, taken back when it fails.

use imagime_shared::user::Me;
use leptos::{prelude::*, task::spawn_local};
use uuid::Uuid;

use super::{
    live::{Live, use_live},
    next::log_in_here,
    session::Session,
    toasts::{Toasts, use_toasts},
};
use crate::{
    api::{ApiError, likes, users},
    text::{people as text, shell},
};

/// Whether it is on for the asker, and for how many people it is.
type State = (bool, u32);

/// What is switched on and off.
#[derive(Clone)]
enum Subject {
    /// Liking a post.
    Picture(Uuid),
    /// Following a user of this name.
    Person(String),
}

/// A switch with a count. Signals live as long as the part of the page that made it.
#[derive(Clone, Copy)]
pub struct Toggle {
    subject: StoredValue<Subject>,
    shown: RwSignal<State>,
    /// What the server said last.
    sure: StoredValue<State>,
    /// True while the server is being told.
    telling: StoredValue<bool>,
    me: Signal<Option<Me>>,
    live: Live,
    toasts: Toasts,
}

impl Toggle {
    /// The like of a post; `told` is what the server says of it, each time it does.
    pub fn like(post_id: Uuid, told: impl Fn() -> State + Send + Sync + 'static) -> Self {
        Self::new(Subject::Picture(post_id), told)
    }

    /// Following a user, under the same rule.
    pub fn follow(username: String, told: impl Fn() -> State + Send + Sync + 'static) -> Self {
        Self::new(Subject::Person(username), told)
    }

    fn new(subject: Subject, told: impl Fn() -> State + Send + Sync + 'static) -> Self {
        let told = Memo::new(move |_| told());
        let toggle = Self {
            subject: StoredValue::new(subject),
            shown: RwSignal::new(told.get_untracked()),
            sure: StoredValue::new(told.get_untracked()),
            telling: StoredValue::new(false),
            me: expect_context::<Session>().me(),
            live: use_live(),
            toasts: use_toasts(),
        };
        Effect::new(move |_| {
            let told = told.get();
            // What is being told is newer than any answer.
            if !toggle.telling.get_value() {
                toggle.sure.set_value(told);
                toggle.shown.set(told);
            }
        });
        toggle
    }

    /// Whether it is on.
    pub fn is_on(self) -> bool {
        self.shown.get().0
    }

    /// For how many people it is on.
    pub fn count(self) -> u32 {
        self.shown.get().1
    }

    /// Switches it. A visitor is led to log in and back here.
    pub fn press(self) {
        let subject = self.subject.get_value();
        if self.me.with_untracked(Option::is_none) {
            self.toasts.with_link(subject.log_in(), shell::LOG_IN, log_in_here());
            return;
        }
        self.shown.update(|state| *state = switched(*state));
        let told_already = self.telling.try_update_value(|telling| std::mem::replace(telling, true));
        if told_already == Some(false) {
            spawn_local(self.tell(subject));
        }
    }

    async fn tell(self, subject: Subject) {
        while let Some((wish, shown)) = self.shown.try_get_untracked() {
            let answer = subject.carry_out(wish).await.map(|count| (wish, count.unwrap_or(shown)));
            let Some((now, _)) = self.shown.try_get_untracked() else { return };
            match answer {
                Ok(sure) => {
                    self.sure.set_value(sure);
                    // Pressed again meanwhile: both calls are idempotent, so the last one decides.
                    if now != wish {
                        continue;
                    }
                    self.shown.set(sure);
                    self.live.say(subject.done(wish));
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

impl Subject {
    /// Tells the server; the count, where it says one.
    async fn carry_out(&self, wish: bool) -> Result<Option<u32>, ApiError> {
        match (self, wish) {
            (Self::Picture(id), true) => likes::like(*id).await.map(|state| Some(state.like_count)),
            (Self::Picture(id), false) => likes::unlike(*id).await.map(|()| None),
            (Self::Person(name), true) => users::follow(name).await.map(|state| Some(state.follower_count)),
            (Self::Person(name), false) => users::unfollow(name).await.map(|()| None),
        }
    }

    fn log_in(&self) -> &'static str {
        match self {
            Self::Picture(_) => text::LOG_IN_TO_LIKE,
            Self::Person(_) => text::LOG_IN_TO_FOLLOW,
        }
    }

    fn done(&self, wish: bool) -> &'static str {
        match (self, wish) {
            (Self::Picture(_), true) => text::LIKED,
            (Self::Picture(_), false) => text::LIKE_BACK,
            (Self::Person(_), true) => text::FOLLOWED,
            (Self::Person(_), false) => text::FOLLOW_BACK,
        }
    }
}

/// The state after pressing.
fn switched((on, count): State) -> State {
    (!on, if on { count.saturating_sub(1) } else { count + 1 })
}

#[cfg(test)]
mod tests {
    use super::switched;

    #[test]
    fn pressing_counts_the_asker_in_and_out() {
        assert_eq!(switched((false, 4)), (true, 5));
        assert_eq!(switched((true, 5)), (false, 4));
        // Somebody else's count may lag behind.
        assert_eq!(switched((true, 0)), (false, 0));
    }
}
