-- Every stored file has a row here before its first byte is written, so that none is ever orphaned.
create table media (
    id uuid primary key,
    storage_key text not null constraint media_storage_key_key unique,
    -- The unguessable part of a public address; null while the file is private or doomed.
    token text constraint media_token_key unique,
    content_type text not null,
    byte_size bigint not null constraint media_byte_size_positive check (byte_size >= 0),
    width integer,
    height integer,
    content_hash bytea not null constraint media_content_hash_length check (octet_length(content_hash) = 32),
    -- What the file belongs to; a file that belongs to nothing is removed.
    post_id uuid constraint media_post_id_fkey references posts (id) on delete set null,
    avatar_of uuid constraint media_avatar_of_fkey references users (id) on delete set null,
    song_id uuid constraint media_song_id_fkey references songs (id) on delete set null,
    created_at timestamptz not null default now(),
    -- Set when the file is to go at once; one that merely belongs to nothing may be an upload in progress and has an hour.
    doomed_at timestamptz,
    constraint media_one_owner check (num_nonnulls(post_id, avatar_of, song_id) <= 1)
);
create index media_post_id_idx on media (post_id, width) where post_id is not null;
create index media_avatar_of_idx on media (avatar_of, width) where avatar_of is not null;
create index media_song_id_idx on media (song_id) where song_id is not null;
create index media_unowned_idx on media (created_at) where post_id is null and avatar_of is null and song_id is null;
create index media_doomed_idx on media (doomed_at) where doomed_at is not null;

-- Work that must not be lost. A claimed job has its run_at pushed to the end of its lease: if the worker dies, it comes up again by itself.
create table jobs (
    id uuid primary key,
    kind text not null,
    post_id uuid constraint jobs_post_id_fkey references posts (id) on delete cascade,
    attempts integer not null default 0,
    run_at timestamptz not null default now(),
    dead boolean not null default false,
    last_error text,
    created_at timestamptz not null default now()
);
create index jobs_due_idx on jobs (run_at) where not dead;
create index jobs_post_id_idx on jobs (post_id) where post_id is not null;

create table idempotency_keys (
    user_id uuid not null constraint idempotency_keys_user_id_fkey references users (id) on delete cascade,
    route text not null,
    key text not null constraint idempotency_keys_key_length check (char_length(key) between 1 and 200),
    fingerprint bytea not null constraint idempotency_keys_fingerprint_length check (octet_length(fingerprint) = 32),
    -- What the request made; null while it is being worked on.
    resource_id uuid,
    created_at timestamptz not null default now(),
    constraint idempotency_keys_pkey primary key (user_id, route, key)
);
create index idempotency_keys_created_at_idx on idempotency_keys (created_at);
