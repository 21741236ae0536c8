//! What the OpenAPI document says of answers beyond what their types tell: which fields always stand there, and how they look filled
//! in. The examples are values of those very types.

use imagime_shared::{
    auth::AuthResponse,
    comment::Comment,
    event::{DoneEvent, KeywordsEvent, SongEvent, StatusEvent},
    favorite::{Favorite, FavoriteState},
    like::LikeState,
    playlist::{Playlist, PlaylistSong},
    post::{AnalysisInfo, ImageVariant, Keyword, Mood, Notice, Post, PostImage, PostStatus, Visibility},
    share::Share,
    song::{PostSong, Preview, PreviewState, Song, VoteState, Why, WhyKind},
    token::{PersonalToken, Scope},
    user::{Author, FollowState, Me, Profile},
};
use serde_json::{Value, json};
use utoipa::{
    Modify,
    openapi::{
        OpenApi, RefOr, Schema,
        schema::{AdditionalProperties, Object, SchemaType, Type},
    },
};
use uuid::{Uuid, uuid};

/// Fields that an answer may lack. Where they stand, they are never null.
const MAY_BE_MISSING: [(&str, &[&str]); 3] = [
    ("AuthResponse", &["refresh_token"]),
    ("Problem", &["errors"]),
    ("SearchResults", &["posts", "songs", "users", "keywords"]),
];

const POST: Uuid = uuid!("0190b5d8-7c1e-7a34-9f52-3b1f0c8e2a11");
const SONG: Uuid = uuid!("0190b5d8-90aa-7c55-8e01-77d2c4f1b0e3");
const MIRA: Uuid = uuid!("0190b5d0-11c3-7f02-a4d9-0e6b5c7d8f21");
const OTHER: Uuid = uuid!("0190b5e1-2f4b-7d13-b7a6-5c9e8d0f1a32");
const TIME: &str = "2026-01-31T09:30:00.123Z";

/// Adds it.
pub struct Answers;

impl Modify for Answers {
    fn modify(&self, document: &mut OpenApi) {
        let schemas = &mut document.components.get_or_insert_default().schemas;
        for (name, schema) in schemas.iter_mut() {
            let missing = MAY_BE_MISSING.iter().find(|(of, _)| of == name).map_or(&[][..], |(_, fields)| fields);
            if let RefOr::T(schema) = schema {
                settle(schema, missing);
            }
        }
        for (name, example) in examples() {
            if let Some(RefOr::T(Schema::Object(object))) = schemas.get_mut(name) {
                object.examples.push(example);
            }
        }
    }
}

/// All fields of an answer are there, if only as null. What people send refuses unknown fields, and its fields may be left out.
fn settle(schema: &mut Schema, missing: &[&str]) {
    match schema {
        Schema::AllOf(parts) => {
            for part in &mut parts.items {
                if let RefOr::T(part) = part {
                    settle(part, missing);
                }
            }
        }
        Schema::Object(object) if !is_form(object) => {
            for (name, property) in &mut object.properties {
                if missing.contains(&name.as_str()) {
                    never_null(property);
                } else if !object.required.contains(name) {
                    object.required.push(name.clone());
                }
            }
        }
        _ => {}
    }
}

fn is_form(object: &Object) -> bool {
    matches!(object.additional_properties.as_deref(), Some(AdditionalProperties::FreeForm(false)))
}

fn never_null(property: &mut RefOr<Schema>) {
    let kind = match property {
        RefOr::T(Schema::Object(object)) => &mut object.schema_type,
        RefOr::T(Schema::Array(array)) => &mut array.schema_type,
        _ => return,
    };
    let SchemaType::Array(types) = &*kind else { return };
    if let Some(other) = types.iter().find(|one| !matches!(one, Type::Null)) {
        *kind = SchemaType::Type(other.clone());
    }
}

/// Examples by the name of their schema.
fn examples() -> Vec<(&'static str, Value)> {
    vec![
        ("AuthResponse", json!(auth_response())),
        ("Author", json!(author())),
        ("Comment", json!(comment())),
        ("DoneEvent", json!(DoneEvent { status: PostStatus::Ready, song_count: 48, notices: vec![], failure: None })),
        ("Favorite", json!(favorite())),
        ("FavoriteState", json!(FavoriteState { song_id: SONG, post_id: Some(POST), is_favorite: true })),
        ("FollowState", json!(FollowState { username: "mira".into(), followed_by_me: true, follower_count: 12 })),
        ("KeywordsEvent", json!(KeywordsEvent { keywords: keywords(), mood: mood() })),
        ("LikeState", json!(LikeState { post_id: POST, liked: true, like_count: 7 })),
        ("Me", json!(me())),
        ("Notice", json!(notice())),
        ("PersonalToken", json!(personal_token())),
        ("Playlist", json!(playlist())),
        ("PlaylistSong", json!(PlaylistSong { song: song(), post_id: Some(POST), is_favorite: true })),
        ("Post", json!(post())),
        ("PostSong", json!(post_song())),
        ("Profile", json!(profile())),
        ("Share", json!(share())),
        ("Song", json!(song())),
        ("SongEvent", json!(SongEvent { position: 0, item: post_song() })),
        ("StatusEvent", json!(StatusEvent { status: PostStatus::Analyzing })),
        ("VoteState", json!(VoteState { song_id: SONG, post_id: POST, vote_score: 3, my_vote: Some(1) })),
    ]
}

fn author() -> Author {
    Author { id: MIRA, username: "mira".into(), display_name: "Mira".into(), avatar_url: None }
}

