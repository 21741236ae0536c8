-- Songs, where they stand, and who keeps them.

create table songs (
    id uuid primary key,
    provider text not null,
    provider_track_id text not null,
    isrc text,
    title text not null constraint songs_title_length check (char_length(title) between 1 and 500),
    artist text not null constraint songs_artist_length check (char_length(artist) <= 500),
    album text,
    year integer,
    artwork_url text,
    artwork_generated boolean,
    preview_state text constraint songs_preview_state_known check (preview_state in ('available', 'embed', 'link_only', 'none')),
    preview_url text,
    external_url text,
    attribution text,
    duration_ms integer constraint songs_duration_positive check (duration_ms > 0),
    explicit boolean,
    created_at timestamptz default now(),
    refreshed_at timestamptz default now(),
    constraint songs_provider_track_key unique (provider, provider_track_id)
);

create table post_songs (
    post_id uuid not null constraint post_songs_post_id_fkey references posts (id) on delete cascade,
    song_id uuid not null constraint post_songs_song_id_fkey references songs (id) on delete cascade,
    generation integer not null,
    position integer not null constraint post_songs_position_positive check (position >= 0),
    score real not null constraint post_songs_score_range check (score between 0 and 1),
    mood_match boolean not null default false,
    why jsonb not null,
    constraint post_songs_pkey primary key (post_id, song_id),
    constraint post_songs_position_key unique (post_id, generation, position)
);
create index post_songs_song_id_idx on post_songs (song_id, post_id);

create table favorited_songs (
    user_id uuid not null constraint favorited_songs_user_id_fkey references users (id) on delete cascade,
    song_id uuid not null constraint favorited_songs_song_id_fkey references songs (id) on delete cascade,
    post_id uuid constraint favorited_songs_post_id_fkey references posts (id) on delete set null,
    created_at timestamptz not null default now(),
    constraint favorited_songs_pkey primary key (user_id, song_id)
);
create index favorited_songs_newest_idx on favorited_songs (user_id, created_at, song_id);
-- Letting a post go looks here for what came from it.
create index favorited_songs_post_id_idx on favorited_songs (post_id) where post_id is not null;
