//! What Imagime does, shown with real pictures that play.

use imagime_shared::{pages, post::Post};
use leptos::prelude::*;

use crate::{
    components::{
        ButtonVariant, Chip, Drawing, EmptyPicture, EmptyState, ErrorState, FeedSkeleton, Icon, IconView, LinkButton,
        Masonry, PostCard, Title,
    },
    state::{feed::Feed, player::is_playable, tint::use_tint},
    text::shell,
};

/// Pictures fetched for the wall.
const PICTURES: u32 = 13;
/// Words shown beside the first picture.
const WORDS: usize = 4;

/// The page for visitors.
#[component]
pub fn Landing() -> impl IntoView {
    let feed = Feed::load(PICTURES);
    let posts = feed.posts();
    let tint = use_tint();
    // None while the pictures are on their way; then the one to show at large, if there is one.
    let hero = Memo::new(move |_| posts.get().map(|posts| posts.ok().and_then(|posts| showpiece(&posts))));
    Effect::new(move |_| {
        if let Some(post) = hero.get().flatten() {
            tint.set(&post.palette);
        }
    });
    on_cleanup(move || tint.clear());
    let wall = Signal::derive(move || {
        let first = hero.get().flatten().map(|post| post.id);
        let posts = posts.get().and_then(Result::ok).unwrap_or_default();
        posts.into_iter().filter(|post| Some(post.id) != first).collect::<Vec<_>>()
    });
    let steps = shell::LANDING_STEPS
        .into_iter()
        .map(|(title, body)| {
            view! {
                <li class="landing__step">
                    <h3>{title}</h3>
                    <p class="muted">{body}</p>
                </li>
            }
        })
        .collect_view();
    let pictures = move || match posts
        .with(|posts| posts.as_ref().map(|posts| posts.as_ref().map(Vec::len).map_err(Clone::clone)))
    {
        None => view! { <FeedSkeleton /> }.into_any(),
        Some(Err(message)) => view! { <ErrorState message=message on_retry=move |()| feed.retry() /> }.into_any(),
        Some(Ok(0)) => view! {
            <EmptyState title=shell::LANDING_EMPTY_TITLE body=shell::LANDING_EMPTY_BODY picture=EmptyPicture::Frames>
                <LinkButton href=pages::SIGN_UP variant=ButtonVariant::Primary>{shell::LANDING_CTA}</LinkButton>
            </EmptyState>
        }
        .into_any(),
        Some(Ok(_)) => view! { <Masonry posts=wall /> }.into_any(),
    };
    // The only picture stands in the hero already.
    let is_alone = Memo::new(move |_| posts.with(|posts| matches!(posts, Some(Ok(posts)) if posts.len() == 1)));
    let show = move || match hero.get() {
        Some(Some(post)) => view! { <Showpiece post=post /> }.into_any(),
        None => view! { <div class="skeleton skeleton--picture"></div> }.into_any(),
        // Nobody has shown anything yet, or the server does not answer: the words below say which.
        Some(None) => view! { <Drawing picture=EmptyPicture::Frames /> }.into_any(),
    };
    view! {
        <Title text=shell::LANDING_TAB />
        <div class="landing">
            <section class="landing__hero">
                <div class="landing__words">
                    <h1 class="landing__title">{shell::LANDING_TITLE}</h1>
                    <p class="landing__lead">{shell::LANDING_LEAD}</p>
                    <div class="landing__actions">
                        <LinkButton href=pages::SIGN_UP variant=ButtonVariant::Primary>
                            <IconView icon=Icon::Image />
                            {shell::LANDING_CTA}
                        </LinkButton>
                        <LinkButton href=pages::LOG_IN>{shell::LANDING_HAVE_ACCOUNT}</LinkButton>
                    </div>
                </div>
                <div class="landing__show">{show}</div>
            </section>
            <section class="landing__section">
                <h2 class="landing__heading">{shell::LANDING_STEPS_TITLE}</h2>
                <ol class="landing__steps">{steps}</ol>
            </section>
            <Show when=move || !is_alone.get()>
                <section class="landing__section">
                    <h2 class="landing__heading">{shell::LANDING_PICTURES}</h2>
                    <Show when=move || wall.with(|posts| posts.iter().any(plays))>
                        <p class="muted">{shell::LANDING_PICTURES_HINT}</p>
                    </Show>
                    {pictures}
                </section>
            </Show>
            <section class="landing__last">
                <h2 class="landing__heading">{shell::LANDING_LAST_TITLE}</h2>
                <p>{shell::LANDING_LAST_BODY}</p>
                <LinkButton href=pages::SIGN_UP variant=ButtonVariant::Primary>{shell::SIGN_UP}</LinkButton>
            </section>
        </div>
    }
}

/// A picture with the words that were found for it.
#[component]
fn Showpiece(post: Post) -> impl IntoView {
    let chips = post
        .keywords
        .iter()
        .take(WORDS)
        .map(|keyword| view! { <li><Chip word=keyword.keyword.clone() weight=keyword.score /></li> })
        .collect_view();
    view! {
        <PostCard post=post sizes="(max-width: 900px) 100vw, 54rem" eager=true />
        <ul class="landing__chips">{chips}</ul>
    }
}

fn plays(post: &Post) -> bool {
    post.top_song.as_ref().is_some_and(is_playable)
}

/// The newest post that everybody may see at once and hear; the newest one at all if there is none.
fn showpiece(posts: &[Post]) -> Option<Post> {
    let good = |post: &&Post| !post.sensitive && plays(post) && post.image.width >= post.image.height;
    posts.iter().find(good).or_else(|| posts.iter().find(|post| !post.sensitive)).cloned()
}