fn me() -> Me {
    Me {
        id: MIRA,
        username: "mira".into(),
        email: "mira@example.org".into(),
        display_name: "Mira".into(),
        bio: "Takes pictures of the sea.".into(),
        avatar_url: Some("/media/kq3zv1b7c0x5m8n2d4f6g9h1j3".into()),
        favorites_public: false,
        created_at: TIME.into(),
    }
}

fn profile() -> Profile {
    Profile {
        id: MIRA,
        username: "mira".into(),
        display_name: "Mira".into(),
        bio: "Takes pictures of the sea.".into(),
        avatar_url: None,
        favorites_public: false,
        follower_count: 12,
        following_count: 5,
        post_count: 31,
        followed_by_me: true,
        created_at: TIME.into(),
    }
}

fn auth_response() -> AuthResponse {
    AuthResponse {
        user: me(),
        access_token: "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJtaXJhIn0.c2lnbmF0dXJl".into(),
        token_type: "Bearer".into(),
        expires_in: 900,
        refresh_token: Some("imr_lJ7cVhFdHnCk2b6o2mYdE5m0vJm2VYH0c1sQx8rTz3A".into()),
    }
}

fn keywords() -> Vec<Keyword> {
    [("sea", 0.9375), ("pier", 0.75), ("dusk", 0.625)]
        .map(|(word, score)| Keyword { keyword: word.into(), score })
        .into()
}

fn mood() -> Mood {
    Mood { valence: 0.25, arousal: -0.5, words: vec!["calm".into(), "wistful".into()] }
}

fn notice() -> Notice {
    Notice {
        code: "source_unavailable".into(),
        source: Some("spotify".into()),
        message: "Spotify takes long to answer. Its songs are added when they are there.".into(),
    }
}

fn post() -> Post {
    let variant =
        |width, height| ImageVariant { url: format!("/media/n4b6v8c1x3z5l7k9j2h4g6f8d1-{width}"), width, height };
    Post {
        id: POST,
        author: author(),
        description: "The last boat of the day.".into(),
        alt_text: "A wooden pier in a calm sea at dusk.".into(),
        visibility: Visibility::Public,
        sensitive: false,
        outside_analysis: false,
        status: PostStatus::Ready,
        keywords: keywords(),
        mood: Some(mood()),
        palette: vec!["#2b3a55".into(), "#d98e5f".into(), "#f1e3cf".into()],
        image: PostImage {
            url: "/media/n4b6v8c1x3z5l7k9j2h4g6f8d1".into(),
            width: 4032,
            height: 3024,
            thumbhash: "1QcSHQRnh493V4dIh4eXh1h4kJUI".into(),
            variants: vec![variant(480, 360), variant(1280, 960)],
        },
        events_url: Some(format!("/api/v1/posts/{POST}/events?ticket=MTc2OTg1MjcwMC5zaWduYXR1cmU")),
        song_count: 48,
        comment_count: 2,
        like_count: 7,
        liked: true,
        top_song: Some(song()),
        created_at: TIME.into(),
        updated_at: TIME.into(),
        analysis: Some(AnalysisInfo { source: "local".into(), abstained: false, analyzed_at: TIME.into() }),
        notices: vec![],
        failure: None,
    }
}

fn song() -> Song {
    Song {
        id: SONG,
        provider: "starter".into(),
        provider_track_id: "shenandoah".into(),
        isrc: None,
        title: "Shenandoah".into(),
        artist: "Traditional".into(),
        album: Some("Imagime starter catalogue".into()),
        year: Some(1876),
        artwork_url: Some("/media/artwork/starter/shenandoah.svg".into()),
        artwork_generated: true,
        preview: Preview {
            state: PreviewState::Available,
            url: Some("/media/previews/starter/shenandoah.flac".into()),
        },
        external_url: None,
        attribution: Some("Public domain".into()),
        duration_ms: Some(30_000),
        explicit: false,
    }
}

fn post_song() -> PostSong {
    let reason = |keyword: &str, kind, weight| Why {
        keyword: keyword.into(),
        kind,
        weight,
        query: None,
        source: "starter".into(),
    };
    PostSong {
        song: song(),
        score: 0.75,
        why: vec![reason("sea", WhyKind::Keyword, 0.5), reason("calm", WhyKind::Mood, 0.25)],
        mood_match: false,
        vote_score: 3,
        my_vote: Some(1),
        is_favorite: true,
    }
}

fn comment() -> Comment {
    Comment {
        id: OTHER,
        post_id: POST,
        author: author(),
        body: "The light in this one!".into(),
        created_at: TIME.into(),
        edited_at: None,
    }
}

fn favorite() -> Favorite {
    Favorite { song: song(), post_id: Some(POST), post: Some(post()), created_at: TIME.into(), is_favorite: true }
}

fn playlist() -> Playlist {
    Playlist {
        id: OTHER,
        title: "For the morning".into(),
        description: "With a cup".into(),
        visibility: Visibility::Private,
        owner: author(),
        cover_url: None,
        song_count: 12,
        created_at: TIME.into(),
        updated_at: TIME.into(),
    }
}

fn share() -> Share {
    Share {
        slug: "AZC12HweejSfUjsfDI4qEQ".into(),
        url: "https://imagime.example/s/AZC12HweejSfUjsfDI4qEQ".into(),
        expires_at: None,
        visit_count: 4,
        created_at: TIME.into(),
    }
}

fn personal_token() -> PersonalToken {
    PersonalToken {
        id: OTHER,
        name: "My phone".into(),
        scopes: vec![Scope::Read, Scope::Write],
        created_at: TIME.into(),
        expires_at: Some("2030-01-31T09:30:00Z".into()),
        last_used_at: None,
    }
}
