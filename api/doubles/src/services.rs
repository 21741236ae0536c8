//! The answers of each service, in its shape.

use serde_json::{Value, json};

use crate::{
    Behaviour, Request, Service,
    catalogue::{self, Song, mix},
    http::Response,
    sound,
};

/// Words as Everypixel gives them: things, and the vocabulary of stock photography around them.
const PICTURES: &[&[(&str, f32)]] = &[
    &[
        ("Lake", 0.99),
        ("Sunset", 0.97),
        ("Reflection", 0.9),
        ("Water", 0.88),
        ("Nature", 0.86),
        ("No people", 0.8),
        ("Tranquil scene", 0.77),
        ("Outdoors", 0.75),
        ("Horizontal", 0.5),
    ],
    &[
        ("Coffee - Drink", 0.99),
        ("Cup", 0.96),
        ("Table", 0.81),
        ("Close-up", 0.8),
        ("Caffeine", 0.74),
        ("Breakfast", 0.6),
        ("Freshness", 0.55),
        ("Indoors", 0.5),
    ],
    &[
        ("Domestic Cat", 0.99),
        ("Pets", 0.97),
        ("Animal", 0.95),
        ("Cute", 0.9),
        ("Mammal", 0.9),
        ("One animal", 0.8),
        ("Portrait", 0.6),
    ],
    &[
        ("City", 0.98),
        ("Street", 0.95),
        ("Night", 0.9),
        ("Architecture", 0.85),
        ("Building Exterior", 0.85),
        ("Travel Destinations", 0.7),
        ("Illuminated", 0.6),
    ],
    &[
        ("Women", 0.995),
        ("One person", 0.95),
        ("Adults only", 0.9),
        ("Smiling", 0.85),
        ("Caucasian ethnicity", 0.8),
        ("Happiness", 0.78),
        ("Flower", 0.5),
    ],
];

/// What a service answers to a request for the rest of a path.
pub fn answer(service: Service, path: &str, request: &Request, base: &str, behaviour: Behaviour) -> Response {
    match service {
        Service::Everypixel => everypixel(path, request, behaviour),
        Service::SpotifyAccounts => accounts(path, request),
        Service::Spotify => spotify(path, request, base, behaviour),
        Service::Openverse => openverse(path, request, base, behaviour),
        Service::Deezer => deezer(path, request, base, behaviour),
        Service::Files => files(path),
    }
}

fn everypixel(path: &str, request: &Request, behaviour: Behaviour) -> Response {
    if path != "keywords" {
        return Response::text(404, "not found");
    }
    if !request.header("authorization").is_some_and(|value| value.starts_with("Basic ")) {
        return Response::json(401, &json!({"status": "error", "message": "unauthorized"}));
    }
    if request.method != "POST" || !request.body.windows(3).any(|bytes| bytes == [0xff, 0xd8, 0xff]) {
        return Response::json(400, &json!({"status": "error", "message": "image not found"}));
    }
    if behaviour == Behaviour::Empty {
        return Response::json(200, &json!({"keywords": [], "status": "ok"}));
    }
    let lot = request.body.iter().fold(7u64, |sum, byte| sum.wrapping_mul(31).wrapping_add(u64::from(*byte)));
    let words = PICTURES.get(mix(lot) as usize % PICTURES.len()).copied().unwrap_or_default();
    let words = words.iter().map(|(word, score)| json!({"keyword": word, "score": score})).collect();
    Response::json(200, &json!({"keywords": gaps(words, behaviour), "status": "ok"}))
}

fn accounts(path: &str, request: &Request) -> Response {
    let asks = String::from_utf8_lossy(&request.body).contains("grant_type=client_credentials");
    if path != "api/token" || request.method != "POST" || !asks {
        return Response::json(400, &json!({"error": "unsupported_grant_type"}));
    }
    if !request.header("authorization").is_some_and(|value| value.starts_with("Basic ")) {
        return Response::json(400, &json!({"error": "invalid_client", "error_description": "Invalid client"}));
    }
    Response::json(200, &json!({"access_token": "BQdouble", "token_type": "Bearer", "expires_in": 3600}))
}

