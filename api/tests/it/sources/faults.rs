//! Each fault of each service: what its client makes of it, and with how many calls.

use std::time::Duration;

use bytes::Bytes;
use imagime_api::{
    keywords::everypixel::{self, Everypixel},
    music::{
        deezer::Deezer,
        openverse::Openverse,
        spotify::{self, Spotify},
        track::{Track, TrackPreview},
    },
    remote::{RemoteError, Rest},
};
use imagime_doubles::{Behaviour, Doubles, Service};

use crate::support::factory;

/// What a client should make of a fault.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Verdict {
    /// Something came.
    Some,
    /// An answer without anything in it.
    Nothing,
    Unreachable,
    TooSlow,
    Limited,
    Status,
    Unauthorized,
    TooLarge,
    Garbled,
}

/// Fault, what comes of it, calls to the service.
const TABLE: &[(Behaviour, Verdict, usize)] = &[
    (Behaviour::Normal, Verdict::Some, 1),
    (Behaviour::Empty, Verdict::Nothing, 1),
    (Behaviour::NullItems, Verdict::Some, 1),
    (Behaviour::NoImages, Verdict::Some, 1),
    (Behaviour::NoAlbum, Verdict::Some, 1),
    (Behaviour::BadGateway, Verdict::Status, 3),
    (Behaviour::HtmlForJson, Verdict::Garbled, 1),
    (Behaviour::Broken, Verdict::Status, 3),
    (Behaviour::BrokenOnce, Verdict::Some, 2),
    (Behaviour::Truncated, Verdict::Garbled, 1),
    (Behaviour::Stall, Verdict::TooSlow, 1),
    (Behaviour::Drip, Verdict::TooSlow, 1),
    (Behaviour::Reset, Verdict::Unreachable, 3),
    (Behaviour::Limited, Verdict::Limited, 3),
    (Behaviour::LimitedFor(60), Verdict::Limited, 1),
    (Behaviour::LimitedOnce, Verdict::Some, 2),
    (Behaviour::Unauthorized, Verdict::Unauthorized, 1),
    (Behaviour::Huge, Verdict::TooLarge, 1),
    (Behaviour::Elsewhere, Verdict::Status, 1),
];

#[tokio::test]
async fn everypixel_survives_each_fault() {
    check(Service::Everypixel, TABLE, async |doubles| {
        let words = everypixel(doubles).keywords(photo()).await?;
        Ok(words.len())
    })
    .await;
}

#[tokio::test]
async fn spotify_survives_each_fault() {
    // A token that is refused is renewed once.
    let mut table = TABLE.to_vec();
    table.retain(|(behaviour, ..)| *behaviour != Behaviour::Unauthorized);
    table.push((Behaviour::Unauthorized, Verdict::Unauthorized, 2));
    table.push((Behaviour::UnauthorizedOnce, Verdict::Some, 2));
    check(Service::Spotify, &table, async |doubles| Ok(spotify(doubles).search("calm lake").await?.len())).await;
}

#[tokio::test]
async fn openverse_survives_each_fault() {
    check(Service::Openverse, TABLE, async |doubles| Ok(openverse(doubles).search("calm lake").await?.len())).await;
}

#[tokio::test]
async fn deezer_survives_each_fault() {
    check(Service::Deezer, TABLE, async |doubles| Ok(deezer(doubles).search("calm lake").await?.len())).await;
}

#[tokio::test]
async fn spotify_without_a_token_gives_nothing_and_asks_for_nothing() {
    for (behaviour, calls) in [(Behaviour::BadGateway, 3), (Behaviour::HtmlForJson, 1), (Behaviour::LimitedFor(60), 1)]
    {
        let doubles = Doubles::start(0).await.unwrap();
        doubles.behave(Service::SpotifyAccounts, behaviour);
        assert!(spotify(&doubles).search("calm lake").await.is_err(), "{behaviour:?}");
        assert_eq!(doubles.calls(Service::SpotifyAccounts).len(), calls, "{behaviour:?}");
        assert!(doubles.calls(Service::Spotify).is_empty());
    }
}

#[tokio::test]
async fn many_searches_share_one_token() {
    let doubles = Doubles::start(0).await.unwrap();
    doubles.delay(Duration::from_millis(30));
    let spotify = spotify(&doubles);
    let searches = ["coffee", "cat", "lake", "forest", "city"].map(|word| spotify.search(word));
    let found = futures_util::future::join_all(searches).await;
    assert!(found.iter().all(|tracks| tracks.as_ref().is_ok_and(|tracks| tracks.len() == 10)));
    assert_eq!(doubles.calls(Service::SpotifyAccounts).len(), 1);
}

#[tokio::test]
async fn wrong_keys_switch_a_service_off_and_it_is_not_asked_again() {
    let doubles = Doubles::start(0).await.unwrap();
    doubles.behave_all(Behaviour::Unauthorized);
    let (everypixel, spotify) = (everypixel(&doubles), spotify(&doubles));
    for _ in 0..3 {
        assert!(everypixel.keywords(photo()).await.is_err());
        assert!(spotify.search("cat").await.is_err());
    }
    assert_eq!(doubles.calls(Service::Everypixel).len(), 1);
    assert_eq!(doubles.calls(Service::SpotifyAccounts).len(), 1);
    assert!(matches!(everypixel.remote().rest(), Some(Rest::Off(_))));
    assert!(matches!(spotify.remote().rest(), Some(Rest::Off(_))));
}

