//! Public profiles.

use chrono::Utc;
use imagime_shared::user::Profile;
use uuid::Uuid;

use crate::{
    error::Result,
    repositories::users,
    state::AppState,
    views::{self, Eye},
};

/// A profile by name.
pub async fn find(state: &AppState, username: String, viewer: Option<Uuid>) -> Result<Profile> {
    let keys = state.keys.clone();
    state
        .db
        .run(move |conn| {
            let row = users::find_by_username(conn, &username)?;
            views::profile(conn, &Eye { viewer, keys: &keys, now: Utc::now() }, row)
        })
        .await
}
