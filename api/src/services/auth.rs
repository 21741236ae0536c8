//! Registering, logging in, renewing and ending sessions.

use std::net::IpAddr;

use chrono::{DateTime, Duration, Utc};
use diesel::PgConnection;
use imagime_shared::{
    auth::{ClientKind, Login, Register, Session},
    field,
    page::PageQuery,
    user::Me,
    validation,
};
use uuid::Uuid;

use super::posts::Page;
use crate::{
    cursor,
    error::{Error, Result},
    hashing,
    models::{NewSession, NewUser, UserRow},
    pictures::{self, Shape, Upload},
    repositories::{media, sessions, tombstones, users},
    security::{
        access::{self, Access},
        keys::KeyRing,
        password::NewPassword,
        refresh::RefreshToken,
    },
    state::AppState,
    throttle::{self, Rule},
    views::{self, Eye},
};

/// A spent refresh token may come back for this long: answers get lost, and tabs race.
const REPEAT_SECONDS: i64 = 30;
/// Last use is written down at most this often.
const TOUCH_SECONDS: i64 = 60;

/// Who calls, as far as the network tells.
#[derive(Clone, Debug)]
pub struct Caller {
    /// Address of the client.
    pub address: IpAddr,
    /// What the client calls itself.
    pub user_agent: Option<String>,
}

/// A session that was opened or renewed.
pub struct Opened {
    /// Whose it is.
    pub user: Me,
    /// JWT.
    pub access_token: String,
    /// For the cookie or the native client.
    pub refresh_token: RefreshToken,
    /// Whether the client is a browser.
    pub kind: ClientKind,
}

/// Makes an account and opens its first session. A bad profile image makes no account.
pub async fn register(state: &AppState, form: Register, image: Option<Upload>, caller: Caller) -> Result<Opened> {
    let mut errors = Vec::new();
    let username = validation::username(field::USERNAME, &form.username).map_err(|error| errors.push(error)).ok();
    let email = validation::email(field::EMAIL, &form.email).map_err(|error| errors.push(error)).ok();
    let password = NewPassword::parse(field::PASSWORD, &form.password, &[&form.username, &form.email])
        .map_err(|error| errors.push(error))
        .ok();
    let (Some(username), Some(email), Some(password)) = (username, email, password) else {
        return Err(Error::Validation(errors));
    };
    let rule = Rule::registrations(&state.keys, caller.address, state.config.accounts.registrations_per_hour);
    // Stands whatever comes of it: that a name is taken can be asked this often only.
    let _counted = throttle::count(&state.db, vec![rule]).await?;
    let picture = match &image {
        Some(upload) => Some(pictures::decode(state, upload, Shape::Avatar, field::IMAGE).await.map_err(of_the_form)?),
        None => None,
    };
    let password_hash = hashing::hash(state, password).await?;
    let files = match picture {
        Some(picture) => pictures::store(state, picture, true).await?,
        None => Vec::new(),
    };
    let avatar = files.clone();
    let scene = Scene::of(state);
    let opened = state
        .db
        .transaction(move |conn| {
            let new = NewUser { id: Uuid::now_v7(), username: &username, email: &email, password_hash: &password_hash };
            let user = users::insert(conn, &new)?;
            media::attach_to_avatar(conn, &avatar, user.id)?;
            scene.open(conn, user, form.client, &caller)
        })
        .await;
    if opened.is_err() && !files.is_empty() {
        pictures::discard(state, files).await;
    }
    opened
}

/// A picture is one field of a form here: what is wrong with it is wrong with the field.
pub fn of_the_form(error: Error) -> Error {
    match error {
        Error::UnsupportedMediaType(sentence) => Error::field(field::IMAGE, "unsupported", sentence),
        Error::TooLarge(sentence) => Error::field(field::IMAGE, "too_large", sentence),
        error => error,
    }
}

/// Opens a session. Known and unknown names take the same time and get the same answer.
pub async fn login(state: &AppState, form: Login, caller: Caller) -> Result<Opened> {
    let most = state.config.accounts.login_failures;
    let login = form.login.trim().to_owned();
    let too_long = login.len() > 4 * validation::EMAIL_CHARS || form.password.len() > 4 * validation::PASSWORD_MAX;
    if login.is_empty() || login.contains('\0') || form.password.is_empty() || too_long {
        return Err(Error::InvalidCredentials);
    }
    let name = login.clone();
    let user = state.db.run(move |conn| Ok(users::find_by_login(conn, &name)?)).await?;
    // By whom it names, so that name and address, in whatever case, are one count.
    let account = match &user {
        Some(user) => Rule::login(&state.keys, user.id, most),
        None => Rule::unknown_login(&state.keys, &login, most),
    };
    let counted = throttle::count(&state.db, vec![account, Rule::address(&state.keys, caller.address, most)]).await?;
    let known = user.as_ref().map_or_else(|| state.decoy_hash.to_string(), |user| user.password_hash.clone());
    let matches = hashing::verify(state, form.password, known).await?;
    let Some(user) = user.filter(|_| matches) else { return Err(Error::InvalidCredentials) };
    counted.forgive(&state.db).await?;
    let scene = Scene::of(state);
    state
        .db
        .transaction(move |conn| {
            // Another password ends all sessions, so none may begin with the old one behind it.
            let user = users::lock_with_password(conn, user.id, &user.password_hash)?;
            scene.open(conn, user.ok_or(Error::InvalidCredentials)?, form.client, &caller)
        })
        .await
}

