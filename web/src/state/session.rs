//! Who is logged in.

use gloo_timers::future::TimeoutFuture;
use imagime_shared::{auth::Register, error::ErrorCode, pages, user::Me};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use std::rc::Rc;
use web_sys::File;

use super::{
    favorites,
    kept::{Kept, use_kept},
    next::{self, log_in_here},
    toasts::{Toasts, use_toasts},
};
use crate::{
    api::{self, ApiError, auth},
    text::account,
};

/// Milliseconds before the first and before every further new try to open the session again.
const RETRY: (u32, u32) = (1000, 5000);

/// Goes to a page of this site.
type Go = Rc<dyn Fn(&str)>;

/// How much is known of the user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// The server is being asked.
    Restoring,
    /// A visitor.
    Anonymous,
    /// Logged in.
    User,
}

/// Context: the session.
#[derive(Clone, Copy)]
pub struct Session {
    me: RwSignal<Option<Me>>,
    ready: RwSignal<bool>,
    kept: Kept,
    toasts: Toasts,
    go: StoredValue<Go, LocalStorage>,
}

impl Session {
    /// Provides the context, opens the browser's session again if it has one, and listens to other tabs. Needs the router.
    pub fn provide() -> Self {
        let navigate = use_navigate();
        let go: Go = Rc::new(move |path| navigate(path, NavigateOptions::default()));
        let session = Self {
            me: RwSignal::new(None),
            ready: RwSignal::new(false),
            kept: use_kept(),
            toasts: use_toasts(),
            go: StoredValue::new_local(go),
        };
        provide_context(session);
        favorites::provide(session);
        api::on_session_end(move || session.ended());
        auth::on_other_tab(move |user| session.changed_elsewhere(user));
        spawn_local(session.restore());
        session
    }

    /// The user; `None` for visitors, and while nobody knows yet.
    pub fn me(self) -> Signal<Option<Me>> {
        self.me.into()
    }

    /// False until it is known whether somebody is logged in.
    pub fn ready(self) -> Signal<bool> {
        self.ready.into()
    }

    /// How much is known of the user. Changes only when that does.
    pub fn status(self) -> Memo<Status> {
        Memo::new(move |_| match (self.ready.get(), self.me.with(Option::is_some)) {
            (_, true) => Status::User,
            (true, false) => Status::Anonymous,
            (false, false) => Status::Restoring,
        })
    }

    /// Opens a session.
    pub async fn log_in(self, login: String, password: String) -> Result<(), ApiError> {
        auth::login(login, password).await.map(|me| self.welcome(me))
    }

    /// Makes an account, with a profile picture if one was chosen.
    pub async fn register(self, form: Register, image: Option<File>) -> Result<(), ApiError> {
        auth::register(&form, image.as_ref()).await.map(|me| self.welcome(me))
    }

    /// Ends the session and goes home.
    pub fn log_out(self) {
        spawn_local(async move {
            match auth::logout().await {
                Ok(()) => {
                    self.leave();
                    self.go_to(pages::HOME);
                    self.toasts.info(account::LOGGED_OUT);
                }
                // Saying goodbye while the session lives on would be a lie.
                Err(error) => self.toasts.error(error.sentence()),
            }
        });
    }

    /// Takes over what the server says of the user now.
    pub fn update(self, me: Me) {
        self.me.set(Some(me));
    }

    /// The account is gone: forgets it and goes home.
    pub fn forget(self) {
        auth::forget();
        self.leave();
        self.go_to(pages::HOME);
    }

    /// Goes to a page of this site.
    pub fn go_to(self, path: &str) {
        self.go.try_with_value(|go| go(path));
    }

    fn welcome(self, me: Me) {
        self.kept.clear();
        self.me.set(Some(me));
        self.ready.set(true);
    }

    fn leave(self) {
        self.me.set(None);
        self.kept.clear();
    }

    /// The server has ended the session: says so, and leads back here after logging in again.
    fn ended(self) {
        self.leave();
        self.toasts.info(account::SESSION_ENDED);
        self.go_to(&log_in_here());
    }

    fn changed_elsewhere(self, user: Option<String>) {
        let own = self.me.with_untracked(|me| me.as_ref().map(|me| me.id.to_string()));
        match user {
            None if own.is_some() => {
                auth::forget_here();
                self.leave();
                self.toasts.info(account::LOGGED_OUT_ELSEWHERE);
            }
            Some(user) if own.as_ref() != Some(&user) => {
                auth::forget_here();
                spawn_local(self.restore());
            }
            _ => {}
        }
    }

    async fn restore(self) {
        let mut wait = RETRY.0;
        loop {
            match auth::restore().await {
                Ok(Some(me)) => return self.welcome(me),
                Ok(None) => break,
                Err(error) if is_final(&error) => {
                    self.leave();
                    break;
                }
                // The server is away: the page shows what it can, and the session comes back by itself.
                Err(_) if wait == RETRY.1 => self.ready.set(true),
                Err(_) => {}
            }
            TimeoutFuture::new(wait).await;
            wait = RETRY.1;
        }
        self.ready.set(true);
    }
}

/// The way back that an address asks for.
pub fn next_of(query: Option<String>) -> String {
    next::safe_next(query.as_deref())
}

fn is_final(error: &ApiError) -> bool {
    matches!(error.code(), Some(ErrorCode::Unauthorized | ErrorCode::CrossSite | ErrorCode::BadRequest))
}
