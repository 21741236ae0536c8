//! A user's own account: profile, picture, password, deletion.

use chrono::Utc;
use imagime_shared::{
    auth::ChangePassword,
    field,
    user::{Me, MeResponse, UpdateMe},
    validation,
};
use uuid::Uuid;

use crate::{
    error::{Error, Result},
    etag::IfMatch,
    hashing,
    models::UserChanges,
    pictures::{self, Shape, Upload},
    queue::{self, JobKind},
    repositories::{media, sessions, tombstones, users},
    security::{access::Access, password::NewPassword},
    state::AppState,
    throttle::{self, Counted, Rule},
    views::{self, Eye},
};

/// The user as they see themselves.
pub async fn find(state: &AppState, user_id: Uuid) -> Result<Me> {
    let keys = state.keys.clone();
    state
        .db
        .run(move |conn| {
            let row = users::find(conn, user_id)?;
            views::me(conn, &Eye { viewer: Some(user_id), keys: &keys, now: Utc::now() }, row)
        })
        .await
}

/// Changes the fields that were sent.
pub async fn update(state: &AppState, user_id: Uuid, form: UpdateMe, condition: IfMatch) -> Result<Me> {
    let changes = parse(form)?;
    let counted = count_name_change(state, user_id, &changes).await?;
    let keys = state.keys.clone();
    let updated = state
        .db
        .transaction(move |conn| {
            let eye = Eye { viewer: Some(user_id), keys: &keys, now: Utc::now() };
            condition.check(|now| {
                let row = users::lock(conn, user_id)?;
                Ok(MeResponse { user: views::me(conn, &Eye { now, ..eye }, row)? })
            })?;
            let row = users::update(conn, user_id, &changes)?;
            views::me(conn, &eye, row)
        })
        .await;
    let me = counted.settle(&state.db, updated).await?;
    // Another name is another document for each post: the database has enqueued that.
    state.work.notify_one();
    Ok(me)
}

/// Sets another profile picture; the old one's bytes go.
pub async fn set_avatar(state: &AppState, user_id: Uuid, upload: &Upload) -> Result<Me> {
    let picture = pictures::decode(state, upload, Shape::Avatar, field::IMAGE).await?;
    let files = pictures::store(state, picture, true).await?;
    let attached = files.clone();
    let swapped = state
        .db
        .transaction(move |conn| {
            media::doom_avatar(conn, user_id)?;
            media::attach_to_avatar(conn, &attached, user_id)?;
            Ok(queue::enqueue(conn, JobKind::SweepMedia, None)?)
        })
        .await;
    if let Err(error) = swapped {
        pictures::discard(state, files).await;
        return Err(error);
    }
    state.work.notify_one();
    find(state, user_id).await
}

/// Takes the profile picture away; none is fine.
pub async fn delete_avatar(state: &AppState, user_id: Uuid) -> Result<()> {
    state
        .db
        .transaction(move |conn| {
            if media::doom_avatar(conn, user_id)? > 0 {
                queue::enqueue(conn, JobKind::SweepMedia, None)?;
            }
            Ok(())
        })
        .await?;
    state.work.notify_one();
    Ok(())
}

/// Sets another password and ends every other session.
pub async fn change_password(state: &AppState, access: Access, form: ChangePassword) -> Result<Me> {
    let me = find(state, access.user_id).await?;
    let new = NewPassword::parse(field::NEW_PASSWORD, &form.new_password, &[&me.username, &me.email])
        .map_err(|error| Error::Validation(vec![error]))?;
    confirm(state, access.user_id, form.current_password, field::CURRENT_PASSWORD).await?;
    let hash = hashing::hash(state, new).await?;
    state
        .db
        .transaction(move |conn| {
            users::set_password(conn, access.user_id, &hash)?;
            let ended = sessions::delete_others(conn, access.user_id, access.session_id)?;
            Ok(tombstones::insert_all(conn, &ended)?)
        })
        .await?;
    Ok(me)
}

/// Deletes the account with everything that is the user's, the bytes included.
pub async fn delete(state: &AppState, user_id: Uuid, password: String) -> Result<()> {
    confirm(state, user_id, password, field::PASSWORD).await?;
    state
        .db
        .transaction(move |conn| {
            media::doom_posts_of(conn, user_id)?;
            media::doom_avatar(conn, user_id)?;
            users::delete(conn, user_id)?;
            Ok(queue::enqueue(conn, JobKind::SweepMedia, None)?)
        })
        .await?;
    state.work.notify_one();
    Ok(())
}

/// Checks the user's password once more; guesses are counted as at the login, but apart: nobody else can use them up.
async fn confirm(state: &AppState, user_id: Uuid, password: String, field: &'static str) -> Result<()> {
    let rule = Rule::confirmations(&state.keys, user_id, state.config.accounts.login_failures);
    let counted = throttle::count(&state.db, vec![rule]).await?;
    let hash = state.db.run(move |conn| Ok(users::find(conn, user_id)?.password_hash)).await?;
    if !hashing::verify(state, password, hash).await? {
        return Err(Error::field(field, "wrong", "This is not your password."));
    }
    counted.forgive(&state.db).await
}

/// Counts another name or address, whatever comes of it: that one is taken can be asked this often only.
async fn count_name_change(state: &AppState, user_id: Uuid, changes: &UserChanges) -> Result<Counted> {
    let mut rules = Vec::new();
    if changes.username.is_some() || changes.email.is_some() {
        let row = state.db.run(move |conn| Ok(users::find(conn, user_id)?)).await?;
        let differs = |new: Option<&str>, old: &str| new.is_some_and(|new| new != old);
        if differs(changes.username.as_deref(), &row.username) || differs(changes.email.as_deref(), &row.email) {
            rules.push(Rule::name_changes(&state.keys, user_id, state.config.quotas.name_changes_per_hour));
        }
    }
    if rules.is_empty() { Ok(Counted::default()) } else { throttle::count(&state.db, rules).await }
}

fn parse(form: UpdateMe) -> Result<UserChanges> {
    let mut errors = Vec::new();
    let mut checked = |result: std::result::Result<String, _>| result.map_err(|error| errors.push(error)).ok();
    let username = form.username.and_then(|text| checked(validation::username(field::USERNAME, &text)));
    let email = form.email.and_then(|text| checked(validation::email(field::EMAIL, &text)));
    let display_name = form
        .display_name
        .and_then(|text| checked(validation::line(field::DISPLAY_NAME, &text, validation::DISPLAY_NAME_CHARS)));
    let bio = form.bio.and_then(|text| checked(validation::text(field::BIO, &text, validation::BIO_CHARS)));
    if !errors.is_empty() {
        return Err(Error::Validation(errors));
    }
    Ok(UserChanges {
        username,
        email,
        display_name,
        bio,
        favorites_public: form.favorites_public,
        updated_at: Some(Utc::now()),
    })
}
