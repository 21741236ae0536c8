-- Pictures, what is understood of them, and every byte that is stored.

create table posts (
    id uuid primary key,
    user_id uuid not null constraint posts_user_id_fkey references users (id) on delete cascade,
    description text not null default '' constraint posts_description_length check (char_length(description) <= 2000),
    alt_text text not null default '' constraint posts_alt_text_length check (char_length(alt_text) <= 1000),
    visibility text not null constraint posts_visibility_known check (visibility in ('public', 'unlisted', 'private')),
    sensitive boolean not null default false,
    status text not null constraint posts_status_known check (status in ('pending', 'analyzing', 'matching', 'ready', 'failed')),
    failure_code text,
    failure_message text,
    image_key bytea not null constraint posts_image_key_length check (octet_length(image_key) = 32),
    width integer not null constraint posts_width_positive check (width > 0),
    height integer not null constraint posts_height_positive check (height > 0),
    thumbhash bytea not null constraint posts_thumbhash_length check (octet_length(thumbhash) <= 64),
    palette text[] not null default '{}',
    valence real constraint posts_valence_range check (valence between -1 and 1),
    arousal real constraint posts_arousal_range check (arousal between -1 and 1),
    mood_words text[] not null default '{}',
    analysis_source text,
    abstained boolean not null default false,
    analyzed_at timestamptz,
    notices jsonb not null default '[]',
    match_generation integer not null default 0,
    song_count integer not null default 0 constraint posts_song_count_positive check (song_count >= 0),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint posts_mood_whole check ((valence is null) = (arousal is null)),
    constraint posts_failure_whole check ((status = 'failed') = (failure_code is not null) and (failure_code is null) = (failure_message is null))
);
-- The feed: ids are UUIDv7, so their order is that of time.
create index posts_feed_idx on posts (id) where visibility = 'public' and status = 'ready';
create index posts_user_id_idx on posts (user_id, id);

create table post_keywords (
    post_id uuid not null constraint post_keywords_post_id_fkey references posts (id) on delete cascade,
    position integer not null constraint post_keywords_position_positive check (position >= 0),
    keyword text not null constraint post_keywords_keyword_length check (char_length(keyword) between 1 and 80),
    score real not null constraint post_keywords_score_range check (score between 0 and 1),
    kind text not null constraint post_keywords_kind_known check (kind in ('object', 'scene', 'colour', 'user')),
    constraint post_keywords_pkey primary key (post_id, position)
);

-- What an analyser said of a picture, by an HMAC of the picture's bytes: the same picture is looked at once.
create table analyses (
    image_key bytea not null constraint analyses_image_key_length check (octet_length(image_key) = 32),
    source text not null,
    result jsonb not null,
    created_at timestamptz not null default now(),
    constraint analyses_pkey primary key (image_key, source)
);
