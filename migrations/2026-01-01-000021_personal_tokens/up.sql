-- Tokens that a user hands to programs of theirs. Only the hash is kept; what a token may do stands beside it.
create table personal_tokens (
    id uuid primary key,
    user_id uuid not null constraint personal_tokens_user_id_fkey references users (id) on delete cascade,
    token_hash bytea not null constraint personal_tokens_hash_length check (octet_length(token_hash) = 32),
    name text not null constraint personal_tokens_name_length check (char_length(name) between 1 and 100),
    can_read boolean not null,
    can_write boolean not null,
    created_at timestamptz not null default now(),
    expires_at timestamptz,
    last_used_at timestamptz,
    constraint personal_tokens_may_something check (can_read or can_write)
);
create unique index personal_tokens_hash_key on personal_tokens (token_hash);
create index personal_tokens_user_id_idx on personal_tokens (user_id, id);