#[tokio::test]
async fn a_service_that_fails_five_times_is_left_alone() {
    let doubles = Doubles::start(0).await.unwrap();
    doubles.behave(Service::Openverse, Behaviour::HtmlForJson);
    let openverse = openverse(&doubles);
    for _ in 0..9 {
        assert!(openverse.search("cat").await.is_err());
    }
    assert_eq!(doubles.calls(Service::Openverse).len(), 5);
}

#[tokio::test]
async fn a_long_wish_for_rest_is_kept() {
    let doubles = Doubles::start(0).await.unwrap();
    doubles.behave(Service::Everypixel, Behaviour::LimitedFor(60));
    let everypixel = everypixel(&doubles);
    assert!(everypixel.keywords(photo()).await.is_err());
    doubles.behave(Service::Everypixel, Behaviour::Normal);
    assert!(matches!(everypixel.keywords(photo()).await, Err(RemoteError::Resting(Rest::Until(_)))));
    assert_eq!(doubles.calls(Service::Everypixel).len(), 1);
}

#[tokio::test]
async fn a_row_without_art_album_or_preview_is_a_row() {
    let doubles = Doubles::start(0).await.unwrap();
    let plain = |tracks: &[Track]| tracks.iter().all(|track| track.artwork_url.is_none());
    doubles.behave_all(Behaviour::NoImages);
    assert!(plain(&spotify(&doubles).search("cat").await.unwrap()));
    assert!(plain(&openverse(&doubles).search("cat").await.unwrap()));
    assert!(plain(&deezer(&doubles).search("cat").await.unwrap()));
    doubles.behave_all(Behaviour::NoAlbum);
    for tracks in [spotify(&doubles).search("cat").await.unwrap(), deezer(&doubles).search("cat").await.unwrap()] {
        assert!(tracks.iter().all(|track| track.candidate.album.is_none()));
        assert!(tracks.iter().all(|track| !matches!(track.preview, TrackPreview::File(_) | TrackPreview::Resolved)));
    }
}

#[tokio::test]
async fn a_deezer_preview_is_resolved_when_it_is_asked_for() {
    let doubles = Doubles::start(0).await.unwrap();
    let deezer = deezer(&doubles);
    let tracks = deezer.search("cat").await.unwrap();
    let id = &tracks.first().unwrap().candidate.provider_track_id;
    let address = deezer.preview(id).await.unwrap().unwrap();
    assert!(address.starts_with(&doubles.url(Service::Files)));
    assert_eq!(deezer.preview("999999999").await, Err(RemoteError::Refused(200)));
}

/// Plays each fault against a client of its own.
async fn check(
    service: Service,
    table: &[(Behaviour, Verdict, usize)],
    ask: impl AsyncFn(&Doubles) -> Result<usize, RemoteError>,
) {
    for (behaviour, verdict, calls) in table {
        let doubles = Doubles::start(0).await.unwrap();
        doubles.behave(service, *behaviour);
        let outcome = ask(&doubles).await;
        assert_eq!(Verdict::of(&outcome), *verdict, "{service:?} {behaviour:?}: {outcome:?}");
        assert_eq!(doubles.calls(service).len(), *calls, "{service:?} {behaviour:?}");
    }
}

impl Verdict {
    fn of(outcome: &Result<usize, RemoteError>) -> Self {
        match outcome {
            Ok(0) => Self::Nothing,
            Ok(_) => Self::Some,
            Err(RemoteError::Unreachable) => Self::Unreachable,
            Err(RemoteError::TooSlow) => Self::TooSlow,
            Err(RemoteError::Limited(_)) => Self::Limited,
            Err(RemoteError::Status(_) | RemoteError::Refused(_)) => Self::Status,
            Err(RemoteError::Unauthorized) => Self::Unauthorized,
            Err(RemoteError::TooLarge) => Self::TooLarge,
            Err(RemoteError::Garbled(_)) => Self::Garbled,
            Err(error @ (RemoteError::Resting(_) | RemoteError::Busy)) => panic!("a fresh client said that {error}"),
        }
    }
}

fn everypixel(doubles: &Doubles) -> Everypixel {
    let settings = everypixel::Settings {
        client_id: "double".into(),
        client_secret: "double".into(),
        api_url: doubles.url(Service::Everypixel),
    };
    Everypixel::new(settings).unwrap()
}

fn spotify(doubles: &Doubles) -> Spotify {
    let settings = spotify::Settings {
        client_id: "double".into(),
        client_secret: "double".into(),
        api_url: doubles.url(Service::Spotify),
        accounts_url: doubles.url(Service::SpotifyAccounts),
        market: None,
    };
    Spotify::new(settings).unwrap()
}

fn openverse(doubles: &Doubles) -> Openverse {
    Openverse::new(&doubles.url(Service::Openverse)).unwrap()
}

fn deezer(doubles: &Doubles) -> Deezer {
    Deezer::new(&doubles.url(Service::Deezer)).unwrap()
}

fn photo() -> Bytes {
    factory::photo(1).into()
}
