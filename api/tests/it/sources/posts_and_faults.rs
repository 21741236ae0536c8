//! Each fault of each service, seen from a post: it is ready, says what is missing, and the service was called so often and no oftener.

use imagime_doubles::{Behaviour, Doubles, Service};

use super::{codes_of, story_with_doubles};
use crate::support::{App, doubles::played_by, eventually, factory};

/// Fault, the notice about the service, calls for each question put to it.
const TABLE: &[(Behaviour, Option<&str>, usize)] = &[
    (Behaviour::Normal, None, 1),
    (Behaviour::NullItems, None, 1),
    (Behaviour::NoImages, None, 1),
    (Behaviour::NoAlbum, None, 1),
    (Behaviour::BadGateway, MISSING, 3),
    (Behaviour::HtmlForJson, MISSING, 1),
    (Behaviour::Broken, MISSING, 3),
    (Behaviour::Truncated, MISSING, 1),
    (Behaviour::Stall, MISSING, 1),
    (Behaviour::Drip, MISSING, 1),
    (Behaviour::Reset, MISSING, 3),
    (Behaviour::Limited, MISSING, 3),
    (Behaviour::LimitedFor(60), MISSING, 1),
    (Behaviour::Huge, MISSING, 1),
    (Behaviour::Elsewhere, MISSING, 1),
];

const MISSING: Option<&str> = Some("source_unavailable");
const NOTHING: Option<&str> = Some("no_matching_songs");

#[test]
fn a_post_is_ready_whatever_everypixel_does() {
    let more = [(Behaviour::Empty, None, 1), (Behaviour::BrokenOnce, None, 2), (Behaviour::Unauthorized, MISSING, 1)];
    check(Service::Everypixel, "everypixel", &more);
}

#[test]
fn a_post_is_ready_whatever_spotify_does() {
    // A token that is refused is renewed once, then Spotify rests; searches that began together each find that out.
    check(Service::Spotify, "spotify", &[(Behaviour::Empty, NOTHING, 1), (Behaviour::Unauthorized, MISSING, 2)]);
}

#[test]
fn a_post_is_ready_whatever_openverse_does() {
    check(Service::Openverse, "openverse", &[(Behaviour::Empty, None, 1)]);
}

#[test]
fn a_post_is_ready_whatever_deezer_does() {
    check(Service::Deezer, "deezer", &[(Behaviour::Empty, NOTHING, 1)]);
}

#[test]
fn a_post_is_ready_whatever_spotifys_tokens_do() {
    let table =
        [(Behaviour::BadGateway, 3), (Behaviour::Stall, 1), (Behaviour::Unauthorized, 1), (Behaviour::HtmlForJson, 1)];
    story_with_doubles(&[Service::Spotify], async |app, _| {
        for (behaviour, calls) in table {
            let doubles = fresh(app, Service::Spotify).await;
            doubles.behave(Service::SpotifyAccounts, behaviour);
            let post =
                app.user(&format!("{behaviour:?}").to_lowercase()).await.ready_post(factory::photo(1), "public").await;
            assert_eq!(codes_of(&post, "spotify"), ["source_unavailable"], "{behaviour:?}");
            assert!(doubles.calls(Service::Spotify).is_empty(), "{behaviour:?}: no token, no search");
            eventually("the calls are made", async || doubles.calls(Service::SpotifyAccounts).len() >= calls).await;
        }
    });
}

#[test]
fn a_post_is_ready_when_everything_fails_at_once() {
    story_with_doubles(&crate::support::doubles::ALL, async |app, doubles| {
        for behaviour in [Behaviour::Reset, Behaviour::Stall, Behaviour::BadGateway] {
            doubles.behave_all(behaviour);
            let ada = app.user(&format!("ada-{behaviour:?}").to_lowercase()).await;
            let post = ada.ready_post(factory::photo(7), "public").await;
            for source in ["everypixel", "spotify", "openverse", "deezer"] {
                assert_eq!(codes_of(&post, source), ["source_unavailable"], "{behaviour:?} {}", post["notices"]);
            }
            assert_eq!(post["analysis"]["source"], "local");
            assert!(ada.songs(&post).await.len() >= 10);
        }
    });
}

/// Plays each fault to a server of its own; its breaker knows of no other.
fn check(service: Service, name: &str, more: &[(Behaviour, Option<&str>, usize)]) {
    story_with_doubles(&[service], async |app, _| {
        let mut questions = 1;
        for (number, (behaviour, notice, calls)) in TABLE.iter().chain(more).enumerate() {
            let doubles = fresh(app, service).await;
            doubles.behave(service, *behaviour);
            let ada = app.user(&format!("ada{number}")).await;
            // Keywords are paid for by the picture, so each fault has a picture of its own; songs are asked for by the same few queries.
            let seed = if service == Service::Everypixel { number + 1 } else { 1 };
            let post = ada.ready_post(factory::photo(u32::try_from(seed).unwrap()), "public").await;
            assert_eq!(post["status"], "ready");
            assert_eq!(codes_of(&post, name), Vec::from_iter(*notice), "{service:?} {behaviour:?}");
            assert!(ada.songs(&post).await.len() >= 10, "{service:?} {behaviour:?}");
            if *behaviour == Behaviour::Normal {
                questions = doubles.calls(service).len();
            }
            let expected = questions * calls;
            eventually(&format!("{service:?} {behaviour:?}: {expected} calls"), async || {
                doubles.calls(service).len() >= expected
            })
            .await;
            assert_eq!(doubles.calls(service).len(), expected, "{service:?} {behaviour:?}");
        }
    });
}

/// Another server on the same database, with doubles that nobody called yet.
async fn fresh(app: &mut App, service: Service) -> Doubles {
    let doubles = Doubles::start(0).await.unwrap();
    app.abort().await;
    app.start_another(played_by(&doubles, &[service])).await;
    doubles
}
