//! Words of playlists.

pub const TITLE: &str = "Playlists";
pub const SHORT: &str = "Lists";
pub const LEAD: &str = "Songs you put together, in your order.";
pub const GUARD: &str = "Log in to put songs together.";
pub const NEW: &str = "New playlist";
pub const NAME: &str = "Name";
pub const DESCRIPTION: &str = "What is it for?";
pub const DESCRIPTION_HINT: &str = "Stands below the name. Optional.";
pub const VISIBILITY: &str = "Who may see it";
pub const PUBLIC_HINT: &str = "Everybody.";
pub const UNLISTED_HINT: &str = "Everybody who has the link.";
pub const PRIVATE_HINT: &str = "You alone.";
pub const CREATE: &str = "Make the playlist";
pub const EMPTY_TITLE: &str = "No playlist yet";
pub const EMPTY_BODY: &str = "Make one here, or from the menu beside any song.";
pub const MORE: &str = "Load more playlists";
pub const END: &str = "These are all your playlists.";
pub const NO_SONGS_TITLE: &str = "Nothing in it yet";
pub const NO_SONGS_BODY: &str = "Add songs from the menu beside them: on a picture, or among your favourites.";
pub const NO_SONGS_ACTION: &str = "To the pictures";
pub const GONE_TITLE: &str = "This playlist is not here";
pub const GONE_BODY: &str = "It was deleted, or it is not yours to see.";
pub const GONE_ACTION: &str = "To your playlists";
pub const OWNER_MENU: &str = "This playlist";
pub const EDIT: &str = "Edit";
pub const EDIT_TITLE: &str = "Edit the playlist";
pub const DELETE: &str = "Delete";
pub const DELETE_TITLE: &str = "Delete this playlist?";
pub const DELETE_BODY: &str =
    "The list goes away for good. Its songs stay with their pictures, and you keep what you keep.";
pub const DELETE_CONFIRM: &str = "Delete the playlist";
pub const DELETED: &str = "The playlist is deleted.";
pub const EXPORT_JSPF: &str = "Export as JSPF";
pub const EXPORT_XSPF: &str = "Export as XSPF";
pub const DRAG: &str = "Drag to another place";
pub const ORDER_HINT: &str = "Drag songs to another place, use the arrows beside them, or Alt with ↑ and ↓.";
pub const ADD: &str = "Add to a playlist";
pub const ADD_TITLE: &str = "Add to a playlist";
pub const ADD_NEW: &str = "Or to a new one";
pub const ADD_CREATE: &str = "Make it and add";
pub const LOG_IN_TO_ADD: &str = "Log in to make playlists.";
pub const LIST_OPEN: &str = "Open it";
pub const MAKE: &str = "Make a playlist";
pub const SELECT: &str = "Select";
pub const SELECT_DONE: &str = "Done selecting";
pub const ALL_THERE: &str = "All of it is in that playlist already.";
pub const CHANGED: &str = "The playlist was changed elsewhere. Here it is as it is now.";

/// How many songs a list has.
pub fn songs(count: u32) -> String {
    match count {
        0 => "No songs".to_owned(),
        1 => "1 song".to_owned(),
        count => format!("{count} songs"),
    }
}

/// Announced when further playlists came.
pub fn lists_grew(count: usize) -> String {
    match count {
        1 => "1 more playlist".to_owned(),
        count => format!("{count} more playlists"),
    }
}

/// Who made a list.
pub fn by(name: &str) -> String {
    format!("by {name}")
}

/// Said when a list was made.
pub fn made(title: &str) -> String {
    format!("“{title}” is made.")
}

/// Said when songs were added.
pub fn added(added: usize, known: usize, title: &str) -> String {
    let songs = if added == 1 { "1 song is".to_owned() } else { format!("{added} songs are") };
    match known {
        0 => format!("{songs} in “{title}” now."),
        1 => format!("{songs} in “{title}” now; one had been there."),
        known => format!("{songs} in “{title}” now; {known} had been there."),
    }
}

/// Name of the button that moves a song up.
pub fn move_up(title: &str) -> String {
    format!("Move {title} up")
}

/// Name of the button that moves a song down.
pub fn move_down(title: &str) -> String {
    format!("Move {title} down")
}

/// Name of the button that takes a song out.
pub fn remove(title: &str) -> String {
    format!("Take {title} out")
}

/// Announced when a song moved.
pub fn moved(title: &str, place: usize, count: usize) -> String {
    format!("{title} is number {place} of {count} now.")
}

/// Said when a song was taken out.
pub fn removed(title: &str) -> String {
    format!("“{title}” is no longer in the list.")
}

/// Name of a song's box while some are selected.
pub fn select_song(title: &str) -> String {
    format!("Select {title}")
}

/// The button that adds what is selected.
pub fn add_selected(count: usize) -> String {
    match count {
        0 => ADD.to_owned(),
        1 => "Add 1 song to a playlist".to_owned(),
        count => format!("Add {count} songs to a playlist"),
    }
}
