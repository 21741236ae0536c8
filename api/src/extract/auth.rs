//! Who asks. A present but invalid token is refused everywhere, also where none is needed.

use std::future::{Ready, ready};

use actix_web::{FromRequest, HttpMessage as _, HttpRequest, dev::Payload, http::header, web};
use imagime_shared::{header::BEARER, token::Scope};
use uuid::Uuid;

use crate::{
    error::{Error, Result},
    security::{
        access::Access,
        personal_token::{Grant, PersonalToken},
    },
    services::{auth, tokens},
    state::AppState,
};

/// The user whose valid token came along; without one the answer is 401.
#[derive(Clone, Copy, Debug)]
pub struct AuthUser(Uuid);

impl AuthUser {
    /// The user.
    pub fn id(self) -> Uuid {
        self.0
    }
}

/// The user whose valid token came along, or nobody when there was none.
#[derive(Clone, Copy, Debug)]
pub struct MaybeAuthUser(Option<Uuid>);

impl MaybeAuthUser {
    /// The user, if any.
    pub fn id(self) -> Option<Uuid> {
        self.0
    }
}

/// The user in person, with a session: no personal token may change the password, make tokens, carry everything off or delete the account.
#[derive(Clone, Copy, Debug)]
pub struct SessionUser(pub Access);

impl SessionUser {
    /// The user.
    pub fn id(self) -> Uuid {
        self.0.user_id
    }
}

/// What a valid token turned out to be.
#[derive(Clone, Copy)]
enum Credential {
    Session(Access),
    Personal(Grant),
}

impl Credential {
    fn user_id(self) -> Uuid {
        match self {
            Self::Session(access) => access.user_id,
            Self::Personal(grant) => grant.user_id,
        }
    }

    /// Refuses a token that may not do what is asked for.
    fn require(self, needed: Scope) -> Result<()> {
        let allowed = match (self, needed) {
            (Self::Session(_), _) => true,
            (Self::Personal(grant), Scope::Read) => grant.read,
            (Self::Personal(grant), Scope::Write) => grant.write,
        };
        if allowed { Ok(()) } else { Err(Error::InsufficientScope(Some(needed))) }
    }
}

/// Who asks, once that is known.
struct Asker(Option<Credential>);

/// Finds out who asks, before anything else of a request is looked at: what is wrong with the rest is not for a token that is none.
pub async fn identify(request: &HttpRequest) -> Result<()> {
    let credential = credential(request).await?;
    credential.map(|credential| credential.require(scope(request))).transpose()?;
    request.extensions_mut().insert(Asker(credential));
    Ok(())
}

fn asker(request: &HttpRequest) -> Result<Option<Credential>> {
    let asker = request.extensions().get::<Asker>().map(|asker| asker.0);
    asker.ok_or_else(|| Error::Internal(anyhow::anyhow!("nobody found out who asks")))
}

fn somebody(request: &HttpRequest) -> Result<Credential> {
    asker(request)?.ok_or(Error::Unauthorized("this needs an account"))
}

impl FromRequest for AuthUser {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(somebody(request).map(|credential| Self(credential.user_id())))
    }
}

impl FromRequest for MaybeAuthUser {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(asker(request).map(|asker| Self(asker.map(Credential::user_id))))
    }
}

impl FromRequest for SessionUser {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(somebody(request).and_then(|credential| match credential {
            Credential::Session(access) => Ok(Self(access)),
            Credential::Personal(_) => Err(Error::InsufficientScope(None)),
        }))
    }
}

/// What a personal token needs for this method.
fn scope(request: &HttpRequest) -> Scope {
    if request.method().is_safe() { Scope::Read } else { Scope::Write }
}

async fn credential(request: &HttpRequest) -> Result<Option<Credential>> {
    let Some(token) = bearer(request)? else { return Ok(None) };
    let state = request.app_data::<web::Data<AppState>>();
    let state = state.ok_or_else(|| Error::Internal(anyhow::anyhow!("the state is not set up")))?;
    let credential = match PersonalToken::parse(&token) {
        Some(token) => tokens::authenticate(state, token).await?.map(Credential::Personal),
        None => auth::authenticate(state, &token).await?.map(Credential::Session),
    };
    credential.map(Some).ok_or(Error::Unauthorized("the token is not valid"))
}

fn bearer(request: &HttpRequest) -> Result<Option<String>> {
    let mut values = request.headers().get_all(header::AUTHORIZATION);
    let Some(value) = values.next() else { return Ok(None) };
    let malformed = Error::Unauthorized("the Authorization header is not a Bearer token");
    if values.next().is_some() {
        return Err(malformed);
    }
    let token = value
        .to_str()
        .ok()
        .and_then(|text| text.split_once(' '))
        .filter(|(scheme, token)| scheme.eq_ignore_ascii_case(BEARER) && !token.trim().is_empty());
    token.map(|(_, token)| Some(token.trim().to_owned())).ok_or(malformed)
}
