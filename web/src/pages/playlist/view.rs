//! What the page knows of a playlist: all of its songs, and the order that its owner gives them.

use gloo_timers::future::TimeoutFuture;
use imagime_shared::{
    error::ErrorCode,
    page::{MAX_LIMIT, PageQuery},
    playlist::{Playlist, PlaylistSong},
};
use leptos::{ev, prelude::*, task::spawn_local};
use uuid::Uuid;

use crate::{
    api::{
        ApiError,
        playlists::{add_songs, find_playlist, remove_song, reorder_songs},
    },
    state::{
        live::{Live, use_live},
        player::QueueItem,
        toasts::{Toasts, use_toasts},
    },
    text::{playlist as text, post},
};

/// How long an order waits for the next before it is sent, in milliseconds.
const PAUSE_MS: u32 = 200;

/// A playlist on show. Signals live as long as the page that loaded it.
#[derive(Clone, Copy)]
pub struct ListView {
    id: Uuid,
    /// The playlist; none until it is there.
    pub list: RwSignal<Option<Playlist>>,
    /// Why it is not there.
    pub problem: RwSignal<Option<ApiError>>,
    /// Its songs so far, in order.
    pub rows: RwSignal<Vec<PlaylistSong>>,
    /// Songs it has while not all of them have come; then 0.
    pub missing: RwSignal<usize>,
    /// Counts the loadings: what an earlier one brings is dropped.
    run: StoredValue<u32>,
    /// The order that is on its way to the server; empty before it is sent.
    telling: StoredValue<Option<Vec<Uuid>>>,
    live: Live,
    toasts: Toasts,
}

impl ListView {
    /// Starts to load a playlist.
    pub fn load(id: Uuid) -> Self {
        let view = Self {
            id,
            list: RwSignal::new(None),
            problem: RwSignal::new(None),
            rows: RwSignal::new(Vec::new()),
            missing: RwSignal::new(0),
            run: StoredValue::new(0),
            telling: StoredValue::new(None),
            live: use_live(),
            toasts: use_toasts(),
        };
        view.reload();
        // What was ordered while an earlier order was on its way is not forgotten when the page is left or loaded anew.
        let leaving = window_event_listener(ev::pagehide, move |_| view.tell_rest());
        on_cleanup(move || {
            leaving.remove();
            view.tell_rest();
        });
        view
    }

    /// The playlist's id.
    pub fn id(self) -> Uuid {
        self.id
    }

    /// Loads all of it, page by page: who orders, and who plays all, needs all songs.
    pub fn reload(self) {
        self.problem.set(None);
        let run = self.run.try_update_value(|run| {
            *run = run.wrapping_add(1);
            *run
        });
        spawn_local(async move {
            let (mut cursor, mut songs) = (None, Vec::new());
            loop {
                let page = PageQuery { cursor: cursor.take(), limit: Some(MAX_LIMIT) };
                let answer = find_playlist(self.id, page).await;
                if self.run.try_get_value() != run {
                    return;
                }
                match answer {
                    Ok(answer) => {
                        songs.extend(answer.playlist.songs);
                        let list = answer.playlist.playlist;
                        cursor = answer.next_cursor;
                        self.missing.set(if cursor.is_some() { list.song_count as usize } else { 0 });
                        self.rows.set(unique(songs.clone()));
                        self.list.set(Some(list));
                    }
                    Err(error) => {
                        if self.list.with_untracked(Option::is_some) && !error.is_not_found() {
                            self.toasts.error(error.sentence());
                        } else {
                            self.list.set(None);
                            self.problem.set(Some(error));
                        }
                        return;
                    }
                }
                if cursor.is_none() {
                    return;
                }
            }
        });
    }

    /// True when all songs are there.
    pub fn is_whole(self) -> bool {
        self.missing.get() == 0
    }

    /// The songs as a queue.
    pub fn queue(self) -> Signal<Vec<QueueItem>> {
        let item = |row: &PlaylistSong| QueueItem {
            song: row.song.clone(),
            post_id: row.post_id,
            is_favorite: row.is_favorite,
        };
        Signal::derive(move || self.rows.with(|rows| rows.iter().map(item).collect()))
    }

    /// Moves a song by so many places, and says where it is now.
    pub fn move_by(self, song_id: Uuid, by: isize) {
        let from = self.rows.with_untracked(|rows| rows.iter().position(|row| row.song.id == song_id));
        let to = from.and_then(|from| from.checked_add_signed(by));
        if let (Some(from), Some(to)) = (from, to) {
            self.move_to(from, to);
        }
    }

