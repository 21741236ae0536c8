//! The songs: how they are being found, then the list.

use imagime_shared::{
    notice, pages,
    post::{Post, PostStatus},
    song::PostSong,
};
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::{song_order::SongOrder, view::PostView};
use crate::{
    api::instance::find_instance,
    components::{
        Button, ButtonVariant, EmptyPicture, EmptyState, ErrorState, Icon, IconView, LinkButton, LiveSteps, LoadMore,
        Notice, NoticeKind, SongRow, SongSkeleton, SourceRests, Step, StepState,
    },
    state::{
        paged::{FirstPage, Paged},
        player::{is_playable, use_player},
        playlists::{AddToPlaylist, MakeFrom},
    },
    text::{playlist, post as text},
};

/// Words shown beside the step that found them.
const WORDS: usize = 5;

/// The side of the page that sounds.
#[component]
pub fn Sound(
    /// The post.
    post: PostView,
) -> impl IntoView {
    let failure = post.part(|post| post.failure.clone());
    let notices = post.part(|post| post.notices.clone());
    let is_missing =
        Memo::new(move |_| notices.with(|all| all.iter().flatten().any(|one| one.code == notice::SOURCE_UNAVAILABLE)));
    scroll_to_linked(post);
    view! {
        <section
            class="post__sound"
            class:post__sound--again=move || post.is_choosing_again()
            aria-busy=move || (post.is_new() || post.is_choosing_again()).to_string()
        >
            {move || match failure.get().flatten() {
                Some(failure) => view! { <Failed message=failure.message /> }.into_any(),
                None => {
                    view! {
                        <Head post=post />
                        {move || {
                            notices
                                .get()
                                .unwrap_or_default()
                                .into_iter()
                                .map(|notice| {
                                    view! { <Notice kind=NoticeKind::Warning>{notice.message}</Notice> }
                                })
                                .collect_view()
                        }}
                        <Show when=move || is_missing.get()>
                            <Resting />
                        </Show>
                        <Show when=move || post.is_new()>
                            <Steps post=post />
                        </Show>
                        <SongOrder post=post />
                        <Songs post=post />
                    }
                        .into_any()
                }
            }}
        </section>
    }
}

/// Until when the sources rest that do. Nothing while that is not known.
#[component]
fn Resting() -> impl IntoView {
    let instance = LocalResource::new(find_instance);
    move || instance.get().and_then(Result::ok).map(|instance| view! { <SourceRests sources=instance.sources /> })
}

#[component]
fn Head(post: PostView) -> impl IntoView {
    let player = use_player();
    let queue = post.queue();
    let count = post.part(|post| post.song_count);
    let (adding, making) = (expect_context::<AddToPlaylist>(), RwSignal::new(false));
    let make = move |()| adding.make(MakeFrom::Post(post.id()), making);
    let listed = move || post.songs.rows.with(|rows| !rows.is_empty());
    let playable = move || post.songs.rows.with(|rows| rows.iter().any(|row| is_playable(&row.song)));
    let words = move || {
        if post.is_choosing_again() {
            text::CHOOSING_AGAIN.to_owned()
        } else if post.is_new() {
            text::FIRST_SONG_SOON.to_owned()
        } else {
            count.get().map(text::songs_that_fit).unwrap_or_default()
        }
    };
    view! {
        <header class="sound__head">
            <div>
                <h2 class="sound__title">{text::SOUNDTRACK}</h2>
                <p class="muted">{words}</p>
            </div>
            <div class="sound__acts">
                <Show when=move || listed() && !post.is_new()>
                    <Button variant=ButtonVariant::Ghost busy=making on_click=make>
                        <IconView icon=Icon::Queue />
                        {playlist::MAKE}
                    </Button>
                </Show>
                <Show when=playable>
                    <Button variant=ButtonVariant::Primary on_click=move |()| player.play(queue.get_untracked(), 0)>
                        <IconView icon=Icon::Play />
                        {text::PLAY_ALL}
                    </Button>
                </Show>
            </div>
        </header>
    }
}

