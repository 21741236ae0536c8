//! What outlives a page: the player, toasts, theme, tint, hearts, the session.

pub mod clipboard;
pub mod draft;
pub mod favorites;
pub mod feed;
pub mod home_mix;
pub mod kept;
pub mod live;
pub mod media_session;
pub mod next;
pub mod offline;
pub mod paged;
pub mod player;
pub mod playlists;
pub mod preview;
pub mod save_file;
pub mod session;
pub mod share_sheet;
pub mod theme;
pub mod tint;
pub mod title;
pub mod toasts;
pub mod toggle;
pub mod votes;

use leptos::prelude::*;
use uuid::Uuid;

/// A wish to keep a song or to let it go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FavoriteChange {
    /// The song.
    pub song_id: Uuid,
    /// The post on which it stands, if it was seen on one.
    pub post_id: Option<Uuid>,
    /// True to keep it.
    pub keep: bool,
}

/// Context: carries out a [`FavoriteChange`] and shows it at once.
#[derive(Clone, Copy)]
pub struct FavoriteToggle(pub Callback<FavoriteChange>);
