//! The whole route table. A handler reads as one sentence; what is longer lives in a service.

mod auth;
mod comments;
mod events;
mod favorites;
mod follows;
mod instance;
mod keywords;
mod likes;
mod manners;
mod me;
mod media;
pub mod metrics;
mod openapi;
mod openapi_answers;
mod openapi_examples;
mod openapi_links;
mod openapi_manners;
mod openapi_parameters;
mod openapi_problems;
pub mod page;
mod page_card;
mod playlists;
mod posts;
pub mod problem;
mod recommendations;
mod search;
mod shares;
mod songs;
mod tokens;
mod users;
mod votes;

use actix_cors::Cors;
use actix_web::{
    FromRequest, Handler, HttpRequest, HttpResponse, Resource, Responder, guard,
    http::{Method, header},
    middleware::{Compress, Condition, from_fn},
    web,
};
use imagime_shared::{header as names, paths};

use crate::{
    error::Error,
    extract::{json_config, path_config},
    state::AppState,
};

pub use openapi::document;

/// Everything that the server answers.
pub fn configure(app: &mut web::ServiceConfig, state: &AppState, page: &web::Data<page::Page>) {
    app.app_data(web::Data::new(state.clone())).app_data(page.clone()).app_data(json_config()).app_data(path_config());
    for (path, endpoint) in media::endpoints() {
        let endpoint = endpoint.at(path).wrap(from_fn(manners::envelope));
        app.service(endpoint.wrap(cors(state)).wrap(from_fn(manners::preflight)));
    }
    // Streams and health have no entity tag.
    for (path, endpoint) in streams() {
        app.service(
            endpoint
                .at(path)
                .wrap(from_fn(manners::identify))
                .wrap(from_fn(manners::pace))
                .wrap(from_fn(manners::envelope))
                .wrap(cors(state))
                .wrap(from_fn(manners::preflight)),
        );
    }
    for (path, endpoint) in health() {
        app.service(endpoint.at(path).wrap(from_fn(manners::envelope)));
    }
    for (path, endpoint) in api() {
        let anonymous = [paths::REGISTER, paths::LOGIN, paths::REFRESH, paths::LOGOUT, paths::OPENAPI].contains(&path);
        app.service(
            endpoint
                .at(path)
                .wrap(Condition::new(!anonymous, from_fn(manners::identify)))
                .wrap(from_fn(manners::validators))
                .wrap(from_fn(manners::pace))
                .wrap(Compress::default())
                .wrap(from_fn(manners::envelope))
                .wrap(cors(state))
                .wrap(from_fn(manners::preflight)),
        );
    }
    for (path, endpoint) in
        [(paths::DOCS, Endpoint::new().get(openapi::enter)), (paths::DOCS_FILE, Endpoint::new().get(openapi::browse))]
    {
        app.service(endpoint.at(path).wrap(from_fn(manners::pace)).wrap(from_fn(manners::envelope)));
    }
    app.service(
        web::scope("/api")
            .wrap(from_fn(manners::identify))
            .wrap(from_fn(manners::pace))
            .wrap(from_fn(manners::envelope))
            .wrap(cors(state))
            .wrap(from_fn(manners::preflight))
            .default_service(web::to(|| async { Err::<HttpResponse, _>(Error::NotFound) })),
    );
    app.service(web::scope("").wrap(from_fn(manners::envelope)).default_service(web::to(page::serve)));
}

/// Every path with its methods, but for those of the document's browser: what the document has to describe.
pub fn table() -> Vec<(&'static str, Vec<Method>)> {
    let all = media::endpoints().into_iter().chain(streams()).chain(health()).chain(api());
    all.map(|(path, endpoint)| (path, endpoint.routes.into_iter().map(|(method, _)| method).collect())).collect()
}

fn streams() -> Vec<(&'static str, Endpoint)> {
    vec![(paths::POST_EVENTS, Endpoint::new().get(events::stream))]
}

fn health() -> Vec<(&'static str, Endpoint)> {
    let e = Endpoint::new;
    vec![(paths::HEALTH_LIVE, e().get(instance::live)), (paths::HEALTH_READY, e().get(instance::ready))]
}

