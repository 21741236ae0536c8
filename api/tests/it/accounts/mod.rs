//! Accounts, sessions and tokens.

mod avatar;
mod deletion;
mod login;
mod password;
mod profile;
mod refresh;
mod register;
mod sessions;
mod tokens;
