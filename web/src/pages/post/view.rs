//! What the page knows of a post: loaded once, kept up to date by live events while its songs are being found.

use std::{collections::VecDeque, time::Duration};

use imagime_shared::{
    event::{DoneEvent, KeywordsEvent, SongEvent},
    page::{DEFAULT_SONG_LIMIT, MAX_LIMIT},
    post::{Post, PostImage, PostStatus},
    song::{PostSong, SongSort},
};
use js_sys::Date;
use leptos::{prelude::*, task::spawn_local};
use uuid::Uuid;

use crate::{
    api::{
        ApiError,
        events::{PostEvent, Watch},
        posts::{get_post, post_songs},
    },
    state::{
        live::{Live, use_live},
        paged::Paged,
        player::QueueItem,
    },
    text::post as text,
};

/// Pause between two songs that arrive together, so that each is seen.
const STAGGER: Duration = Duration::from_millis(160);
/// A picture that does not load is asked for anew, but not more often than every so many milliseconds.
const RENEW_IMAGE: f64 = 20_000.0;
/// Words that are read out when the picture is understood.
const SPOKEN_WORDS: usize = 4;

/// A post on show. Signals live as long as the page that loaded it.
#[derive(Clone, Copy)]
pub struct PostView {
    id: Uuid,
    /// The post; none until it is there.
    pub post: RwSignal<Option<Post>>,
    /// Why it is not there.
    pub problem: RwSignal<Option<ApiError>>,
    /// Its songs.
    pub songs: Paged<PostSong>,
    /// Which of them come first.
    pub order: RwSignal<SongSort>,
    /// The picture's addresses. Private ones are signed anew with each answer: they change here only when they have to.
    pub image: RwSignal<Option<PostImage>>,
    /// True while the page watches the work.
    pub watching: RwSignal<bool>,
    /// True while what its owner changed is on its way to the server.
    pub deciding: RwSignal<bool>,
    /// True when the songs on show are from before, until the new ones are there.
    again: RwSignal<bool>,
    work: StoredValue<Work, LocalStorage>,
    live: Live,
}

/// What goes on behind the page; nothing that is drawn.
#[derive(Default)]
struct Work {
    watch: Option<Watch>,
    /// Songs on their way to the list. The front one stands there already, until its pause is over.
    arriving: VecDeque<PostSong>,
    /// Milliseconds since 1970.
    image_renewed: f64,
}

impl PostView {
    /// Starts to load a post, its songs in this order.
    pub fn load(id: Uuid, order: SongSort) -> Self {
        let order = RwSignal::new(order);
        let songs = Paged::new(text::songs_grew, move |page| async move {
            post_songs(id, order.get_untracked(), page).await.map(|page| (page.songs, page.next_cursor))
        });
        let view = Self {
            id,
            post: RwSignal::new(None),
            problem: RwSignal::new(None),
            songs,
            order,
            image: RwSignal::new(None),
            watching: RwSignal::new(false),
            deciding: RwSignal::new(false),
            again: RwSignal::new(false),
            work: StoredValue::new_local(Work::default()),
            live: use_live(),
        };
        // The stored watch would be dropped with its owner anyway; doing it here closes the line before the next page opens one.
        on_cleanup(move || {
            view.work.try_update_value(|work| work.watch.take());
        });
        Effect::new(move |before: Option<u32>| {
            let renewed = songs.renewed.get();
            // Somebody changed what the songs are chosen by: it is shown as well.
            if before.is_some_and(|before| before != renewed) {
                view.reread();
            }
            renewed
        });
        view.retry();
        view
    }

    /// The post's id.
    pub fn id(self) -> Uuid {
        self.id
    }

    /// Loads the post again after a failure.
    pub fn retry(self) {
        self.problem.set(None);
        spawn_local(async move {
            match get_post(self.id).await {
                Ok(post) => self.arrived(post),
                Err(error) => {
                    self.problem.try_set(Some(error));
                }
            }
        });
    }