/// Path by path, what the API knows.
fn api() -> Vec<(&'static str, Endpoint)> {
    let e = Endpoint::new;
    vec![
        (paths::REGISTER, e().post(auth::register)),
        (paths::LOGIN, e().post(auth::login)),
        (paths::REFRESH, e().post(auth::refresh)),
        (paths::LOGOUT, e().post(auth::logout)),
        (paths::ME, e().get(me::find).patch(me::update).delete(me::delete)),
        (paths::AVATAR, e().put(me::update_avatar).delete(me::delete_avatar)),
        (paths::PASSWORD, e().put(me::update_password)),
        (paths::SESSIONS, e().get(me::list_sessions)),
        (paths::SESSION, e().delete(me::delete_session)),
        (paths::EXPORT, e().get(me::export)),
        (paths::TOKENS, e().get(tokens::list).post(tokens::create)),
        (paths::TOKEN, e().delete(tokens::delete)),
        (paths::FAVORITES, e().get(favorites::list)),
        (paths::FAVORITE, e().put(favorites::keep).delete(favorites::release)),
        (paths::POSTS, e().get(posts::list).post(posts::create)),
        (paths::POST, e().get(posts::find).patch(posts::update).delete(posts::delete)),
        (paths::POST_SONGS, e().get(posts::list_songs)),
        (paths::POST_REMATCH, e().post(posts::rematch)),
        (paths::POST_SONG_VOTE, e().put(votes::cast).delete(votes::withdraw)),
        (paths::POST_SIMILAR, e().get(posts::list_similar)),
        (paths::POST_SONG_FAVORITE, e().put(favorites::keep_from_post).delete(favorites::release_from_post)),
        (paths::POST_COMMENTS, e().get(comments::list).post(comments::create)),
        (paths::COMMENT, e().get(comments::find).patch(comments::update).delete(comments::delete)),
        (paths::POST_LIKE, e().put(likes::like).delete(likes::unlike)),
        (paths::LIKES, e().get(likes::list)),
        (paths::USER_FOLLOW, e().put(follows::follow).delete(follows::unfollow)),
        (paths::USER_FOLLOWERS, e().get(follows::list_followers)),
        (paths::USER_FOLLOWING, e().get(follows::list_following)),
        (paths::USER, e().get(users::find)),
        (paths::USER_POSTS, e().get(users::list_posts)),
        (paths::USER_FAVORITES, e().get(users::list_favorites)),
        (paths::RECOMMENDED_SONGS, e().get(recommendations::list_songs)),
        (paths::RECOMMENDED_POSTS, e().get(recommendations::list_posts)),
        (paths::SONG, e().get(songs::find)),
        (paths::SONG_POSTS, e().get(songs::list_posts)),
        (paths::KEYWORD, e().get(keywords::find)),
        (paths::SONG_SIMILAR, e().get(songs::list_similar)),
        (paths::POST_SHARES, e().get(shares::list).post(shares::create)),
        (paths::SHARE, e().delete(shares::delete)),
        (paths::SHARED, e().get(shares::find)),
        (paths::SHARED_SONGS, e().get(shares::list_songs)),
        (paths::SEARCH, e().get(search::search)),
        (paths::PLAYLISTS, e().get(playlists::list).post(playlists::create)),
        (paths::PLAYLIST_FROM_FAVORITES, e().post(playlists::create_from_favorites)),
        (paths::PLAYLIST_FROM_POST, e().post(playlists::create_from_post)),
        (paths::PLAYLIST, e().get(playlists::find).patch(playlists::update).delete(playlists::delete)),
        (paths::PLAYLIST_SONGS, e().post(playlists::add_songs).put(playlists::reorder)),
        (paths::PLAYLIST_SONG, e().delete(playlists::remove_song)),
        (paths::PLAYLIST_EXPORT, e().get(playlists::export)),
        (paths::INSTANCE, e().get(instance::describe)),
        (paths::OPENAPI, e().get(openapi::serve)),
    ]
}

/// The methods of one path. What it does not know is 405 with `Allow`; HEAD answers wherever GET does.
struct Endpoint {
    routes: Vec<(Method, actix_web::Route)>,
}

impl Endpoint {
    fn new() -> Self {
        Self { routes: Vec::new() }
    }

    fn get<F, Args>(self, handler: F) -> Self
    where
        F: Handler<Args>,
        Args: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        self.on(Method::GET, handler)
    }

    fn post<F, Args>(self, handler: F) -> Self
    where
        F: Handler<Args>,
        Args: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        self.on(Method::POST, handler)
    }

    fn put<F, Args>(self, handler: F) -> Self
    where
        F: Handler<Args>,
        Args: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        self.on(Method::PUT, handler)
    }

    fn patch<F, Args>(self, handler: F) -> Self
    where
        F: Handler<Args>,
        Args: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        self.on(Method::PATCH, handler)
    }

    fn delete<F, Args>(self, handler: F) -> Self
    where
        F: Handler<Args>,
        Args: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        self.on(Method::DELETE, handler)
    }

    fn on<F, Args>(mut self, method: Method, handler: F) -> Self
    where
        F: Handler<Args>,
        Args: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        let wanted = method.clone();
        let matches = guard::fn_guard(move |context| {
            let asked = &context.head().method;
            asked == wanted || (wanted == Method::GET && asked == Method::HEAD)
        });
        self.routes.push((method, web::route().guard(matches).to(handler)));
        self
    }

    fn at(self, path: &str) -> Resource {
        let mut allow: Vec<String> = Vec::new();
        for (method, _) in &self.routes {
            allow.push(method.to_string());
            if *method == Method::GET {
                allow.push("HEAD".into());
            }
        }
        allow.push("OPTIONS".into());
        let allow = allow.join(", ");
        let mut resource = web::resource(path);
        for (_, route) in self.routes {
            resource = resource.route(route);
        }
        resource.default_service(web::to(move |request: HttpRequest| {
            let allow = allow.clone();
            async move {
                if request.method() == Method::OPTIONS {
                    return Ok(HttpResponse::NoContent().insert_header((header::ALLOW, allow)).finish());
                }
                Err(Error::MethodNotAllowed(allow))
            }
        }))
    }
}

/// Other origins only when they are listed; never with cookies.
fn cors(state: &AppState) -> Cors {
    let origins = &state.config.server.cors_origins;
    let exposed = [
        "accept-ranges",
        "allow",
        "content-disposition",
        "content-range",
        "etag",
        "link",
        "location",
        "ratelimit",
        "ratelimit-policy",
        "retry-after",
        "www-authenticate",
        names::REQUEST_ID,
    ];
    origins
        .iter()
        .fold(Cors::default(), |cors, origin| cors.allowed_origin(origin))
        .allowed_methods([Method::GET, Method::HEAD, Method::POST, Method::PUT, Method::PATCH, Method::DELETE])
        .allowed_headers([
            names::AUTHORIZATION,
            names::CONTENT_TYPE,
            names::IDEMPOTENCY_KEY,
            "if-match",
            "if-none-match",
            "if-range",
            names::LAST_EVENT_ID,
            "range",
        ])
        .expose_headers(exposed)
        .max_age(600)
}