#[component]
fn Songs(post: PostView) -> impl IntoView {
    let songs = post.songs;
    let state = songs.state();
    let queue = post.queue();
    let any = Memo::new(move |_| songs.rows.with(|rows| !rows.is_empty()));
    // Songs that arrive live stand here before the first page was asked for.
    let new = Memo::new(move |_| post.is_new());
    let below = move || match (any.get(), new.get(), state.get()) {
        (true, true, _) | (true, false, FirstPage::Loading) => ().into_any(),
        (true, false, _) => view! {
            <LoadMore
                has_more=songs.has_more()
                busy=songs.busy()
                error=songs.error()
                label=text::MORE_SONGS
                end=text::SONGS_END
                on_click=move |()| songs.load_more()
            />
        }
        .into_any(),
        (false, true, _) | (false, false, FirstPage::Loading) => view! { <SongSkeleton /> }.into_any(),
        (false, false, FirstPage::Failed(error)) => {
            view! { <ErrorState message=error.sentence() on_retry=move |()| songs.restart() /> }.into_any()
        }
        (false, false, _) => view! {
            <EmptyState title=text::NO_SONGS_TITLE body=text::NO_SONGS_BODY picture=EmptyPicture::Silence />
        }
        .into_any(),
    };
    view! {
        <ol class="songs">
            <For each=move || songs.rows.get() key=|row| row.song.id let:row>
                <SongRow item=latest(songs, row) post_id=Some(post.id()) queue=queue votes=true />
            </For>
        </ol>
        {below}
    }
}

/// A row as the list has it now: the same song may stand there for other reasons once the songs were chosen anew.
fn latest(songs: Paged<PostSong>, row: PostSong) -> Memo<PostSong> {
    let id = row.song.id;
    Memo::new(move |last: Option<&PostSong>| {
        let now = songs.rows.with(|rows| rows.iter().find(|row| row.song.id == id).cloned());
        now.or_else(|| last.cloned()).unwrap_or_else(|| row.clone())
    })
}

#[component]
fn Steps(post: PostView) -> impl IntoView {
    let found = move || post.songs.rows.with(Vec::len);
    let steps = Signal::derive(move || {
        post.post.with(|post| post.as_ref().map(|post| steps(post, found()))).unwrap_or_default()
    });
    view! {
        <div class="post__steps">
            <LiveSteps steps=steps />
        </div>
    }
}

#[component]
fn Failed(message: String) -> impl IntoView {
    view! {
        <EmptyState title=text::FAILED_TITLE body=message picture=EmptyPicture::Lost>
            <LinkButton href=pages::NEW variant=ButtonVariant::Primary>
                {text::FAILED_ACTION}
            </LinkButton>
        </EmptyState>
    }
}

fn steps(post: &Post, found: usize) -> Vec<Step> {
    let words = post.keywords.iter().take(WORDS).map(|word| word.keyword.clone()).collect::<Vec<_>>();
    let words = match (&post.mood, words.is_empty()) {
        (_, false) => Some(words.join(", ")),
        (Some(mood), true) => Some(mood.words.join(", ")),
        (None, true) => None,
    };
    let (looking, choosing) = match post.status {
        PostStatus::Pending | PostStatus::Analyzing => (StepState::Active, StepState::Waiting),
        PostStatus::Matching => (StepState::Done, StepState::Active),
        PostStatus::Ready => (StepState::Done, StepState::Done),
        PostStatus::Failed => (StepState::Failed, StepState::Waiting),
    };
    let songs = (found > 0).then(|| text::songs_that_fit(found as u32));
    vec![
        Step { label: text::STEP_RECEIVED.to_owned(), state: StepState::Done, detail: None },
        Step { label: text::STEP_LOOKING.to_owned(), state: looking, detail: words },
        Step { label: text::STEP_CHOOSING.to_owned(), state: choosing, detail: songs },
    ]
}

/// A link to one song of the post (`#song-{id}`) leads to its row, once that is there.
fn scroll_to_linked(post: PostView) {
    let wanted = window().location().hash().unwrap_or_default();
    let Some(wanted) = wanted.strip_prefix('#').filter(|wanted| wanted.starts_with("song-")).map(ToOwned::to_owned)
    else {
        return;
    };
    Effect::new(move |done: Option<bool>| {
        let there = post.songs.rows.with(|rows| rows.iter().any(|row| wanted == format!("song-{}", row.song.id)));
        if done == Some(true) || !there {
            return done.unwrap_or_default();
        }
        let wanted = wanted.clone();
        request_animation_frame(move || {
            let row = document().get_element_by_id(&wanted);
            if let Some(row) = row.and_then(|row| row.dyn_into::<web_sys::HtmlElement>().ok()) {
                row.scroll_into_view();
            }
        });
        true
    });
}
