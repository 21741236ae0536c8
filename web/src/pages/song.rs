//! `/songs/{id}`: a song, where it comes from, and the pictures it goes with.

use imagime_shared::{
    pages,
    post::Post,
    song::{Song, SongResponse},
    source,
};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use uuid::Uuid;

use super::{songs_like::SongsLike, wall::PostWall};
use crate::{
    api::songs::{find_song, song_posts},
    components::{
        Artwork, Button, ButtonVariant, EmptyPicture, EmptyState, ErrorState, FeedSkeleton, Icon, IconButton, IconView,
        LinkButton, SongMenu, SourceLine, Title, is_from_outside,
    },
    state::{
        FavoriteChange, FavoriteToggle,
        kept::use_kept,
        paged::Paged,
        player::{Hearing, QueueItem, use_player},
        session::{Session, Status},
    },
    text::{discover, lists as text, post, shell, sources},
};

/// The page: which song depends on the address, its heart on who looks.
#[component]
pub fn SongPage() -> impl IntoView {
    let session = expect_context::<Session>();
    let (status, me) = (session.status(), session.me());
    let params = use_params_map();
    let key = Memo::new(move |_| {
        let id = params.with(|params| params.get("id")).and_then(|id| id.parse::<Uuid>().ok());
        (status.get() != Status::Restoring).then(|| (id, me.with(|me| me.as_ref().map(|me| me.id))))
    });
    move || match key.get() {
        None => view! { <Waiting /> }.into_any(),
        Some((None, _)) => view! { <Gone /> }.into_any(),
        Some((Some(id), _)) => view! { <OneSong id=id /> }.into_any(),
    }
}

#[component]
fn OneSong(id: Uuid) -> impl IntoView {
    let found = LocalResource::new(move || find_song(id));
    move || match found.get() {
        None => view! { <Waiting /> }.into_any(),
        Some(Ok(found)) => view! { <Known found=found /> }.into_any(),
        Some(Err(error)) if error.is_not_found() => view! { <Gone /> }.into_any(),
        Some(Err(error)) => view! {
            <h1 class="visually-hidden">{text::ITS_PICTURES}</h1>
            <ErrorState message=error.sentence() on_retry=move |()| found.refetch() />
        }
        .into_any(),
    }
}

#[component]
fn Known(found: SongResponse) -> impl IntoView {
    let SongResponse { song, is_favorite } = found;
    let id = song.id;
    let list: Paged<Post> = Paged::new(shell::feed_grew, move |page| async move {
        song_posts(id, page).await.map(|list| (list.posts, list.next_cursor))
    });
    list.start(None);
    let kept = use_kept().of(id, is_favorite);
    let toggle = use_context::<FavoriteToggle>();
    let keep = move |()| {
        if let Some(toggle) = toggle {
            toggle.0.run(FavoriteChange { song_id: id, post_id: None, keep: !kept.get_untracked() });
        }
    };
    let year = song.year.map(|year| year.to_string());
    let about = song.album.clone().into_iter().chain(year).collect::<Vec<_>>().join(" · ");
    view! {
        <Title text=shell::song_line(&song.title, &song.artist) />
        <div class="lone">
            <header class="lone__head">
                <div class="lone__art">
                    <Artwork song=song.clone() />
                </div>
                <div class="lone__words">
                    <h1 class="lone__title">{song.title.clone()}</h1>
                    <p class="lone__artist">{song.artist.clone()}</p>
                    {(!about.is_empty()).then(|| view! { <p class="muted">{about}</p> })}
                    <Origin song=song.clone() />
                    <div class="lone__acts">
                        <Listen song=song.clone() />
                        <IconButton
                            icon=Icon::Heart
                            label=shell::keep_song(&song.title)
                            pressed=kept
                            class="heart"
                            on_click=keep
                        />
                        <SongMenu song=song post_id=None listen_only=false />
                    </div>
                </div>
            </header>
            <section class="lone__part" aria-labelledby="song-pictures">
                <h2 id="song-pictures" class="lone__heading">
                    {text::ITS_PICTURES}
                </h2>
                <PostWall list=list label=text::PICTURES_MORE end=text::PICTURES_END>
                    <EmptyState
                        title=text::ITS_PICTURES_NONE
                        body=text::ITS_PICTURES_NONE_BODY
                        picture=EmptyPicture::Frames
                    >
                        <LinkButton href=pages::NEW variant=ButtonVariant::Primary>
                            <IconView icon=Icon::Plus />
                            {shell::NEW_PICTURE}
                        </LinkButton>
                    </EmptyState>
                </PostWall>
            </section>
            <SongsLike id=Signal::stored(id) heading=Signal::stored(discover::SONGS_LIKE.to_owned()) />
        </div>
    }
}

/// Where the song comes from, and under which terms.
#[component]
fn Origin(song: Song) -> impl IntoView {
    if is_from_outside(&song) {
        return view! { <SourceLine song=song /> }.into_any();
    }
    let from = if song.provider == source::FOLDER { text::FOLDER } else { text::STARTER };
    let terms = song.attribution.map(|words| view! { <p class="source">{words}</p> });
    view! {
        <p class="source">{from}</p>
        {terms}
    }
    .into_any()
}

/// Plays it, opens its source's player, leads to its source, or says that nothing can be heard.
#[component]
fn Listen(song: Song) -> impl IntoView {
    let player = use_player();
    let id = song.id;
    let own = QueueItem { song: song.clone(), post_id: None, is_favorite: false };
    let (title, source) = (song.title.clone(), song.provider.clone());
    match Hearing::of(&song) {
        Hearing::Here => {
            let icon = move || if player.is_playing(id) { Icon::Pause } else { Icon::Play };
            let words = move || if player.is_playing(id) { shell::PAUSE } else { shell::PLAY };
            view! {
                <Button
                    variant=ButtonVariant::Primary
                    on_click=move |()| player.play_or_toggle(vec![own.clone()], 0)
                >
                    {move || view! { <IconView icon=icon() /> }}
                    {words}
                </Button>
            }
            .into_any()
        }
        Hearing::Embed => {
            let is_open = move || player.is_embedded(id);
            let words = move || {
                if is_open() { sources::close_player(&title, &source) } else { sources::open_player(&title, &source) }
            };
            view! {
                <Button variant=ButtonVariant::Primary on_click=move |()| player.toggle_embed(own.clone())>
                    {words}
                </Button>
            }
            .into_any()
        }
        Hearing::Link(url) => view! {
            <a class="button button--primary" href=url target="_blank" rel="noopener noreferrer">
                <IconView icon=Icon::External />
                {sources::listen_at(&title, &source)}
            </a>
        }
        .into_any(),
        Hearing::Silent => view! { <p class="muted">{shell::NO_PREVIEW}</p> }.into_any(),
    }
}

#[component]
fn Waiting() -> impl IntoView {
    view! {
        <h1 class="visually-hidden">{text::ITS_PICTURES}</h1>
        <div class="lone" aria-busy="true">
            <div class="skeleton skeleton--title"></div>
            <FeedSkeleton />
        </div>
    }
}

#[component]
fn Gone() -> impl IntoView {
    view! {
        <Title text=text::SONG_GONE_TITLE />
        <h1 class="visually-hidden">{text::SONG_GONE_TITLE}</h1>
        <EmptyState title=text::SONG_GONE_TITLE body=text::SONG_GONE_BODY picture=EmptyPicture::Lost>
            <LinkButton href=pages::HOME variant=ButtonVariant::Primary>
                {post::GONE_ACTION}
            </LinkButton>
        </EmptyState>
    }
}
