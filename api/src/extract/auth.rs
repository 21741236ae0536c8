//! Who asks. A present but invalid token is refused everywhere, also where none is needed.

use std::{future::Future, pin::Pin};

use actix_web::{FromRequest, HttpRequest, dev::Payload, http::header, web};
use imagime_shared::token::Scope;
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

/// The user whose valid token came along; without one the answer is 401. A personal token needs the scope of the method.
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
enum Credential {
    Session(Access),
    Personal(Grant),
}

impl Credential {
    /// The user, when the token may do what is asked for.
    fn user(&self, needed: Scope) -> Result<Uuid> {
        match self {
            Self::Session(access) => Ok(access.user_id),
            Self::Personal(grant) => {
                let allowed = match needed {
                    Scope::Read => grant.read,
                    Scope::Write => grant.write,
                };
                if allowed { Ok(grant.user_id) } else { Err(Error::InsufficientScope(Some(needed))) }
            }
        }
    }
}

impl FromRequest for AuthUser {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let (asker, needed) = (asker(request), scope(request));
        Box::pin(async move {
            let credential = asker.await?.ok_or(Error::Unauthorized("this needs an account"))?;
            credential.user(needed).map(Self)
        })
    }
}

impl FromRequest for MaybeAuthUser {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let (asker, needed) = (asker(request), scope(request));
        Box::pin(async move { asker.await?.map(|credential| credential.user(needed)).transpose().map(Self) })
    }
}

impl FromRequest for SessionUser {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let asker = asker(request);
        Box::pin(async move {
            match asker.await?.ok_or(Error::Unauthorized("this needs an account"))? {
                Credential::Session(access) => Ok(Self(access)),
                Credential::Personal(_) => Err(Error::InsufficientScope(None)),
            }
        })
    }
}

/// What a personal token needs for this method.
fn scope(request: &HttpRequest) -> Scope {
    if request.method().is_safe() { Scope::Read } else { Scope::Write }
}

fn asker(request: &HttpRequest) -> impl Future<Output = Result<Option<Credential>>> + use<> {
    let token = bearer(request);
    let state = request.app_data::<web::Data<AppState>>().cloned();
    async move {
        let Some(token) = token? else { return Ok(None) };
        let state = state.ok_or_else(|| Error::Internal(anyhow::anyhow!("the state is not set up")))?;
        let credential = match PersonalToken::parse(&token) {
            Some(token) => tokens::authenticate(&state, token).await?.map(Credential::Personal),
            None => auth::authenticate(&state, &token).await?.map(Credential::Session),
        };
        credential.map(Some).ok_or(Error::Unauthorized("the token is not valid"))
    }
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
        .filter(|(scheme, token)| scheme.eq_ignore_ascii_case("bearer") && !token.trim().is_empty());
    token.map(|(_, token)| Some(token.trim().to_owned())).ok_or(malformed)
}
