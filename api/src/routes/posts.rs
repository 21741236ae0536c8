//! Posts and their songs.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Json, Path},
};
use imagime_shared::{
    error::Problem,
    paths,
    post::{Period, PostList, PostResponse, PostSort, Rematch, UpdatePost},
    query::{CURSOR, LIMIT},
    song::{PostSongList, SongSort},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    error::Result,
    etag::IfMatch,
    extract::{AuthUser, Body, IdempotencyKey, MaybeAuthUser, Paging, PostForm, Query, SinglePage, SongPaging},
    services::{
        post_lists::{self, Wanted},
        posts, rematch as rematching, similar,
    },
    state::AppState,
};

/// Which posts are asked for; all that is named has to hold.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PostQuery {
    /// Words of its description, keywords, songs or author, at most 200 characters; typing errors and unfinished words are understood. The asker's own private posts are searched too.
    #[param(max_length = 200)]
    q: Option<String>,
    /// A word of the picture, without regard to case.
    keyword: Option<String>,
    /// A song that stands on the post.
    song: Option<Uuid>,
    /// Name of the author; nobody of that name has no posts.
    user: Option<String>,
    #[param(schema_with = super::openapi::day_or_time)]
    /// Posted at or after this time (RFC 3339), or on or after this day (UTC).
    since: Option<String>,
    #[param(schema_with = super::openapi::day_or_time)]
    /// Posted before this time (RFC 3339), or on or before this day (UTC).
    until: Option<String>,
    /// Only with a song that the asker can hear, here or in its source's player.
    preview: Option<bool>,
    /// Only the posts of those whom the asker follows; needs an account.
    following: Option<bool>,
    /// Order; newest first when left out.
    sort: Option<PostSort>,
    /// How old posts may be with `sort=top`; all when left out. Other orders do not ask.
    period: Option<Period>,
}

impl From<PostQuery> for Wanted {
    fn from(query: PostQuery) -> Self {
        Self {
            q: query.q,
            keyword: query.keyword,
            song: query.song,
            user: query.user,
            since: query.since,
            until: query.until,
            preview: query.preview.unwrap_or(false),
            following: query.following.unwrap_or(false),
            sort: query.sort.unwrap_or_default(),
            period: query.period.unwrap_or_default(),
        }
    }
}

/// The public feed, or the part of it that is asked for. Pages by rank hold still: they read on in the ranking of the first page, for
/// at least an hour; a ranking is made anew within a minute of what changes it.
#[utoipa::path(get, path = paths::POSTS, tag = "posts", operation_id = "list_posts", security((), ("bearer" = [])),
    params(PostQuery, super::openapi::PageParams),
    responses((status = 200, description = "A page of posts", body = PostList, headers(("Link" = String, description = "The next page"))),
        (status = 400, description = "The cursor does not belong here", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "The token is not valid, or there is none for what one follows", body = Problem, content_type = "application/problem+json"),
        (status = 410, description = "The ranking was replaced more than an hour ago", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "The query cannot be read", body = Problem, content_type = "application/problem+json")))]
pub async fn list(
    state: Data<AppState>,
    request: HttpRequest,
    user: MaybeAuthUser,
    query: Query<PostQuery>,
    paging: Paging,
) -> Result<HttpResponse> {
    let page = post_lists::list(&state, user.id(), query.0.into(), paging.query, paging.rows).await?;
    let next = page.next_cursor.clone();
    Ok(paged(&request, paging.rows, next.as_deref(), PostList { posts: page.items, next_cursor: page.next_cursor }))
}

/// Take a picture in. Its analysis and its songs follow by themselves; watch them under `events_url`.
#[utoipa::path(post, path = paths::POSTS, tag = "posts", operation_id = "create_post", security(("bearer" = [])),
    params(super::openapi::IdempotencyParams),
    request_body(content = super::openapi::PostMultipart, content_type = "multipart/form-data"),
    responses((status = 201, description = "The post, pending", body = PostResponse, headers(("Location" = String, description = "Path of the post"))),
        (status = 404, description = "What this key made is gone", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "The same request is being worked on", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "Too many bytes or pixels", body = Problem, content_type = "application/problem+json"),
        (status = 415, description = "The type is not understood", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Some fields need another look, or the key was used for another request", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "Too many pictures at once", body = Problem, content_type = "application/problem+json")))]
pub async fn create(
    state: Data<AppState>,
    user: AuthUser,
    key: IdempotencyKey,
    form: PostForm,
) -> Result<HttpResponse> {
    let post = posts::create(&state, user.id(), form.0, key.0).await?;
    let location = paths::fill(paths::POST, &[&post.id.to_string()]);
    Ok(HttpResponse::Created().insert_header(("location", location)).json(PostResponse { post }))
}

/// One post.
#[utoipa::path(get, path = paths::POST, tag = "posts", operation_id = "find_post", security((), ("bearer" = [])),
    params(("id" = Uuid, Path, description = "The post")),
    responses((status = 200, description = "The post", body = PostResponse),
        (status = 404, description = "No such post, or not yours to see", body = Problem, content_type = "application/problem+json")))]
pub async fn find(state: Data<AppState>, user: MaybeAuthUser, id: Path<Uuid>) -> Result<Json<PostResponse>> {
    Ok(Json(PostResponse { post: posts::find(&state, id.into_inner(), user.id()).await? }))
}

/// Change the fields that are sent.
#[utoipa::path(patch, path = paths::POST, tag = "posts", operation_id = "update_post", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The post")), request_body = UpdatePost,
    responses((status = 200, description = "The post as changed", body = PostResponse),
        (status = 404, description = "No such post of yours", body = Problem, content_type = "application/problem+json")))]
