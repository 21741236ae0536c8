//! Words of the account pages: signing up, logging in, settings, and what the session says.

// The session.
pub const UNREACHABLE: &str = "Imagime cannot be reached. Check your connection and try again.";
pub const UNREADABLE: &str = "The answer could not be understood. Try again in a moment.";
pub const LOGGED_OUT: &str = "You are logged out.";
pub const LOGGED_OUT_ELSEWHERE: &str = "You logged out in another tab.";
pub const SESSION_ENDED: &str = "Your session has ended. Log in to carry on where you were.";
pub const GUARD_TITLE: &str = "This place needs you";
pub const GUARD_MAKE: &str = "Make an account";

// Signing up and logging in.
pub const SIGN_UP_TITLE: &str = "Make an account";
pub const SIGN_UP_LEAD: &str = "Then give Imagime a picture, and hear what it sounds like.";
pub const SIGN_UP_ACTION: &str = "Sign up";
pub const HAVE_ACCOUNT: &str = "You have an account?";
pub const LOG_IN_TITLE: &str = "Welcome back";
pub const LOG_IN_LEAD: &str = "Your pictures and their songs are where you left them.";
pub const LOG_IN_ACTION: &str = "Log in";
pub const NO_ACCOUNT: &str = "New here?";
pub const USERNAME: &str = "User name";
pub const USERNAME_HINT: &str = "3 to 30 letters, digits, dots, dashes and underscores. Everybody sees it.";
pub const EMAIL: &str = "Mail address";
pub const EMAIL_HINT: &str = "Nobody else sees it.";
pub const PASSWORD: &str = "Password";
pub const PASSWORD_HINT: &str = "At least 8 characters.";
pub const LOGIN: &str = "User name or mail address";
pub const LOGIN_REQUIRED: &str = "Give your user name or mail address.";
pub const PASSWORD_REQUIRED: &str = "Give your password.";
pub const FACE: &str = "Profile picture";
pub const FACE_OPTIONAL: &str = "Profile picture (optional)";
pub const FACE_HINT: &str = "JPEG, PNG, WebP or GIF up to 8 MB. The middle is cut out as a square.";
pub const FACE_PICK: &str = "Choose a picture";
pub const FACE_OTHER: &str = "Choose another";
pub const FACE_REMOVE: &str = "Remove";
pub const LOGGED_IN_ALREADY: &str = "You are logged in already.";
pub const GO_ON: &str = "Go on";

/// Greets after logging in or signing up.
pub fn welcome(name: &str) -> String {
    format!("Welcome, {name}.")
}

// Settings.
pub const SETTINGS_TITLE: &str = "Settings";
pub const SETTINGS_GUARD: &str = "Log in to change your profile, your password and where you are logged in.";
pub const SETTINGS_PROFILE: &str = "Profile";
pub const DISPLAY_NAME: &str = "Name to show";
pub const DISPLAY_NAME_HINT: &str = "Left empty, your user name is shown.";
pub const BIO: &str = "About you";
pub const BIO_HINT: &str = "Stands on your profile.";
pub const FAVORITES_PUBLIC: &str = "Others may see the songs I keep";
pub const FAVORITES_PUBLIC_HINT: &str =
    "They stand on your profile then. Otherwise nobody can tell what you keep, not even by a count.";
pub const SAVE: &str = "Save";
pub const SAVED: &str = "Saved.";
pub const NOTHING_CHANGED: &str = "Nothing has changed.";
pub const FACE_SAVED: &str = "Your profile picture is set.";
pub const FACE_REMOVED: &str = "Your profile picture is removed.";
pub const SETTINGS_PASSWORD: &str = "Password";
pub const SETTINGS_PASSWORD_LEAD: &str =
    "Setting another password ends your sessions everywhere else. Access tokens stay: delete those you do not know.";
pub const CURRENT_PASSWORD: &str = "Current password";
pub const NEW_PASSWORD: &str = "New password";
pub const SET_PASSWORD: &str = "Set the password";
pub const PASSWORD_SET: &str = "Your password is set. All other sessions have ended.";
pub const SETTINGS_SESSIONS: &str = "Where you are logged in";
pub const SESSIONS_LEAD: &str = "End what you do not recognise.";
pub const SESSION_CURRENT: &str = "This one";
pub const SESSION_END: &str = "End";
pub const SESSION_GONE: &str = "That session has ended.";
pub const SESSION_UNKNOWN: &str = "Unknown program";
pub const SESSION_LAST_USED: &str = "last used";
pub const SETTINGS_LOOK: &str = "Look";
pub const LOOK_LABEL: &str = "Theme";
pub const LOOK_SYSTEM: &str = "As the system";
pub const LOOK_LIGHT: &str = "Light";
pub const LOOK_DARK: &str = "Dark";
pub const SETTINGS_FAVORITES: &str = "Favourites";
pub const SETTINGS_DATA: &str = "Your data";
pub const DATA_LEAD: &str =
    "Your pictures, words, favourites and playlists as one archive, to keep or to take elsewhere.";
pub const EXPORT: &str = "Download everything";
pub const EXPORTED: &str = "Your archive is saved.";
pub const SETTINGS_DANGER: &str = "Delete the account";
pub const DELETE_LEAD: &str =
    "Your profile, your pictures with their files, your comments, and the songs you keep go away for good.";
pub const DELETE_ACTION: &str = "Delete my account";
pub const DELETE_TITLE: &str = "Delete your account?";
pub const DELETE_BODY: &str = "All your pictures and their files, your profile, your comments, your sessions and the songs you keep are deleted at once. Nobody can bring them back, and your user name is free for others.";
pub const DELETE_PASSWORD: &str = "Your password, to be sure";
pub const DELETE_CONFIRM: &str = "Delete everything";
pub const CANCEL: &str = "Cancel";
pub const DELETED: &str = "Your account is deleted. Farewell.";

/// Name of the button that ends a session.
pub fn end_session_of(program: &str) -> String {
    format!("End the session of {program}")
}

/// A browser and its system out of what it calls itself; the whole of it when it is none that people know.
pub fn program(user_agent: Option<&str>) -> String {
    let Some(agent) = user_agent.filter(|agent| !agent.trim().is_empty()) else { return SESSION_UNKNOWN.to_owned() };
    // Order matters: Edge and Opera call themselves Chrome too, and Chrome calls itself Safari.
    let browsers = [
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Chromium/", "Chromium"),
        ("Safari/", "Safari"),
    ];
    let systems = [
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "macOS"),
        ("Linux", "Linux"),
    ];
    let find =
        |known: &[(&str, &'static str)]| known.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, name)| *name);
    match (find(&browsers), find(&systems)) {
        (Some(browser), Some(system)) => format!("{browser} on {system}"),
        (Some(browser), None) => browser.to_owned(),
        (None, _) => agent.chars().take(60).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_are_known_by_name() {
        let firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
        let edge = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0";
        let phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Safari/604.1";
        assert_eq!(program(Some(firefox)), "Firefox on Linux");
        assert_eq!(program(Some(edge)), "Edge on Windows");
        assert_eq!(program(Some(phone)), "Safari on iPhone");
        assert_eq!(program(Some("curl/8.0")), "curl/8.0");
        assert_eq!(program(Some(" ")), SESSION_UNKNOWN);
        assert_eq!(program(None), SESSION_UNKNOWN);
    }
}