/// Exchanges a refresh token for its successor. A late repeat ends the whole family. `carried` says how the token came: a browser's in
/// its cookie, a native client's in the body; the other way round it is not valid.
pub async fn refresh(state: &AppState, token: RefreshToken, carried: ClientKind) -> Result<Opened> {
    let scene = Scene::of(state);
    let outcome = state
        .db
        .transaction(move |conn| {
            let Some(row) = sessions::lock_token(conn, &token.hash())? else { return Ok(None) };
            let session = sessions::find(conn, row.session_id)?;
            let kind = ClientKind::parse(&session.kind).unwrap_or_default();
            if row.expires_at <= scene.now || kind != carried {
                return Ok(None);
            }
            let late = row.used_at.is_some_and(|at| scene.now - at > Duration::seconds(REPEAT_SECONDS));
            if late {
                // Two parties hold the same token: neither is believed any more. Committed, then refused.
                let ended = sessions::delete(conn, row.session_id)?;
                tombstones::insert_all(conn, &ended)?;
                return Ok(None);
            }
            let successor = token.successor(&scene.keys);
            if row.used_at.is_none() {
                sessions::spend_token(conn, &token.hash())?;
                sessions::insert_token(conn, &successor.hash(), row.session_id, scene.session_end())?;
                sessions::touch(conn, row.session_id)?;
            }
            let user = users::find(conn, session.user_id)?;
            scene.opened(conn, user, session.id, successor, kind).map(Some)
        })
        .await?;
    outcome.ok_or(Error::Unauthorized("the refresh token is not valid any more"))
}

/// Ends the session that a refresh token belongs to; an unknown one is fine.
pub async fn logout(state: &AppState, token: RefreshToken) -> Result<()> {
    state
        .db
        .transaction(move |conn| {
            if let Some(row) = sessions::lock_token(conn, &token.hash())? {
                let ended = sessions::delete(conn, row.session_id)?;
                tombstones::insert_all(conn, &ended)?;
            }
            Ok(())
        })
        .await
}

/// Ends a session of this user; a repeat answers alike.
pub async fn end_session(state: &AppState, user_id: Uuid, session_id: Uuid) -> Result<()> {
    state
        .db
        .transaction(move |conn| {
            if sessions::delete_owned(conn, session_id, user_id)? {
                return Ok(tombstones::insert(conn, user_id, session_id)?);
            }
            Ok(tombstones::find(conn, user_id, session_id)?)
        })
        .await
}

/// A page of a user's sessions, newest first.
pub async fn list_sessions(state: &AppState, access: Access, page: PageQuery, rows: u32) -> Result<Page<Session>> {
    let list = format!("sessions/{}", access.user_id);
    let after = page.cursor.map(|cursor| cursor::decode(&list, &cursor)).transpose()?;
    let found = state.db.run(move |conn| Ok(sessions::of_user(conn, access.user_id, after, rows + 1)?)).await?;
    let (found, next_cursor) = cursor::cut(&list, found, rows, |row| row.id)?;
    Ok(Page { items: found.into_iter().map(|row| views::session(row, access.session_id)).collect(), next_cursor })
}

/// Whose access token this is; `None` when it is not valid or its session has ended.
pub async fn authenticate(state: &AppState, token: &str) -> Result<Option<Access>> {
    let Some(access) = access::verify(&state.keys, token) else { return Ok(None) };
    state
        .db
        .run(move |conn| {
            let Some(last_used) = sessions::last_used(conn, access.session_id, access.user_id)? else {
                return Ok(None);
            };
            if Utc::now() - last_used > Duration::seconds(TOUCH_SECONDS) {
                sessions::touch(conn, access.session_id)?;
            }
            Ok(Some(access))
        })
        .await
}

/// What a transaction needs of the state.
struct Scene {
    keys: std::sync::Arc<KeyRing>,
    now: DateTime<Utc>,
    session_days: u32,
}

impl Scene {
    fn of(state: &AppState) -> Self {
        Self { keys: state.keys.clone(), now: Utc::now(), session_days: state.config.accounts.session_days }
    }

    fn session_end(&self) -> DateTime<Utc> {
        self.now + Duration::days(i64::from(self.session_days))
    }

    fn open(&self, conn: &mut PgConnection, user: UserRow, kind: ClientKind, caller: &Caller) -> Result<Opened> {
        let agent: Option<String> =
            caller.user_agent.as_ref().map(|agent| agent.chars().filter(|c| !c.is_control()).take(300).collect());
        let session =
            NewSession { id: Uuid::now_v7(), user_id: user.id, kind: kind.as_str(), user_agent: agent.as_deref() };
        sessions::insert(conn, &session)?;
        let token = RefreshToken::generate();
        sessions::insert_token(conn, &token.hash(), session.id, self.session_end())?;
        let session_id = session.id;
        self.opened(conn, user, session_id, token, kind)
    }

    fn opened(
        &self,
        conn: &mut PgConnection,
        user: UserRow,
        session_id: Uuid,
        refresh_token: RefreshToken,
        kind: ClientKind,
    ) -> Result<Opened> {
        let access_token = access::issue(&self.keys, Access { user_id: user.id, session_id }, self.now)?;
        let eye = Eye { viewer: Some(user.id), keys: &self.keys, now: self.now };
        Ok(Opened { user: views::me(conn, &eye, user)?, access_token, refresh_token, kind })
    }
}
