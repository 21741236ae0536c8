//! Keeping a song and letting it go: shown at once, carried out in order, taken back when it fails.

use std::collections::HashMap;

use leptos::{prelude::*, task::spawn_local};
use uuid::Uuid;

use super::{
    FavoriteChange, FavoriteToggle, kept::use_kept, live::use_live, next::log_in_here, session::Session,
    toasts::use_toasts,
};
use crate::{
    api::favorites::{keep_song, let_song_go},
    text::{post, shell},
};

/// Provides [`FavoriteToggle`].
pub fn provide(session: Session) {
    let (kept, live, toasts) = (use_kept(), use_live(), use_toasts());
    let me = session.me();
    // The latest wish for each song about which the server is being told.
    let wishes = StoredValue::new(HashMap::<Uuid, FavoriteChange>::new());
    let toggle = Callback::new(move |change: FavoriteChange| {
        if me.with_untracked(Option::is_none) {
            toasts.with_link(post::LOG_IN_TO_KEEP, shell::LOG_IN, log_in_here());
            return;
        }
        kept.set(change.song_id, change.keep);
        let told_already = wishes.try_update_value(|wishes| wishes.insert(change.song_id, change).is_some());
        if told_already == Some(true) {
            return;
        }
        spawn_local(async move {
            let mut wish = change;
            loop {
                let told = carry_out(wish).await;
                let latest = wishes.with_value(|wishes| wishes.get(&wish.song_id).copied()).unwrap_or(wish);
                // Pressed again meanwhile: both calls are idempotent, so the last one decides.
                if latest.keep != wish.keep {
                    wish = latest;
                    continue;
                }
                wishes.update_value(|wishes| {
                    wishes.remove(&wish.song_id);
                });
                match told {
                    Ok(()) => live.say(if wish.keep { post::KEPT } else { post::LET_GO }),
                    Err(error) => {
                        kept.set(wish.song_id, !wish.keep);
                        // A session that ended has said so itself.
                        if me.with_untracked(Option::is_some) {
                            toasts.error(error.sentence());
                        }
                    }
                }
                return;
            }
        });
    });
    provide_context(FavoriteToggle(toggle));
}

async fn carry_out(wish: FavoriteChange) -> Result<(), crate::api::ApiError> {
    if wish.keep { keep_song(wish.song_id, wish.post_id).await } else { let_song_go(wish.song_id).await }
}