pub async fn update(
    state: Data<AppState>,
    user: AuthUser,
    id: Path<Uuid>,
    condition: IfMatch,
    form: Body<UpdatePost>,
) -> Result<Json<PostResponse>> {
    Ok(Json(PostResponse { post: posts::update(&state, id.into_inner(), user.id(), form.0, condition).await? }))
}

/// Delete a post; its picture's addresses end at once. What was kept from it stays kept.
#[utoipa::path(delete, path = paths::POST, tag = "posts", operation_id = "delete_post", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The post")),
    responses((status = 204, description = "The post is gone, or was already"),
        (status = 404, description = "No such post of yours", body = Problem, content_type = "application/problem+json")))]
pub async fn delete(state: Data<AppState>, user: AuthUser, id: Path<Uuid>) -> Result<HttpResponse> {
    posts::delete(&state, id.into_inner(), user.id()).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// In which order a post's songs are asked for.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SongQuery {
    /// Order; best fit first when left out.
    sort: Option<SongSort>,
}

/// The songs of a post, best first, with the reasons for each.
#[utoipa::path(get, path = paths::POST_SONGS, tag = "posts", operation_id = "list_post_songs", security((), ("bearer" = [])),
    params(("id" = Uuid, Path, description = "The post"), SongQuery, super::openapi::SongPageParams),
    responses((status = 200, description = "A page of songs", body = PostSongList, headers(("Link" = String, description = "The next page"))),
        (status = 400, description = "The cursor does not belong here", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such post, or not yours to see", body = Problem, content_type = "application/problem+json"),
        (status = 410, description = "The list was made anew", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "The query cannot be read", body = Problem, content_type = "application/problem+json")))]
pub async fn list_songs(
    state: Data<AppState>,
    request: HttpRequest,
    user: MaybeAuthUser,
    id: Path<Uuid>,
    query: Query<SongQuery>,
    paging: SongPaging,
) -> Result<HttpResponse> {
    let SongPaging(paging) = paging;
    let sort = query.sort.unwrap_or_default();
    let page = posts::list_songs(&state, id.into_inner(), user.id(), sort, paging.query, paging.rows).await?;
    let next = page.next_cursor.clone();
    Ok(paged(&request, paging.rows, next.as_deref(), PostSongList { songs: page.items, next_cursor: page.next_cursor }))
}

/// Choose a post's songs anew, by the keywords and the mood that its owner wants. The list there is stays until the new one is
/// there; watch it come under `events_url`. Favourites and votes stay; cursors of the former list have expired then.
#[utoipa::path(post, path = paths::POST_REMATCH, tag = "posts", operation_id = "rematch_post", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The post"),
        super::openapi::IdempotencyParams),
    request_body(content = Rematch, description = "At most 20 keywords of 1 to 80 characters, each a word alone or with its score from 0 to 1; words that differ in case only are one",
        examples(
            ("words" = (summary = "Words alone count fully", value = json!({"keywords": ["sea", "evening"]}))),
            ("weighted" = (summary = "Words with scores, and a mood", value = json!({"keywords": [{"keyword": "sea", "score": 0.9}, {"keyword": "boat", "score": 0.4}], "mood": {"valence": 0.4, "arousal": -0.6}}))),
            ("mood" = (summary = "The mood alone", value = json!({"keywords": [], "mood": {"valence": -0.5, "arousal": 0.7}}))))),
    responses((status = 202, description = "The post, matching", body = PostResponse),
        (status = 404, description = "No such post of yours", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "The picture is not understood yet or cannot be (`not_ready`), or the same request is being worked on (`in_flight`)", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Some fields need another look, or the key was used for another request", body = Problem, content_type = "application/problem+json")))]
pub async fn rematch(
    state: Data<AppState>,
    user: AuthUser,
    id: Path<Uuid>,
    key: IdempotencyKey,
    form: Body<Rematch>,
) -> Result<HttpResponse> {
    let post = rematching::start(&state, id.into_inner(), user.id(), form.0, key.0).await?;
    Ok(HttpResponse::Accepted().json(PostResponse { post }))
}

/// Pictures like a post's, the most alike first, among public ones and the asker's own; none when nothing is like it.
#[utoipa::path(get, path = paths::POST_SIMILAR, tag = "posts", operation_id = "list_similar_posts", security((), ("bearer" = [])),
    params(("id" = Uuid, Path, description = "The post"), super::openapi::SinglePageParams),
    responses((status = 200, description = "The posts, on one page", body = PostList),
        (status = 400, description = "The list has one page only, so no cursor belongs to it", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such post, or not yours to see", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "limit is not 1 to 50", body = Problem, content_type = "application/problem+json")))]
pub async fn list_similar(
    state: Data<AppState>,
    user: MaybeAuthUser,
    id: Path<Uuid>,
    page: SinglePage,
) -> Result<Json<PostList>> {
    let posts = similar::list(&state, id.into_inner(), user.id(), page.rows).await?;
    Ok(Json(PostList { posts, next_cursor: None }))
}

/// A list with its next page in a Link header (RFC 8288).
pub(super) fn paged(request: &HttpRequest, rows: u32, next: Option<&str>, body: impl Serialize) -> HttpResponse {
    let mut response = HttpResponse::Ok();
    if let Some(cursor) = next {
        let of_the_page = |pair: &str| matches!(pair.split('=').next(), Some("" | CURSOR | LIMIT));
        let kept = request.query_string().split('&').filter(|pair| !of_the_page(pair));
        let query = kept.fold(String::new(), |query, pair| query + pair + "&");
        let link = format!("<{}?{query}{LIMIT}={rows}&{CURSOR}={cursor}>; rel=\"next\"", request.path());
        response.insert_header(("link", link));
    }
    response.json(body)
}
