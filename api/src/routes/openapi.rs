//! The OpenAPI document, generated from the handlers, and its browser.

use std::sync::{Arc, LazyLock};

use actix_web::{
    HttpResponse,
    http::header::{self, ContentEncoding},
    web::{Bytes, Path},
};
use imagime_shared::{
    auth::{self, ClientKind},
    comment, error, event, favorite, instance, paths, playlist,
    post::{self, Visibility},
    search, song, user,
};
use serde::Deserialize;
use utoipa::{
    IntoParams, OpenApi, ToSchema,
    openapi::{KnownFormat, ObjectBuilder, OneOfBuilder, RefOr, Schema, SchemaFormat, Type},
};
use utoipa_swagger_ui::Config;

use super::{openapi_answers::Answers, openapi_links::Links, openapi_manners::Manners};
use crate::error::{Error, Result};

/// Form of `POST /posts`.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "only described")]
pub struct PostMultipart {
    /// JPEG, PNG, WebP or GIF, at most 24 MB; this or `image_url`.
    #[schema(value_type = String, required = false, format = Binary)]
    image: Option<Vec<u8>>,
    /// Link to such a picture on the public internet (http or https, at most 2,000 characters), fetched within 10 seconds; this or `image`.
    #[schema(example = "https://example.org/pier.jpg", value_type = String, required = false, max_length = 2000)]
    image_url: Option<String>,
    /// What the author says, up to 2,000 characters.
    #[schema(example = "The last boat of the day.", value_type = String, required = false, max_length = 2000, pattern = "^[\\u0009-\\u000d\\u0085]*[^\\u0000-\\u0008\\u000b-\\u000c\\u000e-\\u001f\\u007f-\\u009f]*[\\u0009-\\u000d\\u0085]*$")]
    description: Option<String>,
    /// Description for people who do not see the picture, up to 1,000 characters.
    #[schema(example = "A wooden pier in a calm sea at dusk.", value_type = String, required = false, max_length = 1000, pattern = "^[\\u0009-\\u000d\\u0085]*[^\\u0000-\\u0008\\u000b-\\u000c\\u000e-\\u001f\\u007f-\\u009f]*[\\u0009-\\u000d\\u0085]*$")]
    alt_text: Option<String>,
    /// Who may see it; public when left out.
    #[schema(value_type = Visibility, required = false)]
    visibility: Option<Visibility>,
    /// Blurred until asked for; false when left out.
    #[schema(example = false, value_type = bool, required = false)]
    sensitive: Option<bool>,
    /// Whether outside analysers may look at the picture even while it is private; false when left out.
    #[schema(example = false, value_type = bool, required = false)]
    outside_analysis: Option<bool>,
}

/// Form with one picture.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "only described")]
pub struct ImageMultipart {
    /// JPEG, PNG, WebP or GIF, at most 8 MB.
    #[schema(value_type = String, format = Binary)]
    image: Vec<u8>,
}

/// Form of `POST /auth/register`.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "only described")]
pub struct RegisterMultipart {
    /// 3 to 30 letters, digits, `_`, `-` or `.`.
    #[schema(
        example = "mira",
        min_length = 3,
        max_length = 30,
        pattern = "^[A-Za-z0-9]([A-Za-z0-9_.-]*[A-Za-z0-9])?$"
    )]
    username: String,
    /// Mail address.
    #[schema(example = "mira@example.org", format = "email", max_length = 254)]
    email: String,
    /// 8 to 256 characters.
    #[schema(example = "violet-harbour-2931", min_length = 8, max_length = 256, pattern = "^[^\\u0000]*$")]
    password: String,
    /// Kind of client; browser when left out.
    #[schema(value_type = ClientKind, required = false)]
    client: Option<ClientKind>,
    /// Profile picture: JPEG, PNG, WebP or GIF, at most 8 MB.
    #[schema(value_type = String, required = false, format = Binary)]
    image: Option<Vec<u8>>,
}

/// This document.
#[derive(ToSchema)]
#[schema(example = json!({"openapi": "3.1.0", "info": {"title": "Imagime"}, "paths": {}, "components": {}}))]
#[expect(dead_code, reason = "only described")]
pub struct OpenApiFile {
    /// Version of OpenAPI.
    openapi: String,
    /// Name and version.
    #[schema(value_type = Object)]
    info: (),
    /// What can be asked.
    #[schema(value_type = Object)]
    paths: (),
    /// What it is described with.
    #[schema(value_type = Object)]
    components: (),
}

