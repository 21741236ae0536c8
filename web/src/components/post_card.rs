//! A picture on the wall, with the song that fits it best.

use imagime_shared::{
    pages,
    post::{Post, PostStatus},
    song::Song,
};
use leptos::prelude::*;

use crate::{
    components::{Avatar, AvatarSize, Icon, IconView, LikeButton, Picture, is_from_outside},
    state::{
        player::{Hearing, QueueItem, use_player},
        toggle::Toggle,
    },
    text::{shell, sources},
};

/// A card: the picture leads to its post, the name to its author, and one tap plays the song.
#[component]
pub fn PostCard(
    /// The post.
    post: Post,
    /// What plays on after the card's own song; its own song alone when left out.
    #[prop(optional, into)]
    queue: Option<Signal<Vec<QueueItem>>>,
    /// How wide the picture will stand, as in the attribute `sizes`.
    #[prop(default = "(max-width: 700px) 50vw, 25rem")]
    sizes: &'static str,
    /// Load the picture at once.
    #[prop(optional)]
    eager: bool,
    /// Why it hangs there.
    #[prop(optional_no_strip)]
    why: Option<String>,
) -> impl IntoView {
    let name = post.author.display_name.clone();
    let told = (post.liked, post.like_count);
    let like = Toggle::like(post.id, move || told);
    let link = pages::post(post.id);
    let label = shell::picture_by(&name, if post.sensitive { shell::SENSITIVE } else { &post.alt_text });
    let song = match post.top_song.clone() {
        Some(song) => view! { <CardSong song=song post=post.clone() queue=queue /> }.into_any(),
        None if post.status.is_final() => ().into_any(),
        None => view! {
            <p class="post-card__song post-card__song--waiting">
                <span class="post-card__key"><IconView icon=Icon::Note /></span>
                <span class="post-card__title">{waiting(post.status)}</span>
            </p>
        }
        .into_any(),
    };
    view! {
        <article class="post-card">
            <Picture
                image=post.image.clone()
                alt=post.alt_text.clone()
                sizes=sizes
                sensitive=post.sensitive
                eager=eager
            />
            <a class="post-card__link" href=link aria-label=label></a>
            <a class="post-card__author" href=pages::user(&post.author.username)>
                <Avatar url=post.author.avatar_url.clone() name=name.clone() size=AvatarSize::Small />
                <span class="post-card__name">{name.clone()}</span>
            </a>
            {why.map(|why| view! { <p class="post-card__why">{why}</p> })}
            <LikeButton like=like author=name class="post-card__like" />
            {song}
        </article>
    }
}

#[component]
fn CardSong(song: Song, post: Post, queue: Option<Signal<Vec<QueueItem>>>) -> impl IntoView {
    let player = use_player();
    let id = song.id;
    let line = shell::song_line(&song.title, &song.artist);
    let source = is_from_outside(&song).then(|| {
        let name = sources::name(&song.provider).to_owned();
        view! { <span class="post-card__source">{name}</span> }
    });
    let own = QueueItem { song: song.clone(), post_id: Some(post.id), is_favorite: false };
    match Hearing::of(&song) {
        Hearing::Here => {
            let press = move |_| {
                let queue = queue.map(|queue| queue.get_untracked()).unwrap_or_default();
                match queue.iter().position(|item| item.post_id == own.post_id) {
                    Some(index) => player.play_or_toggle(queue, index),
                    None => player.play_or_toggle(vec![own.clone()], 0),
                }
            };
            let act = move || if player.is_playing(id) { shell::PAUSE } else { shell::PLAY };
            let icon = move || if player.is_playing(id) { Icon::Pause } else { Icon::Play };
            view! {
                <button
                    type="button"
                    class="post-card__song"
                    class:post-card__song--on=move || player.is_current(id)
                    on:click=press
                >
                    <span class="visually-hidden">{act}" "</span>
                    <span class="post-card__key">{move || view! { <IconView icon=icon() /> }}</span>
                    <span class="post-card__title">{line}</span>
                    {source}
                </button>
            }
            .into_any()
        }
        Hearing::Embed => {
            let is_open = move || player.is_embedded(id);
            let (title, provider) = (song.title.clone(), song.provider.clone());
            let label = move || {
                if is_open() {
                    sources::close_player(&title, &provider)
                } else {
                    sources::open_player(&title, &provider)
                }
            };
            let icon = move || if is_open() { Icon::Close } else { Icon::Play };
            view! {
                <button
                    type="button"
                    class="post-card__song"
                    class:post-card__song--on=is_open
                    aria-label=label
                    aria-expanded=move || is_open().to_string()
                    on:click=move |_| player.toggle_embed(own.clone())
                >
                    <span class="post-card__key">{move || view! { <IconView icon=icon() /> }}</span>
                    <span class="post-card__title">{line}</span>
                    {source}
                </button>
            }
            .into_any()
        }
        Hearing::Link(url) => {
            let label = sources::listen_at(&song.title, &song.provider);
            view! {
                <a class="post-card__song" href=url target="_blank" rel="noopener noreferrer" aria-label=label>
                    <span class="post-card__key"><IconView icon=Icon::External /></span>
                    <span class="post-card__title">{line}</span>
                    {source}
                </a>
            }
            .into_any()
        }
        Hearing::Silent => view! {
            <p class="post-card__song">
                <span class="post-card__key"><IconView icon=Icon::Note /></span>
                <span class="post-card__title">{line}" · "{shell::NO_PREVIEW}</span>
                {source}
            </p>
        }
        .into_any(),
    }
}

fn waiting(status: PostStatus) -> &'static str {
    if status.is_final() { shell::NO_PREVIEW } else { shell::STILL_LISTENING }
}
