//! `/discover`: songs and pictures for the reader, each with its reason.

use std::collections::HashMap;

use imagime_shared::{
    pages,
    recommendation::{ReasonKind, ReasonSong, RecommendedPost, RecommendedSong},
};
use leptos::prelude::*;
use uuid::Uuid;

use super::{
    guard::ForUsers,
    songs_like::{ReasonedSongs, SongsLike},
};
use crate::{
    api::recommendations::{recommended_posts, recommended_songs},
    components::{
        ButtonVariant, EmptyPicture, EmptyState, ErrorState, FeedSkeleton, Icon, IconView, LinkButton, Masonry, Notice,
        NoticeKind, SongSkeleton, Title,
    },
    text::discover as text,
};

/// Songs shown.
const SONGS: u32 = 12;
/// Pictures shown.
const PICTURES: u32 = 24;

/// The page.
#[component]
pub fn DiscoverPage() -> impl IntoView {
    view! {
        <Title text=text::TITLE />
        <div class="discover">
            <header>
                <h1 class="discover__title">{text::TITLE}</h1>
                <p class="muted">{text::LEAD}</p>
            </header>
            <ForUsers why=text::GUARD skeleton=|| view! { <Loading /> }>
                <ForMe />
            </ForUsers>
        </div>
    }
}

#[component]
fn ForMe() -> impl IntoView {
    let found = LocalResource::new(|| async {
        let songs = recommended_songs(SONGS).await?;
        Ok::<_, crate::api::ApiError>((songs, recommended_posts(PICTURES).await?))
    });
    move || match found.get() {
        None => view! { <Loading /> }.into_any(),
        Some(Err(error)) => {
            view! { <ErrorState message=error.sentence() on_retry=move |()| found.refetch() /> }.into_any()
        }
        Some(Ok((songs, posts))) if songs.is_empty() && posts.is_empty() => view! {
            <EmptyState title=text::EMPTY_TITLE body=text::EMPTY_BODY picture=EmptyPicture::Silence>
                <LinkButton href=pages::NEW variant=ButtonVariant::Primary>
                    <IconView icon=Icon::Plus />
                    {text::EMPTY_ACTION}
                </LinkButton>
            </EmptyState>
        }
        .into_any(),
        Some(Ok((songs, posts))) => view! { <Found songs=songs posts=posts /> }.into_any(),
    }
}

#[component]
fn Found(songs: Vec<RecommendedSong>, posts: Vec<RecommendedPost>) -> impl IntoView {
    let reasons = songs.iter().map(|row| &row.why).chain(posts.iter().map(|row| &row.why));
    let is_newcomer = reasons.clone().all(|why| why.reason == ReasonKind::Popular);
    // The song that speaks for most of what is here.
    let kept = reasons.filter(|why| why.reason == ReasonKind::Song).find_map(|why| why.song.clone());
    view! {
        {is_newcomer.then(|| view! { <Notice kind=NoticeKind::Info>{text::NEWCOMER}</Notice> })}
        <section class="discover__part" aria-labelledby="discover-songs">
            <h2 id="discover-songs" class="discover__heading">
                {text::SONGS}
            </h2>
            {if songs.is_empty() {
                view! { <p class="muted">{text::SONGS_NONE}</p> }.into_any()
            } else {
                view! { <ReasonedSongs songs=songs say=text::song_reason /> }.into_any()
            }}
        </section>
        <section class="discover__part" aria-labelledby="discover-pictures">
            <h2 id="discover-pictures" class="discover__heading">
                {text::PICTURES}
            </h2>
            <Pictures posts=posts />
        </section>
        {kept.map(|song| view! { <Like song=song /> })}
    }
}

#[component]
fn Like(song: ReasonSong) -> impl IntoView {
    let heading = text::songs_like(&song.title);
    view! { <SongsLike id=Signal::stored(song.id) heading=Signal::stored(heading) /> }
}

#[component]
fn Pictures(posts: Vec<RecommendedPost>) -> impl IntoView {
    if posts.is_empty() {
        return view! { <p class="muted">{text::PICTURES_NONE}</p> }.into_any();
    }
    let reasons: HashMap<Uuid, String> =
        posts.iter().map(|row| (row.post.id, text::picture_reason(&row.why))).collect();
    let posts: Vec<_> = posts.into_iter().map(|row| row.post).collect();
    view! { <Masonry posts=posts reasons=Signal::stored(reasons) /> }.into_any()
}

#[component]
fn Loading() -> impl IntoView {
    view! {
        <SongSkeleton count=4 />
        <FeedSkeleton />
    }
}
