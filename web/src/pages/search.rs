//! `/search`: as somebody types, everything that fits; what is asked for stands in the address.

use std::time::Duration;

use imagime_shared::{
    keyword::KeywordCount,
    pages, paths,
    post::Post,
    query,
    search::{SEARCH_CHARS, SearchResults},
    song::SongResponse,
    user::Profile,
    validation,
};
use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*};
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
};

use super::{home_feed::everybody, people::Person, wall::PostWall, word::row};
use crate::{
    api::search::{search_beside, search_posts},
    components::{Chip, EmptyPicture, EmptyState, ErrorState, Field, LinkButton, SongRow, Switch, Title},
    state::{paged::Paged, player::QueueItem},
    text::{search as text, shell},
};

/// How long somebody may pause while typing before the search begins.
const PAUSE: Duration = Duration::from_millis(200);
/// What the address may ask for; names are those of the API.
const NAMES: [&str; 7] =
    [query::Q, query::KEYWORD, query::USER, query::SONG, query::SINCE, query::UNTIL, query::PREVIEW];

type Wanted = Vec<(&'static str, String)>;

/// The page.
#[component]
pub fn SearchPage() -> impl IntoView {
    let query = use_query_map();
    let wanted: Memo<Wanted> = Memo::new(move |_| {
        let asked = |name: &'static str| {
            let value = query.with(|query| query.get(name)).unwrap_or_default();
            (!value.is_empty()).then_some((name, value))
        };
        NAMES.into_iter().filter_map(asked).collect()
    });
    let asked = Asked { wanted, go: StoredValue::new_local(std::rc::Rc::new(go())) };
    let q = Memo::new(move |_| asked.get(query::Q));
    let list: Paged<Post> = Paged::new(shell::feed_grew, move |page| {
        let wanted = wanted.get_untracked();
        async move { search_posts(&wanted, page).await.map(|list| (list.posts, list.next_cursor)) }
    });
    Effect::new(move |before: Option<Wanted>| {
        let now = wanted.get();
        // What is on show stays until the new is there.
        if before.as_ref() != Some(&now) && !now.is_empty() {
            list.start(None);
        }
        now
    });
    let any = Memo::new(move |_| wanted.with(|wanted| !wanted.is_empty()));
    view! {
        <Title text=text::TITLE />
        <div class="search">
            <header class="search__head">
                <h1 class="search__title">{text::TITLE}</h1>
                <div role="search" class="search__tools">
                    <Field name=query::Q label=text::FIELD value=asked.typed(query::Q) autocomplete="off" max=SEARCH_CHARS />
                    <Filters asked=asked />
                </div>
            </header>
            <Show
                when=move || any.get()
                fallback=|| {
                    view! {
                        <EmptyState title=text::INVITE_TITLE body=text::INVITE_BODY picture=EmptyPicture::Frames>
                            <LinkButton href=everybody()>{text::INVITE_ACTION}</LinkButton>
                        </EmptyState>
                    }
                }
            >
                <Beside q=q />
                <section class="search__part" aria-labelledby="search-posts">
                    <h2 id="search-posts" class="search__heading">
                        {text::POSTS}
                    </h2>
                    <PostWall list=list label=text::MORE end=text::END>
                        <EmptyState title=text::NONE_TITLE body=text::NONE_BODY picture=EmptyPicture::Silence>
                            <LinkButton href=pages::SEARCH>{text::NONE_ACTION}</LinkButton>
                        </EmptyState>
                    </PostWall>
                </section>
            </Show>
        </div>
    }
}

/// What the address asks for, and the way to ask for something else.
#[derive(Clone, Copy)]
struct Asked {
    wanted: Memo<Wanted>,
    go: StoredValue<std::rc::Rc<dyn Fn(String)>, LocalStorage>,
}

impl Asked {
    fn get(self, name: &str) -> String {
        self.wanted.with(|wanted| value(wanted, name))
    }

    /// Asks for another value; an empty one asks for none.
    fn set(self, name: &'static str, text: &str) {
        let wanted = self.wanted.get_untracked();
        if value(&wanted, name) != text {
            let address = address(&wanted, name, text);
            self.go.try_with_value(|go| go(address));
        }
    }

    /// A text that somebody types: the address follows it after a pause, and it follows the address.
    fn typed(self, name: &'static str) -> RwSignal<String> {
        let typed = RwSignal::new(untrack(|| self.get(name)));
        let pause = StoredValue::new(None::<TimeoutHandle>);
        let stop = move || {
            if let Some(Some(handle)) = pause.try_update_value(Option::take) {
                handle.clear();
            }
        };
        Effect::new(move |before: Option<String>| {
            let text = typed.get();
            if before.is_some_and(|before| before != text) {
                stop();
                let search = move || {
                    let text = typed.try_get_untracked().unwrap_or_default();
                    self.set(name, text.trim());
                };
                pause.set_value(set_timeout_with_handle(search, PAUSE).ok());
            }
            text
        });
        Effect::new(move |_| {
            let address = self.get(name);
            if typed.get_untracked().trim() != address {
                typed.set(address);
            }
        });
        on_cleanup(stop);
        typed
    }
}

