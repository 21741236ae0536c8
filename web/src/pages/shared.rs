//! `/s/{slug}`: a picture and its songs behind a link, to look at and to listen to.

use imagime_shared::{pages, post::Post, song::PostSong};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use crate::{
    api::shares::{shared_post, shared_songs},
    components::{
        Avatar, Button, ButtonVariant, Chip, EmptyPicture, EmptyState, ErrorState, Icon, IconView, LinkButton,
        LoadMore, MoodCard, Notice, NoticeKind, Picture, PostSkeleton, SongRow, SongSkeleton, TimeAgo, Title,
    },
    state::{
        paged::{FirstPage, Paged},
        player::{QueueItem, is_playable, use_player},
        session::{Session, Status},
        tint::use_tint,
    },
    text::{post as text, share as words},
};

/// The page.
#[component]
pub fn SharedPage() -> impl IntoView {
    let status = expect_context::<Session>().status();
    let params = use_params_map();
    let key = Memo::new(move |_| {
        let slug = params.with(|params| params.get("slug")).unwrap_or_default();
        (status.get() != Status::Restoring).then_some(slug)
    });
    move || match key.get() {
        None => view! { <Waiting /> }.into_any(),
        Some(slug) => view! { <Behind slug=slug /> }.into_any(),
    }
}

#[component]
fn Behind(slug: String) -> impl IntoView {
    let slug = StoredValue::new(slug);
    let post = LocalResource::new(move || async move { shared_post(&slug.get_value()).await });
    move || match post.get() {
        None => view! { <Waiting /> }.into_any(),
        Some(Ok(post)) => view! { <Known post=post slug=slug.get_value() /> }.into_any(),
        Some(Err(error)) if error.is_not_found() => view! { <Gone /> }.into_any(),
        Some(Err(error)) => view! {
            <h1 class="visually-hidden">{text::SOUNDTRACK}</h1>
            <ErrorState message=error.sentence() on_retry=move |()| post.refetch() />
        }
        .into_any(),
    }
}

#[component]
fn Known(post: Post, slug: String) -> impl IntoView {
    let tint = use_tint();
    tint.set(&post.palette);
    on_cleanup(move || tint.clear());
    let title = text::post_title(&post.author.display_name);
    let chip = |word: imagime_shared::post::Keyword| view! { <li><Chip word=word.keyword weight=word.score /></li> };
    let long = post.description.chars().count() > 140 || post.description.contains('\n');
    let notices =
        post.notices.into_iter().map(|notice| view! { <Notice kind=NoticeKind::Warning>{notice.message}</Notice> });
    view! {
        <Title text=title.clone() />
        <article class="post">
            <h1 class="visually-hidden">{title}</h1>
            <figure class="post__picture">
                <Picture
                    image=post.image
                    alt=post.alt_text
                    sizes="(max-width: 56.25rem) 100vw, 58vw"
                    sensitive=post.sensitive
                    eager=true
                />
            </figure>
            <div class="post__about">
                <div class="byline">
                    <div class="byline__who">
                        <a class="byline__author" href=pages::user(&post.author.username)>
                            <Avatar url=post.author.avatar_url name=post.author.display_name.clone() />
                            <span class="byline__name">{post.author.display_name}</span>
                        </a>
                        <p class="byline__when"><TimeAgo time=post.created_at /> " · " {words::SHARED}</p>
                    </div>
                </div>
                {(!post.description.is_empty())
                    .then(|| view! { <p class="post__caption" class:post__caption--long=long>{post.description}</p> })}
                <ul class="post__chips">{post.keywords.into_iter().map(chip).collect_view()}</ul>
            </div>
            <section class="post__sound">
                {notices.collect_view()}
                <Songs slug=slug count=post.song_count />
            </section>
            <div class="post__mood">{post.mood.map(|mood| view! { <MoodCard mood=mood /> })}</div>
        </article>
    }
}

#[component]
fn Songs(slug: String, count: u32) -> impl IntoView {
    let player = use_player();
    let songs: Paged<PostSong> = Paged::new(text::songs_grew, move |page| {
        let slug = slug.clone();
        async move { shared_songs(&slug, page).await.map(|page| (page.songs, page.next_cursor)) }
    });
    songs.start(None);
    let state = songs.state();
    let item = |row: &PostSong| QueueItem { song: row.song.clone(), post_id: None, is_favorite: row.is_favorite };
    let queue = Signal::derive(move || songs.rows.with(|rows| rows.iter().map(item).collect::<Vec<_>>()));
    let playable = move || songs.rows.with(|rows| rows.iter().any(|row| is_playable(&row.song)));
    let list = move || match state.get() {
        FirstPage::Loading => view! { <SongSkeleton /> }.into_any(),
        FirstPage::Failed(error) => {
            view! { <ErrorState message=error.sentence() on_retry=move |()| songs.restart() /> }.into_any()
        }
        FirstPage::Empty => view! {
            <EmptyState title=text::NO_SONGS_TITLE body=text::NO_SONGS_BODY picture=EmptyPicture::Silence />
        }
        .into_any(),
        FirstPage::Content => view! {
            <ol class="songs">
                <For each=move || songs.rows.get() key=|row| row.song.id let:row>
                    <SongRow item=row post_id=None queue=queue listen_only=true />
                </For>
            </ol>
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
    };
    view! {
        <header class="sound__head">
            <div>
                <h2 class="sound__title">{text::SOUNDTRACK}</h2>
                <p class="muted">{text::songs_that_fit(count)}</p>
            </div>
            <Show when=playable>
                <Button variant=ButtonVariant::Primary on_click=move |()| player.play(queue.get_untracked(), 0)>
                    <IconView icon=Icon::Play />
                    {text::PLAY_ALL}
                </Button>
            </Show>
        </header>
        {list}
    }
}

#[component]
fn Waiting() -> impl IntoView {
    view! {
        <h1 class="visually-hidden">{text::SOUNDTRACK}</h1>
        <PostSkeleton />
    }
}

#[component]
fn Gone() -> impl IntoView {
    view! {
        <Title text=words::GONE_TITLE />
        <h1 class="visually-hidden">{words::GONE_TITLE}</h1>
        <EmptyState title=words::GONE_TITLE body=words::GONE_BODY picture=EmptyPicture::Lost>
            <LinkButton href=pages::HOME variant=ButtonVariant::Primary>
                {text::GONE_ACTION}
            </LinkButton>
        </EmptyState>
    }
}
