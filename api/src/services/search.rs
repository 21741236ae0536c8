//! Search over everything that the viewer may see. What anybody keeps has no part in it.

use chrono::Utc;
use imagime_shared::{
    keyword::KeywordCount,
    query,
    search::{SEARCH_CHARS, SearchResults, SearchType},
};
use uuid::Uuid;

use crate::{
    error::{Error, Result},
    queue::{self, Job},
    repositories::{
        post_lists::{self, Order, PostFilter, TextQuery},
        posts, search,
    },
    state::AppState,
    views::{self, Eye},
};

/// Documents that are written in one transaction.
const REWRITTEN: u32 = 200;

/// The best of each type that is asked for, `rows` of each.
pub async fn find(
    state: &AppState,
    viewer: Option<Uuid>,
    asked: String,
    types: Vec<SearchType>,
    rows: u32,
) -> Result<SearchResults> {
    if asked.chars().count() > SEARCH_CHARS {
        return Err(Error::field(query::Q, "too_long", "Search for at most 200 characters."));
    }
    let keys = state.keys.clone();
    state
        .db
        .run(move |conn| {
            let eye = Eye { viewer, keys: &keys, now: Utc::now() };
            let words = search::words(conn, &asked)?;
            let mut results = SearchResults::default();
            for kind in types {
                match kind {
                    SearchType::Posts => {
                        let found = match search::query(conn, &asked)? {
                            Some((query, is_rare)) => {
                                let text = TextQuery { asked: asked.clone(), query, is_rare, own: viewer };
                                let filter = PostFilter { text: Some(text), ..PostFilter::default() };
                                post_lists::page(conn, &filter, Order::Newest(None), rows)?
                            }
                            None => Vec::new(),
                        };
                        let ids: Vec<Uuid> = found.iter().map(|listed| listed.id).collect();
                        let mut found = posts::find_visible_many(conn, &ids, viewer.unwrap_or(Uuid::nil()))?;
                        found.sort_by_key(|row| ids.iter().position(|id| *id == row.id));
                        results.posts = Some(views::posts(conn, &eye, found)?);
                    }
                    SearchType::Songs => {
                        let found =
                            if words.is_empty() { Vec::new() } else { search::songs(conn, &words, viewer, rows)? };
                        results.songs = Some(views::lone_songs(conn, &eye, found)?);
                    }
                    SearchType::Users => {
                        let found = if words.is_empty() { Vec::new() } else { search::users(conn, &words, rows)? };
                        results.users = Some(views::profiles(conn, &eye, found)?);
                    }
                    SearchType::Keywords => {
                        let found = if words.is_empty() { Vec::new() } else { search::keywords(conn, &words, rows)? };
                        let counted = found.into_iter().map(|row| KeywordCount {
                            keyword: row.keyword,
                            post_count: row.post_count.unsigned_abs(),
                        });
                        results.keywords = Some(counted.collect());
                    }
                }
            }
            Ok(results)
        })
        .await
}

/// Counts how frequent each word is, so that a search begins at the right end.
pub async fn count_words(state: &AppState) -> Result<()> {
    state.db.transaction(|conn| Ok(search::count_words(conn)?)).await
}

/// Writes the documents of authors who have other names since, a few at a time so that nobody waits for long.
pub async fn rewrite_documents(state: &AppState, job: &Job) -> Result<()> {
    while state.db.transaction(|conn| Ok(search::rewrite_documents(conn, REWRITTEN)?)).await? {}
    let job = job.clone();
    state.db.run(move |conn| Ok(queue::complete(conn, &job).map(drop)?)).await
}
