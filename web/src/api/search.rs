//! Search.

use imagime_shared::{
    page::PageQuery,
    paths,
    post::PostList,
    query,
    search::{SearchResults, SearchType},
};

use super::client::{self, ApiError, paged};

/// The best songs, people and words for what somebody types.
pub async fn search_beside(words: &str) -> Result<SearchResults, ApiError> {
    let page = PageQuery { limit: Some(6), cursor: None };
    let kinds = [SearchType::Songs, SearchType::Users, SearchType::Keywords].map(SearchType::as_str).join(",");
    client::get(&paged(paths::SEARCH, &page, &[(query::Q, words), (query::TYPE, &kinds)])).await
}

/// A page of the posts for which all of these hold, newest first; names are those of [`query`].
pub async fn search_posts(wanted: &[(&str, String)], page: PageQuery) -> Result<PostList, ApiError> {
    let wanted: Vec<(&str, &str)> = wanted.iter().map(|(name, value)| (*name, value.as_str())).collect();
    client::get(&paged(paths::POSTS, &page, &wanted)).await
}