/// A playlist in the words of JSPF.
#[derive(ToSchema)]
#[schema(example = json!({"playlist": {"title": "For the morning", "track": [{"title": "Shenandoah", "creator": "Traditional"}]}}))]
#[expect(dead_code, reason = "only described")]
pub struct JspfFile {
    /// Title, creator and tracks.
    #[schema(value_type = Object)]
    playlist: (),
}

/// What makes a repeat harmless.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "only described")]
pub struct IdempotencyParams {
    /// Makes a repeat harmless for 24 hours: 1 to 200 visible ASCII characters.
    #[param(rename = "Idempotency-Key", min_length = 1, max_length = 200, pattern = "^[!-~]+$")]
    idempotency_key: Option<String>,
}

/// Which page of a list.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "only described")]
pub struct PageParams {
    /// `next_cursor` of the page before.
    #[param(min_length = 1, max_length = 2000)]
    cursor: Option<String>,
    /// Rows, 20 when left out.
    #[param(minimum = 1, maximum = 50)]
    limit: Option<u32>,
}

/// How much of a list of one page.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "only described")]
pub struct SinglePageParams {
    /// Rows, 20 when left out.
    #[param(minimum = 1, maximum = 50)]
    limit: Option<u32>,
}

/// How much of a search.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "only described")]
pub struct SearchPageParams {
    /// Rows of each type, 5 when left out.
    #[param(minimum = 1, maximum = 50)]
    limit: Option<u32>,
}

/// Which page of a post's songs.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "only described")]
pub struct SongPageParams {
    /// `next_cursor` of the page before.
    #[param(min_length = 1, max_length = 2000)]
    cursor: Option<String>,
    /// Rows, 5 when left out.
    #[param(minimum = 1, maximum = 50)]
    limit: Option<u32>,
}

/// Which page of a playlist's songs.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "only described")]
pub struct PlaylistPageParams {
    /// `next_cursor` of the page before.
    #[param(min_length = 1, max_length = 2000)]
    cursor: Option<String>,
    /// Songs, 50 when left out.
    #[param(minimum = 1, maximum = 50)]
    limit: Option<u32>,
}

#[derive(OpenApi)]
#[openapi(
    info(title = "Imagime", description = "Turns a picture into its soundtrack. Addresses of media are paths on the same host. What answers GET answers HEAD too; a method that a path does not know is 405 with `Allow` (`components/responses/MethodNotAllowed`), which OPTIONS tells as well."),
    paths(
        super::auth::register, super::auth::login, super::auth::refresh, super::auth::logout,
        super::me::find, super::me::update, super::me::delete, super::me::update_avatar, super::me::delete_avatar,
        super::me::update_password, super::me::list_sessions, super::me::delete_session, super::me::export,
        super::tokens::list, super::tokens::create, super::tokens::delete,
        super::favorites::list, super::favorites::keep, super::favorites::release,
        super::favorites::keep_from_post, super::favorites::release_from_post,
        super::posts::list, super::posts::create, super::posts::find, super::posts::update, super::posts::delete,
        super::posts::list_songs, super::posts::list_similar, super::posts::rematch, super::events::stream,
        super::votes::cast, super::votes::withdraw,
        super::comments::list, super::comments::create, super::comments::find, super::comments::update, super::comments::delete,
        super::likes::list, super::likes::like, super::likes::unlike,
        super::follows::follow, super::follows::unfollow, super::follows::list_followers, super::follows::list_following,
        super::playlists::list, super::playlists::create, super::playlists::create_from_favorites, super::playlists::create_from_post,
        super::playlists::find, super::playlists::update, super::playlists::delete, super::playlists::add_songs,
        super::playlists::reorder, super::playlists::remove_song, super::playlists::export,
        super::shares::create, super::shares::list, super::shares::delete, super::shares::find, super::shares::list_songs,
        super::search::search,
        super::users::find, super::users::list_posts, super::users::list_favorites,
        super::songs::find, super::songs::list_posts, super::songs::list_similar, super::keywords::find,
        super::recommendations::list_songs, super::recommendations::list_posts,
        super::instance::describe, super::instance::live, super::instance::ready, serve,
        super::media::file, super::media::preview, super::media::resolved, super::media::artwork, super::media::cover, super::media::track,
    ),
    components(schemas(
        auth::AuthResponse, auth::Session, comment::Comment, comment::CommentSort, error::Problem, error::FieldError, error::ErrorCode, favorite::Favorite, favorite::FavoriteSort,
        instance::Instance, playlist::Playlist, playlist::PlaylistSong, playlist::ExportFormat, post::Post, post::PostSort, post::Period, event::StatusEvent, event::KeywordsEvent, event::SongEvent, event::DoneEvent,
        search::SearchType, song::Song, song::PostSong, song::SongSort, user::Author, user::Me, user::Profile,
    )),
    modifiers(&Answers, &Manners, &Links),
    tags(
        (name = "auth", description = "Accounts and sessions"),
        (name = "me", description = "The asker's own account"),
        (name = "posts", description = "Pictures and their songs"),
        (name = "votes", description = "Whether a song fits a picture"),
        (name = "comments", description = "What people say about a picture"),
        (name = "likes", description = "Pictures that people like"),
        (name = "favorites", description = "Songs that the asker keeps"),
        (name = "playlists", description = "Lists of songs that people put together themselves"),
        (name = "shares", description = "Links that open a post without an account"),
        (name = "users", description = "Public profiles"),
        (name = "search", description = "Search over what the asker may see"),
        (name = "recommendations", description = "What may please the asker"),
        (name = "songs", description = "Songs"),
        (name = "keywords", description = "Words for pictures"),
        (name = "media", description = "Pictures and sound, for `<img>` and `<audio>`: no header is needed"),
        (name = "instance", description = "The instance"),
    )
)]
struct Document;

