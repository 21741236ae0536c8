//! The words of a picture in its owner's hands: taken off, brought back, added, weighed.

use imagime_shared::{pages, post::Keyword, validation};
use leptos::{html, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlInputElement, KeyboardEvent, SubmitEvent};

use super::decide::{Decision, Wish};
use crate::{
    components::{Button, ButtonVariant, Icon, IconView, LinkButton, Notice, NoticeKind},
    state::toasts::{Toasts, use_toasts},
    text::{fit as text, lists, post, shell},
};

/// Id of the place where a word is weighed.
const WEIGH: &str = "weigh";
/// Least weight and smallest step, in percent.
const STEP: u32 = 5;

/// The words, a field for another one, and the way back.
#[component]
pub fn Keywords(
    /// What the owner wants.
    decision: Decision,
) -> impl IntoView {
    let list = NodeRef::<html::Ul>::new();
    let weighed = RwSignal::new(None::<String>);
    let is_changed = decision.is_changed();
    let words = move || decision.wish.with(|wish| wish.words.clone());
    view! {
        <section class="words" aria-labelledby="words-title">
            <h2 id="words-title" class="visually-hidden">
                {text::WORDS_TITLE}
            </h2>
            <ul class="post__chips" node_ref=list>
                <For each=words key=|word| word.keyword.to_lowercase() let:word>
                    <Word decision=decision list=list weighed=weighed word=word.keyword />
                </For>
                <For each=move || taken_off(decision) key=|word| word.keyword.to_lowercase() let:word>
                    <Off decision=decision list=list word=word />
                </For>
                <li>
                    <Add decision=decision />
                </li>
            </ul>
            {move || {
                let word = weighed.get()?;
                // A word that was taken off meanwhile cannot be weighed.
                weight(decision, &word).map(|_| view! { <Weigh decision=decision list=list weighed=weighed word=word /> })
            }}
            {move || {
                decision
                    .problem
                    .get()
                    .map(|problem| {
                        view! {
                            <Notice kind=NoticeKind::Error>
                                <p>{text::NOT_CHOSEN} " " {problem}</p>
                                <Button on_click=move |()| decision.send()>
                                    <IconView icon=Icon::Retry />
                                    {shell::TRY_AGAIN}
                                </Button>
                            </Notice>
                        }
                    })
            }}
            <Show when=move || is_changed.get()>
                <div>
                    <Back decision=decision />
                </div>
            </Show>
        </section>
    }
}

/// Brings words and mood back to what they were before the first change.
#[component]
pub fn Back(
    /// What the owner wants.
    decision: Decision,
) -> impl IntoView {
    let toasts = use_toasts();
    let press = move |()| {
        if let Some(begun) = decision.begun.get_untracked() {
            change(decision, toasts, begun, text::BACK_DONE.to_owned());
        }
    };
    view! {
        <Button variant=ButtonVariant::Ghost on_click=press>
            <IconView icon=Icon::Retry />
            {text::BACK}
        </Button>
    }
}

#[component]
fn Word(decision: Decision, list: NodeRef<html::Ul>, weighed: RwSignal<Option<String>>, word: String) -> impl IntoView {
    let toasts = use_toasts();
    let (name, removal) = (StoredValue::new(word.clone()), text::remove_word(&word));
    let weight = Memo::new(move |_| name.with_value(|name| weight(decision, name)).unwrap_or_default());
    let is_weighed = move || weighed.with(|weighed| name.with_value(|name| weighed.as_deref() == Some(name)));
    let weigh = move |_| weighed.set(if untrack(is_weighed) { None } else { Some(name.get_value()) });
    let remove = move |_| {
        let name = name.get_value();
        let mut wish = decision.wish.get_untracked();
        let Some(at) = wish.words.iter().position(|known| known.keyword == name) else { return };
        wish.words.remove(at);
        change(decision, toasts, wish, text::word_removed(&name));
        // The key that was pressed is gone: the focus goes on to the next word, or to the field.
        focus(list, &format!("li:nth-child({}) .word__off", at + 1));
    };
    view! {
        <li class="word" class:word--weighed=is_weighed>
            <button
                type="button"
                class="chip word__weigh"
                style:--weight=move || format!("{:.2}", weight.get())
                aria-label=move || name.with_value(|name| text::weighs(name, weight.get()))
                aria-expanded=move || is_weighed().to_string()
                aria-controls=move || is_weighed().then_some(WEIGH)
                on:click=weigh
            >
                {word}
            </button>
            <button type="button" class="word__off" aria-label=removal.clone() title=removal on:click=remove>
                <IconView icon=Icon::Close />
            </button>
        </li>
    }
}

/// A word that stood here before, struck through: one press brings it back.
#[component]
fn Off(decision: Decision, list: NodeRef<html::Ul>, word: Keyword) -> impl IntoView {
    let label = text::bring_back(&word.keyword);
    let shown = word.keyword.clone();
    let press = move |_| {
        let mut wish = decision.wish.get_untracked();
        if wish.words.len() < validation::KEYWORDS {
            wish.words.push(word.clone());
            let at = wish.words.len();
            decision.set(wish);
            focus(list, &format!("li:nth-child({at}) .word__off"));
        }
    };
    view! {
        <li>
            <button type="button" class="chip chip--off" aria-label=label.clone() title=label on:click=press>
                {shown}
            </button>
        </li>
    }
}