fn spotify(path: &str, request: &Request, base: &str, behaviour: Behaviour) -> Response {
    let refuse =
        |status: u16, message: &str| Response::json(status, &json!({"error": {"status": status, "message": message}}));
    if request.header("authorization") != Some("Bearer BQdouble") {
        return refuse(401, "Invalid access token");
    }
    if let Some(id) = path.strip_prefix("tracks/") {
        let song = numbered(id.trim_start_matches("dbl"));
        return song.map_or_else(
            || refuse(404, "Resource not found"),
            |song| Response::json(200, &spotify_track(song, base, behaviour)),
        );
    }
    if path != "search" {
        return refuse(404, "Service not found");
    }
    let limit = request.parameter("limit").and_then(|limit| limit.parse::<usize>().ok()).unwrap_or(5);
    if !(1..=10).contains(&limit) {
        return refuse(400, "Invalid limit");
    }
    let found = found(request, limit, behaviour);
    let total = found.len();
    let items = found.into_iter().map(|song| spotify_track(song, base, behaviour)).collect();
    Response::json(
        200,
        &json!({"tracks": {"href": "", "limit": limit, "offset": 0, "total": total, "next": null, "previous": null, "items": gaps(items, behaviour)}}),
    )
}

fn spotify_track(song: &Song, base: &str, behaviour: Behaviour) -> Value {
    let id = format!("dbl{:019}", song.number);
    // Recordings without a code, and without art, are not rare.
    let ids = if song.number.is_multiple_of(9) { json!({}) } else { json!({"isrc": isrc(song)}) };
    let bare = behaviour == Behaviour::NoImages || song.number.is_multiple_of(13);
    let images = if bare {
        json!([])
    } else {
        json!([{"url": format!("{base}/files/cover/{}.svg", song.number), "height": 640, "width": 640}])
    };
    let album = json!({"id": "a", "name": song.album, "album_type": "album", "release_date": song.year.to_string(), "release_date_precision": "year", "images": images});
    let none = behaviour == Behaviour::NoAlbum;
    json!({
        "id": id, "name": song.title, "type": "track", "uri": format!("spotify:track:{id}"), "href": "", "duration_ms": song.duration_ms,
        "explicit": song.number.is_multiple_of(17), "is_local": false, "is_playable": true, "disc_number": 1, "track_number": 1,
        "preview_url": if none { json!("") } else { Value::Null }, "external_ids": ids,
        "external_urls": {"spotify": format!("https://open.spotify.com/track/{id}")},
        "artists": [{"id": "x", "name": song.artist}], "album": if none { Value::Null } else { album },
    })
}

fn openverse(path: &str, request: &Request, base: &str, behaviour: Behaviour) -> Response {
    if let Some(id) = path.strip_prefix("audio/").filter(|id| !id.is_empty()) {
        let song = id.trim_end_matches('/').rsplit('-').next().and_then(numbered);
        return song.map_or_else(
            || Response::json(404, &json!({"detail": "Not found."})),
            |song| Response::json(200, &openverse_track(song, base, behaviour)),
        );
    }
    if path.trim_end_matches('/') != "audio" {
        return Response::json(404, &json!({"detail": "Not found."}));
    }
    let found = found(request, 20, behaviour);
    let total = found.len();
    let items = found.into_iter().map(|song| openverse_track(song, base, behaviour)).collect();
    Response::json(
        200,
        &json!({"result_count": total, "page_count": 1, "page_size": 20, "page": 1, "results": gaps(items, behaviour)}),
    )
}

