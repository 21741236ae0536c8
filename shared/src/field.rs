//! Names of the fields of forms and bodies, as requests, problems and the page's forms have them.

/// What people read who do not see the picture.
pub const ALT_TEXT: &str = "alt_text";
/// Words about oneself.
pub const BIO: &str = "bio";
/// What a comment says; of a body that is no JSON at all, the whole of it.
pub const BODY: &str = "body";
/// `browser` or `native`.
pub const CLIENT: &str = "client";
/// The password as it is.
pub const CURRENT_PASSWORD: &str = "current_password";
/// What the author says.
pub const DESCRIPTION: &str = "description";
/// The name to show.
pub const DISPLAY_NAME: &str = "display_name";
/// The mail address.
pub const EMAIL: &str = "email";
/// When a token or a link ends.
pub const EXPIRES_AT: &str = "expires_at";
/// A picture.
pub const IMAGE: &str = "image";
/// The address of a picture, instead of one.
pub const IMAGE_URL: &str = "image_url";
/// Words to choose songs by.
pub const KEYWORDS: &str = "keywords";
/// User name or mail address.
pub const LOGIN: &str = "login";
/// The mood to choose songs by.
pub const MOOD: &str = "mood";
/// What a token is for.
pub const NAME: &str = "name";
/// The password to be.
pub const NEW_PASSWORD: &str = "new_password";
/// `true` or `false`: a private picture may be shown to outside services.
pub const OUTSIDE_ANALYSIS: &str = "outside_analysis";
/// The password.
pub const PASSWORD: &str = "password";
/// What a token may do.
pub const SCOPES: &str = "scopes";
/// `true` or `false`: blurred until asked for.
pub const SENSITIVE: &str = "sensitive";
/// Songs of a playlist.
pub const SONG_IDS: &str = "song_ids";
/// A playlist's name.
pub const TITLE: &str = "title";
/// The user's name.
pub const USERNAME: &str = "username";
/// Whether a song fits.
pub const VALUE: &str = "value";
/// `public`, `unlisted` or `private`.
pub const VISIBILITY: &str = "visibility";

#[cfg(test)]
mod tests {
    use serde::de::DeserializeOwned;
    use serde_json::{Value, json};

    use super::*;
    use crate::{
        auth::{ChangePassword, DeleteAccount, Login, Register},
        comment::CommentBody,
        playlist::{CreatePlaylist, ReorderSongs},
        post::{Rematch, UpdatePost},
        share::CreateShare,
        song::Vote,
        token::CreateToken,
        user::UpdateMe,
    };

    /// Bodies take no field that they do not know, so a name that is not theirs does not get through.
    fn takes<T: DeserializeOwned>(fields: &[(&str, Value)]) {
        let body: serde_json::Map<String, Value> =
            fields.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
        let read = serde_json::from_value::<T>(Value::Object(body));
        assert_eq!(read.err().map(|error| error.to_string()), None);
    }

    #[test]
    fn the_names_are_those_of_the_bodies() {
        let text = json!("x");
        let texts = |names: &[&'static str]| names.iter().map(|name| (*name, text.clone())).collect::<Vec<_>>();
        takes::<Register>(&[texts(&[USERNAME, EMAIL, PASSWORD]), vec![(CLIENT, json!("native"))]].concat());
        takes::<Login>(&texts(&[LOGIN, PASSWORD]));
        takes::<ChangePassword>(&texts(&[CURRENT_PASSWORD, NEW_PASSWORD]));
        takes::<DeleteAccount>(&texts(&[PASSWORD]));
        takes::<UpdateMe>(&texts(&[USERNAME, EMAIL, DISPLAY_NAME, BIO]));
        takes::<CreateToken>(&[texts(&[NAME, EXPIRES_AT]), vec![(SCOPES, json!(["read"]))]].concat());
        takes::<CreateShare>(&texts(&[EXPIRES_AT]));
        takes::<CommentBody>(&texts(&[BODY]));
        takes::<Vote>(&[(VALUE, json!(1))]);
        let post = [(VISIBILITY, json!("private")), (SENSITIVE, json!(true)), (OUTSIDE_ANALYSIS, json!(true))];
        takes::<UpdatePost>(&[texts(&[DESCRIPTION, ALT_TEXT]), post.to_vec()].concat());
        takes::<Rematch>(&[(KEYWORDS, json!(["sea"])), (MOOD, json!({"valence": 0.5, "arousal": 0.5}))]);
        takes::<CreatePlaylist>(&[texts(&[TITLE, DESCRIPTION]), vec![(VISIBILITY, json!("public"))]].concat());
        takes::<ReorderSongs>(&[(SONG_IDS, json!([]))]);
    }
}
