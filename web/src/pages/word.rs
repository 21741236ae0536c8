//! `/k/{keyword}`: a word's pictures, and the songs that fit them.

use imagime_shared::{
    keyword::KeywordCount,
    pages,
    post::Post,
    song::{PostSong, SongResponse},
};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::wall::PostWall;
use crate::{
    api::keywords::find_keyword,
    components::{ButtonVariant, EmptyPicture, EmptyState, Icon, IconView, LinkButton, SongRow, Title},
    state::{
        paged::Paged,
        player::QueueItem,
        session::{Session, Status},
    },
    text::{lists as text, shell},
};

/// The page: which word depends on the address, its hearts on who looks.
#[component]
pub fn WordPage() -> impl IntoView {
    let session = expect_context::<Session>();
    let (status, me) = (session.status(), session.me());
    let params = use_params_map();
    let key = Memo::new(move |_| {
        let word = params.with(|params| params.get("keyword")).unwrap_or_default();
        (word, status.get() != Status::Restoring, me.with(|me| me.as_ref().map(|me| me.id)))
    });
    move || {
        let (word, ready, _) = key.get();
        view! { <OneWord word=word ready=ready /> }
    }
}

#[component]
fn OneWord(word: String, ready: bool) -> impl IntoView {
    let counted = RwSignal::new(None::<KeywordCount>);
    let songs = RwSignal::new(Vec::<SongResponse>::new());
    let asked = word.clone();
    let list: Paged<Post> = Paged::new(shell::feed_grew, move |page| {
        let (word, is_first) = (asked.clone(), page.cursor.is_none());
        async move {
            let page = find_keyword(&word, page).await?;
            // Songs come with the first page only.
            if is_first {
                counted.try_set(Some(page.keyword));
                songs.try_set(page.songs);
            }
            Ok((page.posts, page.next_cursor))
        }
    });
    if ready {
        list.start(None);
    }
    let item =
        |found: &SongResponse| QueueItem { song: found.song.clone(), post_id: None, is_favorite: found.is_favorite };
    let queue = Signal::derive(move || songs.with(|songs| songs.iter().map(item).collect::<Vec<_>>()));
    let count = move || counted.get().map(|counted| text::pictures(counted.post_count));
    view! {
        <Title text=word.clone() />
        <div class="lone">
            <header class="lone__words">
                <h1 class="lone__title">{word}</h1>
                <p class="muted" aria-live="polite">
                    {count}
                </p>
            </header>
            <div class="word-page">
                <Show when=move || songs.with(|songs| !songs.is_empty())>
                    <section class="lone__part" aria-labelledby="word-songs">
                        <h2 id="word-songs" class="lone__heading">
                            {text::WORD_SONGS}
                        </h2>
                        <ol class="songs lone__songs">
                            <For each=move || songs.get() key=|found| found.song.id let:found>
                                <SongRow item=row(found) post_id=None queue=queue />
                            </For>
                        </ol>
                    </section>
                </Show>
                <section class="lone__part" aria-labelledby="word-pictures">
                    <h2 id="word-pictures" class="lone__heading">
                        {text::WORD_PICTURES}
                    </h2>
                    <PostWall list=list label=text::PICTURES_MORE end=text::PICTURES_END>
                        <EmptyState title=text::WORD_NONE body=text::WORD_NONE_BODY picture=EmptyPicture::Frames>
                            <LinkButton href=pages::NEW variant=ButtonVariant::Primary>
                                <IconView icon=Icon::Plus />
                                {shell::NEW_PICTURE}
                            </LinkButton>
                        </EmptyState>
                    </PostWall>
                </section>
            </div>
        </div>
    }
}

/// A song's row without a picture beside it.
pub(super) fn row(found: SongResponse) -> PostSong {
    PostSong {
        song: found.song,
        score: 0.0,
        why: Vec::new(),
        mood_match: false,
        vote_score: 0,
        my_vote: None,
        is_favorite: found.is_favorite,
    }
}
