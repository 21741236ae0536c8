//! One file or folder per route; a page owns its resources and actions.

mod face;
mod favorites;
mod form;
mod guard;
mod home;
mod home_feed;
mod kept_row;
mod landing;
mod liked;
mod login;
mod new;
mod not_found;
mod people;
mod playlist;
mod playlists;
mod post;
mod profile;
mod settings;
mod shared;
mod signup;

pub use favorites::FavoritesPage;
pub use home::HomePage;
pub use login::LogInPage;
pub use new::NewPage;
pub use not_found::NotFoundPage;
pub use playlist::PlaylistPage;
pub use playlists::PlaylistsPage;
pub use post::PostPage;
pub use profile::ProfilePage;
pub use settings::SettingsPage;
pub use shared::SharedPage;
pub use signup::SignUpPage;
