//! Words of a new picture, a post, favourites and profiles.

// Choosing pictures.
pub const NEW_TITLE: &str = "New picture";
pub const NEW_LEAD: &str = "Give it a picture, and hear what it sounds like.";
pub const DROP_TITLE: &str = "Drop a picture here";
pub const DROP_HINT: &str = "or paste one, or";
pub const DROP_PICK: &str = "Choose pictures";
pub const DROP_CAMERA: &str = "Take a photo";
pub const DROP_TYPES: &str = "JPEG, PNG, WebP or GIF, up to 24 MB";
pub const FROM_LINK: &str = "From a link";
pub const LINK: &str = "Link to the picture";
pub const LINK_HINT: &str =
    "The address of the picture itself, as it begins with https://. This server fetches it once.";
pub const LINKED_PICTURE: &str = "A picture by its link";
pub const LINKED_LATER: &str = "You will see it when this server has fetched it from there.";
pub const LINK_MISSING: &str = "Its link is still to be filled in.";
pub const ADD_MORE: &str = "Add another";
pub const PICTURES_CHOSEN: &str = "Chosen pictures";
pub const PREVIEW_ALT: &str = "The picture you chose";
pub const PREVIEW_BROKEN: &str = "Your browser cannot show this file. It may be damaged, or no picture at all.";
pub const DESCRIPTION: &str = "What do you want to say?";
pub const DESCRIPTION_HINT: &str = "Stands below the picture. Optional.";
pub const ALT_TEXT: &str = "Description for those who do not see it";
pub const ALT_TEXT_HINT: &str = "A screen reader reads it out. Say what is in the picture.";
pub const VISIBILITY: &str = "Who may see it";
pub const PUBLIC: &str = "Public";
pub const PUBLIC_HINT: &str = "Everybody; it stands on the wall of new pictures.";
pub const UNLISTED: &str = "Unlisted";
pub const UNLISTED_HINT: &str = "Everybody who has the link.";
pub const PRIVATE: &str = "Private";
pub const PRIVATE_HINT: &str = "You alone.";
pub const SENSITIVE: &str = "Sensitive";
pub const SENSITIVE_HINT: &str = "Blurred until somebody asks to see it.";
pub const LET_LOOK_HINT: &str = "It often knows more words. It gets a small copy, and nothing about you.";
pub const STAYS_HERE: &str =
    "This picture stays on this server. It is looked at right here; place, time and camera in its file are taken out.";
pub const SEND: &str = "Find its songs";
pub const SEND_AGAIN: &str = "Try again";
pub const SENDING: &str = "Sending the picture";
pub const ARRIVING: &str = "It has arrived and is being unpacked.";
pub const SENT: &str = "Sent";
pub const CANCEL: &str = "Cancel";
pub const CANCELLED: &str = "Cancelled. Nothing was posted.";
pub const OPEN: &str = "Open";
pub const ALL_SENT: &str = "All pictures are sent.";
pub const POSTED_TOAST: &str = "Your picture is posted.";
pub const LISTEN: &str = "Listen";
pub const EMPTY_FILE: &str = "is empty. Choose another file.";
pub const NEW_GUARD: &str = "Almost there";
pub const NEW_GUARD_BODY: &str =
    "Make an account or log in, and your picture is heard in seconds. It waits right here meanwhile.";

/// Where pictures go that others may see, when an outside service looks at them too.
pub fn goes_to(sources: &str) -> String {
    format!(
        "{sources}, an outside service, looks at a small copy of public and unlisted pictures to find words for them. Place, time and camera in the file are taken out first."
    )
}

/// Where a private picture goes whose owner lets an outside service look at it.
pub fn private_goes_to(sources: &str) -> String {
    format!(
        "{sources}, an outside service, looks at a small copy of this picture to find words for it. Nobody else sees it. Place, time and camera in the file are taken out first."
    )
}

/// Label of the switch that lets an outside service look at a private picture.
pub fn let_look(sources: &str) -> String {
    format!("Let {sources} look at it too")
}

