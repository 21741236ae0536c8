-- Lists of posts by keyword, by song and by rank, and the counts that go with them. A post is shown when it is public and has a list of songs.

-- Words that differ in case only are one. Ids are UUIDv7, so their order is that of time.
create index post_keywords_keyword_idx on post_keywords (lower(keyword), post_id);
create index posts_liked_idx on posts (like_count, id) where visibility = 'public' and match_generation > 0;

-- In how many shown posts a word stands, in lower case; words that stand in none have no row.
create table keyword_counts (
    keyword text not null constraint keyword_counts_keyword_length check (char_length(keyword) between 1 and 160),
    post_count integer not null constraint keyword_counts_post_count_positive check (post_count >= 0),
    constraint keyword_counts_pkey primary key (keyword)
);

-- Shown posts.
alter table users add column post_count integer not null default 0
    constraint users_post_count_positive check (post_count >= 0);

-- Counts words up or down, one for each time that a word is named.
create function count_keywords(words text[], step integer) returns void language plpgsql as $$
begin
    if words is null or cardinality(words) = 0 then
        return;
    end if;
    -- Popular words are counted by everybody: one after the other, or two transactions wait for each other in a circle.
    perform pg_advisory_xact_lock(1262702931);
    if step > 0 then
        insert into keyword_counts (keyword, post_count) select word, count(*) from unnest(words) as word group by word
        on conflict on constraint keyword_counts_pkey do update set post_count = keyword_counts.post_count + excluded.post_count;
    else
        update keyword_counts set post_count = post_count - named.times
        from (select word, count(*) as times from unnest(words) as word group by word) as named
        where keyword = named.word;
        delete from keyword_counts where keyword = any (words) and post_count = 0;
    end if;
end
$$;

create function count_post_keywords() returns trigger language plpgsql as $$
declare
    words text[];
begin
    -- When the post itself goes, its words were counted before.
    select array_agg(word) into words from (
        select distinct changed.post_id, lower(changed.keyword) as word from changed join posts on posts.id = changed.post_id
        where posts.visibility = 'public' and posts.match_generation > 0
    ) as named;
    perform count_keywords(words, case tg_op when 'INSERT' then 1 else -1 end);
    return null;
end
$$;
create trigger post_keywords_added after insert on post_keywords
    referencing new table as changed for each statement execute function count_post_keywords();
create trigger post_keywords_removed after delete on post_keywords
    referencing old table as changed for each statement execute function count_post_keywords();

create function count_shown_post() returns trigger language plpgsql as $$
declare
    step integer;
    post posts;
begin
    if tg_op = 'DELETE' then
        post := old;
    else
        post := new;
    end if;
    step := case when tg_op <> 'DELETE' and post.visibility = 'public' and post.match_generation > 0 then 1 else -1 end;
    update users set post_count = post_count + step where id = post.user_id;
    perform count_keywords((select array_agg(distinct lower(keyword)) from post_keywords where post_id = post.id), step);
    return post;
end
$$;
create trigger posts_shown_made after insert on posts for each row
    when (new.visibility = 'public' and new.match_generation > 0) execute function count_shown_post();
create trigger posts_shown_changed after update of visibility, match_generation on posts for each row
    when ((old.visibility = 'public' and old.match_generation > 0) <> (new.visibility = 'public' and new.match_generation > 0))
    execute function count_shown_post();
-- Before, while its words are still there.
create trigger posts_shown_removed before delete on posts for each row
    when (old.visibility = 'public' and old.match_generation > 0) execute function count_shown_post();

insert into keyword_counts (keyword, post_count)
    select lower(keyword), count(distinct post_id) from post_keywords join posts on posts.id = post_id
    where visibility = 'public' and match_generation > 0 group by lower(keyword);
update users set post_count = shown.number
    from (select user_id, count(*) as number from posts where visibility = 'public' and match_generation > 0 group by user_id) as shown
    where users.id = shown.user_id;

-- Moves on whenever something happens that may change a ranking: looking at it costs nothing, and nobody waits for anybody.
create sequence rank_changes;
create function note_rank_change() returns trigger language plpgsql as $$
begin
    perform nextval('rank_changes');
    return null;
end
$$;
create trigger likes_change_ranks after insert or delete on likes for each statement execute function note_rank_change();
create trigger comments_change_ranks after insert or delete on comments for each statement execute function note_rank_change();
create trigger posts_change_ranks after update of visibility, match_generation on posts for each row
    when ((old.visibility = 'public' and old.match_generation > 0) <> (new.visibility = 'public' and new.match_generation > 0))
    execute function note_rank_change();

-- Posts by rank, as they stood at a time: a list that is made anew leaves the one that somebody reads alone.
create table rankings (
    list text not null constraint rankings_list_known
        check (list in ('hot', 'top_day', 'top_week', 'top_month', 'top_all')),
    epoch bigint not null,
    made_at timestamptz not null,
    -- When the next one took its place; null for the one that holds.
    replaced_at timestamptz,
    constraint rankings_pkey primary key (list, epoch)
);
create unique index rankings_current_key on rankings (list) where replaced_at is null;
create index rankings_replaced_idx on rankings (replaced_at) where replaced_at is not null;

-- Ids by the hundred: a page is one or two short rows, and a list of 10,000 posts is written as a hundred.
create table ranked_posts (
    list text not null,
    epoch bigint not null,
    -- Place of the first of these posts, from 0.
    first_place integer not null constraint ranked_posts_first_place_positive check (first_place >= 0),
    post_ids uuid[] not null,
    constraint ranked_posts_pkey primary key (list, epoch, first_place),
    constraint ranked_posts_ranking_fkey foreign key (list, epoch) references rankings (list, epoch) on delete cascade
);