    /// A part of the post that changes only when that part does.
    pub fn part<T: Clone + PartialEq + Send + Sync + 'static>(
        self,
        part: impl Fn(&Post) -> T + Send + Sync + 'static,
    ) -> Memo<Option<T>> {
        Memo::new(move |_| self.post.with(|post| post.as_ref().map(&part)))
    }

    /// The songs on show as a queue.
    pub fn queue(self) -> Signal<Vec<QueueItem>> {
        let item = |song: &PostSong, id| QueueItem {
            song: song.song.clone(),
            post_id: Some(id),
            is_favorite: song.is_favorite,
        };
        Signal::derive(move || self.songs.rows.with(|rows| rows.iter().map(|row| item(row, self.id)).collect()))
    }

    /// True while other songs are chosen in the place of those on show.
    pub fn is_choosing_again(self) -> bool {
        self.deciding.get() || (self.watching.get() && self.again.get())
    }

    /// True while the first songs are being found.
    pub fn is_new(self) -> bool {
        self.watching.get() && !self.again.get()
    }

    /// The songs are being chosen anew: those on show stay until the others are there.
    pub fn chosen_anew(self, post: Post) {
        if self.post.is_disposed() {
            return;
        }
        self.again.set(true);
        self.watch(&post);
        self.post.set(Some(post));
    }

    /// Takes over what the server says after a change. The picture's addresses may be others now.
    pub fn replace(self, post: Post) {
        self.image.try_set(Some(post.image.clone()));
        self.post.try_set(Some(post));
    }

    /// That many more comments were written here, or fewer.
    pub fn talked(self, by: i32) {
        self.change(|post| post.comment_count = post.comment_count.saturating_add_signed(by));
    }

    /// Asks for fresh addresses of a picture that did not load: the signature of a private one ends.
    pub fn renew_image(self) {
        let now = Date::now();
        let is_early = self.work.try_update_value(|work| {
            let is_early = now - work.image_renewed < RENEW_IMAGE;
            if !is_early {
                work.image_renewed = now;
            }
            is_early
        });
        if is_early != Some(false) {
            return;
        }
        spawn_local(async move {
            if let Ok(post) = get_post(self.id).await {
                self.replace(post);
            }
        });
    }

    fn arrived(self, post: Post) {
        if self.post.is_disposed() {
            return;
        }
        let is_final = post.status.is_final();
        let has_songs = is_final || post.song_count > 0;
        self.image.set(Some(post.image.clone()));
        if has_songs {
            self.songs.start(None);
        }
        if !is_final {
            self.again.set(has_songs);
            self.watch(&post);
        }
        self.post.set(Some(post));
    }

    /// Watches from now on, in the place of any watching before.
    fn watch(self, post: &Post) {
        self.watching.set(true);
        let watch = Watch::start(post, move |event| self.hear(event));
        self.work.update_value(|work| work.watch = Some(watch));
    }

    fn hear(self, event: PostEvent) {
        if self.post.is_disposed() {
            return;
        }
        match event {
            PostEvent::Status(status) => self.step(status),
            PostEvent::Keywords(event) => self.understood(event),
            PostEvent::Song(event) => self.found(*event),
            PostEvent::Done(event) => self.done(event),
            PostEvent::Gone => self.reread(),
        }
    }

    fn step(self, status: PostStatus) {
        // `ready` is told before the songs; the way ends with `done`.
        if !status.is_final() {
            self.change(|post| post.status = status);
        }
    }

    fn understood(self, event: KeywordsEvent) {
        if self.again.get_untracked() {
            // Its owner knows, and the others see; the songs are still to come.
            return self.change(|post| {
                post.keywords = event.keywords;
                post.mood = Some(event.mood);
            });
        }
        let words = event.keywords.iter().take(SPOKEN_WORDS).map(|word| word.keyword.as_str()).collect::<Vec<_>>();
        let words = if words.is_empty() { event.mood.words.join(", ") } else { words.join(", ") };
        self.live.say(text::words_found(&words));
        self.change(|post| {
            post.status = PostStatus::Matching;
            post.keywords = event.keywords;
            post.mood = Some(event.mood);
        });
    }

    fn found(self, event: SongEvent) {
        // Those on show stay until all of the others are there.
        if self.again.get_untracked() {
            return;
        }
        let known = self.songs.rows.with_untracked(|rows| rows.iter().any(|row| row.song.id == event.item.song.id));
        if known {
            return;
        }
        let first = self.work.try_update_value(|work| {
            work.arriving.push_back(event.item);
            work.arriving.len() == 1
        });
        // The first one at once; the others follow it.
        if first == Some(true) {
            self.next_song();
        }
    }

    /// Puts the next song on show.
    fn next_song(self) {
        let Some(song) = self.work.try_with_value(|work| work.arriving.front().cloned()).flatten() else { return };
        self.songs.rows.update(|rows| {
            if rows.iter().all(|row| row.song.id != song.song.id) {
                rows.push(song);
            }
        });
        set_timeout(
            move || {
                let more = self.work.try_update_value(|work| {
                    work.arriving.pop_front();
                    !work.arriving.is_empty()
                });
                if more == Some(true) {
                    self.next_song();
                } else if self.watching.try_get_untracked() == Some(false) {
                    self.settle();
                }
            },
            STAGGER,
        );
    }

    fn done(self, event: DoneEvent) {
        self.watching.set(false);
        self.live.say(match &event.failure {
            Some(failure) => failure.message.clone(),
            None => text::songs_found(event.song_count),
        });
        self.change(|post| {
            post.status = event.status;
            post.song_count = event.song_count;
            post.notices = event.notices;
            post.failure = event.failure;
        });
        self.again.set(false);
        if self.work.with_value(|work| work.arriving.is_empty()) {
            self.settle();
        }
    }

    /// After the last song: the list as the server has it, with the way to the next page, and the post as it is kept.
    fn settle(self) {
        let shown = self.songs.rows.with_untracked(Vec::len) as u32;
        self.songs.start(Some(shown.clamp(DEFAULT_SONG_LIMIT, MAX_LIMIT)));
        self.reread();
    }

    fn reread(self) {
        spawn_local(async move {
            match get_post(self.id).await {
                Ok(post) => {
                    self.post.try_set(Some(post));
                }
                Err(error) if error.is_not_found() => {
                    self.problem.try_set(Some(error));
                }
                // What was told live is as good.
                Err(_) => {}
            }
        });
    }

    fn change(self, change: impl FnOnce(&mut Post)) {
        self.post.update(|post| {
            if let Some(post) = post {
                change(post);
            }
        });
    }
}
