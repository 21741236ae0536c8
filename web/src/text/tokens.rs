//! Personal access tokens.

pub const TITLE: &str = "Access tokens";
pub const LEAD: &str =
    "For programs of yours: a token opens your account to them without your password, for what you allow.";
pub const NONE: &str = "No program has a token.";
pub const NAME: &str = "What is it for?";
pub const NAME_HINT: &str = "A name by which you will know it again.";
pub const MAY: &str = "What may it do?";
pub const READ: &str = "Read";
pub const READ_HINT: &str = "It sees what you see, and changes nothing.";
pub const CHANGE: &str = "Read and change";
pub const CHANGE_HINT: &str =
    "It posts, keeps and comments in your name. Password, sessions and tokens stay out of its reach.";
pub const ENDS: &str = "How long does it work?";
pub const WEEK: &str = "A week";
pub const MONTH: &str = "A month";
pub const YEAR: &str = "A year";
pub const DAY: &str = "Until a day";
pub const NEVER: &str = "Always";
pub const LAST_DAY: &str = "Its last day";
pub const LAST_DAY_HINT: &str = "It works until that day is over where you are.";
pub const LAST_DAY_MISSING: &str = "Choose the day on which it ends.";
pub const LAST_DAY_PAST: &str = "That day is over already. Choose one that is still to come.";
pub const MAKE: &str = "Make a token";
pub const SHOWN_ONCE: &str = "Copy your token now. It is shown this once and never again.";
pub const COPY: &str = "Copy the token";
pub const COPIED: &str = "The token is copied.";
pub const DELETE: &str = "Delete";
pub const GONE: &str = "That token opens nothing any more.";
pub const MAY_READ: &str = "reads";
pub const MAY_CHANGE: &str = "reads and changes";
pub const MAY_CHANGE_ONLY: &str = "changes, reads nothing";
pub const MADE: &str = "made";
pub const LAST_USED: &str = "last used";
pub const NEVER_USED: &str = "never used";
pub const ENDS_AT: &str = "ends";
pub const ENDED: &str = "has ended";
pub const NEVER_ENDS: &str = "never ends";

/// Name of the button that takes a token away.
pub fn delete_of(name: &str) -> String {
    format!("Delete the token {name}")
}
