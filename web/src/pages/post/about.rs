//! The picture, who shows it, and what was understood of it.

use imagime_shared::{
    pages,
    post::{Keyword, PostStatus},
};
use leptos::{html, prelude::*};
use wasm_bindgen::{JsCast, closure::Closure};

use super::{decide::Decision, keywords::Keywords, owner::OwnerMenu, share::ShareButton, view::PostView};
use crate::{
    components::{Avatar, Chip, LikeButton, Picture, TimeAgo},
    state::toggle::Toggle,
    text::post as text,
};

/// The picture at large.
#[component]
pub fn Hero(
    /// The post.
    post: PostView,
) -> impl IntoView {
    let frame = NodeRef::<html::Figure>::new();
    let words = post.part(|post| (post.alt_text.clone(), post.sensitive));
    Effect::new(move |_| {
        let Some(frame) = frame.get() else { return };
        let renew = Closure::<dyn Fn()>::new(move || post.renew_image()).into_js_value();
        // The event of an image does not bubble, but it can be caught on its way down. It goes with the element.
        frame.add_event_listener_with_callback_and_bool("error", renew.unchecked_ref(), true).ok();
    });
    view! {
        <figure class="post__picture" node_ref=frame>
            {move || {
                post.image
                    .get()
                    .zip(words.get())
                    .map(|(image, (alt, sensitive))| {
                        view! {
                            <Picture
                                image=image
                                alt=alt
                                sizes="(max-width: 56.25rem) 100vw, 58vw"
                                sensitive=sensitive
                                eager=true
                            />
                        }
                    })
            }}
        </figure>
    }
}

/// Author, time, description, words.
#[component]
pub fn About(
    /// The post.
    post: PostView,
    /// What its owner wants; none for everybody else.
    decision: Option<Decision>,
) -> impl IntoView {
    let author = post.part(|post| post.author.clone());
    let created_at = post.part(|post| post.created_at.clone());
    let visibility = post.part(|post| post.visibility);
    let description = post.part(|post| post.description.clone());
    let keywords = post.part(|post| post.keywords.clone());
    let shareable = post.part(|post| post.visibility != imagime_shared::post::Visibility::Private);
    let is_mine = decision.is_some();
    let is_understood = post.part(|post| matches!(post.status, PostStatus::Matching | PostStatus::Ready));
    let liked = post.part(|post| (post.liked, post.like_count));
    let like = Toggle::like(post.id(), move || liked.get().unwrap_or_default());
    let name = Signal::derive(move || author.get().map(|author| author.display_name).unwrap_or_default());
    let byline = move || {
        author.get().map(|author| {
            view! {
                <a class="byline__author" href=pages::user(&author.username)>
                    <Avatar url=author.avatar_url name=author.display_name.clone() />
                    <span class="byline__name">{author.display_name}</span>
                </a>
            }
        })
    };
    view! {
        <div class="post__about">
            <div class="byline">
                <div class="byline__who">
                    {byline}
                    <p class="byline__when">
                        {move || created_at.get().map(|time| view! { <TimeAgo time=time /> })} " · "
                        {move || visibility.get().map(text::visibility)}
                    </p>
                </div>
                <div class="byline__acts">
                    <LikeButton like=like author=name />
                    <Show when=move || is_mine || shareable.get() == Some(true)>
                        <ShareButton post=post is_mine=is_mine />
                    </Show>
                    {decision.map(|_| view! { <OwnerMenu post=post /> })}
                </div>
            </div>
            {move || {
                description
                    .get()
                    .filter(|words| !words.is_empty())
                    .map(|words| {
                        // A line is a caption, a story is text.
                        let long = words.chars().count() > 140 || words.contains('\n');
                        view! { <p class="post__caption" class:post__caption--long=long>{words}</p> }
                    })
            }}
            {move || match decision.filter(|_| is_understood.get() == Some(true)) {
                Some(decision) => view! { <Keywords decision=decision /> }.into_any(),
                None => chips(keywords.get().unwrap_or_default()).into_any(),
            }}
        </div>
    }
}

fn chips(words: Vec<Keyword>) -> Option<impl IntoView> {
    let chip = |word: Keyword| view! { <li><Chip word=word.keyword weight=word.score /></li> };
    (!words.is_empty()).then(|| view! { <ul class="post__chips">{words.into_iter().map(chip).collect_view()}</ul> })
}
