//! Accounts and sessions.

use actix_web::{
    HttpRequest, HttpResponse,
    cookie::{Cookie, SameSite, time::Duration},
    web::Data,
};
use imagime_shared::{
    auth::{AuthResponse, ClientKind, Login, RefreshRequest, Register},
    error::Problem,
    header::BEARER,
    paths,
};

use crate::{
    error::{Error, Result},
    extract::{Body, ClientCaller, RegisterForm, UntypedBody, same_site},
    security::{access, refresh::RefreshToken},
    services::auth::{self, Opened},
    state::AppState,
};

/// Name of the cookie with a browser's refresh token, where the public address is plain HTTP.
pub(super) const REFRESH_COOKIE: &str = "imagime_refresh";
/// The same for HTTPS: browsers take it from this very host only.
pub(super) const SECURE_REFRESH_COOKIE: &str = "__Host-imagime_refresh";

/// Make an account and open its first session.
#[utoipa::path(post, path = paths::REGISTER, tag = "auth", operation_id = "register",
    request_body(content((Register = "application/json"), (super::openapi::RegisterMultipart = "multipart/form-data"))),
    responses((status = 201, description = "The account with its first session; browsers get the refresh cookie", body = AuthResponse,
            headers(("Location" = String, description = "Path of the new account's profile"), ("Set-Cookie" = String, description = "The refresh token of a browser, out of reach of scripts"))),
        (status = 403, description = "Another site's page asks for a browser's session", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "Name or address is taken", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "More bytes than a body may have", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Some fields, the picture among them, need another look", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many accounts from this address", body = Problem, content_type = "application/problem+json")))]
pub async fn register(
    state: Data<AppState>,
    request: HttpRequest,
    caller: ClientCaller,
    form: RegisterForm,
) -> Result<HttpResponse> {
    own_page(&request, form.fields.client)?;
    let opened = auth::register(&state, form.fields, form.image, caller.0).await?;
    let location = paths::fill(paths::USER, &[&opened.user.username]);
    Ok(respond(&state, HttpResponse::Created().insert_header(("location", location)), opened))
}

/// Open a session.
#[utoipa::path(post, path = paths::LOGIN, tag = "auth", operation_id = "login", request_body = Login,
    responses((status = 200, description = "The session; browsers get the refresh cookie", body = AuthResponse,
            headers(("Set-Cookie" = String, description = "The refresh token of a browser, out of reach of scripts"))),
        (status = 401, description = "Name or password is wrong", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "Another site's page asks for a browser's session", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "The body has another shape", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many attempts", body = Problem, content_type = "application/problem+json")))]
pub async fn login(
    state: Data<AppState>,
    request: HttpRequest,
    caller: ClientCaller,
    form: Body<Login>,
) -> Result<HttpResponse> {
    own_page(&request, form.0.client)?;
    let opened = auth::login(&state, form.0, caller.0).await?;
    Ok(respond(&state, &mut HttpResponse::Ok(), opened))
}

/// Renew a session: the cookie of a browser, or the token of a native client, for its successor.
#[utoipa::path(post, path = paths::REFRESH, tag = "auth", operation_id = "refresh", request_body = Option<RefreshRequest>,
    security((), ("refresh_cookie" = []), ("secure_refresh_cookie" = [])),
    responses((status = 200, description = "The renewed session", body = AuthResponse,
            headers(("Set-Cookie" = String, description = "The next refresh token of a browser"))),
        (status = 401, description = "The refresh token is not valid any more", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "The cookie came with another site's request", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "The body has another shape", body = Problem, content_type = "application/problem+json")))]
pub async fn refresh(
    state: Data<AppState>,
    request: HttpRequest,
    form: UntypedBody<RefreshRequest>,
) -> Result<HttpResponse> {
    let missing = Error::Unauthorized("no refresh token came along");
    let (token, carried) = presented(&state, &request, form.0)?.ok_or(missing)?;
    let opened = auth::refresh(&state, token, carried).await?;
    Ok(respond(&state, &mut HttpResponse::Ok(), opened))
}

/// End a session.
#[utoipa::path(post, path = paths::LOGOUT, tag = "auth", operation_id = "logout", request_body = Option<RefreshRequest>,
    security((), ("refresh_cookie" = []), ("secure_refresh_cookie" = [])),
    responses((status = 204, description = "The session is over, or was already", headers(("Set-Cookie" = String, description = "Takes the cookie away"))),
        (status = 403, description = "The cookie came with another site's request", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "The body has another shape", body = Problem, content_type = "application/problem+json")))]
pub async fn logout(
    state: Data<AppState>,
    request: HttpRequest,
    form: UntypedBody<RefreshRequest>,
) -> Result<HttpResponse> {
    if let Some((token, _)) = presented(&state, &request, form.0)? {
        auth::logout(&state, token).await?;
    }
    let mut response = HttpResponse::NoContent();
    // Another site's form comes without the cookie, and is not to take it away either.
    if same_site(&request).is_ok() {
        let mut gone = cookie(&state, String::new());
        gone.make_removal();
        response.cookie(gone);
    }
    Ok(response.finish())
}

/// A browser's session is opened for our own page only: else another site could log its visitors in under a name of its choice.
fn own_page(request: &HttpRequest, client: ClientKind) -> Result<()> {
    match client {
        ClientKind::Browser => same_site(request),
        ClientKind::Native => Ok(()),
    }
}

/// The refresh token that came along, and whose way of sending it that is.
fn presented(
    state: &AppState,
    request: &HttpRequest,
    form: RefreshRequest,
) -> Result<Option<(RefreshToken, ClientKind)>> {
    if let Some(text) = form.refresh_token {
        return Ok(RefreshToken::parse(&text).map(|token| (token, ClientKind::Native)));
    }
    let Some(cookie) = request.cookie(cookie_name(state)) else { return Ok(None) };
    same_site(request)?;
    Ok(RefreshToken::parse(cookie.value()).map(|token| (token, ClientKind::Browser)))
}

fn respond(state: &AppState, response: &mut actix_web::HttpResponseBuilder, opened: Opened) -> HttpResponse {
    let native = opened.kind == ClientKind::Native;
    if !native {
        response.cookie(cookie(state, opened.refresh_token.expose().to_owned()));
    }
    response.insert_header(("cache-control", "no-store")).json(AuthResponse {
        user: opened.user,
        access_token: opened.access_token,
        token_type: BEARER.into(),
        expires_in: access::LIFETIME,
        refresh_token: native.then(|| opened.refresh_token.expose().to_owned()),
    })
}

/// Host-only, out of reach of scripts and of other sites.
fn cookie(state: &AppState, value: String) -> Cookie<'static> {
    Cookie::build(cookie_name(state), value)
        .path("/")
        .http_only(true)
        .secure(state.config.server.is_https())
        .same_site(SameSite::Strict)
        .max_age(Duration::days(i64::from(state.config.accounts.session_days)))
        .finish()
}

fn cookie_name(state: &AppState) -> &'static str {
    if state.config.server.is_https() { SECURE_REFRESH_COOKIE } else { REFRESH_COOKIE }
}
