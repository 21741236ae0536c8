-- Accounts and the sessions they are used in.

create table users (
    id uuid primary key,
    username text not null constraint users_username_length check (char_length(username) between 3 and 30),
    email text not null constraint users_email_length check (char_length(email) between 3 and 254),
    password_hash text not null,
    display_name text not null default '' constraint users_display_name_length check (char_length(display_name) <= 50),
    bio text not null default '' constraint users_bio_length check (char_length(bio) <= 500),
    favorites_public boolean not null default false,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);
create unique index users_username_key on users (lower(username));
create unique index users_email_key on users (lower(email));

create table sessions (
    id uuid primary key,
    user_id uuid not null constraint sessions_user_id_fkey references users (id) on delete cascade,
    kind text not null constraint sessions_kind_known check (kind in ('browser', 'native')),
    user_agent text constraint sessions_user_agent_length check (char_length(user_agent) <= 300),
    created_at timestamptz not null default now(),
    last_used_at timestamptz not null default now()
);
create index sessions_user_id_idx on sessions (user_id, id);

-- A session's tokens, the spent ones included: a spent one that comes back late betrays a theft.
create table refresh_tokens (
    token_hash bytea primary key constraint refresh_tokens_hash_length check (octet_length(token_hash) = 32),
    session_id uuid not null constraint refresh_tokens_session_id_fkey references sessions (id) on delete cascade,
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    used_at timestamptz
);
create index refresh_tokens_session_id_idx on refresh_tokens (session_id);

-- Attempts to log in or register, counted by account and by address; the keys are HMACs.
create table login_attempts (
    id uuid primary key,
    subject bytea not null constraint login_attempts_subject_length check (octet_length(subject) = 32),
    attempted_at timestamptz not null default now()
);
create index login_attempts_subject_idx on login_attempts (subject, attempted_at);
create index login_attempts_attempted_at_idx on login_attempts (attempted_at);
