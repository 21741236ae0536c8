//! Taking everything along.

use leptos::{prelude::*, task::spawn_local};

use super::Section;
use crate::{
    api::me,
    components::{Button, Icon, IconView},
    state::{save_file, session::Session, toasts::use_toasts},
    text::account,
};

/// A button that hands out the archive.
#[component]
pub fn DataSection() -> impl IntoView {
    let session = expect_context::<Session>();
    let toasts = use_toasts();
    let busy = RwSignal::new(false);
    let export = move |()| {
        busy.set(true);
        spawn_local(async move {
            match me::export_me().await {
                Ok(archive) => {
                    let name = session.me().with_untracked(|me| me.as_ref().map(|me| me.username.clone()));
                    save_file::save(&archive, &format!("imagime-{}.zip", name.unwrap_or_default()));
                    toasts.success(account::EXPORTED);
                }
                Err(error) => toasts.error(error.sentence()),
            }
            busy.try_set(false);
        });
    };
    view! {
        <Section title=account::SETTINGS_DATA lead=account::DATA_LEAD>
            <div>
                <Button busy=busy on_click=export>
                    <IconView icon=Icon::Save />
                    {account::EXPORT}
                </Button>
            </div>
        </Section>
    }
}
