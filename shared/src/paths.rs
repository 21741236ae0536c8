//! Every path of the API and of its files, written once. `{…}` marks a parameter; [`fill`] puts values in.

/// Base of all paths below.
pub const API: &str = "/api/v1";

/// Make an account.
pub const REGISTER: &str = "/api/v1/auth/register";
/// Open a session.
pub const LOGIN: &str = "/api/v1/auth/login";
/// Renew a session.
pub const REFRESH: &str = "/api/v1/auth/refresh";
/// End a session.
pub const LOGOUT: &str = "/api/v1/auth/logout";
/// The asker.
pub const ME: &str = "/api/v1/me";
/// The asker's picture.
pub const AVATAR: &str = "/api/v1/me/avatar";
/// The asker's password.
pub const PASSWORD: &str = "/api/v1/me/password";
/// The asker's sessions.
pub const SESSIONS: &str = "/api/v1/me/sessions";
/// One session of the asker.
pub const SESSION: &str = "/api/v1/me/sessions/{id}";
/// The asker's personal access tokens.
pub const TOKENS: &str = "/api/v1/me/tokens";
/// One such token.
pub const TOKEN: &str = "/api/v1/me/tokens/{id}";
/// Everything of the asker as one archive.
pub const EXPORT: &str = "/api/v1/me/export";
/// The asker's favourites.
pub const FAVORITES: &str = "/api/v1/me/favorites";
/// One favourite of the asker.
pub const FAVORITE: &str = "/api/v1/me/favorites/{song_id}";
/// Posts.
pub const POSTS: &str = "/api/v1/posts";
/// One post.
pub const POST: &str = "/api/v1/posts/{id}";
/// A post's songs.
pub const POST_SONGS: &str = "/api/v1/posts/{id}/songs";
/// A post's live events.
pub const POST_EVENTS: &str = "/api/v1/posts/{id}/events";
/// Links that open a post without an account.
pub const POST_SHARES: &str = "/api/v1/posts/{id}/shares";
/// One such link.
pub const SHARE: &str = "/api/v1/shares/{slug}";
/// The post behind a link.
pub const SHARED: &str = "/api/v1/shared/{slug}";
/// The songs of the post behind a link.
pub const SHARED_SONGS: &str = "/api/v1/shared/{slug}/songs";
/// Choose a post's songs anew.
pub const POST_REMATCH: &str = "/api/v1/posts/{id}/rematch";
/// Pictures that look like a post's.
pub const POST_SIMILAR: &str = "/api/v1/posts/{id}/similar";
/// Whether a song fits a post's picture.
pub const POST_SONG_VOTE: &str = "/api/v1/posts/{id}/songs/{song_id}/vote";
/// Keep a song from a post.
pub const POST_SONG_FAVORITE: &str = "/api/v1/posts/{id}/songs/{song_id}/favorite";
/// A post's comments.
pub const POST_COMMENTS: &str = "/api/v1/posts/{id}/comments";
/// One comment.
pub const COMMENT: &str = "/api/v1/comments/{id}";
/// Like a post.
pub const POST_LIKE: &str = "/api/v1/posts/{id}/like";
/// The posts that the asker likes.
pub const LIKES: &str = "/api/v1/me/likes";
/// Follow a user.
pub const USER_FOLLOW: &str = "/api/v1/users/{username}/follow";
/// Those who follow a user.
pub const USER_FOLLOWERS: &str = "/api/v1/users/{username}/followers";
/// Those whom a user follows.
pub const USER_FOLLOWING: &str = "/api/v1/users/{username}/following";
/// A public profile.
pub const USER: &str = "/api/v1/users/{username}";
/// A user's posts.
pub const USER_POSTS: &str = "/api/v1/users/{username}/posts";
/// A user's favourites, when public.
pub const USER_FAVORITES: &str = "/api/v1/users/{username}/favorites";
/// Songs for the asker.
pub const RECOMMENDED_SONGS: &str = "/api/v1/me/recommendations/songs";
/// Pictures for the asker.
pub const RECOMMENDED_POSTS: &str = "/api/v1/me/recommendations/posts";
/// One song.
pub const SONG: &str = "/api/v1/songs/{id}";
/// The posts on which a song stands.
pub const SONG_POSTS: &str = "/api/v1/songs/{id}/posts";
/// A word's pictures and songs.
pub const KEYWORD: &str = "/api/v1/keywords/{keyword}";
/// Posts, songs, people and words by what is written in them.
pub const SEARCH: &str = "/api/v1/search";
/// Songs like a song.
pub const SONG_SIMILAR: &str = "/api/v1/songs/{id}/similar";
/// The asker's playlists.
pub const PLAYLISTS: &str = "/api/v1/playlists";
/// Make a playlist of all that the asker keeps.
pub const PLAYLIST_FROM_FAVORITES: &str = "/api/v1/playlists/from-favorites";
/// Make a playlist of a post's songs.
pub const PLAYLIST_FROM_POST: &str = "/api/v1/playlists/from-post/{post_id}";
/// One playlist.
pub const PLAYLIST: &str = "/api/v1/playlists/{id}";
/// A playlist's songs.
pub const PLAYLIST_SONGS: &str = "/api/v1/playlists/{id}/songs";
/// One song of a playlist.
pub const PLAYLIST_SONG: &str = "/api/v1/playlists/{id}/songs/{song_id}";
/// A playlist as a file.
pub const PLAYLIST_EXPORT: &str = "/api/v1/playlists/{id}/export";
/// The instance.
pub const INSTANCE: &str = "/api/v1/instance";
/// Whether the process lives.
pub const HEALTH_LIVE: &str = "/health/live";
/// Whether the process can serve.
pub const HEALTH_READY: &str = "/health/ready";
/// The OpenAPI document.
pub const OPENAPI: &str = "/api/openapi.json";
/// The OpenAPI document to browse.
pub const DOCS: &str = "/api/docs";
/// A file of that browser; the first has no name.
pub const DOCS_FILE: &str = "/api/docs/{file:.*}";