#[component]
fn Filters(asked: Asked) -> impl IntoView {
    let heard = RwSignal::new(untrack(|| !asked.get(query::PREVIEW).is_empty()));
    Effect::new(move |_| heard.set(!asked.get(query::PREVIEW).is_empty()));
    // Open where something is chosen, and never shut by itself.
    let chosen = untrack(|| asked.wanted.with(|wanted| wanted.iter().any(|(name, _)| *name != query::Q)));
    let day = move |name: &'static str, label: &'static str| {
        view! {
            <label class="search__day">
                <span class="field__label">{label}</span>
                <input
                    class="field__input"
                    type="date"
                    prop:value=move || asked.get(name)
                    on:change:target=move |event| asked.set(name, &event.target().value())
                />
            </label>
        }
    };
    view! {
        <details class="search__filters" open=chosen>
            <summary>{text::FILTERS}</summary>
            <div class="search__fields">
                <Field name=query::KEYWORD label=text::KEYWORD value=asked.typed(query::KEYWORD) autocomplete="off" max=validation::KEYWORD_CHARS />
                <Field name=query::USER label=text::USER value=asked.typed(query::USER) autocomplete="off" max=validation::USERNAME_MAX />
                {day(query::SINCE, text::SINCE)}
                {day(query::UNTIL, text::UNTIL)}
                <Switch
                    name=query::PREVIEW
                    label=text::PREVIEW
                    value=heard
                    on_change=move |on: bool| asked.set(query::PREVIEW, if on { "true" } else { "" })
                />
                <Show when=move || !asked.get(query::SONG).is_empty()>
                    <p class="search__song">
                        {text::SONG} <button type="button" class="chip" on:click=move |_| asked.set(query::SONG, "")>
                            {text::SONG_OFF}
                        </button>
                    </p>
                </Show>
            </div>
        </details>
    }
}

/// Songs, people and words beside the pictures.
#[component]
fn Beside(q: Memo<String>) -> impl IntoView {
    let found = LocalResource::new(move || {
        let q = q.get();
        async move { if q.is_empty() { Ok(SearchResults::default()) } else { search_beside(&q).await } }
    });
    // Another letter must not make the rows blink.
    let shown = RwSignal::new(None);
    Effect::new(move |_| {
        if let Some(found) = found.get() {
            shown.set(Some(found));
        }
    });
    move || match shown.get() {
        None => ().into_any(),
        Some(Err(error)) => {
            view! { <ErrorState message=error.sentence() on_retry=move |()| found.refetch() /> }.into_any()
        }
        Some(Ok(results)) => view! { <Groups results=results /> }.into_any(),
    }
}

#[component]
fn Groups(results: SearchResults) -> impl IntoView {
    let SearchResults { songs, users, keywords, .. } = results;
    view! {
        <div class="search__beside">
            {words(keywords.unwrap_or_default())}
            {people(users.unwrap_or_default())}
            {tunes(songs.unwrap_or_default())}
        </div>
    }
}

fn words(found: Vec<KeywordCount>) -> Option<impl IntoView> {
    let chip = |word: KeywordCount| view! { <li><Chip word=word.keyword weight=1.0 /></li> };
    (!found.is_empty()).then(|| {
        view! {
            <section class="search__part" aria-labelledby="search-words">
                <h2 id="search-words" class="search__heading">{text::WORDS}</h2>
                <ul class="search__words">{found.into_iter().map(chip).collect_view()}</ul>
            </section>
        }
    })
}

fn people(found: Vec<Profile>) -> Option<impl IntoView> {
    (!found.is_empty()).then(|| {
        view! {
            <section class="search__part" aria-labelledby="search-people">
                <h2 id="search-people" class="search__heading">{text::PEOPLE}</h2>
                <ul class="people">{found.into_iter().map(|person| view! { <Person person=person /> }).collect_view()}</ul>
            </section>
        }
    })
}

fn tunes(found: Vec<SongResponse>) -> Option<impl IntoView> {
    let item =
        |found: &SongResponse| QueueItem { song: found.song.clone(), post_id: None, is_favorite: found.is_favorite };
    let queue: Vec<QueueItem> = found.iter().map(item).collect();
    let queue = Signal::stored(queue);
    (!found.is_empty()).then(|| {
        view! {
            <section class="search__part" aria-labelledby="search-songs">
                <h2 id="search-songs" class="search__heading">{text::SONGS}</h2>
                <ol class="songs">
                    {found
                        .into_iter()
                        .map(|found| view! { <SongRow item=Signal::stored(row(found)) post_id=None queue=queue /> })
                        .collect_view()}
                </ol>
            </section>
        }
    })
}

/// Goes to an address in the place of the one there is: each letter would be a step back otherwise.
fn go() -> impl Fn(String) {
    let navigate = use_navigate();
    move |address: String| {
        let options = NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
        navigate(&address, options);
    }
}

fn value(wanted: &Wanted, name: &str) -> String {
    wanted.iter().find(|(known, _)| *known == name).map(|(_, value)| value.clone()).unwrap_or_default()
}

/// The address with one thing changed.
fn address(wanted: &Wanted, name: &'static str, text: &str) -> String {
    let value = |known: &'static str| if known == name { text.to_owned() } else { value(wanted, known) };
    let said = NAMES.into_iter().map(|known| (known, value(known))).filter(|(_, value)| !value.is_empty());
    let said: Vec<String> = said.map(|(name, value)| format!("{name}={}", paths::encode(&value))).collect();
    if said.is_empty() { pages::SEARCH.to_owned() } else { format!("{}?{}", pages::SEARCH, said.join("&")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_what_is_asked_for() {
        let wanted = vec![("q", "old harbour".to_owned()), ("user", "ada".to_owned())];
        assert_eq!(address(&wanted, "preview", "true"), "/search?q=old%20harbour&user=ada&preview=true");
        assert_eq!(address(&wanted, "user", ""), "/search?q=old%20harbour");
        assert_eq!(address(&vec![("q", "a".to_owned())], "q", ""), "/search");
    }
}
