//! A list that comes page by page: its rows so far, the next page, and what went wrong.

use std::{future::Future, pin::Pin, rc::Rc};

use imagime_shared::{error::ErrorCode, page::PageQuery};
use leptos::{prelude::*, task::spawn_local};

use crate::{
    api::ApiError,
    state::{
        live::{Live, use_live},
        toasts::{Toasts, use_toasts},
    },
    text::shell,
};

/// Rows of a page, and where the next one begins.
pub type Page<T> = (Vec<T>, Option<String>);
type Fetch<T> = Rc<dyn Fn(PageQuery) -> Pin<Box<dyn Future<Output = Result<Page<T>, ApiError>>>>>;

/// How the first page is.
#[derive(Clone, Debug, PartialEq)]
pub enum FirstPage {
    /// On its way.
    Loading,
    /// It did not come.
    Failed(ApiError),
    /// There, with no rows.
    Empty,
    /// There.
    Content,
}

/// The list. Signals live as long as the page that made it.
pub struct Paged<T: Send + Sync + 'static> {
    /// All rows so far, in order.
    pub rows: RwSignal<Vec<T>>,
    first: RwSignal<Option<Result<(), ApiError>>>,
    next: RwSignal<Option<String>>,
    busy: RwSignal<bool>,
    error: RwSignal<Option<String>>,
    fetch: StoredValue<Fetch<T>, LocalStorage>,
    /// Counts the starts: an answer to an earlier one is dropped.
    run: StoredValue<u32>,
    live: Live,
    toasts: Toasts,
    grew: fn(usize) -> String,
    /// Counts how often the list turned out to have been made anew meanwhile.
    pub renewed: RwSignal<u32>,
}

impl<T: Send + Sync + 'static> Clone for Paged<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Paged<T> {}

impl<T: Clone + Send + Sync + 'static> Paged<T> {
    /// A list that has not begun; `grew` says how many rows were added.
    pub fn new<F>(grew: fn(usize) -> String, fetch: impl Fn(PageQuery) -> F + 'static) -> Self
    where
        F: Future<Output = Result<Page<T>, ApiError>> + 'static,
    {
        Self {
            rows: RwSignal::new(Vec::new()),
            first: RwSignal::new(None),
            next: RwSignal::new(None),
            busy: RwSignal::new(false),
            error: RwSignal::new(None),
            fetch: StoredValue::new_local(Rc::new(move |page| Box::pin(fetch(page)))),
            run: StoredValue::new(0),
            live: use_live(),
            toasts: use_toasts(),
            grew,
            renewed: RwSignal::new(0),
        }
    }

    /// Fetches the first page, `limit` rows or as many as usual. The rows on show stay until it is there, or if it does not come.
    pub fn start(self, limit: Option<u32>) {
        let Some((run, fetch)) = self.begin() else { return };
        self.error.set(None);
        self.busy.set(false);
        spawn_local(async move {
            let answer = fetch(PageQuery { cursor: None, limit }).await;
            if self.is_stale(run) {
                return;
            }
            match answer {
                Ok((rows, next)) => {
                    self.rows.set(rows);
                    self.next.set(next);
                    self.first.set(Some(Ok(())));
                }
                // What stands there stays; the sentence stands below it.
                Err(error) if self.rows.with_untracked(|rows| !rows.is_empty()) => {
                    self.error.set(Some(error.sentence()));
                    self.first.set(Some(Ok(())));
                }
                Err(error) => self.first.set(Some(Err(error))),
            }
        });
    }

    /// Empties the list and fetches the first page.
    pub fn restart(self) {
        self.first.set(None);
        self.rows.set(Vec::new());
        self.next.set(None);
        self.start(None);
    }

    /// Fetches the next page and puts it below.
    pub fn load_more(self) {
        let Some(cursor) = self.next.get_untracked().filter(|_| !self.busy.get_untracked()) else { return };
        let (Some(fetch), Some(run)) = (self.fetch.try_get_value(), self.run.try_get_value()) else { return };
        self.busy.set(true);
        self.error.set(None);
        spawn_local(async move {
            let answer = fetch(PageQuery { cursor: Some(cursor), limit: None }).await;
            if self.is_stale(run) {
                return;
            }
            self.busy.set(false);
            match answer {
                Ok((rows, next)) => {
                    self.live.say((self.grew)(rows.len()));
                    self.rows.update(|all| all.extend(rows));
                    self.next.set(next);
                }
                // The list was made anew meanwhile: its pages do not fit together any more.
                Err(error) if error.code() == Some(ErrorCode::CursorExpired) => {
                    self.toasts.info(shell::LIST_RENEWED);
                    self.renewed.update(|renewed| *renewed += 1);
                    self.start(None);
                }
                Err(error) => self.error.set(Some(error.sentence())),
            }
        });
    }

    /// How the first page is.
    pub fn state(self) -> Memo<FirstPage> {
        Memo::new(move |_| match self.first.get() {
            None => FirstPage::Loading,
            Some(Err(error)) => FirstPage::Failed(error),
            Some(Ok(())) if self.rows.with(Vec::is_empty) => FirstPage::Empty,
            Some(Ok(())) => FirstPage::Content,
        })
    }

    /// Whether there is another page.
    pub fn has_more(self) -> Signal<bool> {
        Signal::derive(move || self.next.with(Option::is_some))
    }

    /// Whether another page is on its way.
    pub fn busy(self) -> Signal<bool> {
        self.busy.into()
    }

    /// Why the last further page did not come.
    pub fn error(self) -> Signal<Option<String>> {
        self.error.into()
    }

    fn begin(self) -> Option<(u32, Fetch<T>)> {
        let run = self.run.try_update_value(|run| {
            *run = run.wrapping_add(1);
            *run
        })?;
        Some((run, self.fetch.try_get_value()?))
    }

    fn is_stale(self, run: u32) -> bool {
        self.run.try_get_value() != Some(run)
    }
}