/// A stored file: its token or id and an ending; what is private carries a signature.
pub const MEDIA_FILE: &str = "/media/{name}";
/// The sound of a piece of the starter catalogue.
pub const STARTER_PREVIEW: &str = "/media/previews/starter/{slug}.flac";
/// Leads to the sound of a track of Deezer, whose own address ends soon.
pub const DEEZER_PREVIEW: &str = "/media/previews/deezer/{track}";
/// The artwork of a piece of the starter catalogue.
pub const STARTER_ARTWORK: &str = "/media/artwork/starter/{slug}.svg";
/// The cover of an album of the music folder.
pub const FOLDER_COVER: &str = "/media/artwork/folder/{key}.jpg";
/// A track of the music folder: its id and an ending, under a signature.
pub const FOLDER_TRACK: &str = "/media/folder/{name}";

/// Replaces each `{…}` of a path with the next value, percent-encoded.
pub fn fill(path: &str, values: &[&str]) -> String {
    let mut out = String::with_capacity(path.len() + 32);
    let mut values = values.iter();
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let (_, tail) = after.split_once('}').unwrap_or(("", ""));
        encode_into(&mut out, values.next().copied().unwrap_or_default());
        rest = tail;
    }
    out.push_str(rest);
    out
}

/// Percent-encodes a query value or path segment.
pub fn encode(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    encode_into(&mut out, value);
    out
}

fn encode_into(out: &mut String, value: &str) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(byte as char);
        } else {
            out.push('%');
            out.push(HEX[(byte >> 4) as usize] as char);
            out.push(HEX[(byte & 15) as usize] as char);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fill_puts_values_in_order() {
        assert_eq!(fill(POST_SONG_FAVORITE, &["a", "b"]), "/api/v1/posts/a/songs/b/favorite");
    }

    #[test]
    fn fill_encodes_what_would_break_a_path() {
        assert_eq!(fill(USER, &["a/b ü"]), "/api/v1/users/a%2Fb%20%C3%BC");
    }
}
