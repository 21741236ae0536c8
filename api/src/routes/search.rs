//! Search.

use actix_web::web::{Data, Json};
use imagime_shared::{
    error::Problem,
    paths,
    search::{SearchResults, SearchType},
};
use serde::Deserialize;

use crate::{
    error::{Error, Result},
    extract::{MaybeAuthUser, Query, SearchRows},
    services::search,
    state::AppState,
};

/// What is searched for.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SearchQuery {
    /// At most 200 characters. Typing errors and an unfinished last word are understood; a text without a letter or digit finds nothing.
    #[param(max_length = 200)]
    q: String,
    /// `posts`, `songs`, `users`, `keywords`, with commas between them; all of them when left out.
    #[param(required = false, value_type = Vec<SearchType>, style = Form, explode = false, min_items = 1)]
    r#type: Option<String>,
}

/// Posts, songs, people and words by what is written in them: what the asker may see, the best of each type. `GET /posts?q=` has
/// all posts, page by page.
#[utoipa::path(get, path = paths::SEARCH, tag = "search", operation_id = "search", security((), ("bearer" = [])),
    params(SearchQuery, super::openapi::SearchPageParams),
    responses((status = 200, description = "What was found, by type", body = SearchResults),
        (status = 422, description = "The query cannot be read", body = Problem, content_type = "application/problem+json")))]
pub async fn search(
    state: Data<AppState>,
    user: MaybeAuthUser,
    query: Query<SearchQuery>,
    SearchRows(rows): SearchRows,
) -> Result<Json<SearchResults>> {
    let SearchQuery { q, r#type } = query.0;
    Ok(Json(search::find(&state, user.id(), q, types(r#type.as_deref())?, rows).await?))
}

fn types(wanted: Option<&str>) -> Result<Vec<SearchType>> {
    let Some(wanted) = wanted else { return Ok(SearchType::ALL.to_vec()) };
    let parse = |word: &str| SearchType::parse(word.trim());
    let types = wanted.split(',').map(parse).collect::<Option<Vec<_>>>();
    types.ok_or_else(|| {
        Error::field("type", "invalid", "type is posts, songs, users or keywords, with commas between them.")
    })
}
