-- Who follows whom.
create table follows (
    follower_id uuid not null constraint follows_follower_id_fkey references users (id) on delete cascade,
    followed_id uuid not null constraint follows_followed_id_fkey references users (id) on delete cascade,
    created_at timestamptz not null default now(),
    constraint follows_pkey primary key (follower_id, followed_id),
    constraint follows_somebody_else check (follower_id <> followed_id)
);
create index follows_following_idx on follows (follower_id, created_at, followed_id);
create index follows_followers_idx on follows (followed_id, created_at, follower_id);

-- A user's posts as others see them, newest at the end: the feed of those that somebody follows looks into each of these lists.
create index posts_shown_idx on posts (user_id, id) where visibility = 'public' and match_generation > 0;

alter table users add column follower_count integer not null default 0
    constraint users_follower_count_positive check (follower_count >= 0);
alter table users add column following_count integer not null default 0
    constraint users_following_count_positive check (following_count >= 0);

create function count_follow() returns trigger language plpgsql as $$
declare
    follower uuid;
    followed uuid;
    step integer;
begin
    if tg_op = 'INSERT' then
        follower := new.follower_id;
        followed := new.followed_id;
        step := 1;
    else
        follower := old.follower_id;
        followed := old.followed_id;
        step := -1;
    end if;
    -- Both rows in one order: two who follow each other in the same moment must not wait for each other.
    perform from users where id in (follower, followed) order by id for no key update;
    update users set
        following_count = following_count + case when id = follower then step else 0 end,
        follower_count = follower_count + case when id = followed then step else 0 end
    where id in (follower, followed);
    return null;
end
$$;
create trigger follows_counted after insert or delete on follows for each row execute function count_follow();
