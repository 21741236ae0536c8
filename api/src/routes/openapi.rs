//! The OpenAPI document, generated from the handlers, and its browser.

use std::sync::LazyLock;

use actix_web::{
    HttpResponse, guard,
    middleware::DefaultHeaders,
    web::{self, Bytes},
};
use imagime_shared::{auth, comment, error, event, favorite, instance, paths, playlist, post, song, user};
use utoipa::{
    IntoParams, Modify, OpenApi, ToSchema,
    openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme},
};
use utoipa_swagger_ui::SwaggerUi;

/// Form of `POST /posts`.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only described")]
pub struct PostMultipart {
    /// JPEG, PNG, WebP or GIF, at most 24 MB; this or `image_url`.
    #[schema(value_type = Option<String>, format = Binary)]
    image: Option<Vec<u8>>,
    /// Link to such a picture on the public internet (http or https, at most 2,000 characters), fetched within 10 seconds; this or `image`.
    #[schema(max_length = 2000)]
    image_url: Option<String>,
    /// What the author says, up to 2,000 characters.
    description: Option<String>,
    /// Description for people who do not see the picture, up to 1,000 characters.
    alt_text: Option<String>,
    /// Who may see it; public when left out.
    visibility: Option<post::Visibility>,
    /// Blurred until asked for; false when left out.
    sensitive: Option<bool>,
    /// Whether outside analysers may look at the picture even while it is private; false when left out.
    outside_analysis: Option<bool>,
}

/// Form with one picture.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only described")]
pub struct ImageMultipart {
    /// JPEG, PNG, WebP or GIF, at most 8 MB.
    #[schema(value_type = String, format = Binary)]
    image: Vec<u8>,
}

/// Form of `POST /auth/register`.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only described")]
pub struct RegisterMultipart {
    /// 3 to 30 letters, digits, `_`, `-` or `.`.
    username: String,
    /// Mail address.
    email: String,
    /// 8 to 256 characters.
    password: String,
    /// Kind of client; browser when left out.
    client: Option<auth::ClientKind>,
    /// Profile picture: JPEG, PNG, WebP or GIF, at most 8 MB.
    #[schema(value_type = Option<String>, format = Binary)]
    image: Option<Vec<u8>>,
}

/// Which page of a list.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "only described")]
pub struct PageParams {
    /// `next_cursor` of the page before.
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
    /// Rows, 12 when left out.
    #[param(minimum = 1, maximum = 50)]
    limit: Option<u32>,
}

/// Which page of a post's songs.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "only described")]
pub struct SongPageParams {
    /// `next_cursor` of the page before.
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
    cursor: Option<String>,
    /// Songs, 50 when left out.
    #[param(minimum = 1, maximum = 50)]
    limit: Option<u32>,
}

#[derive(OpenApi)]
#[openapi(
    info(title = "Imagime", description = "Turns a picture into its soundtrack. Addresses of media are paths on the same host."),
    paths(
        super::auth::register, super::auth::login, super::auth::refresh, super::auth::logout,
        super::me::find, super::me::update, super::me::delete, super::me::update_avatar, super::me::delete_avatar,
        super::me::update_password, super::me::list_sessions, super::me::delete_session,
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
        super::instance::describe, super::instance::live, super::instance::ready,
    ),
    components(schemas(
        auth::AuthResponse, auth::Session, comment::Comment, error::Problem, error::FieldError, error::ErrorCode, favorite::Favorite,
        instance::Instance, playlist::Playlist, playlist::PlaylistSong, post::Post, event::StatusEvent, event::KeywordsEvent, event::SongEvent, event::DoneEvent,
        song::Song, song::PostSong, user::Author, user::Me, user::Profile,
    )),
    modifiers(&Bearer),
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
        (name = "instance", description = "The instance"),
    )
)]
struct Document;

struct Bearer;

impl Modify for Bearer {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let scheme = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("JWT").build();
        document.components.get_or_insert_default().add_security_scheme("bearer", SecurityScheme::Http(scheme));
    }
}

/// The OpenAPI document.
pub fn document() -> utoipa::openapi::OpenApi {
    Document::openapi()
}

/// The document as JSON.
pub(super) async fn serve() -> HttpResponse {
    static JSON: LazyLock<Bytes> = LazyLock::new(|| Bytes::from(document().to_pretty_json().unwrap_or_default()));
    HttpResponse::Ok().content_type("application/json").body(JSON.clone())
}

/// The document to browse, with a policy of its own: it brings its own styles and scripts.
pub(super) fn browser(app: &mut web::ServiceConfig) {
    let policy = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
                  connect-src 'self'; font-src 'self'; base-uri 'none'; frame-ancestors 'none'";
    let headers = DefaultHeaders::new()
        .add(("content-security-policy", policy))
        .add(("x-content-type-options", "nosniff"))
        .add(("referrer-policy", "same-origin"));
    let below_docs = guard::fn_guard(|context| {
        let path = context.head().uri.path();
        path == paths::DOCS || path.starts_with("/api/docs/")
    });
    let browser = SwaggerUi::new("/api/docs/{_:.*}").config(utoipa_swagger_ui::Config::new([paths::OPENAPI]));
    let slash = web::redirect(paths::DOCS, "/api/docs/");
    app.service(web::scope("").guard(below_docs).wrap(headers).service(slash).service(browser));
}