fn openverse_track(song: &Song, base: &str, behaviour: Behaviour) -> Value {
    let bare = behaviour == Behaviour::NoAlbum;
    json!({
        "id": format!("00000000-0000-4000-8000-{:012}", song.number), "title": song.title, "creator": song.artist,
        "url": if bare { String::new() } else { format!("{base}/files/tune/{}.wav", song.number) },
        "foreign_landing_url": format!("https://www.jamendo.com/track/{}", song.number), "license": if song.number.is_multiple_of(2) { "by" } else { "cc0" },
        "license_version": "4.0", "genres": song.genres, "tags": song.words.iter().map(|word| json!({"name": word})).collect::<Vec<_>>(),
        "duration": song.duration_ms, "audio_set": if bare { Value::Null } else { json!({"title": song.album}) },
        "thumbnail": if behaviour == Behaviour::NoImages { Value::Null } else { json!(format!("{base}/files/cover/{}.svg", song.number)) },
    })
}

fn deezer(path: &str, request: &Request, base: &str, behaviour: Behaviour) -> Response {
    if let Some(id) = path.strip_prefix("track/") {
        return match numbered(id) {
            Some(song) => Response::json(200, &deezer_track(song, base, behaviour)),
            None => {
                Response::json(200, &json!({"error": {"type": "DataException", "message": "no data", "code": 800}}))
            }
        };
    }
    if path != "search" {
        return Response::json(
            200,
            &json!({"error": {"type": "InvalidQueryException", "message": "Wrong path", "code": 600}}),
        );
    }
    let found = found(request, 15, behaviour);
    let total = found.len();
    let items = found.into_iter().map(|song| deezer_track(song, base, behaviour)).collect();
    Response::json(200, &json!({"data": gaps(items, behaviour), "total": total}))
}

fn deezer_track(song: &Song, base: &str, behaviour: Behaviour) -> Value {
    let cover = if behaviour == Behaviour::NoImages {
        String::new()
    } else {
        format!("{base}/files/cover/{}.svg", song.number)
    };
    let bare = behaviour == Behaviour::NoAlbum;
    json!({
        "id": song.number, "title": song.title, "link": format!("https://www.deezer.com/track/{}", song.number), "duration": song.duration_ms / 1000,
        "explicit_lyrics": false, "preview": if bare { String::new() } else { format!("{base}/files/tune/{}.wav", song.number) },
        "artist": {"id": 1, "name": song.artist}, "album": if bare { Value::Null } else { json!({"id": 1, "title": song.album, "cover_medium": cover}) }, "type": "track",
    })
}

fn files(path: &str) -> Response {
    let Some((sort, name)) = path.split_once('/') else { return Response::text(404, "not found") };
    let number = name.split('.').next().and_then(|number| number.parse().ok());
    match (sort, number) {
        ("tune", Some(number)) => {
            Response { status: 200, headers: vec![("content-type", "audio/wav".into())], body: sound::tune(number) }
        }
        ("cover", Some(number)) => Response {
            status: 200,
            headers: vec![("content-type", "image/svg+xml".into())],
            body: sound::cover(number).into_bytes(),
        },
        _ => Response::text(404, "not found"),
    }
}

/// A song by its number, leading zeros or not.
fn numbered(digits: &str) -> Option<&'static Song> {
    digits.parse().ok().and_then(|number: usize| catalogue::songs().get(number))
}

fn found(request: &Request, most: usize, behaviour: Behaviour) -> Vec<&'static Song> {
    if behaviour == Behaviour::Empty {
        Vec::new()
    } else {
        catalogue::search(&request.parameter("q").unwrap_or_default(), most)
    }
}

/// Every second item as null, where that is the fault.
fn gaps(items: Vec<Value>, behaviour: Behaviour) -> Vec<Value> {
    let gap = |at: usize| behaviour == Behaviour::NullItems && at % 2 == 1;
    items.into_iter().enumerate().map(|(at, item)| if gap(at) { Value::Null } else { item }).collect()
}

fn isrc(song: &Song) -> String {
    format!("XXDBL{:07}", song.number)
}
