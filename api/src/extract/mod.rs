//! Parse and authorise before a handler runs: later layers cannot receive anything bad.

mod auth;
mod caller;
mod json;
mod page;
mod query;
mod upload;

pub use auth::{AuthUser, MaybeAuthUser, SessionUser, identify};
pub use caller::{ClientCaller, IdempotencyKey, PublicBase, client_address, public_base, same_site};
pub use json::{Body, OptionalBody, UntypedBody, json_config, path_config};
pub use page::{Paging, PlaylistPaging, SearchRows, SinglePage, SongPaging};
pub use query::Query;
pub use upload::{ImageForm, PostForm, RegisterForm};
