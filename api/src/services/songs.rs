//! Songs.

use chrono::Utc;
use imagime_shared::song::SongResponse;
use uuid::Uuid;

use crate::{
    error::{Error, Result},
    repositories::songs,
    state::AppState,
    views::{self, Eye},
};

/// A song by its id, as the viewer may hear it.
pub async fn find(state: &AppState, id: Uuid, viewer: Option<Uuid>) -> Result<SongResponse> {
    let keys = state.keys.clone();
    let read = move |conn: &mut diesel::PgConnection| {
        let eye = Eye { viewer, keys: &keys, now: Utc::now() };
        let row = songs::find(conn, id)?;
        views::lone_songs(conn, &eye, vec![row])?.pop().ok_or(Error::NotFound)
    };
    state.db.run(read).await
}