/// A day, or a time on it.
pub(super) fn day_or_time() -> RefOr<Schema> {
    let text = |format| ObjectBuilder::new().schema_type(Type::String).format(Some(SchemaFormat::KnownFormat(format)));
    OneOfBuilder::new().item(text(KnownFormat::Date)).item(text(KnownFormat::DateTime)).into()
}

/// The OpenAPI document as JSON.
pub fn document() -> String {
    let mut document = Document::openapi();
    let time = ObjectBuilder::new()
        .schema_type(Type::String)
        .format(Some(SchemaFormat::KnownFormat(KnownFormat::DateTime)))
        .description(Some("RFC 3339 time in UTC"))
        .examples(["2026-01-31T09:30:00.123Z"]);
    let components = document.components.get_or_insert_default();
    components.schemas.remove("String");
    components.schemas.insert("Timestamp".into(), time.into());
    // Times are texts in our types, so that the page needs no date library, and an alias goes by the name of what it stands for.
    document.to_pretty_json().unwrap_or_default().replace("schemas/String\"", "schemas/Timestamp\"")
}

/// This document.
#[utoipa::path(get, path = paths::OPENAPI, tag = "instance", operation_id = "find_openapi",
    responses((status = 200, description = "OpenAPI 3.1", body = OpenApiFile)))]
pub(super) async fn serve() -> HttpResponse {
    static JSON: LazyLock<Bytes> = LazyLock::new(|| Bytes::from(document()));
    HttpResponse::Ok().content_type("application/json").body(JSON.clone())
}

/// Leads to the document's browser, whose files lie below.
pub(super) async fn enter() -> HttpResponse {
    HttpResponse::TemporaryRedirect().insert_header((header::LOCATION, format!("{}/", paths::DOCS))).finish()
}

/// The document to browse, with a policy of its own: it brings its own styles and scripts.
pub(super) async fn browse(file: Path<String>) -> Result<HttpResponse> {
    const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
                          connect-src 'self'; font-src 'self'; base-uri 'none'; frame-ancestors 'none'";
    static CONFIG: LazyLock<Arc<Config<'_>>> = LazyLock::new(|| Arc::new(Config::new([paths::OPENAPI])));
    let found = utoipa_swagger_ui::serve(&file, Arc::clone(&CONFIG));
    let found = found.map_err(|error| Error::Internal(anyhow::anyhow!("the document's browser: {error}")))?;
    let file = found.ok_or(Error::NotFound)?;
    let mut response = HttpResponse::Ok();
    response.insert_header((header::CONTENT_SECURITY_POLICY, POLICY)).content_type(file.content_type);
    if file.gzpipped {
        response.insert_header(ContentEncoding::Gzip);
    }
    Ok(response.body(file.bytes.into_owned()))
}
