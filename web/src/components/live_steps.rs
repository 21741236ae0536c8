//! A way in steps, watched while it is walked.

use leptos::prelude::*;

use crate::{
    components::{Icon, IconView},
    text::shell,
};

/// How a step is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepState {
    /// Its turn comes later.
    Waiting,
    /// Under way.
    Active,
    /// Done.
    Done,
    /// Did not work.
    Failed,
}

/// One step.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// What is done.
    pub label: String,
    /// How it is.
    pub state: StepState,
    /// What is known of it so far.
    pub detail: Option<String>,
}

/// The steps, in order.
#[component]
pub fn LiveSteps(
    /// All of them, always.
    #[prop(into)]
    steps: Signal<Vec<Step>>,
) -> impl IntoView {
    view! { <ol class="steps">{move || steps.get().into_iter().map(step_view).collect_view()}</ol> }
}

fn step_view(step: Step) -> impl IntoView {
    let (class, word) = match step.state {
        StepState::Waiting => ("steps__step", None),
        StepState::Active => ("steps__step steps__step--active", Some(shell::STEP_ACTIVE)),
        StepState::Done => ("steps__step steps__step--done", Some(shell::STEP_DONE)),
        StepState::Failed => ("steps__step steps__step--failed", Some(shell::STEP_FAILED)),
    };
    let mark = match step.state {
        StepState::Done => Some(view! { <IconView icon=Icon::Check /> }),
        StepState::Failed => Some(view! { <IconView icon=Icon::Close /> }),
        StepState::Waiting | StepState::Active => None,
    };
    view! {
        <li class=class aria-current=(step.state == StepState::Active).then_some("step")>
            <span class="steps__mark" aria-hidden="true">{mark}</span>
            <span class="steps__label">
                {step.label}
                {word.map(|word| view! { <span class="visually-hidden">{format!(" ({word})")}</span> })}
            </span>
            {step.detail.map(|detail| view! { <span class="steps__detail">{detail}</span> })}
        </li>
    }
}
