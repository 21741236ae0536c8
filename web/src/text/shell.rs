//! Words of the shell, the components, the landing page, the feed and the page that is not there.

/// The product.
pub const NAME: &str = "Imagime";

/// Title of a page.
pub fn title_page(page: &str) -> String {
    format!("{page} · {NAME}")
}

/// Title while a song plays.
pub fn title_playing(title: &str, artist: &str) -> String {
    format!("▶ {title} – {artist}")
}

// Navigation.
pub const SKIP: &str = "Skip to the content";
pub const NAV_MAIN: &str = "Main";
pub const NAV_PHONE: &str = "Places";
pub const HOME: &str = "Home";
pub const FAVOURITES: &str = "Favourites";
pub const KEPT: &str = "Kept";
pub const YOU: &str = "You";
pub const NEW: &str = "New";
pub const NEW_PICTURE: &str = "New picture";
pub const LOG_IN: &str = "Log in";
pub const SIGN_UP: &str = "Sign up";
pub const LOG_OUT: &str = "Log out";
pub const PROFILE: &str = "Your profile";
pub const SETTINGS: &str = "Settings";
pub const YOUR_MENU: &str = "Your account";
pub const THEME: &str = "Theme";
pub const THEME_SYSTEM: &str = "As the system";
pub const THEME_LIGHT: &str = "Light";
pub const THEME_DARK: &str = "Dark";
pub const KEYBOARD: &str = "Keyboard";
pub const OFFLINE: &str = "You are offline. What is open stays open; the rest comes back by itself.";
pub const BACK_ONLINE: &str = "Connected again.";

/// "As mira", in the account menu.
pub fn signed_in_as(name: &str) -> String {
    format!("Logged in as {name}")
}

// Small words of components.
pub const CLOSE: &str = "Close";
pub const DISMISS: &str = "Dismiss";
pub const TRY_AGAIN: &str = "Try again";
pub const LOADING: &str = "Loading";
pub const BUSY: &str = "One moment";
pub const SHOW_PASSWORD: &str = "Show the password";
pub const HIDE_PASSWORD: &str = "Hide the password";
pub const LOAD_MORE: &str = "Load more";
pub const END: &str = "That is all of it.";
pub const LIST_RENEWED: &str = "The list was made anew meanwhile. It begins again from the top.";
pub const SENSITIVE: &str = "Marked as sensitive";
pub const REVEAL: &str = "Show the picture";
pub const PICTURE_GONE: &str = "This picture cannot be loaded.";
pub const NO_ALT: &str = "Picture without a description";
pub const ERROR_TITLE: &str = "That did not work";
pub const MESSAGES: &str = "Messages";
pub const STEP_DONE: &str = "done";
pub const STEP_ACTIVE: &str = "under way";
pub const STEP_FAILED: &str = "failed";

/// Characters left in a field.
pub fn characters_left(left: usize) -> String {
    match left {
        1 => "1 character left".to_owned(),
        left => format!("{left} characters left"),
    }
}

// Mood.
pub const MOOD_TENSE: &str = "tense";
pub const MOOD_JOYFUL: &str = "joyful";
pub const MOOD_SAD: &str = "sad";
pub const MOOD_CALM: &str = "calm";
pub const MOOD_NONE: &str = "Hard to say";

/// How a picture feels, in a sentence for the mood card.
pub fn mood_sentence(valence: f32, arousal: f32) -> String {
    format!("The picture feels {}. Songs near this point fit it best.", mood_point(valence, arousal))
}

/// A point of the mood plane in words.
pub fn mood_point(valence: f32, arousal: f32) -> String {
    let pleasant = match valence {
        v if v > 0.45 => "bright",
        v if v > 0.1 => "pleasant",
        v if v > -0.1 => "neither bright nor dark",
        v if v > -0.45 => "a little dark",
        _ => "dark",
    };
    let moving = match arousal {
        a if a > 0.45 => "stirring",
        a if a > 0.1 => "lively",
        a if a > -0.1 => "even",
        a if a > -0.45 => "quiet",
        _ => "very still",
    };
    format!("{pleasant} and {moving}")
}

// Songs.
pub const EXPLICIT: &str = "explicit";
pub const NO_PREVIEW: &str = "No preview";
pub const OPEN_AT_SOURCE: &str = "Open at its source";
pub const COPY_LINK: &str = "Copy the link";
pub const LINK_COPIED: &str = "The link is copied.";
pub const COPY_FAILED: &str = "The browser does not let us copy.";
pub const GENERATED_ARTWORK: &str = "Artwork drawn by Imagime";

/// Name of the button that plays a song.
pub fn play_song(title: &str, artist: &str) -> String {
    format!("Play {title} by {artist}")
}

