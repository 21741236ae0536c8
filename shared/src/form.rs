//! Names of the fields of multipart forms.

/// A picture.
pub const IMAGE: &str = "image";
/// The address of a picture, instead of one.
pub const IMAGE_URL: &str = "image_url";
/// What the author says.
pub const DESCRIPTION: &str = "description";
/// What people read who do not see the picture.
pub const ALT_TEXT: &str = "alt_text";
/// `public`, `unlisted` or `private`.
pub const VISIBILITY: &str = "visibility";
/// `true` or `false`: blurred until asked for.
pub const SENSITIVE: &str = "sensitive";
/// `true` or `false`: a private picture may be shown to outside services.
pub const OUTSIDE_ANALYSIS: &str = "outside_analysis";
/// The user's name.
pub const USERNAME: &str = "username";
/// The mail address.
pub const EMAIL: &str = "email";
/// The password.
pub const PASSWORD: &str = "password";
/// `browser` or `native`.
pub const CLIENT: &str = "client";
