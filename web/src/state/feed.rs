//! The best public pictures, for those who have no account.

use imagime_shared::{
    page::PageQuery,
    post::{Post, PostList, PostSort},
};
use leptos::prelude::*;

use crate::{
    api::{
        ApiError,
        posts::{ListWish, list_posts},
    },
    state::player::QueueItem,
};

/// The first pictures. Signals live as long as the page that made it.
#[derive(Clone, Copy)]
pub struct Feed {
    first: LocalResource<Result<PostList, ApiError>>,
}

impl Feed {
    /// Starts to load so many pictures.
    pub fn load(limit: u32) -> Self {
        let page = PageQuery { cursor: None, limit: Some(limit) };
        Self {
            first: LocalResource::new(move || {
                list_posts(page.clone(), ListWish { sort: PostSort::Hot, ..ListWish::default() })
            }),
        }
    }

    /// The posts, those that are liked and new first; None while they are on their way.
    pub fn posts(self) -> Memo<Option<Result<Vec<Post>, String>>> {
        Memo::new(move |_| {
            let first = self.first.get()?;
            Some(first.map(|first| first.posts).map_err(|error| error.sentence()))
        })
    }

    /// Tries again.
    pub fn retry(self) {
        self.first.refetch();
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
