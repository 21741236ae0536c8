//! Posts.

use gloo_net::http::Request;
use imagime_shared::{page::PageQuery, paths, post::PostList};

use super::ApiError;

/// A page of the feed.
pub async fn list_posts(page: PageQuery) -> Result<PostList, ApiError> {
    let mut url = format!("{}?limit={}", paths::POSTS, page.limit.unwrap_or(20));
    if let Some(cursor) = page.cursor {
        url.push_str("&cursor=");
        url.push_str(&paths::encode(&cursor));
    }
    let failed = |_| ApiError { problem: None, network: true };
    Request::get(&url).send().await.map_err(failed)?.json().await.map_err(failed)
}
