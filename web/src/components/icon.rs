//! Icons: one path each on a grid of 24, drawn with a stroke of 1.8.

use leptos::prelude::*;

/// The icons of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    Camera,
    Check,
    Chevron,
    Clock,
    Close,
    Compass,
    Copy,
    Display,
    External,
    Eye,
    EyeOff,
    Globe,
    Grip,
    Heart,
    Home,
    Image,
    Info,
    Keyboard,
    Link,
    Lock,
    LogOut,
    Moon,
    More,
    Muted,
    Next,
    Note,
    Pause,
    Pencil,
    Play,
    Plus,
    Previous,
    Queue,
    Retry,
    Save,
    Settings,
    Search,
    Share,
    Star,
    Sun,
    ThumbDown,
    ThumbUp,
    Trash,
    Up,
    User,
    Volume,
    Warning,
}

/// An icon. It is decoration: whatever holds it needs a name of its own.
#[component]
pub fn IconView(
    /// Which one.
    icon: Icon,
) -> impl IntoView {
    view! {
        <svg class=class(icon) viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <path d=path(icon) />
        </svg>
    }
}

/// The shapes that are solid by nature say so.
fn class(icon: Icon) -> &'static str {
    match icon {
        Icon::Play | Icon::Next | Icon::Previous => "icon icon--solid",
        Icon::Grip | Icon::More | Icon::Pause => "icon icon--bold",
        _ => "icon",
    }
}

