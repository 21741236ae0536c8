//! Songs.

use chrono::Utc;
use imagime_shared::song::Song;
use uuid::Uuid;

use crate::{
    error::Result,
    repositories::songs,
    state::AppState,
    views::{self, Eye},
};

/// A song by its id, as the viewer may hear it.
pub async fn find(state: &AppState, id: Uuid, viewer: Option<Uuid>) -> Result<Song> {
    let keys = state.keys.clone();
    let read = move |conn: &mut diesel::PgConnection| {
        let eye = Eye { viewer, keys: &keys, now: Utc::now() };
        Ok(views::song(&eye, songs::find(conn, id)?))
    };
    state.db.run(read).await
}
