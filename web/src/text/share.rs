//! Words of sharing.

pub const TITLE: &str = "Share this picture";
pub const PUBLIC_LEAD: &str = "Everybody may see this picture at its own address.";
pub const UNLISTED_LEAD: &str =
    "Whoever has the picture's own address may see it. A link of its own can be taken back.";
pub const PRIVATE_LEAD: &str = "Nobody else sees this picture. A link opens it for whoever has the link, without an account, until you take it back.";
pub const OWN_ADDRESS: &str = "Pass on its address";
pub const ENDS: &str = "How long it works";
pub const NEVER: &str = "Always";
pub const DAY: &str = "1 day";
pub const WEEK: &str = "1 week";
pub const MONTH: &str = "30 days";
pub const MAKE: &str = "Make a link";
pub const LINKS: &str = "Links to this picture";
pub const NO_LINKS: &str = "There is no link yet.";
pub const COPY: &str = "Copy";
pub const PASS_ON: &str = "Share";
pub const TAKE_BACK: &str = "Take back";
pub const TAKEN_BACK: &str = "The link opens nothing any more.";
pub const MADE: &str = "The link is made.";
pub const NEVER_ENDS: &str = "never ends";
pub const ENDS_AT: &str = "ends";
pub const SHARED: &str = "shared with you";
pub const GONE_TITLE: &str = "This link opens nothing";
pub const GONE_BODY: &str = "It has ended, was taken back, or was never there.";

/// How often a link was opened.
pub fn visits(count: u64) -> String {
    match count {
        0 => "not opened yet".to_owned(),
        1 => "opened once".to_owned(),
        count => format!("opened {count} times"),
    }
}

/// Name of a link's buttons: what they do, and to which link.
pub fn about(act: &str, url: &str) -> String {
    format!("{act} {url}")
}
