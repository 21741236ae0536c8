//! The pictures at home: those of people whom the reader follows and recommended ones in turn, then all others; each once.

use std::{
    cell::RefCell,
    collections::{HashSet, VecDeque},
    rc::Rc,
};

use imagime_shared::{page::PageQuery, post::Post, recommendation::RecommendedPost};
use uuid::Uuid;

use crate::{
    api::{
        ApiError,
        posts::{ListWish, list_posts},
        recommendations::recommended_posts,
    },
    state::paged::{Page, Paged},
    text::{discover as text, shell},
};

/// Pictures added at a time, and fetched of each list.
const ROWS: usize = 24;
/// Recommended pictures that are mixed in.
const RECOMMENDED: u32 = 50;

/// A picture with why it hangs there, if there is a reason.
pub type Hung = (Post, Option<String>);

/// The list, ready to start.
pub fn home_mix() -> Paged<Hung> {
    let mix = Rc::new(RefCell::new(Mix::default()));
    Paged::new(shell::feed_grew, move |page: PageQuery| {
        let mix = Rc::clone(&mix);
        async move {
            let known = if page.cursor.is_some() { mix.borrow().clone() } else { Mix::begin().await? };
            // What was known stays when a request fails, so that the next try begins where this one did.
            let (next, rows) = known.take().await?;
            let cursor = next.has_more().then(|| "more".to_owned());
            mix.replace(next);
            Ok::<Page<Hung>, ApiError>((rows, cursor))
        }
    })
}

/// What is there to be hung, and what has been.
#[derive(Clone, Default)]
struct Mix {
    recommended: VecDeque<RecommendedPost>,
    followed: List,
    all: List,
    hung: HashSet<Uuid>,
}

impl Mix {
    async fn begin() -> Result<Self, ApiError> {
        let recommended = recommended_posts(RECOMMENDED).await?.into();
        Ok(Self { recommended, ..Self::default() })
    }

    async fn take(mut self) -> Result<(Self, Vec<Hung>), ApiError> {
        let mut rows = Vec::with_capacity(ROWS + 1);
        while rows.len() < ROWS {
            if self.followed.wants_more() {
                self.followed
                    .add(list_posts(self.followed.page(), ListWish { following: true, ..ListWish::default() }).await?);
            }
            let followed = self.followed.waiting.pop_front();
            let recommended = self.recommended.pop_front();
            if followed.is_none() && recommended.is_none() && !self.followed.wants_more() {
                break;
            }
            if let Some(post) = followed {
                let why = text::you_follow(&post.author.display_name);
                self.hang(&mut rows, post, Some(why));
            }
            if let Some(found) = recommended {
                self.hang(&mut rows, found.post, Some(text::picture_reason(&found.why)));
            }
        }
        while rows.len() < ROWS {
            if self.all.wants_more() {
                self.all.add(list_posts(self.all.page(), ListWish::default()).await?);
            }
            match self.all.waiting.pop_front() {
                Some(post) => self.hang(&mut rows, post, None),
                None if self.all.wants_more() => {}
                None => break,
            }
        }
        Ok((self, rows))
    }

    fn hang(&mut self, rows: &mut Vec<Hung>, post: Post, why: Option<String>) {
        if self.hung.insert(post.id) {
            rows.push((post, why));
        }
    }

    fn has_more(&self) -> bool {
        !self.recommended.is_empty() || self.followed.has_more() || self.all.has_more()
    }
}

/// A list of the server: what has come of it and is not hung yet, and where the next page begins.
#[derive(Clone, Default)]
struct List {
    waiting: VecDeque<Post>,
    begun: bool,
    next: Option<String>,
}

impl List {
    fn page(&self) -> PageQuery {
        PageQuery { cursor: self.next.clone(), limit: Some(ROWS as u32) }
    }

    fn add(&mut self, page: imagime_shared::post::PostList) {
        self.begun = true;
        self.waiting.extend(page.posts);
        self.next = page.next_cursor;
    }

    fn wants_more(&self) -> bool {
        self.waiting.is_empty() && (!self.begun || self.next.is_some())
    }

    fn has_more(&self) -> bool {
        !self.waiting.is_empty() || !self.begun || self.next.is_some()
    }
}
