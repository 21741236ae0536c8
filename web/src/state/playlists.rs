//! Adding songs to playlists, and making playlists, from anywhere.

use imagime_shared::{pages, playlist::Playlist, user::Me};
use leptos::{prelude::*, task::spawn_local};
use uuid::Uuid;

use super::{
    next::log_in_here,
    session::Session,
    toasts::{Toasts, use_toasts},
};
use crate::{
    api::{
        ApiError,
        playlists::{add_songs, playlist_from_favorites, playlist_from_post},
    },
    text::{playlist as text, shell},
};

/// Songs that are to go into a playlist.
#[derive(Clone, Debug, PartialEq)]
pub struct Wanted {
    /// The songs.
    pub song_ids: Vec<Uuid>,
    /// The post on which all of them stand, if they were found on one.
    pub post_id: Option<Uuid>,
}

/// Context: what is to be added; the shell's dialog asks where.
#[derive(Clone, Copy)]
pub struct AddToPlaylist {
    /// What waits for an answer.
    pub wanted: RwSignal<Option<Wanted>>,
    me: Signal<Option<Me>>,
    session: Session,
    toasts: Toasts,
}

/// What a new playlist is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MakeFrom {
    /// All that is kept.
    Favorites,
    /// A post's songs.
    Post(Uuid),
}

impl AddToPlaylist {
    /// Makes it and provides it as a context.
    pub fn provide(session: Session) {
        let (me, toasts) = (session.me(), use_toasts());
        provide_context(Self { wanted: RwSignal::new(None), me, session, toasts });
    }

    /// Asks where songs are to go. A visitor is led to log in and back here.
    pub fn ask(self, song_ids: Vec<Uuid>, post_id: Option<Uuid>) {
        if self.is_user() && !song_ids.is_empty() {
            self.wanted.set(Some(Wanted { song_ids, post_id }));
        }
    }

    /// Adds what waits to a list and says what came of it.
    pub async fn add_to(self, list: Playlist) -> Result<(), ApiError> {
        let Some(wanted) = self.wanted.get_untracked() else { return Ok(()) };
        let (added, known) = add_songs(list.id, &wanted.song_ids, wanted.post_id).await?;
        self.wanted.set(None);
        let said = if added == 0 { text::ALL_THERE.to_owned() } else { text::added(added, known, &list.title) };
        self.toasts.with_link(said, text::LIST_OPEN, pages::playlist(list.id));
        Ok(())
    }

    /// Makes a playlist and goes there.
    pub fn make(self, from: MakeFrom, busy: RwSignal<bool>) {
        if !self.is_user() || busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let made = match from {
                MakeFrom::Favorites => playlist_from_favorites().await,
                MakeFrom::Post(id) => playlist_from_post(id).await,
            };
            busy.try_set(false);
            match made {
                Ok(list) => {
                    self.toasts.success(text::made(&list.title));
                    self.session.go_to(&pages::playlist(list.id));
                }
                Err(error) => self.toasts.error(error.sentence()),
            }
        });
    }

    fn is_user(self) -> bool {
        let is_user = self.me.with_untracked(Option::is_some);
        if !is_user {
            self.toasts.with_link(text::LOG_IN_TO_ADD, shell::LOG_IN, log_in_here());
        }
        is_user
    }
}