#[component]
fn Add(decision: Decision) -> impl IntoView {
    let value = RwSignal::new(String::new());
    let problem = RwSignal::new(None::<String>);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if value.with_untracked(|value| value.trim().is_empty()) {
            return;
        }
        match decision.add(&value.get_untracked()) {
            Ok(()) => value.set(String::new()),
            Err(sentence) => problem.set(Some(sentence)),
        }
    };
    view! {
        <form class="word-add" novalidate on:submit=submit>
            <span class="word-add__box">
                <IconView icon=Icon::Plus />
                <input
                    class="word-add__input"
                    aria-label=text::ADD_WORD
                    placeholder=text::ADD_WORD_HINT
                    maxlength=validation::KEYWORD_CHARS.to_string()
                    autocomplete="off"
                    autocapitalize="none"
                    enterkeyhint="done"
                    prop:value=value
                    on:input:target=move |event| {
                        value.set(event.target().value());
                        problem.set(None);
                    }
                    aria-invalid=move || problem.with(Option::is_some).then_some("true")
                    aria-describedby=move || problem.with(Option::is_some).then_some("word-problem")
                />
            </span>
            {move || {
                problem.get().map(|sentence| view! { <p id="word-problem" class="field__error" role="alert">{sentence}</p> })
            }}
        </form>
    }
}

#[component]
fn Weigh(
    decision: Decision,
    list: NodeRef<html::Ul>,
    weighed: RwSignal<Option<String>>,
    word: String,
) -> impl IntoView {
    let slider = NodeRef::<html::Input>::new();
    let name = StoredValue::new(word.clone());
    let weight = Memo::new(move |_| name.with_value(|name| weight(decision, name)).unwrap_or_default());
    Effect::new(move |_| {
        if let Some(slider) = slider.get() {
            slider.focus().ok();
        }
    });
    let slide = move |event: leptos::ev::Targeted<leptos::ev::Event, HtmlInputElement>| {
        let Ok(percent) = event.target().value().parse::<f32>() else { return };
        let mut wish = decision.wish.get_untracked();
        let known = wish.words.iter_mut().find(|known| name.with_value(|name| known.keyword == *name));
        if let Some(known) = known {
            known.score = percent / 100.0;
            decision.set(wish);
        }
    };
    let close = move || {
        let at = decision.wish.with_untracked(|wish| {
            wish.words.iter().position(|known| name.with_value(|name| known.keyword == *name)).unwrap_or_default()
        });
        weighed.set(None);
        focus(list, &format!("li:nth-child({}) .word__weigh", at + 1));
    };
    let keys = move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            close();
        }
    };
    view! {
        <div class="weigh" id=WEIGH on:keydown=keys>
            <label class="weigh__label" for="weigh-slider">
                {text::how_much(&word)}
            </label>
            <input
                class="weigh__slider"
                id="weigh-slider"
                type="range"
                min=STEP.to_string()
                max="100"
                step=STEP.to_string()
                node_ref=slider
                style:--share=move || format!("{:.2}", weight.get())
                prop:value=move || format!("{:.0}", weight.get() * 100.0)
                aria-valuetext=move || text::percent(weight.get())
                on:input:target=slide
            />
            <output class="weigh__value" for="weigh-slider">
                {move || text::percent(weight.get())}
            </output>
            <LinkButton variant=ButtonVariant::Ghost href=pages::keyword(&word)>
                {lists::pictures_with(&word)}
            </LinkButton>
            <Button variant=ButtonVariant::Ghost on_click=move |()| close()>
                {text::WEIGHT_DONE}
            </Button>
        </div>
    }
}

/// Changes what is wanted, with a way back for a moment.
fn change(decision: Decision, toasts: Toasts, wish: Wish, said: String) {
    let before = decision.wish.get_untracked();
    decision.set(wish);
    toasts.with_action(said, post::UNDO, move || decision.set(before.clone()));
}

fn weight(decision: Decision, word: &str) -> Option<f32> {
    decision.wish.with(|wish| wish.words.iter().find(|known| known.keyword == word).map(|known| known.score))
}

/// The words that stood here before the first change and do not count any more.
fn taken_off(decision: Decision) -> Vec<Keyword> {
    let begun = decision.begun.with(|begun| begun.as_ref().map(|begun| begun.words.clone())).unwrap_or_default();
    decision.wish.with(|wish| {
        let is_off = |word: &Keyword| wish.words.iter().all(|w| !validation::same_word(&w.keyword, &word.keyword));
        begun.into_iter().filter(is_off).collect()
    })
}

/// Once the list is drawn again, focuses what a selector finds there, or else the field for another word.
fn focus(list: NodeRef<html::Ul>, selector: &str) {
    let selectors = [selector.to_owned(), ".word-add__input".to_owned()];
    let Some(list) = list.get_untracked() else { return };
    request_animation_frame(move || {
        let found = selectors.iter().find_map(|selector| list.query_selector(selector).ok().flatten());
        if let Some(found) = found.and_then(|found| found.dyn_into::<HtmlElement>().ok()) {
            found.focus().ok();
        }
    });
}
