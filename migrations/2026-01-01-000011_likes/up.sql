-- Pictures that people like.
create table likes (
    user_id uuid not null constraint likes_user_id_fkey references users (id) on delete cascade,
    post_id uuid not null constraint likes_post_id_fkey references posts (id) on delete cascade,
    created_at timestamptz not null default now(),
    constraint likes_pkey primary key (user_id, post_id)
);
create index likes_newest_idx on likes (user_id, created_at, post_id);
create index likes_post_id_idx on likes (post_id);

-- Kept by a trigger, like the count of comments.
alter table posts add column like_count integer not null default 0
    constraint posts_like_count_positive check (like_count >= 0);

create function count_like() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        update posts set like_count = like_count + 1 where id = new.post_id;
    else
        update posts set like_count = like_count - 1 where id = old.post_id;
    end if;
    return null;
end
$$;
create trigger likes_counted after insert or delete on likes for each row execute function count_like();
