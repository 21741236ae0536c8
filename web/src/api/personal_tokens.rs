//! The asker's personal access tokens.

use imagime_shared::{
    paths,
    token::{CreateToken, NewPersonalToken, PersonalToken, TokenList, TokenResponse},
};
use uuid::Uuid;

use super::client::{self, ApiError, Body};

/// All of them, newest first.
pub async fn list_tokens() -> Result<Vec<PersonalToken>, ApiError> {
    client::get_all(paths::TOKENS, |answer: TokenList| (answer.tokens, answer.next_cursor)).await
}

/// Makes one; what it opens with is told this once.
pub async fn create_token(form: &CreateToken) -> Result<NewPersonalToken, ApiError> {
    client::post::<TokenResponse>(paths::TOKENS, Body::json(form)?).await.map(|answer| answer.token)
}

/// Takes one away at once.
pub async fn delete_token(id: Uuid) -> Result<(), ApiError> {
    client::delete(&paths::fill(paths::TOKEN, &[&id.to_string()]), Body::Empty).await
}