    fn move_to(self, from: usize, to: usize) {
        let song_id = self.rows.with_untracked(|rows| rows.get(from).map(|row| row.song.id));
        if let Some(song_id) = song_id.filter(|_| self.shift(from, to)) {
            self.placed(song_id);
        }
    }

    /// Shows the song at one place at another, while it is dragged; true when it is elsewhere now.
    pub fn shift(self, from: usize, to: usize) -> bool {
        let count = self.rows.with_untracked(Vec::len);
        if from == to || from >= count || to >= count || !untrack(|| self.is_whole()) {
            return false;
        }
        self.rows.update(|rows| {
            let row = rows.remove(from);
            rows.insert(to, row);
        });
        true
    }

    /// A song was put where it stands: says so, and tells the server.
    pub fn placed(self, song_id: Uuid) {
        let found = self.rows.with_untracked(|rows| {
            let place = rows.iter().position(|row| row.song.id == song_id)?;
            Some((rows.get(place)?.song.title.clone(), place + 1, rows.len()))
        });
        if let Some((title, place, count)) = found {
            self.live.say(text::moved(&title, place, count));
            self.tell_order();
        }
    }

    /// Takes a song out, and offers to put it back where it was.
    pub fn remove(self, song_id: Uuid) {
        let Some(place) = self.rows.with_untracked(|rows| rows.iter().position(|row| row.song.id == song_id)) else {
            return;
        };
        let Some(row) = self.rows.try_update(|rows| rows.remove(place)) else { return };
        spawn_local(async move {
            match remove_song(self.id, song_id).await {
                Ok(()) => {
                    let title = row.song.title.clone();
                    let undo = move || self.put_back(row.clone(), place);
                    self.toasts.with_action(text::removed(&title), post::UNDO, undo);
                }
                Err(error) => {
                    self.toasts.error(error.sentence());
                    self.insert(row, place);
                }
            }
        });
    }

    fn put_back(self, row: PlaylistSong, place: usize) {
        spawn_local(async move {
            match add_songs(self.id, &[row.song.id], row.post_id).await {
                Ok(_) if self.insert(row, place) => self.tell_order(),
                Ok(_) => {}
                Err(error) => self.toasts.error(error.sentence()),
            }
        });
    }

    /// Shows a song at a place; false when the page is gone.
    fn insert(self, row: PlaylistSong, place: usize) -> bool {
        let shown = self.rows.try_update(|rows| {
            if rows.iter().all(|known| known.song.id != row.song.id) {
                rows.insert(place.min(rows.len()), row);
            }
        });
        shown.is_some()
    }

    /// Sends the order as it is, and once more when it changed meanwhile.
    fn tell_order(self) {
        if self.telling.try_with_value(Option::is_none) != Some(true) {
            return;
        }
        // From now on there is something to tell, of which the server knows nothing yet.
        self.telling.set_value(Some(Vec::new()));
        spawn_local(async move {
            // Who moves a song by many places tells of the last one only, and no earlier order overtakes it.
            TimeoutFuture::new(PAUSE_MS).await;
            loop {
                let Some(order) = self.order() else { return };
                self.telling.try_set_value(Some(order.clone()));
                let answer = reorder_songs(self.id, order.clone()).await;
                let Some(now) = self.order() else { return };
                match answer {
                    Ok(_) if now != order => continue,
                    Ok(told) => {
                        self.list.set(Some(told.playlist));
                    }
                    Err(error) => {
                        let changed = error.code() == Some(ErrorCode::ListChanged);
                        self.toasts.error(if changed { text::CHANGED.to_owned() } else { error.sentence() });
                        self.reload();
                    }
                }
                self.telling.set_value(None);
                return;
            }
        });
    }

    /// Sends at once what would wait for an earlier order: there may be no later.
    fn tell_rest(self) {
        let told = self.telling.try_get_value().flatten();
        if let (Some(told), Some(order)) = (told, self.order())
            && told != order
        {
            self.telling.try_set_value(Some(order.clone()));
            spawn_local(async move {
                // Nobody is left to hear of a failure.
                reorder_songs(self.id, order).await.ok();
            });
        }
    }

    fn order(self) -> Option<Vec<Uuid>> {
        self.rows.try_with_untracked(|rows| rows.iter().map(|row| row.song.id).collect())
    }
}

/// Pages of a list that is being changed may overlap.
fn unique(songs: Vec<PlaylistSong>) -> Vec<PlaylistSong> {
    let mut seen = std::collections::HashSet::new();
    songs.into_iter().filter(|song| seen.insert(song.song.id)).collect()
}
