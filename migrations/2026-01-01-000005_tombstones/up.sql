-- That somebody deleted something of theirs: a repeated DELETE answers as the first did, while the id of somebody else's thing
-- answers as one that never was.
create table tombstones (
    user_id uuid not null constraint tombstones_user_id_fkey references users (id) on delete cascade,
    resource_id uuid not null,
    deleted_at timestamptz not null default now(),
    constraint tombstones_pkey primary key (user_id, resource_id)
);
create index tombstones_deleted_at_idx on tombstones (deleted_at);
