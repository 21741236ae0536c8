-- Links that open a post without an account, until they end or are taken back.
create table shares (
    -- 128 random bits; the slug of the link is the same bits in other letters.
    id uuid primary key,
    post_id uuid not null constraint shares_post_id_fkey references posts (id) on delete cascade,
    -- When it ends by itself; null for never.
    expires_at timestamptz,
    visit_count bigint not null default 0 constraint shares_visit_count_positive check (visit_count >= 0),
    created_at timestamptz not null default now()
);
create index shares_post_id_idx on shares (post_id, created_at);