/// Name of the button that pauses a song.
pub fn pause_song(title: &str) -> String {
    format!("Pause {title}")
}

/// Name of a song's heart.
pub fn keep_song(title: &str) -> String {
    format!("Keep {title}")
}

/// Name of a song's menu.
pub fn more_about(title: &str) -> String {
    format!("More about {title}")
}

// Cards.

/// Name of the link from a card to its post.
pub fn picture_by(name: &str, alt: &str) -> String {
    if alt.is_empty() { format!("Picture by {name}") } else { format!("{alt}. Picture by {name}") }
}

/// Title and artist on a card.
pub fn song_line(title: &str, artist: &str) -> String {
    format!("{title} – {artist}")
}

pub const STILL_LISTENING: &str = "Looking for its songs";

// Player.
pub const PLAYER: &str = "Player";
pub const PLAY: &str = "Play";
pub const PAUSE: &str = "Pause";
pub const NEXT: &str = "Next song";
pub const PREVIOUS: &str = "Previous song";
pub const KEEP: &str = "Keep this song";
pub const QUEUE: &str = "Queue";
pub const SEEK: &str = "Position in the song";
pub const VOLUME: &str = "Volume";
pub const MUTE: &str = "Mute";
pub const CLOSE_PLAYER: &str = "Close the player";
pub const OPEN_PLAYER: &str = "Open the player";
pub const TO_PICTURE: &str = "To its picture";
pub const NOW_PLAYING: &str = "Now playing";

/// A position for screen readers.
pub fn position_of(position: &str, duration: &str) -> String {
    format!("{position} of {duration}")
}

/// When a preview does not load.
pub fn preview_failed(title: &str) -> String {
    format!("“{title}” cannot be played at the moment.")
}

// Keyboard help.
pub const KEYS_TITLE: &str = "Keyboard";
pub const KEYS: [(&str, &str); 10] = [
    ("/", "Search"),
    ("Space", "play or pause"),
    ("J", "next song"),
    ("K", "previous song"),
    ("← →", "five seconds back or on"),
    ("↑ ↓ (with Shift)", "louder or quieter"),
    ("L", "keep the song, or let it go"),
    ("M", "mute"),
    ("N", "new picture"),
    ("?", "this list"),
];

// Landing.
pub const LANDING_TITLE: &str = "Every picture has a soundtrack.";
pub const LANDING_TAB: &str = "Every picture has a soundtrack";
pub const LANDING_LEAD: &str =
    "Give Imagime a photograph. It looks at what is in it, at its light and its mood, and plays the songs that fit.";
pub const LANDING_CTA: &str = "Hear your picture";
pub const LANDING_HAVE_ACCOUNT: &str = "I have an account";
pub const LANDING_STEPS_TITLE: &str = "From a look to a listen";
pub const LANDING_STEPS: [(&str, &str); 3] = [
    (
        "It looks",
        "Things, places, colours and light: Imagime finds words for your picture. A private one leaves its machine only if you say so.",
    ),
    (
        "It feels",
        "Calm or stirring, bright or dark: each picture gets its place between joy and sorrow, storm and stillness.",
    ),
    (
        "It plays",
        "Songs that fit arrive one by one, each with its reason. Keep the ones you love, and find them again.",
    ),
];
pub const LANDING_PICTURES: &str = "Fresh from others";
pub const LANDING_PICTURES_HINT: &str = "Press play on any of them.";
pub const LANDING_LAST_TITLE: &str = "Yours is next";
pub const LANDING_LAST_BODY: &str = "A name, a mail address, a password, and the first picture plays in seconds.";
pub const LANDING_EMPTY_TITLE: &str = "The wall is still bare";
pub const LANDING_EMPTY_BODY: &str = "Nobody has shown a picture here yet. Be the first one to be heard.";

// Feed.
pub const FEED_TITLE: &str = "Pictures";
pub const FEED_MORE: &str = "Load more pictures";
pub const FEED_END: &str = "You have seen every picture there is.";
pub const FEED_EMPTY_TITLE: &str = "A wall, waiting";
pub const FEED_EMPTY_BODY: &str = "No picture is public yet. Show the first one and hear what it sounds like.";
pub const PLAY_THE_FEED: &str = "Play all";

/// Announced when more pictures stand in the feed.
pub fn feed_grew(count: usize) -> String {
    match count {
        1 => "1 more picture".to_owned(),
        count => format!("{count} more pictures"),
    }
}

// Not found.
pub const LOST_TITLE: &str = "Nothing hangs here";
pub const LOST_BODY: &str = "This address leads nowhere, or what was here has been taken down.";
pub const LOST_ACTION: &str = "To the pictures";
