-- The operator's own music: which file a song is, and what is searched for in it.

create table folder_tracks (
    -- The song's provider_track_id: a hash of the path.
    track text not null constraint folder_tracks_pkey primary key,
    song_id uuid not null constraint folder_tracks_song_id_fkey references songs (id) on delete cascade,
    -- Below the folder, with slashes.
    path text not null constraint folder_tracks_path_key unique,
    -- Microseconds since 1970. Both tell whether the file changed.
    modified_us bigint not null,
    byte_size bigint not null constraint folder_tracks_byte_size_positive check (byte_size >= 0),
    content_type text not null,
    -- False once the file is gone.
    present boolean not null,
    -- What is searched: these as the file has them, empty when it has none.
    title text not null,
    artist text not null,
    album text not null,
    -- Separated by semicolons.
    genres text not null,
    isrc text,
    duration_ms integer,
    -- Names the picture's content; null without one.
    art_key text,
    -- The picture beside the file; null when it is inside it.
    art_path text,
    -- True when the picture turned out not to be one.
    art_broken boolean not null default false
);
create index folder_tracks_art_key_idx on folder_tracks (art_key) where art_key is not null;
create index folder_tracks_search_idx on folder_tracks using gin ((
    setweight(to_tsvector('english', title), 'A') || setweight(to_tsvector('english', album), 'B')
    || setweight(to_tsvector('english', genres), 'B') || setweight(to_tsvector('english', artist), 'D')));
