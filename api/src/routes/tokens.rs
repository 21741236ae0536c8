//! Personal access tokens.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Path},
};
use imagime_shared::{
    error::Problem,
    paths,
    token::{CreateToken, TokenList, TokenResponse},
};
use uuid::Uuid;

use super::posts::paged;
use crate::{
    error::Result,
    extract::{Body, Paging, SessionUser},
    services::{posts::Page, tokens},
    state::AppState,
};

/// The asker's personal access tokens; what opens anything is not among it.
#[utoipa::path(get, path = paths::TOKENS, tag = "me", operation_id = "list_tokens", security(("session" = [])),
    params(super::openapi::PageParams),
    responses((status = 200, description = "A page of tokens, newest first", body = TokenList, headers(("Link" = String, description = "The next page"))),
        (status = 400, description = "The cursor does not belong here", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "limit is not 1 to 50", body = Problem, content_type = "application/problem+json")))]
pub async fn list(
    state: Data<AppState>,
    request: HttpRequest,
    user: SessionUser,
    paging: Paging,
) -> Result<HttpResponse> {
    let Page { items: tokens, next_cursor } = tokens::list(&state, user.id(), paging.query, paging.rows).await?;
    Ok(paged(&request, paging.rows, next_cursor.clone().as_deref(), TokenList { tokens, next_cursor }))
}

/// Make a personal access token. It is shown in this answer and never again.
#[utoipa::path(post, path = paths::TOKENS, tag = "me", operation_id = "create_token", security(("session" = [])), request_body = CreateToken,
    responses((status = 201, description = "The token", body = TokenResponse,
            headers(("Location" = String, description = "Path of the token"))),
        (status = 409, description = "The account has as many tokens as it may have", body = Problem, content_type = "application/problem+json")))]
pub async fn create(state: Data<AppState>, user: SessionUser, form: Body<CreateToken>) -> Result<HttpResponse> {
    let token = tokens::create(&state, user.id(), form.0).await?;
    let location = paths::fill(paths::TOKEN, &[&token.about.id.to_string()]);
    Ok(HttpResponse::Created().insert_header(("location", location)).json(TokenResponse { token }))
}

/// Take a personal access token away; its next request is refused.
#[utoipa::path(delete, path = paths::TOKEN, tag = "me", operation_id = "delete_token", security(("session" = [])),
    params(("id" = Uuid, Path, description = "The token's id")),
    responses((status = 204, description = "The token opens nothing any more"),
        (status = 404, description = "No such token of the asker", body = Problem, content_type = "application/problem+json")))]
pub async fn delete(state: Data<AppState>, user: SessionUser, id: Path<Uuid>) -> Result<HttpResponse> {
    tokens::delete(&state, user.id(), id.into_inner()).await?;
    Ok(HttpResponse::NoContent().finish())
}
