//! What a page shows while it is not known who is there, and to visitors where it needs an account.

use leptos::prelude::*;

use crate::{
    components::{ButtonVariant, EmptyPicture, EmptyState, LinkButton},
    state::{
        next::{log_in_here, sign_up_here},
        session::{Session, Status},
    },
    text::{account, shell},
};

/// Shows its children to users, a skeleton meanwhile, and an invitation to visitors that leads back here.
#[component]
pub fn ForUsers(
    /// What logging in is good for here.
    #[prop(into)]
    why: String,
    /// What stands here while nobody knows.
    #[prop(into)]
    skeleton: ViewFn,
    /// What users see.
    children: ChildrenFn,
) -> impl IntoView {
    let status = expect_context::<Session>().status();
    move || match status.get() {
        Status::Restoring => skeleton.run().into_any(),
        Status::User => children().into_any(),
        Status::Anonymous => view! {
            <EmptyState title=account::GUARD_TITLE body=why.clone() picture=EmptyPicture::Frames>
                <div class="invite">
                    <LinkButton href=log_in_here() variant=ButtonVariant::Primary>{shell::LOG_IN}</LinkButton>
                    <LinkButton href=sign_up_here()>{account::GUARD_MAKE}</LinkButton>
                </div>
            </EmptyState>
        }
        .into_any(),
    }
}
