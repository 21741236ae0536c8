//! Songs.

use imagime_shared::song::Song;
use uuid::Uuid;

use crate::{error::Result, repositories::songs, state::AppState, views};

/// A song by its id.
pub async fn find(state: &AppState, id: Uuid) -> Result<Song> {
    state.db.run(move |conn| Ok(views::song(songs::find(conn, id)?))).await
}
