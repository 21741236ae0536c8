//! `/p/{id}`: a picture and its songs, while they are found and ever after.

mod about;
mod comment_form;
mod comment_row;
mod comments;
mod decide;
mod feeling;
mod keywords;
mod owner;
mod share;
mod similar;
mod song_order;
mod sound;
mod view;
mod words;

use imagime_shared::pages;
use leptos::prelude::*;
use leptos_router::{
    hooks::{use_params_map, use_query_map},
    params::ParamsMap,
};
use uuid::Uuid;

use self::{
    about::{About, Hero},
    comments::Comments,
    decide::Decision,
    feeling::Feeling,
    similar::Similar,
    song_order::asked_order,
    sound::Sound,
    view::PostView,
};
use crate::{
    api::ApiError,
    components::{ButtonVariant, EmptyPicture, EmptyState, ErrorState, LinkButton, PostSkeleton, Title},
    state::{
        session::{Session, Status},
        tint::use_tint,
    },
    text::post as text,
};

pub use words::PostFields;

/// The page: what it shows depends on the address and on who looks.
#[component]
pub fn PostPage() -> impl IntoView {
    let session = expect_context::<Session>();
    let (status, me) = (session.status(), session.me());
    let params = use_params_map();
    // The address may change without the page; another user may come. A renewed session of the same one changes nothing.
    let key = Memo::new(move |_| {
        let id = params.with(|params| params.get("id")).and_then(|id| id.parse::<Uuid>().ok());
        (status.get() != Status::Restoring).then(|| (id, me.with(|me| me.as_ref().map(|me| me.id))))
    });
    move || match key.get() {
        None => view! { <Waiting /> }.into_any(),
        Some((None, _)) => view! { <Gone /> }.into_any(),
        Some((Some(id), _)) => view! { <OnePost id=id /> }.into_any(),
    }
}

#[component]
fn OnePost(id: Uuid) -> impl IntoView {
    let post = PostView::load(id, use_query_map().with_untracked(asked_order));
    let tint = use_tint();
    let palette = post.part(|post| post.palette.clone());
    Effect::new(move |_| {
        if let Some(palette) = palette.get() {
            tint.set(&palette);
        }
    });
    on_cleanup(move || tint.clear());
    let gone = Memo::new(move |_| post.problem.with(|problem| problem.as_ref().is_some_and(ApiError::is_not_found)));
    let failed = Memo::new(move |_| post.problem.with(|problem| problem.as_ref().map(ApiError::sentence)));
    let there = Memo::new(move |_| post.post.with(Option::is_some));
    move || match (there.get(), gone.get(), failed.get()) {
        (_, true, _) => view! { <Gone /> }.into_any(),
        (true, ..) => view! { <Content post=post /> }.into_any(),
        (false, false, Some(message)) => view! {
            <h1 class="visually-hidden">{text::GONE_TITLE}</h1>
            <ErrorState message=message on_retry=move |()| post.retry() />
        }
        .into_any(),
        (false, false, None) => view! { <Waiting /> }.into_any(),
    }
}

#[component]
fn Content(post: PostView) -> impl IntoView {
    let me = expect_context::<Session>().me();
    let author = post.post.with_untracked(|post| post.as_ref().map(|post| post.author.id));
    // Another user is another page: this one need not follow who looks.
    let is_mine = author.is_some() && author == me.with_untracked(|me| me.as_ref().map(|me| me.id));
    let decision = is_mine.then(|| Decision::new(post));
    let name = post.part(|post| text::post_title(&post.author.display_name));
    let title = Signal::derive(move || name.get().unwrap_or_default());
    view! {
        <Title text=title />
        <article class="post">
            <h1 class="visually-hidden">{title}</h1>
            <Hero post=post />
            <About post=post decision=decision />
            <Sound post=post />
            <Feeling post=post decision=decision />
            <Comments post=post />
            <Similar post=post />
        </article>
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
        <Title text=text::GONE_TITLE />
        <h1 class="visually-hidden">{text::GONE_TITLE}</h1>
        <EmptyState title=text::GONE_TITLE body=text::GONE_BODY picture=EmptyPicture::Lost>
            <LinkButton href=pages::HOME variant=ButtonVariant::Primary>
                {text::GONE_ACTION}
            </LinkButton>
        </EmptyState>
    }
}

/// The page's address with one thing of its query changed, or as usual.
fn address_with(post_id: Uuid, query: &ParamsMap, name: &'static str, value: Option<&str>) -> String {
    let mut query = query.clone();
    query.remove(name);
    if let Some(value) = value {
        query.insert(name, value.to_owned());
    }
    format!("{}{}", pages::post(post_id), query.to_query_string())
}