/// What is known of a picture by its link before it is there.
pub fn from_host(host: &str) -> String {
    format!("from {host}")
}

/// While the server fetches a picture.
pub fn fetching(host: &str) -> String {
    format!("It is being fetched from {host}.")
}

/// The button for several pictures.
pub fn send_all(count: usize) -> String {
    format!("Find songs for {count} pictures")
}

/// A refused file: not a type that is taken.
pub fn wrong_type(name: &str) -> String {
    format!("“{name}” is not a JPEG, PNG, WebP or GIF picture.")
}

/// A refused file: too many bytes.
pub fn too_large(name: &str, megabytes: f64, most: u64) -> String {
    format!("“{name}” has {megabytes:.1} MB; at most {most} MB can be sent.")
}

/// A refused file: no bytes.
pub fn empty_file(name: &str) -> String {
    format!("“{name}” {EMPTY_FILE}")
}

/// The share of bytes that have left.
pub fn sent_percent(share: f64) -> String {
    format!("{:.0} % sent", (share * 100.0).clamp(0.0, 100.0))
}

/// Size of a file for people.
pub fn size(bytes: f64) -> String {
    if bytes < 1_048_576.0 {
        format!("{:.0} KB", (bytes / 1024.0).max(1.0))
    } else {
        format!("{:.1} MB", bytes / 1_048_576.0)
    }
}

/// Name of the button that shows a chosen picture.
pub fn choose_picture(name: &str) -> String {
    format!("Show {name}")
}

/// Name of the button that takes a chosen picture away.
pub fn remove_picture(name: &str) -> String {
    format!("Remove {name}")
}

// A post.
pub const SOUNDTRACK: &str = "Its soundtrack";
pub const PLAY_ALL: &str = "Play all";
pub const MORE_SONGS: &str = "Load more songs";
pub const SONGS_END: &str = "These are all its songs.";
pub const SHARE: &str = "Share";
pub const OWNER_MENU: &str = "Your picture";
pub const EDIT: &str = "Edit";
pub const EDIT_TITLE: &str = "Edit the picture's words";
pub const OUTSIDE_ANALYSIS: &str = "Outside services may look at it";
pub const OUTSIDE_ANALYSIS_HINT: &str = "Off: none sees it from now on.";
pub const EDIT_SAVED: &str = "Saved.";
pub const DELETE: &str = "Delete";
pub const DELETE_TITLE: &str = "Delete this picture?";
pub const DELETE_BODY: &str =
    "The picture, its list of songs and its comments go away for good. Songs that somebody keeps stay with them.";
pub const DELETE_CONFIRM: &str = "Delete the picture";
pub const DELETED: &str = "The picture is deleted.";
pub const GONE_TITLE: &str = "This picture is not here";
pub const GONE_BODY: &str = "It was taken down, or it is not yours to see.";
pub const GONE_ACTION: &str = "To the pictures";
pub const MOOD_TITLE: &str = "How it feels";
pub const NO_SONGS_TITLE: &str = "No song fits yet";
pub const NO_SONGS_BODY: &str = "Nothing was found for this picture. When new songs come, it is worth another look.";
pub const FAILED_TITLE: &str = "This picture could not be heard";
pub const FAILED_ACTION: &str = "Try another picture";
pub const STEP_RECEIVED: &str = "The picture is here";
pub const STEP_LOOKING: &str = "Looking at it";
pub const STEP_CHOOSING: &str = "Choosing its songs";
pub const FIRST_SONG_SOON: &str = "The first songs arrive in a moment.";

pub const CHOOSING_AGAIN: &str = "Choosing again…";

/// How many songs there are.
pub fn songs_that_fit(count: u32) -> String {
    match count {
        0 => "No songs".to_owned(),
        1 => "1 song that fits".to_owned(),
        count => format!("{count} songs that fit"),
    }
}

/// Announced when songs were added.
pub fn songs_grew(count: usize) -> String {
    match count {
        1 => "1 more song".to_owned(),
        count => format!("{count} more songs"),
    }
}

/// Announced when words were found.
pub fn words_found(words: &str) -> String {
    format!("The picture is understood: {words}.")
}

