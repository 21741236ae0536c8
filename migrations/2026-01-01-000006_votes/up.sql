-- The owner decides by what songs are chosen, and everybody may say whether a song fits.

-- Counts the lists that were asked for; the list is made anew until match_generation, which counts those that were made, has caught up.
alter table posts add column wanted_generation integer not null default 1;
update posts set wanted_generation = greatest(match_generation, 1);
alter table posts add constraint posts_wanted_not_behind check (match_generation <= wanted_generation);

-- Choosing anew is asked for again and again, but one job is enough: it reads what is wanted last.
create unique index jobs_match_post_key on jobs (post_id) where kind = 'match_post' and not dead;

-- A post stays in the feed while its songs are chosen anew; a post whose picture failed never had a list.
drop index posts_feed_idx;
create index posts_feed_idx on posts (id) where visibility = 'public' and match_generation > 0;

create table votes (
    user_id uuid not null constraint votes_user_id_fkey references users (id) on delete cascade,
    post_id uuid not null constraint votes_post_id_fkey references posts (id) on delete cascade,
    song_id uuid not null constraint votes_song_id_fkey references songs (id) on delete cascade,
    value smallint not null constraint votes_value_known check (value in (-1, 1)),
    created_at timestamptz not null default now(),
    constraint votes_pkey primary key (user_id, post_id, song_id)
);
create index votes_post_id_idx on votes (post_id);

-- Votes for a song on a post less votes against it, kept by a trigger: a list of songs is read far more often than voted on.
create table vote_totals (
    post_id uuid not null constraint vote_totals_post_id_fkey references posts (id) on delete cascade,
    song_id uuid not null constraint vote_totals_song_id_fkey references songs (id) on delete cascade,
    score integer not null,
    constraint vote_totals_pkey primary key (post_id, song_id)
);

-- What a vote says: for each keyword that the picture had when it was given, whether the song goes with it. The owner cannot
-- lend it to other words afterwards.
create table vote_keywords (
    keyword text not null constraint vote_keywords_keyword_length check (char_length(keyword) between 1 and 80),
    song_id uuid not null,
    user_id uuid not null,
    post_id uuid not null,
    value smallint not null constraint vote_keywords_value_known check (value in (-1, 1)),
    constraint vote_keywords_pkey primary key (keyword, song_id, user_id, post_id),
    constraint vote_keywords_vote_fkey foreign key (user_id, post_id, song_id)
        references votes (user_id, post_id, song_id) on delete cascade
);
create index vote_keywords_vote_idx on vote_keywords (user_id, post_id, song_id);

create function count_vote() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        insert into vote_totals (post_id, song_id, score) values (new.post_id, new.song_id, new.value)
        on conflict on constraint vote_totals_pkey do update set score = vote_totals.score + excluded.score;
    elsif tg_op = 'UPDATE' then
        update vote_totals set score = score + new.value - old.value where post_id = new.post_id and song_id = new.song_id;
    else
        -- Only an update: when the post itself goes, its totals go too.
        update vote_totals set score = score - old.value where post_id = old.post_id and song_id = old.song_id;
    end if;
    return null;
end
$$;
create trigger votes_counted after insert or delete or update of value on votes for each row execute function count_vote();
