//! How what an answer holds is asked for next: links from what makes a thing to all that can be done with it.

use imagime_shared::paths;
use utoipa::{
    Modify,
    openapi::{
        OpenApi, RefOr,
        link::{Link, LinkBuilder},
        path::{Operation, ParameterIn},
    },
};

/// A sort of thing: where its id is learned, and where that is asked for.
struct Sort {
    /// Operations, with the status of the answer and the place of the id in it.
    told_by: &'static [(&'static str, &'static str, &'static str)],
    /// Paths that begin with it, and the parameter that takes it.
    asked_at: &'static [(&'static str, &'static str)],
}

const SORTS: [Sort; 7] = [
    Sort {
        told_by: &[("create_post", "201", "/post/id")],
        asked_at: &[(paths::POST, "id"), (paths::PLAYLIST_FROM_POST, "post_id")],
    },
    Sort {
        told_by: &[("list_post_songs", "200", "/songs/0/song/id")],
        asked_at: &[(paths::SONG, "id"), (paths::FAVORITE, "song_id"), (paths::POST_SONGS, "song_id")],
    },
    Sort { told_by: &[("create_comment", "201", "/comment/id")], asked_at: &[(paths::COMMENT, "id")] },
    Sort {
        told_by: &[
            ("create_playlist", "201", "/playlist/id"),
            ("create_playlist_from_favorites", "201", "/playlist/id"),
            ("create_playlist_from_post", "201", "/playlist/id"),
        ],
        asked_at: &[(paths::PLAYLIST, "id")],
    },
    Sort {
        told_by: &[("create_share", "201", "/share/slug")],
        asked_at: &[(paths::SHARED, "slug"), (paths::SHARE, "slug")],
    },
    Sort { told_by: &[("create_token", "201", "/token/id")], asked_at: &[(paths::TOKEN, "id")] },
    Sort {
        told_by: &[("register", "201", "/user/username"), ("find_me", "200", "/user/username")],
        asked_at: &[(paths::USER, "username")],
    },
];

/// Adds them.
pub struct Links;

impl Modify for Links {
    fn modify(&self, document: &mut OpenApi) {
        for sort in &SORTS {
            for (teller, status, place) in sort.told_by {
                let links = links(document, sort, place);
                for operation in operations(document).filter(|(_, one)| one.operation_id.as_deref() == Some(teller)) {
                    if let Some(RefOr::T(answer)) = operation.1.responses.responses.get_mut(*status) {
                        answer.links.extend(links.iter().map(|(name, link)| (name.clone(), RefOr::T(link.clone()))));
                    }
                }
            }
        }
    }
}

/// To each operation that takes the id, and beside it at most that of the post whose songs were read.
fn links(document: &mut OpenApi, sort: &Sort, place: &str) -> Vec<(String, Link)> {
    let mut links = Vec::new();
    for (path, operation) in operations(document) {
        let Some((_, parameter)) = sort.asked_at.iter().find(|(base, _)| path.starts_with(base)) else { continue };
        let mut link = LinkBuilder::new().parameter(*parameter, format!("$response.body#{place}"));
        let asked = operation.parameters.iter().flatten().filter_map(|one| match one {
            RefOr::T(one) if one.parameter_in == ParameterIn::Path => Some(one.name.as_str()),
            _ => None,
        });
        let mut takes_it = false;
        let mut is_whole = true;
        for name in asked {
            match name {
                name if name == *parameter => takes_it = true,
                "id" if path.starts_with(paths::POST_SONGS) => link = link.parameter("id", "$request.path.id"),
                _ => is_whole = false,
            }
        }
        if let (true, true, Some(name)) = (takes_it, is_whole, operation.operation_id.clone()) {
            links.push((name.clone(), link.operation_id(name).build()));
        }
    }
    links
}

fn operations(document: &mut OpenApi) -> impl Iterator<Item = (&str, &mut Operation)> {
    document.paths.paths.iter_mut().flat_map(|(path, item)| {
        let all = [&mut item.get, &mut item.post, &mut item.put, &mut item.patch, &mut item.delete];
        all.into_iter().flatten().map(move |operation| (path.as_str(), operation))
    })
}
