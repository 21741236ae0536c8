//! Personal access tokens of a user.

use chrono::{DateTime, Duration, Utc};
use imagime_shared::{
    error::FieldError,
    field,
    page::PageQuery,
    token::{CreateToken, NewPersonalToken, PersonalToken, Scope},
    validation,
};
use uuid::Uuid;

use super::posts::Page;
use crate::{
    cursor,
    error::{Error, Result},
    models::NewToken,
    repositories::{personal_tokens, tombstones, users},
    security::personal_token::{Grant, PersonalToken as Secret},
    state::AppState,
    views,
};

/// Last use is written down at most this often.
const TOUCH_SECONDS: i64 = 60;

/// A page of a user's tokens, newest first.
pub async fn list(state: &AppState, user_id: Uuid, page: PageQuery, rows: u32) -> Result<Page<PersonalToken>> {
    let list = format!("tokens/{user_id}");
    let after = page.cursor.map(|cursor| cursor::decode(&list, &cursor)).transpose()?;
    let found = state.db.run(move |conn| Ok(personal_tokens::of_user(conn, user_id, after, rows + 1)?)).await?;
    let (found, next_cursor) = cursor::cut(&list, found, rows, |row| row.id)?;
    Ok(Page { items: found.into_iter().map(views::personal_token).collect(), next_cursor })
}

/// Makes a token; it is told this once.
pub async fn create(state: &AppState, user_id: Uuid, form: CreateToken) -> Result<NewPersonalToken> {
    let now = Utc::now();
    let (name, expires_at) = parse(&form, now)?;
    let most = state.config.quotas.tokens;
    let secret = Secret::generate();
    let new = NewToken {
        id: Uuid::now_v7(),
        user_id,
        token_hash: secret.hash(),
        name,
        can_read: form.scopes.contains(&Scope::Read),
        can_write: form.scopes.contains(&Scope::Write),
        expires_at,
    };
    let row = state
        .db
        .transaction(move |conn| {
            // One after the other, or many at once would get past the quota.
            users::lock(conn, user_id)?;
            // What has ended opens nothing and takes no room.
            let ended = personal_tokens::delete_ended(conn, user_id, now)?;
            tombstones::insert_all(conn, &ended)?;
            if personal_tokens::of_user(conn, user_id, None, most)?.len() >= most as usize {
                let words = format!("An account has at most {most} tokens. Delete one that you do not use.");
                return Err(Error::QuotaReached(words));
            }
            Ok(personal_tokens::insert(conn, &new)?)
        })
        .await?;
    Ok(NewPersonalToken { about: views::personal_token(row), token: secret.expose().to_owned() })
}

/// Takes a token away at once; a repeat answers alike.
pub async fn delete(state: &AppState, user_id: Uuid, id: Uuid) -> Result<()> {
    state
        .db
        .transaction(move |conn| {
            if personal_tokens::delete_owned(conn, id, user_id)? {
                return Ok(tombstones::insert(conn, user_id, id)?);
            }
            Ok(tombstones::find(conn, user_id, id)?)
        })
        .await
}

/// Whom this token speaks for; `None` when there is no such token, or not any more.
pub async fn authenticate(state: &AppState, secret: Secret) -> Result<Option<Grant>> {
    state
        .db
        .run(move |conn| {
            let now = Utc::now();
            let Some(row) = personal_tokens::find_valid(conn, &secret.hash(), now)? else { return Ok(None) };
            if row.last_used_at.is_none_or(|at| now - at > Duration::seconds(TOUCH_SECONDS)) {
                personal_tokens::touch(conn, row.id, now)?;
            }
            Ok(Some(Grant { user_id: row.user_id, read: row.can_read, write: row.can_write }))
        })
        .await
}

fn parse(form: &CreateToken, now: DateTime<Utc>) -> Result<(String, Option<DateTime<Utc>>)> {
    let mut errors = Vec::new();
    let name = validation::token_name(field::NAME, &form.name).map_err(|error| errors.push(error)).unwrap_or_default();
    if form.scopes.is_empty() || form.scopes.len() > 2 || form.scopes.first() == form.scopes.get(1) {
        errors.push(FieldError::new(field::SCOPES, "invalid", "Name what the token may do: read, write or both."));
    }
    let end = form.expires_at.as_deref().map(DateTime::parse_from_rfc3339);
    let end = match end {
        None => None,
        Some(Ok(end)) if end > now => Some(end.to_utc()),
        Some(Ok(_)) => {
            errors.push(FieldError::new(field::EXPIRES_AT, "past", "Choose a time that is still to come."));
            None
        }
        Some(Err(_)) => {
            errors.push(FieldError::new(field::EXPIRES_AT, "invalid", "This is not a time in RFC 3339."));
            None
        }
    };
    if errors.is_empty() { Ok((name, end)) } else { Err(Error::Validation(errors)) }
}
