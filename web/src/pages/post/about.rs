//! The picture, who shows it, and what was understood of it.

use imagime_shared::post::{Keyword, PostStatus};
use leptos::{html, prelude::*};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};

use super::{decide::Decision, keywords::Keywords, owner::OwnerMenu, view::PostView};
use crate::{
    components::{Avatar, Button, Chip, Icon, IconView, LikeButton, Picture, TimeAgo},
    state::{clipboard, toasts::use_toasts, toggle::Toggle},
    text::{post as text, shell},
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
    let is_understood = post.part(|post| matches!(post.status, PostStatus::Matching | PostStatus::Ready));
    let liked = post.part(|post| (post.liked, post.like_count));
    let like = Toggle::like(post.id(), move || liked.get().unwrap_or_default());
    let name = Signal::derive(move || author.get().map(|author| author.display_name).unwrap_or_default());
    let byline = move || {
        author.get().map(|author| {
            view! {
                <a class="byline__author" href=format!("/u/{}", author.username)>
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
                    <Show when=move || shareable.get() == Some(true)>
                        <Share post=post />
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

#[component]
fn Share(post: PostView) -> impl IntoView {
    let toasts = use_toasts();
    let press = move |()| {
        let link = format!("{}/p/{}", window().location().origin().unwrap_or_default(), post.id());
        let title = post
            .post
            .with_untracked(|post| post.as_ref().map(|post| text::post_title(&post.author.display_name)))
            .unwrap_or_default();
        if !share_by_system(&title, &link) {
            clipboard::copy(link, toasts, shell::LINK_COPIED);
        }
    };
    view! {
        <Button on_click=press>
            <IconView icon=Icon::Share />
            <span class="byline__word">{text::SHARE}</span>
        </Button>
    }
}

/// Opens the system's own sheet (Web Share); false where there is none.
fn share_by_system(title: &str, link: &str) -> bool {
    let navigator = window().navigator();
    let Ok(share) = js_sys::Reflect::get(&navigator, &"share".into()) else { return false };
    let Ok(share) = share.dyn_into::<js_sys::Function>() else { return false };
    let data = js_sys::Object::new();
    let set = |key: &str, value: &str| js_sys::Reflect::set(&data, &key.into(), &value.into()).is_ok();
    if !(set("title", title) && set("url", link)) {
        return false;
    }
    let Ok(promise) = share.call1(&navigator, &data) else { return false };
    // Closing the sheet rejects the promise; there is nothing to say about that.
    let ignore = Closure::<dyn FnMut(JsValue)>::once_into_js(|_: JsValue| {});
    if let Ok(promise) = promise.dyn_into::<js_sys::Promise>() {
        let catch = js_sys::Reflect::get(&promise, &"catch".into()).ok();
        if let Some(catch) = catch.and_then(|catch| catch.dyn_into::<js_sys::Function>().ok()) {
            catch.call1(&promise, &ignore).ok();
        }
    }
    true
}