/// Announced when all is done.
pub fn songs_found(count: u32) -> String {
    match count {
        0 => "No song fits.".to_owned(),
        1 => "1 song was found.".to_owned(),
        count => format!("{count} songs were found."),
    }
}

/// The visibility of a post in its byline.
pub fn visibility(visibility: imagime_shared::post::Visibility) -> &'static str {
    use imagime_shared::post::Visibility;
    match visibility {
        Visibility::Public => "public",
        Visibility::Unlisted => "unlisted",
        Visibility::Private => "only you",
    }
}

/// Name of a post's page.
pub fn post_title(name: &str) -> String {
    format!("Picture by {name}")
}

// Favourites.
pub const LOG_IN_TO_KEEP: &str = "Log in to keep songs.";
pub const KEPT: &str = "Kept.";
pub const LET_GO: &str = "No longer kept.";
pub const FAVORITES_TITLE: &str = "Favourites";
pub const FAVORITES_TABS: &str = "What you keep and like";
pub const FAVORITES_SONGS: &str = "Kept songs";
pub const FAVORITES_LEAD: &str = "Songs you keep, and the pictures they came from. Only you see them.";
pub const FAVORITES_LEAD_PUBLIC: &str = "Songs you keep, and the pictures they came from. They stand on your profile.";
pub const FAVORITES_GUARD: &str = "Log in to find the songs you keep.";
pub const FAVORITES_SEARCH: &str = "Search your songs";
pub const FAVORITES_SORT: &str = "Order";
pub const SORT_NEW: &str = "Newest";
pub const SORT_OLD: &str = "Oldest";
pub const SORT_TITLE: &str = "Title";
pub const SORT_ARTIST: &str = "Artist";
pub const FAVORITES_EMPTY_TITLE: &str = "Nothing kept yet";
pub const FAVORITES_EMPTY_BODY: &str = "Press the heart beside a song, and find it here with its picture.";
pub const FAVORITES_EMPTY_ACTION: &str = "Find songs in pictures";
pub const FAVORITES_NONE_FOUND: &str = "No song like that";
pub const FAVORITES_CLEAR: &str = "Show all";
pub const FAVORITES_MORE: &str = "Load more songs";
pub const FAVORITES_END: &str = "These are all the songs you keep.";
pub const ORIGIN_GONE: &str = "Its picture is gone; the song stays.";
pub const UNDO: &str = "Undo";
pub const LET_GO_TITLE: &str = "Let this song go?";
pub const LET_GO_BODY: &str = "Its picture is gone, so there may be no way back to this song.";
pub const LET_GO_CONFIRM: &str = "Let it go";

/// The link from a kept song to its picture.
pub fn from_picture(name: &str) -> String {
    format!("from a picture by {name}")
}

/// Said when a song was let go.
pub fn let_go(title: &str) -> String {
    format!("“{title}” is no longer kept.")
}

/// When a search found nothing.
pub fn none_found_for(query: &str) -> String {
    format!("None of your songs has “{query}” in its title, artist or album.")
}

// Profiles.
pub const PROFILE_PICTURES: &str = "Pictures";
pub const PROFILE_TABS: &str = "Parts of the profile";
pub const PROFILE_EDIT: &str = "Edit your profile";
pub const PROFILE_EMPTY_TITLE: &str = "No pictures yet";
pub const PROFILE_EMPTY_BODY: &str = "What they show to everybody will hang here.";
pub const PROFILE_EMPTY_OWN: &str = "Show your first picture and hear what it sounds like.";
pub const PROFILE_NO_FAVORITES: &str = "No kept songs yet";
pub const PROFILE_NO_FAVORITES_BODY: &str = "Songs they keep will stand here.";
pub const PROFILE_GONE_TITLE: &str = "Nobody by that name";
pub const PROFILE_GONE_BODY: &str = "There is no such account, or it was deleted.";
pub const PROFILE_MORE: &str = "Load more pictures";
pub const PROFILE_END: &str = "These are all the pictures.";
pub const PROFILE_SINCE: &str = "joined";
