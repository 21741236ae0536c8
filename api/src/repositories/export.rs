//! Everything of a user, row by row as JSON: what their archive is made of. Nothing in it opens the account, and nothing is another's but
//! a name or a song's title.

use diesel::{
    prelude::*,
    sql_types::{Integer, Text, Uuid as SqlUuid},
};
use uuid::Uuid;

/// Files of the archive beside the posts, each with its query: `$1` is the user, `line` a JSON object.
pub const FILES: [(&str, &str); 10] = [
    (
        "account.json",
        "select jsonb_build_object('id', id, 'username', username, 'email', email, 'display_name', display_name, 'bio', bio,
             'favorites_public', favorites_public, 'created_at', created_at, 'updated_at', updated_at)::text as line
         from users where id = $1",
    ),
    (
        "sessions.json",
        "select jsonb_build_object('id', id, 'client', kind, 'user_agent', user_agent, 'created_at', created_at,
             'last_used_at', last_used_at)::text as line
         from sessions where user_id = $1 order by id",
    ),
    (
        "tokens.json",
        "select jsonb_build_object('id', id, 'name', name, 'read', can_read, 'write', can_write, 'created_at', created_at,
             'expires_at', expires_at, 'last_used_at', last_used_at)::text as line
         from personal_tokens where user_id = $1 order by id",
    ),
    (
        "favorites.json",
        "select jsonb_build_object('title', s.title, 'artist', s.artist, 'provider', s.provider,
             'provider_track_id', s.provider_track_id, 'url', s.external_url, 'post_id', f.post_id,
             'created_at', f.created_at)::text as line
         from favorited_songs f join songs s on s.id = f.song_id where f.user_id = $1 order by f.created_at, s.id",
    ),
    (
        "playlists.json",
        "select jsonb_build_object('id', p.id, 'title', p.title, 'description', p.description, 'visibility', p.visibility,
             'created_at', p.created_at, 'updated_at', p.updated_at, 'songs', coalesce((
                 select jsonb_agg(jsonb_build_object('title', s.title, 'artist', s.artist, 'provider', s.provider,
                     'provider_track_id', s.provider_track_id, 'url', s.external_url, 'post_id', e.post_id) order by e.position)
                 from playlist_songs e join songs s on s.id = e.song_id where e.playlist_id = p.id), '[]'))::text as line
         from playlists p where p.user_id = $1 order by p.id",
    ),
    (
        "comments.json",
        "select jsonb_build_object('id', id, 'post_id', post_id, 'body', body, 'created_at', created_at,
             'edited_at', edited_at)::text as line
         from comments where user_id = $1 order by id",
    ),
    (
        "likes.json",
        "select jsonb_build_object('post_id', post_id, 'created_at', created_at)::text as line
         from likes where user_id = $1 order by created_at, post_id",
    ),
    (
        "votes.json",
        "select jsonb_build_object('title', s.title, 'artist', s.artist, 'provider', s.provider,
             'provider_track_id', s.provider_track_id, 'url', s.external_url, 'post_id', v.post_id, 'value', v.value,
             'created_at', v.created_at)::text as line
         from votes v join songs s on s.id = v.song_id where v.user_id = $1 order by v.created_at, v.post_id, s.id",
    ),
    (
        "following.json",
        "select jsonb_build_object('username', u.username, 'created_at', f.created_at)::text as line
         from follows f join users u on u.id = f.followed_id where f.follower_id = $1 order by f.created_at, u.id",
    ),
    (
        "followers.json",
        "select jsonb_build_object('username', u.username, 'created_at', f.created_at)::text as line
         from follows f join users u on u.id = f.follower_id where f.followed_id = $1 order by f.created_at, u.id",
    ),
];

/// A post with what is said of it, what was seen in it, its songs and its links. `vote` is the owner's own, `vote_score` everybody's.
const POSTS: &str = "
    select p.id, jsonb_build_object('id', p.id, 'description', p.description, 'alt_text', p.alt_text, 'visibility', p.visibility,
        'sensitive', p.sensitive, 'outside_analysis', p.outside_analysis, 'width', p.width, 'height', p.height,
        'status', p.status, 'failure', p.failure_code, 'failure_message', p.failure_message, 'notices', p.notices,
        'analyzed_by', p.analysis_source, 'analyzed_at', p.analyzed_at, 'abstained', p.abstained, 'palette', p.palette,
        'mood', jsonb_build_object('valence', p.valence, 'arousal', p.arousal, 'words', p.mood_words),
        'comment_count', p.comment_count, 'like_count', p.like_count,
        'created_at', p.created_at, 'updated_at', p.updated_at,
        'keywords', coalesce((
            select jsonb_agg(jsonb_build_object('keyword', k.keyword, 'score', k.score, 'from', k.kind) order by k.position)
            from post_keywords k where k.post_id = p.id), '[]'),
        'songs', coalesce((
            select jsonb_agg(jsonb_build_object('title', s.title, 'artist', s.artist, 'provider', s.provider,
                'provider_track_id', s.provider_track_id, 'url', s.external_url, 'score', e.score, 'why', e.why,
                'mood_match', e.mood_match, 'vote', v.value, 'vote_score', coalesce(t.score, 0)) order by e.position)
            from post_songs e join songs s on s.id = e.song_id
            left join votes v on (v.user_id, v.post_id, v.song_id) = (p.user_id, e.post_id, e.song_id)
            left join vote_totals t on (t.post_id, t.song_id) = (e.post_id, e.song_id)
            where e.post_id = p.id and e.generation = p.match_generation), '[]'),
        'shares', coalesce((
            select jsonb_agg(jsonb_build_object('slug', rtrim(translate(encode(uuid_send(h.id), 'base64'), '+/', '-_'), '='),
                'created_at', h.created_at, 'expires_at', h.expires_at, 'visit_count', h.visit_count) order by h.created_at)
            from shares h where h.post_id = p.id), '[]'))::text as line
    from posts p where p.user_id = $1 and p.id > $2 order by p.id limit $3";

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

/// A post of the archive.
#[derive(QueryableByName)]
pub struct PostLine {
    /// The post.
    #[diesel(sql_type = SqlUuid)]
    pub id: Uuid,
    /// All that is known of it, as JSON.
    #[diesel(sql_type = Text)]
    pub line: String,
}

/// The rows of one of [`FILES`].
pub fn lines(conn: &mut PgConnection, query: &str, user_id: Uuid) -> QueryResult<Vec<String>> {
    let rows: Vec<Line> = diesel::sql_query(query).bind::<SqlUuid, _>(user_id).load(conn)?;
    Ok(rows.into_iter().map(|row| row.line).collect())
}

/// Some posts of a user, oldest first, behind the one that is `after`.
pub fn posts(conn: &mut PgConnection, user_id: Uuid, after: Uuid, rows: i32) -> QueryResult<Vec<PostLine>> {
    let query = diesel::sql_query(POSTS).bind::<SqlUuid, _>(user_id).bind::<SqlUuid, _>(after);
    query.bind::<Integer, _>(rows).load(conn)
}
