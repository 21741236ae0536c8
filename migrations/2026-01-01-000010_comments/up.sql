-- What people say about a picture.
create table comments (
    id uuid primary key,
    post_id uuid not null constraint comments_post_id_fkey references posts (id) on delete cascade,
    user_id uuid not null constraint comments_user_id_fkey references users (id) on delete cascade,
    body text not null constraint comments_body_length check (char_length(body) between 1 and 2000),
    created_at timestamptz not null default now(),
    edited_at timestamptz
);
-- Ids are UUIDv7, so their order is that of time.
create index comments_post_id_idx on comments (post_id, id);
create index comments_user_id_idx on comments (user_id);

-- Kept by a trigger: a post is read far more often than spoken about.
alter table posts add column comment_count integer not null default 0
    constraint posts_comment_count_positive check (comment_count >= 0);

create function count_comment() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        update posts set comment_count = comment_count + 1 where id = new.post_id;
    else
        -- When the post itself goes, there is nothing left to update.
        update posts set comment_count = comment_count - 1 where id = old.post_id;
    end if;
    return null;
end
$$;
create trigger comments_counted after insert or delete on comments for each row execute function count_comment();
