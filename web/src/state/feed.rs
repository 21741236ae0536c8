//! The public feed, or that of those whom the reader follows, page by page.

use imagime_shared::{
    page::PageQuery,
    post::{Post, PostList},
};
use leptos::prelude::*;

use crate::{
    api::{
        ApiError,
        posts::{list_followed_posts, list_posts},
    },
    state::{live::use_live, player::QueueItem},
    text::shell,
};

/// Whose pictures a feed holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// Everybody's.
    Everybody,
    /// Those of the people whom the reader follows.
    Followed,
}

/// What has been loaded of the feed. Signals live as long as the page that made it.
#[derive(Clone, Copy)]
pub struct Feed {
    first: LocalResource<Result<PostList, ApiError>>,
    more: Action<String, Result<PostList, ApiError>>,
    later: RwSignal<Vec<PostList>>,
}

impl Feed {
    /// Starts to load the first page of everybody's pictures.
    pub fn load(limit: u32) -> Self {
        Self::load_of(Whose::Everybody, limit)
    }

    /// Starts to load the first page.
    pub fn load_of(whose: Whose, limit: u32) -> Self {
        let live = use_live();
        let first = LocalResource::new(move || fetch(whose, PageQuery { cursor: None, limit: Some(limit) }));
        let more = Action::new_local(move |cursor: &String| {
            fetch(whose, PageQuery { cursor: Some(cursor.clone()), limit: Some(limit) })
        });
        let later = RwSignal::new(Vec::new());
        Effect::new(move |_| {
            if let Some(Ok(page)) = more.value().get() {
                live.say(shell::feed_grew(page.posts.len()));
                later.update(|pages| pages.push(page));
            }
        });
        Self { first, more, later }
    }

    /// All posts so far, newest first; None while the first page is on its way.
    pub fn posts(self) -> Memo<Option<Result<Vec<Post>, String>>> {
        Memo::new(move |_| {
            let first = self.first.get()?;
            Some(first.map_err(|error| error.sentence()).map(|first| {
                let mut posts = first.posts;
                self.later.with(|pages| {
                    for page in pages {
                        // Somebody may post between two pages; a post is shown once.
                        let new: Vec<_> =
                            page.posts.iter().filter(|post| posts.iter().all(|p| p.id != post.id)).cloned().collect();
                        posts.extend(new);
                    }
                });
                posts
            }))
        })
    }

    /// Whether there is another page.
    pub fn has_more(self) -> Signal<bool> {
        Signal::derive(move || self.next().is_some())
    }

    /// Whether another page is on its way.
    pub fn busy(self) -> Signal<bool> {
        self.more.pending().into()
    }

    /// Why the last further page did not come.
    pub fn error(self) -> Signal<Option<String>> {
        Signal::derive(move || match self.more.value().get() {
            Some(Err(error)) if !self.more.pending().get() => Some(error.sentence()),
            _ => None,
        })
    }

    /// Fetches the next page.
    pub fn load_more(self) {
        if let Some(cursor) = untrack(|| self.next()) {
            self.more.dispatch_local(cursor);
        }
    }

    /// Tries the first page again.
    pub fn retry(self) {
        self.first.refetch();
    }

    fn next(self) -> Option<String> {
        match self.later.with(|pages| pages.last().map(|page| page.next_cursor.clone())) {
            Some(next) => next,
            None => self.first.get().and_then(Result::ok).and_then(|page| page.next_cursor),
        }
    }
}

async fn fetch(whose: Whose, page: PageQuery) -> Result<PostList, ApiError> {
    match whose {
        Whose::Everybody => list_posts(page).await,
        Whose::Followed => list_followed_posts(page).await,
    }
}

/// The top songs of posts as a queue.
pub fn top_songs(posts: &[Post]) -> Vec<QueueItem> {
    let item = |post: &Post| {
        let song = post.top_song.clone()?;
        Some(QueueItem { song, post_id: Some(post.id), is_favorite: false })
    };
    posts.iter().filter_map(item).collect()
}