fn path(icon: Icon) -> &'static str {
    match icon {
        Icon::Camera => "M4 8h3.5L9 5.5h6L16.5 8H20v11H4zM12 10.2a3.3 3.3 0 1 0 0 6.6 3.3 3.3 0 0 0 0-6.6z",
        Icon::Check => "M5 12.5l4.5 4.5L19 7.5",
        Icon::Chevron => "M7 10l5 5 5-5",
        Icon::Clock => "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM12 7.5V12l3 2",
        Icon::Close => "M6 6l12 12M18 6L6 18",
        Icon::Copy => "M9 9h10.5v10.5H9zM15 9V4.5H4.5V15H9",
        Icon::Display => "M3.5 5h17v11h-17zM8.5 20h7M12 16v4",
        Icon::External => {
            "M14 5h5v5M19 5l-8.5 8.5M11 5H6.5A1.5 1.5 0 0 0 5 6.5v11A1.5 1.5 0 0 0 6.5 19h11a1.5 1.5 0 0 0 1.5-1.5V13"
        }
        Icon::Eye => {
            "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6z"
        }
        Icon::EyeOff => {
            "M9.5 5.9A9.4 9.4 0 0 1 12 5.5c6 0 9.5 6.5 9.5 6.5a16 16 0 0 1-2.6 3.3M6.3 7.3A15.5 15.5 0 0 0 2.5 12S6 18.5 12 18.5c1.7 0 3.2-.5 4.5-1.2M4 4l16 16"
        }
        Icon::Globe => {
            "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM3.5 12h17M12 3.5c5 5 5 12 0 17M12 3.5c-5 5-5 12 0 17"
        }
        Icon::Grip => "M9 6h.01M15 6h.01M9 12h.01M15 12h.01M9 18h.01M15 18h.01",
        Icon::Heart => "M12 20s-7.5-4.6-7.5-10A4.3 4.3 0 0 1 12 7.2 4.3 4.3 0 0 1 19.5 10c0 5.4-7.5 10-7.5 10z",
        Icon::Home => "M4 11l8-7 8 7v9h-5v-6H9v6H4z",
        Icon::Image => "M4 5h16v14H4zM4 16.5l4.5-4.5 4 4 2.5-2.5 5 5M15.5 8.5h.01",
        Icon::Info => "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM12 11v5.5M12 7.7h.01",
        Icon::Keyboard => "M3 6.5h18v11H3zM7 10h.01M10.3 10h.01M13.7 10h.01M17 10h.01M8 14h8",
        Icon::Link => {
            "M10 13.5a4 4 0 0 0 6 .4l2.6-2.6a4 4 0 0 0-5.7-5.7L11.6 7M14 10.5a4 4 0 0 0-6-.4l-2.6 2.6a4 4 0 0 0 5.7 5.7l1.3-1.4"
        }
        Icon::Lock => "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
        Icon::LogOut => "M14 4.5H6.5A1.5 1.5 0 0 0 5 6v12a1.5 1.5 0 0 0 1.5 1.5H14M10 12h10.5M17 8.5l3.5 3.5-3.5 3.5",
        Icon::Moon => "M20 14.5A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.5z",
        Icon::More => "M5 12h.01M12 12h.01M19 12h.01",
        Icon::Muted => "M4 9.5v5h3.5l4.5 4v-13l-4.5 4zM16 9.5l5 5M21 9.5l-5 5",
        Icon::Next => "M6 6v12l9-6zM18 6v12",
        Icon::Note => {
            "M9 17.5V6l10-2v11.5M9 17.5A2.5 2.5 0 1 1 6.5 15 2.5 2.5 0 0 1 9 17.5zM19 15.5a2.5 2.5 0 1 1-2.5-2.5 2.5 2.5 0 0 1 2.5 2.5z"
        }
        Icon::Pause => "M8.5 6.5v11M15.5 6.5v11",
        Icon::Pencil => "M4.5 19.5l.8-4L16 4.8a1.8 1.8 0 0 1 2.6 0l.6.6a1.8 1.8 0 0 1 0 2.6L8.5 18.7z",
        Icon::Play => "M8 5.5v13l10.5-6.5z",
        Icon::Plus => "M12 5v14M5 12h14",
        Icon::Previous => "M18 6v12l-9-6zM6 6v12",
        Icon::Queue => "M4 7h11M4 12h11M4 17h7M18 8v8M18 8l3 2",
        Icon::Retry => "M19.5 12a7.5 7.5 0 1 1-2.2-5.3L19.5 9M19.5 4v5h-5",
        Icon::Save => "M12 4v11M8 11.5l4 3.5 4-3.5M5 15v4.5h14V15",
        Icon::Settings => "M4 7h8M18 7h2M15 4.8v4.4M4 12h2M12 12h8M9 9.8v4.4M4 17h9M19 17h1M16 14.8v4.4",
        Icon::Share => "M12 15V4M8 7.5L12 4l4 3.5M7 11H5v9h14v-9h-2",
        Icon::Compass => "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM15.8 8.2l-2.3 5.3-5.3 2.3 2.3-5.3z",
        Icon::Search => "M11 4.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.8 15.8L20 20",
        Icon::Star => "M12 4l2.4 5.2 5.6.7-4.1 3.9 1.1 5.7-5-2.8-5 2.8 1.1-5.7L4 9.9l5.6-.7z",
        Icon::Sun => {
            "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M5.3 18.7l1.4-1.4M17.3 6.7l1.4-1.4"
        }
        Icon::ThumbDown => "M7.5 13V4M7.5 13l4 7a2 2 0 0 0 2-2v-4h4.6a2 2 0 0 0 2-2.3l-1-6A2 2 0 0 0 17.1 4H4v9z",
        Icon::ThumbUp => "M7.5 11v9M7.5 11l4-7a2 2 0 0 1 2 2v4h4.6a2 2 0 0 1 2 2.3l-1 6a2 2 0 0 1-2 1.7H4v-9z",
        Icon::Trash => "M5 7h14M10 7V4.5h4V7M7 7l.8 12.5h8.4L17 7",
        Icon::Up => "M7 14l5-5 5 5",
        Icon::User => "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4 20c1-4 4-6 8-6s7 2 8 6",
        Icon::Volume => "M4 9.5v5h3.5l4.5 4v-13l-4.5 4zM15.5 9a4 4 0 0 1 0 6M18 6.5a8 8 0 0 1 0 11",
        Icon::Warning => "M12 4l9 15.5H3zM12 10v4.5M12 17h.01",
    }
}
