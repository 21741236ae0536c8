//! Words for pictures.

use imagime_shared::{keyword::KeywordPage, page::PageQuery, paths};

use super::client::{self, ApiError, paged};

/// A word with a page of its pictures.
pub async fn find_keyword(word: &str, page: PageQuery) -> Result<KeywordPage, ApiError> {
    client::get(&paged(&paths::fill(paths::KEYWORD, &[word]), &page, &[])).await
}
