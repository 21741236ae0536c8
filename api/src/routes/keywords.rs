//! Words for pictures.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Path},
};
use imagime_shared::{error::Problem, keyword::KeywordPage, paths};

use super::posts::paged;
use crate::{
    error::Result,
    extract::{MaybeAuthUser, Paging},
    services::post_lists,
    state::AppState,
};

/// A word's pictures in the feed, newest first, and the songs that fit them best. A word that nobody says has none.
#[utoipa::path(get, path = paths::KEYWORD, tag = "keywords", operation_id = "find_keyword", security((), ("bearer" = [])),
    params(("keyword" = String, Path, description = "The word, without regard to case"), super::openapi::PageParams),
    responses((status = 200, description = "The word with a page of its pictures", body = KeywordPage, headers(("Link" = String, description = "The next page"))),
        (status = 400, description = "The cursor does not belong here", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "Not a word", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "limit is not 1 to 50", body = Problem, content_type = "application/problem+json")))]
pub async fn find(
    state: Data<AppState>,
    request: HttpRequest,
    user: MaybeAuthUser,
    keyword: Path<String>,
    paging: Paging,
) -> Result<HttpResponse> {
    let page = post_lists::of_keyword(&state, user.id(), keyword.into_inner(), paging.query, paging.rows).await?;
    let next = page.next_cursor.clone();
    Ok(paged(&request, paging.rows, next.as_deref(), page))
}
