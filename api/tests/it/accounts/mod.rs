//! Accounts, sessions and tokens.

mod avatar;
mod deletion;
mod export;
mod export_columns;
mod login;
mod nothing_left;
mod password;
mod personal_tokens;
mod profile;
mod refresh;
mod register;
mod sessions;
mod tokens;
