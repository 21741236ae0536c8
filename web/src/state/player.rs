//! The player: one audio element for the whole page, a queue, and what the system's media keys see of it.

use imagime_shared::song::{PreviewState, Song};
use leptos::{prelude::*, task::spawn_local};
use uuid::Uuid;
use wasm_bindgen::{JsCast, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlAudioElement;

use crate::{
    api::songs,
    state::{
        media_session,
        toasts::{Toasts, use_toasts},
    },
    text::shell,
};

/// A song in the queue, and where it was found.
#[derive(Clone, Debug, PartialEq)]
pub struct QueueItem {
    /// The song.
    pub song: Song,
    /// The post on which it was found.
    pub post_id: Option<Uuid>,
    /// Whether it was kept when its list was loaded.
    pub is_favorite: bool,
}

/// Context: the player. Signals are for reading; the methods change things.
#[derive(Clone, Copy)]
pub struct Player {
    audio: StoredValue<HtmlAudioElement, LocalStorage>,
    toasts: Toasts,
    current: Memo<Option<QueueItem>>,
    failures: StoredValue<usize>,
    embedded: RwSignal<Option<QueueItem>>,
    /// Songs to play, in order.
    pub queue: RwSignal<Vec<QueueItem>>,
    /// Place in the queue.
    pub index: RwSignal<usize>,
    /// True while it sounds, or is about to.
    pub playing: RwSignal<bool>,
    /// True while it waits for bytes.
    pub loading: RwSignal<bool>,
    /// Seconds played.
    pub position: RwSignal<f64>,
    /// Length in seconds; 0 until it is known.
    pub duration: RwSignal<f64>,
    /// 0 to 1.
    pub volume: RwSignal<f64>,
    /// True while silenced.
    pub muted: RwSignal<bool>,
}

const VOLUME_KEY: &str = "imagime-volume";
/// Past this many seconds, "previous" goes to the start of the song.
const RESTART_AFTER: f64 = 3.0;

impl Player {
    /// Makes the player, wires its audio element and provides it as a context. Nothing sounds before somebody asks for it.
    pub fn provide() -> Option<Self> {
        let audio = document().create_element("audio").ok()?.dyn_into::<HtmlAudioElement>().ok()?;
        audio.set_preload("metadata");
        // In the document it can be found: by assistive technology, by extensions, by tests.
        document().body()?.append_child(&audio).ok()?;
        let queue = RwSignal::new(Vec::<QueueItem>::new());
        let index = RwSignal::new(0);
        let player = Self {
            audio: StoredValue::new_local(audio.clone()),
            toasts: use_toasts(),
            current: Memo::new(move |_| queue.with(|queue| queue.get(index.get()).cloned())),
            failures: StoredValue::new(0),
            embedded: RwSignal::new(None),
            queue,
            index,
            playing: RwSignal::new(false),
            loading: RwSignal::new(false),
            position: RwSignal::new(0.0),
            duration: RwSignal::new(0.0),
            volume: RwSignal::new(stored_volume()),
            muted: RwSignal::new(false),
        };
        audio.set_volume(player.volume.get_untracked());
        player.listen(&audio);
        media_session::connect(player);
        provide_context(player);
        Some(player)
    }

    /// The song at hand, if there is one.
    pub fn current(self) -> Memo<Option<QueueItem>> {
        self.current
    }

    /// True when this song is at hand, sounding or not. Reactive.
    pub fn is_current(self, song_id: Uuid) -> bool {
        self.current.with(|item| item.as_ref().is_some_and(|item| item.song.id == song_id))
    }

    /// True when this song sounds. Reactive.
    pub fn is_playing(self, song_id: Uuid) -> bool {
        self.is_current(song_id) && self.playing.get()
    }

    /// The song for which its source's own player stands open. Two players at once are noise: there is one, or ours sounds.
    pub fn embedded(self) -> Signal<Option<QueueItem>> {
        self.embedded.into()
    }

    /// True when the source's own player stands open for this song. Reactive.
    pub fn is_embedded(self, song_id: Uuid) -> bool {
        self.embedded.with(|item| item.as_ref().is_some_and(|item| item.song.id == song_id))
    }

    /// Opens the source's own player for this song, in the place of any other that sounds, or closes it again.
    pub fn toggle_embed(self, item: QueueItem) {
        if untrack(|| self.is_embedded(item.song.id)) {
            self.close_embed();
        } else {
            self.pause();
            self.embedded.set(Some(item));
        }
    }

    /// Closes the source's own player.
    pub fn close_embed(self) {
        if self.embedded.with_untracked(Option::is_some) {
            self.embedded.set(None);
        }
    }

    /// Plays a queue from one of its songs on; those that cannot be heard here are left out.
    pub fn play(self, queue: Vec<QueueItem>, start: usize) {
        let wanted = queue.get(start).map(|item| item.song.id);
        let queue: Vec<_> = queue.into_iter().filter(|item| is_playable(&item.song)).collect();
        if queue.is_empty() {
            return;
        }
        let start = queue.iter().position(|item| Some(item.song.id) == wanted).unwrap_or(0);
        self.failures.set_value(0);
        self.queue.set(queue);
        self.start(start);
    }

    /// Plays this song, or pauses it when it sounds, or goes on with it.
    pub fn play_or_toggle(self, queue: Vec<QueueItem>, start: usize) {
        let same = queue.get(start).is_some_and(|item| untrack(|| self.is_current(item.song.id)));
        if same { self.toggle() } else { self.play(queue, start) }
    }

    /// Plays the song at a place of the queue.
    pub fn jump(self, index: usize) {
        if index < self.queue.with_untracked(Vec::len) {
            self.failures.set_value(0);
            self.start(index);
        }
    }

    /// Pauses or goes on.
    pub fn toggle(self) {
        if self.current.with_untracked(Option::is_none) {
            return;
        }
        // The element itself knows: what we are told of it comes a moment later, and a second key press in that moment is lost.
        let paused = self.audio.try_with_value(|audio| audio.paused()).unwrap_or(true);
        if paused { self.resume() } else { self.pause() }
    }

    /// Pauses.
    pub fn pause(self) {
        self.with_audio(|audio| {
            audio.pause().ok();
        });
    }

    /// Goes on.
    pub fn resume(self) {
        self.close_embed();
        let Some(promise) = self.audio.try_with_value(|audio| audio.play().ok()).flatten() else { return };
        self.playing.set(true);
        spawn_local(async move {
            // A refusal without an `error` event: the browser wants a click first, or another song came in between.
            if JsFuture::from(promise).await.is_err() {
                let paused = self.audio.try_with_value(|audio| audio.paused()).unwrap_or(true);
                self.playing.set(!paused);
            }
        });
    }

    /// Goes to the next song; after the last one it stops.
    pub fn next(self) {
        let next = self.index.get_untracked() + 1;
        if next < self.queue.with_untracked(Vec::len) {
            self.start(next);
        } else {
            self.pause();
            self.seek(0.0);
        }
    }

    /// Goes to the start of the song, or to the song before.
    pub fn previous(self) {
        let index = self.index.get_untracked();
        if index == 0 || self.position.get_untracked() > RESTART_AFTER {
            self.seek(0.0);
        } else {
            self.start(index - 1);
        }
    }

    /// Goes to a second of the song.
    pub fn seek(self, seconds: f64) {
        let duration = self.duration.get_untracked();
        let seconds = seconds.clamp(0.0, if duration > 0.0 { duration } else { f64::MAX });
        self.with_audio(|audio| audio.set_current_time(seconds));
        self.position.set(seconds);
    }

    /// Goes some seconds forwards or backwards.
    pub fn seek_by(self, seconds: f64) {
        self.seek(self.position.get_untracked() + seconds);
    }

    /// Sets the volume, 0 to 1, and remembers it.
    pub fn set_volume(self, volume: f64) {
        let volume = volume.clamp(0.0, 1.0);
        self.with_audio(|audio| {
            audio.set_volume(volume);
            audio.set_muted(false);
        });
        if let Some(storage) = window().local_storage().ok().flatten() {
            storage.set_item(VOLUME_KEY, &volume.to_string()).ok();
        }
    }

    /// Silences or gives the sound back.
    pub fn toggle_mute(self) {
        self.with_audio(|audio| audio.set_muted(!audio.muted()));
    }

    /// Stops and empties the queue; the bar goes away.
    pub fn close(self) {
        self.pause();
        self.with_audio(|audio| {
            audio.remove_attribute("src").ok();
            audio.load();
        });
        self.queue.set(Vec::new());
        self.index.set(0);
        self.position.set(0.0);
        self.duration.set(0.0);
        self.loading.set(false);
    }

    fn start(self, index: usize) {
        self.index.set(index);
        self.position.set(0.0);
        self.duration.set(0.0);
        let Some(url) = self.current.get_untracked().and_then(|item| item.song.preview.url) else { return };
        self.loading.set(true);
        self.with_audio(|audio| audio.set_src(&url));
        self.resume();
    }

    fn failed(self) {
        // An emptied `src` fires `error` too.
        let Some(item) = self.current.get_untracked() else { return };
        if is_short_lived(&item.song) {
            spawn_local(self.renew(item));
        } else {
            self.give_up(&item);
        }
    }

    /// Asks for a fresh address and goes on where the sound broke off; a song without another address is given up.
    async fn renew(self, item: QueueItem) {
        let (index, position) = (self.index.get_untracked(), self.position.get_untracked());
        let found = songs::find_song(item.song.id).await;
        if self.index.get_untracked() != index || self.current.get_untracked().as_ref() != Some(&item) {
            return;
        }
        let old = item.song.preview.url.clone();
        let Some(song) = found.ok().map(|found| found.song).filter(|song| is_playable(song) && song.preview.url != old)
        else {
            return self.give_up(&item);
        };
        if let Some(url) = &song.preview.url {
            self.with_audio(|audio| audio.set_src(url));
        }
        self.queue.update(|queue| {
            if let Some(entry) = queue.get_mut(index) {
                entry.song = song;
            }
        });
        self.seek(position);
        if self.playing.get_untracked() {
            self.resume();
        }
    }

    fn give_up(self, item: &QueueItem) {
        self.loading.set(false);
        self.toasts.error(shell::preview_failed(&item.song.title));
        let failures = self.failures.get_value() + 1;
        self.failures.set_value(failures);
        if failures < self.queue.with_untracked(Vec::len) {
            self.next();
        } else {
            self.playing.set(false);
        }
    }

    fn listen(self, audio: &HtmlAudioElement) {
        on(audio, "play", move || self.playing.set(true));
        on(audio, "pause", move || self.playing.set(false));
        on(audio, "waiting", move || self.loading.set(true));
        on(audio, "playing", move || {
            self.failures.set_value(0);
            self.loading.set(false);
        });
        on(audio, "timeupdate", move || self.position.set(self.read(|audio| audio.current_time())));
        on(audio, "durationchange", move || {
            let seconds = self.read(|audio| audio.duration());
            self.duration.set(if seconds.is_finite() { seconds } else { 0.0 });
        });
        on(audio, "volumechange", move || {
            self.volume.set(self.read(|audio| audio.volume()));
            self.muted.set(self.audio.try_with_value(|audio| audio.muted()).unwrap_or_default());
        });
        on(audio, "ended", move || self.next());
        on(audio, "error", move || self.failed());
    }

    fn with_audio(self, change: impl FnOnce(&HtmlAudioElement)) {
        self.audio.try_with_value(change);
    }

    fn read(self, value: impl FnOnce(&HtmlAudioElement) -> f64) -> f64 {
        self.audio.try_with_value(value).unwrap_or_default()
    }
}

/// The player.
pub fn use_player() -> Player {
    expect_context()
}

/// True when the song sounds in our own player.
pub fn is_playable(song: &Song) -> bool {
    Hearing::of(song) == Hearing::Here
}

/// What pressing a song does, whatever list or card it stands in. There is no button that does nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hearing {
    /// Plays here.
    Here,
    /// Opens the source's own player.
    Embed,
    /// Leads to the source.
    Link(String),
    /// Nothing: it cannot be heard.
    Silent,
}

impl Hearing {
    /// What can be done with a song.
    pub fn of(song: &Song) -> Self {
        match (song.preview.state, song.preview.url.is_some(), &song.external_url) {
            (PreviewState::Available, true, _) => Self::Here,
            (PreviewState::Embed, true, _) => Self::Embed,
            (PreviewState::None, ..) | (_, _, None) => Self::Silent,
            (_, _, Some(url)) => Self::Link(url.clone()),
        }
    }
}

/// True when the song's address ends by itself after some minutes.
fn is_short_lived(song: &Song) -> bool {
    song.preview.url.as_ref().is_some_and(|url| url.contains("?exp="))
}

/// Listens for as long as the page lives.
fn on(audio: &HtmlAudioElement, event: &str, act: impl Fn() + 'static) {
    let closure = Closure::<dyn Fn()>::new(act).into_js_value();
    audio.add_event_listener_with_callback(event, closure.unchecked_ref()).ok();
}

fn stored_volume() -> f64 {
    let stored =
        window().local_storage().ok().flatten().and_then(|storage| storage.get_item(VOLUME_KEY).ok().flatten());
    stored.and_then(|text| text.parse::<f64>().ok()).filter(|volume| (0.0..=1.0).contains(volume)).unwrap_or(1.0)
}
