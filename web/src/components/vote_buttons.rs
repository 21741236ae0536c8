//! Does the song fit the picture?

use leptos::prelude::*;

use crate::{
    components::{Icon, IconButton},
    state::votes::Ballot,
    text::fit as text,
};

/// Two buttons, of which at most one is on, with the score between them.
#[component]
pub fn VoteButtons(
    /// The votes.
    ballot: Ballot,
    /// Title of the song.
    title: String,
) -> impl IntoView {
    let (fits, wrong) = (text::vote_fits(&title), text::vote_wrong(&title));
    view! {
        <div class="votes" role="group" aria-label=text::votes_on(&title)>
            <IconButton
                icon=Icon::ThumbUp
                label=fits
                pressed=ballot.is_mine(1)
                class="vote vote--fits"
                on_click=move |()| ballot.press(1)
            />
            <Show when=move || ballot.score() != 0>
                <span class="votes__score">
                    <span class="visually-hidden">{text::VOTE_SCORE}" "</span>
                    {move || text::vote_score(ballot.score())}
                </span>
            </Show>
            <IconButton
                icon=Icon::ThumbDown
                label=wrong
                pressed=ballot.is_mine(-1)
                class="vote vote--wrong"
                on_click=move |()| ballot.press(-1)
            />
        </div>
    }
}
