-- What is compared of a post's picture, to find pictures like it.
create table embeddings (
    post_id uuid not null constraint embeddings_post_id_fkey references posts (id) on delete cascade,
    -- How the vector was made; those of another version cannot be compared with it.
    version integer not null constraint embeddings_version_positive check (version > 0),
    vector bytea not null constraint embeddings_vector_length check (octet_length(vector) between 1 and 4096),
    -- The transaction that wrote the row: a server that keeps all vectors in memory reads from here what is new to it. A sequence
    -- or a time would not do, since what is numbered first may be committed last.
    written_in bigint not null default (pg_current_xact_id()::text::bigint),
    constraint embeddings_pkey primary key (post_id)
);
create index embeddings_written_in_idx on embeddings (written_in);
