//! How the shapes of the OpenAPI document look filled in: values of those very types, one story throughout.

use imagime_shared::{
    auth::{AuthResponse, Session},
    comment::Comment,
    error::FieldError,
    event::{DoneEvent, KeywordsEvent, SongEvent, StatusEvent, StreamEvent},
    favorite::{Favorite, FavoriteState},
    instance::{Limits, Source, SourceKind, SourceState},
    keyword::KeywordCount,
    like::LikeState,
    playlist::{Playlist, PlaylistSong},
    post::{AnalysisInfo, Failure, ImageVariant, Keyword, Mood, Notice, Post, PostImage, PostStatus, Visibility},
    recommendation::{Reason, ReasonKind, ReasonSong},
    share::Share,
    song::{PostSong, Preview, PreviewState, Song, VoteState, Why, WhyKind},
    token::{NewPersonalToken, PersonalToken, Scope},
    user::{Author, FollowState, Me, Profile},
};
use serde_json::{Value, json};
use uuid::{Uuid, uuid};

use crate::{config, services::instance};

pub(super) const POST: Uuid = uuid!("0190b5d8-7c1e-7a34-9f52-3b1f0c8e2a11");
pub(super) const SONG: Uuid = uuid!("0190b5d8-90aa-7c55-8e01-77d2c4f1b0e3");
const MIRA: Uuid = uuid!("0190b5d0-11c3-7f02-a4d9-0e6b5c7d8f21");
pub(super) const OTHER: Uuid = uuid!("0190b5e1-2f4b-7d13-b7a6-5c9e8d0f1a32");
pub(super) const TIME: &str = "2026-01-31T09:30:00.123Z";
pub(super) const SLUG: &str = "AZC12HweejSfUjsfDI4qEQ";

/// Examples by the name of their schema.
pub(super) fn examples() -> Vec<(&'static str, Value)> {
    vec![
        ("AuthResponse", json!(auth_response())),
        ("AnalysisInfo", json!(analysis())),
        ("Author", json!(author())),
        ("Comment", json!(comment())),
        ("DoneEvent", json!(DoneEvent { status: PostStatus::Ready, song_count: 48, notices: vec![], failure: None })),
        ("Failure", json!(Failure { code: "not_an_image".into(), message: "The picture cannot be read.".into() })),
        ("Favorite", json!(favorite())),
        ("FavoriteState", json!(FavoriteState { song_id: SONG, post_id: Some(POST), is_favorite: true })),
        ("FieldError", json!(FieldError::new("password", "too_short", "A password has at least 8 characters."))),
        ("FollowState", json!(FollowState { username: "mira".into(), followed_by_me: true, follower_count: 12 })),
        ("ImageVariant", json!(variant(480, 360))),
        ("Keyword", json!(keywords()[0])),
        ("KeywordCount", json!(KeywordCount { keyword: "sea".into(), post_count: 128 })),
        ("KeywordsEvent", json!(KeywordsEvent { keywords: keywords(), mood: mood() })),
        ("LikeState", json!(LikeState { post_id: POST, liked: true, like_count: 7 })),
        ("Me", json!(me())),
        ("Limits", json!(limits())),
        ("Mood", json!(mood())),
        ("MoodPoint", json!({"valence": 0.25, "arousal": -0.5})),
        ("NewPersonalToken", json!(new_token())),
        ("Notice", json!(notice())),
        ("PersonalToken", json!(personal_token())),
        ("Playlist", json!(playlist())),
        ("PlaylistSong", json!(PlaylistSong { song: song(), post_id: Some(POST), is_favorite: true })),
        ("Post", json!(post())),
        ("PostImage", json!(image())),
        ("PostSong", json!(post_song())),
        ("Preview", json!(preview())),
        ("Profile", json!(profile())),
        ("Reason", json!(Reason::song(ReasonKind::Song, reason_song()))),
        ("ReasonSong", json!(reason_song())),
        ("Session", json!(session())),
        ("Share", json!(share())),
        ("Song", json!(song())),
        ("SongEvent", json!(SongEvent { position: 0, item: post_song() })),
        ("Source", json!(source())),
        ("StatusEvent", json!(StatusEvent { status: PostStatus::Analyzing })),
        ("StreamEvent", json!(stream_event())),
        ("VoteState", json!(VoteState { song_id: SONG, post_id: POST, vote_score: 3, my_vote: Some(1) })),
        ("Why", json!(why("sea", WhyKind::Keyword, 0.5))),
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
        image: image(),
        events_url: Some(format!("/api/v1/posts/{POST}/events?ticket=MTc2OTg1MjcwMC5zaWduYXR1cmU")),
        song_count: 48,
        comment_count: 2,
        like_count: 7,
        liked: true,
        top_song: Some(song()),
        created_at: TIME.into(),
        updated_at: TIME.into(),
        analysis: Some(analysis()),
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
        preview: preview(),
        external_url: None,
        attribution: Some("Public domain".into()),
        duration_ms: Some(30_000),
        explicit: false,
    }
}

fn post_song() -> PostSong {
    PostSong {
        song: song(),
        score: 0.75,
        why: vec![why("sea", WhyKind::Keyword, 0.5), why("calm", WhyKind::Mood, 0.25)],
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
        slug: SLUG.into(),
        url: format!("https://imagime.example/s/{SLUG}"),
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

fn new_token() -> NewPersonalToken {
    NewPersonalToken { about: personal_token(), token: "img_h3Zt8mQ1xVfB6nKc0pRw5sYd2uLa9gEj4iToXqCvMbN".into() }
}

fn session() -> Session {
    Session {
        id: OTHER,
        created_at: TIME.into(),
        last_used_at: TIME.into(),
        user_agent: Some("Imagime for Android 1.0".into()),
        current: true,
    }
}

fn analysis() -> AnalysisInfo {
    AnalysisInfo { source: "local".into(), abstained: false, analyzed_at: TIME.into() }
}

fn variant(width: u32, height: u32) -> ImageVariant {
    ImageVariant { url: format!("/media/n4b6v8c1x3z5l7k9j2h4g6f8d1-{width}"), width, height }
}

fn image() -> PostImage {
    PostImage {
        url: "/media/n4b6v8c1x3z5l7k9j2h4g6f8d1".into(),
        width: 4032,
        height: 3024,
        thumbhash: "1QcSHQRnh493V4dIh4eXh1h4kJUI".into(),
        variants: vec![variant(480, 360), variant(1280, 960)],
    }
}

fn preview() -> Preview {
    Preview { state: PreviewState::Available, url: Some("/media/previews/starter/shenandoah.flac".into()) }
}

fn why(keyword: &str, kind: WhyKind, weight: f32) -> Why {
    Why { keyword: keyword.into(), kind, weight, query: None, source: "starter".into() }
}

fn reason_song() -> ReasonSong {
    let song = song();
    ReasonSong { id: song.id, title: song.title, artist: song.artist }
}

fn source() -> Source {
    Source {
        name: "starter".into(),
        kind: SourceKind::Songs,
        state: SourceState::Ready,
        message: None,
        tracks: None,
        scanned_at: None,
        rests_until: None,
    }
}

fn stream_event() -> StreamEvent {
    StreamEvent { id: "1.0".into(), event: "status".into(), data: r#"{"status":"analyzing"}"#.into() }
}

/// As they are where the operator sets none.
fn limits() -> Option<Limits> {
    Some(instance::limits(&config::defaults()?, &config::defaults()?))
}
