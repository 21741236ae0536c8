//! Passing a picture on: its address, and for its owner links that open it without an account.

use imagime_shared::{
    pages,
    post::Visibility,
    share::{CreateShare, Share},
};
use js_sys::Date;
use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen::JsValue;

use super::view::PostView;
use crate::{
    api::shares::{create_share, delete_share, list_shares},
    components::{Button, ButtonVariant, Choice, ChoiceOption, Dialog, Icon, IconView, Notice, NoticeKind, TimeAgo},
    state::{
        clipboard, share_sheet,
        toasts::{Toasts, use_toasts},
    },
    text::{post as words, share as text, shell},
};

const DAY_MS: f64 = 86_400_000.0;

/// When a link ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ends {
    Never,
    Day,
    Week,
    Month,
}

impl Ends {
    const ALL: [(Self, &str); 4] =
        [(Self::Never, text::NEVER), (Self::Day, text::DAY), (Self::Week, text::WEEK), (Self::Month, text::MONTH)];

    fn days(self) -> Option<f64> {
        match self {
            Self::Never => None,
            Self::Day => Some(1.0),
            Self::Week => Some(7.0),
            Self::Month => Some(30.0),
        }
    }
}

/// The button: it passes the address on; for the owner it opens a dialog.
#[component]
pub fn ShareButton(
    /// The post.
    post: PostView,
    /// Whether who looks is its owner.
    is_mine: bool,
) -> impl IntoView {
    let toasts = use_toasts();
    let open = RwSignal::new(false);
    let press = move |()| if is_mine { open.set(true) } else { pass_on(post, toasts) };
    view! {
        <Button on_click=press>
            <IconView icon=Icon::Share />
            <span class="byline__word">{words::SHARE}</span>
        </Button>
        {is_mine
            .then(|| {
                view! {
                    <Dialog open=open title=text::TITLE>
                        <Links post=post />
                    </Dialog>
                }
            })}
    }
}

#[component]
fn Links(post: PostView) -> impl IntoView {
    let toasts = use_toasts();
    let visibility = post.part(|post| post.visibility);
    let links = RwSignal::new(None::<Vec<Share>>);
    let problem = RwSignal::new(None::<String>);
    let (ends, busy) = (RwSignal::new(Ends::Never), RwSignal::new(false));
    spawn_local(async move {
        match list_shares(post.id()).await {
            Ok(found) => drop(links.try_set(Some(found))),
            Err(error) => drop(problem.try_set(Some(error.sentence()))),
        }
    });
    let make = move |()| {
        busy.set(true);
        problem.set(None);
        let end = ends.get_untracked().days().map(|days| Date::new(&JsValue::from_f64(Date::now() + days * DAY_MS)));
        let form = CreateShare { expires_at: end.map(|end| String::from(end.to_iso_string())) };
        spawn_local(async move {
            match create_share(post.id(), &form).await {
                Ok(link) => {
                    links.try_update(|links| links.get_or_insert_default().insert(0, link));
                    toasts.success(text::MADE);
                }
                Err(error) => drop(problem.try_set(Some(error.sentence()))),
            }
            busy.try_set(false);
        });
    };
    let take_back = move |slug: String| {
        spawn_local(async move {
            match delete_share(&slug).await {
                Ok(()) => {
                    links.try_update(|links| links.get_or_insert_default().retain(|link| link.slug != slug));
                    toasts.info(text::TAKEN_BACK);
                }
                Err(error) => drop(problem.try_set(Some(error.sentence()))),
            }
        });
    };
    let lead = move || match visibility.get() {
        Some(Visibility::Public) => text::PUBLIC_LEAD,
        Some(Visibility::Unlisted) => text::UNLISTED_LEAD,
        _ => text::PRIVATE_LEAD,
    };
    let options = Ends::ALL
        .into_iter()
        .map(|(value, label)| ChoiceOption { value, label: label.to_owned(), hint: String::new(), icon: None })
        .collect::<Vec<_>>();
    let title = Signal::derive(move || {
        post.post.with_untracked(|post| post.as_ref().map(|post| words::post_title(&post.author.display_name)))
    });
    view! {
        <div class="form">
            {move || problem.get().map(|words| view! { <Notice kind=NoticeKind::Error>{words}</Notice> })}
            <p>{lead}</p>
            <Show when=move || visibility.get().is_some_and(|visibility| visibility != Visibility::Private)>
                <Button on_click=move |()| pass_on(post, toasts)>
                    <IconView icon=Icon::Share />
                    {text::OWN_ADDRESS}
                </Button>
            </Show>
            <Choice name="ends" label=text::ENDS options=options value=ends />
            <Button variant=ButtonVariant::Primary busy=busy on_click=make>
                <IconView icon=Icon::Link />
                {text::MAKE}
            </Button>
            <h3 class="links__title">{text::LINKS}</h3>
            {move || match links.get() {
                None => view! { <p class="muted">{shell::LOADING}</p> }.into_any(),
                Some(links) if links.is_empty() => view! { <p class="muted">{text::NO_LINKS}</p> }.into_any(),
                Some(links) => {
                    let rows = links
                        .into_iter()
                        .map(|link| {
                            view! { <LinkRow link=link title=title toasts=toasts on_take_back=Callback::new(take_back) /> }
                        })
                        .collect_view();
                    view! { <ul class="links">{rows}</ul> }.into_any()
                }
            }}
        </div>
    }
}

#[component]
fn LinkRow(
    link: Share,
    title: Signal<Option<String>>,
    toasts: Toasts,
    on_take_back: Callback<String>,
) -> impl IntoView {
    let Share { slug, url, expires_at, visit_count, .. } = link;
    let (copied, passed) = (url.clone(), url.clone());
    let ends = match expires_at {
        Some(time) => view! { {text::ENDS_AT} " " <TimeAgo time=time /> }.into_any(),
        None => text::NEVER_ENDS.into_any(),
    };
    view! {
        <li class="links__row">
            <p class="links__url">{url.clone()}</p>
            <p class="muted">{text::visits(visit_count)} " · " {ends}</p>
            <div class="links__acts">
                <button
                    type="button"
                    class="button button--ghost"
                    aria-label=text::about(text::COPY, &url)
                    on:click=move |_| clipboard::copy(copied.clone(), toasts, shell::LINK_COPIED)
                >
                    <IconView icon=Icon::Copy />
                    {text::COPY}
                </button>
                {share_sheet::has_sheet()
                    .then(|| {
                        let press = move |_| {
                            share_sheet::pass_on(&title.get_untracked().unwrap_or_default(), passed.clone(), toasts);
                        };
                        view! {
                            <button
                                type="button"
                                class="button button--ghost"
                                aria-label=text::about(text::PASS_ON, &url)
                                on:click=press
                            >
                                <IconView icon=Icon::Share />
                                {text::PASS_ON}
                            </button>
                        }
                    })}
                <button
                    type="button"
                    class="button button--ghost"
                    aria-label=text::about(text::TAKE_BACK, &url)
                    on:click=move |_| on_take_back.run(slug.clone())
                >
                    <IconView icon=Icon::Trash />
                    {text::TAKE_BACK}
                </button>
            </div>
        </li>
    }
}

fn pass_on(post: PostView, toasts: Toasts) {
    let link = format!("{}{}", window().location().origin().unwrap_or_default(), pages::post(post.id()));
    let title = post
        .post
        .with_untracked(|post| post.as_ref().map(|post| words::post_title(&post.author.display_name)))
        .unwrap_or_default();
    share_sheet::pass_on(&title, link, toasts);
}
