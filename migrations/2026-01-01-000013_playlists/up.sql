-- Lists of songs that people put together themselves.

create table playlists (
    id uuid primary key,
    user_id uuid not null constraint playlists_user_id_fkey references users (id) on delete cascade,
    title text not null constraint playlists_title_length check (char_length(title) between 1 and 100),
    description text not null default '' constraint playlists_description_length check (char_length(description) <= 2000),
    visibility text not null constraint playlists_visibility_known check (visibility in ('public', 'unlisted', 'private')),
    -- Kept by a trigger.
    song_count integer not null default 0 constraint playlists_song_count_range check (song_count between 0 and 1000),
    created_at timestamptz not null default now(),
    -- When its words or its songs last changed.
    updated_at timestamptz not null default now()
);
create index playlists_changed_idx on playlists (user_id, updated_at, id);

create table playlist_songs (
    playlist_id uuid not null constraint playlist_songs_playlist_id_fkey references playlists (id) on delete cascade,
    song_id uuid not null constraint playlist_songs_song_id_fkey references songs (id) on delete cascade,
    -- The post from which it was added.
    post_id uuid constraint playlist_songs_post_id_fkey references posts (id) on delete set null,
    position integer not null constraint playlist_songs_position_positive check (position >= 0),
    constraint playlist_songs_pkey primary key (playlist_id, song_id),
    -- Checked at the end of a statement, so that one statement can give all songs their places anew.
    constraint playlist_songs_position_key unique (playlist_id, position) deferrable initially immediate
);
-- Letting a post go looks here for what came from it.
create index playlist_songs_post_id_idx on playlist_songs (post_id) where post_id is not null;

-- Once a statement, not once a row: hundreds of songs come and go at a time.
create function count_playlist_songs() returns trigger language plpgsql as $$
begin
    update playlists set song_count = song_count + case tg_op when 'INSERT' then moved.number else -moved.number end
    from (select playlist_id, count(*)::integer as number from changed group by playlist_id) as moved
    where playlists.id = moved.playlist_id;
    return null;
end
$$;
create trigger playlist_songs_added after insert on playlist_songs
    referencing new table as changed for each statement execute function count_playlist_songs();
create trigger playlist_songs_removed after delete on playlist_songs
    referencing old table as changed for each statement execute function count_playlist_songs();
