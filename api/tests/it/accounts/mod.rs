//! Accounts, sessions and tokens.

mod avatar;
mod deletion;
mod login;
mod nothing_left;
mod password;
mod profile;
mod refresh;
mod register;
mod sessions;
mod tokens;
