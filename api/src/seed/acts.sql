-- Counted at the end and at once: a trigger for each row would change the popular ones' rows again and again.
alter table likes disable trigger user;
alter table comments disable trigger user;
alter table votes disable trigger user;

-- A picture's number by how often it is looked at: the most liked ones lie scattered over the year.
create function pg_temp.seen() returns integer language sql volatile as $$
    select 1 + ((pg_temp.often(pg_temp.posts())::bigint + pg_temp.any_of(300)) * 48271 % pg_temp.posts())::integer
$$;

insert into likes (user_id, post_id, created_at)
select seed_people.id, p.id, p.at + random() * (now() - p.at)
from (select pg_temp.any_of(pg_temp.people()) as person, pg_temp.seen() as post from generate_series(1, pg_temp.posts() * 3)) as t
join seed_people on seed_people.n = t.person join seed_posts p on p.n = t.post and p.visibility = 'public'
on conflict do nothing;

insert into comments (id, post_id, user_id, body, created_at)
select pg_temp.id_at(at), post, person, 'That ' || pg_temp.word(word) || '! And the song with it.', at
from (
    select p.id as post, seed_people.id as person, p.at + random() * (now() - p.at) as at, t.word
    from (select pg_temp.any_of(pg_temp.people()) as person, pg_temp.seen() as post, pg_temp.any_of(40) as word from generate_series(1, pg_temp.posts() * 2)) as t
    join seed_people on seed_people.n = t.person join seed_posts p on p.n = t.post and p.visibility = 'public'
) as said;

insert into favorited_songs (user_id, song_id, post_id, created_at)
select seed_people.id, list.song_id, p.id, p.at + random() * (now() - p.at)
from (select pg_temp.any_of(pg_temp.people()) as person, pg_temp.seen() as post, pg_temp.any_of(20) - 1 as place from generate_series(1, pg_temp.posts() * 2)) as t
join seed_people on seed_people.n = t.person join seed_posts p on p.n = t.post and p.visibility = 'public'
join post_songs list on list.post_id = p.id and list.position = t.place
on conflict do nothing;

insert into votes (user_id, post_id, song_id, value)
select seed_people.id, p.id, list.song_id, case when t.chance < .8 then 1 else -1 end
from (select pg_temp.any_of(pg_temp.people()) as person, pg_temp.seen() as post, pg_temp.any_of(10) - 1 as place, random() as chance from generate_series(1, pg_temp.posts())) as t
join seed_people on seed_people.n = t.person join seed_posts p on p.n = t.post and p.visibility = 'public'
join post_songs list on list.post_id = p.id and list.position = t.place
on conflict do nothing;

create temp table seed_playlists as
select n, pg_temp.id_at(at) as id, at from (select n, now() - random() * interval '300 days' as at from generate_series(1, pg_temp.people()) as n) as t;
insert into playlists (id, user_id, title, description, visibility, created_at, updated_at)
select seed_playlists.id, seed_people.id, initcap(pg_temp.word(n)) || ' for ' || pg_temp.place(n), '',
    case n % 3 when 0 then 'public' when 1 then 'unlisted' else 'private' end, seed_playlists.at, seed_playlists.at
from seed_playlists join seed_people using (n);
insert into playlist_songs (playlist_id, song_id, position)
select seed_playlists.id, seed_songs.id, k from seed_playlists cross join generate_series(0, 19) as k
join seed_songs on seed_songs.n = 1 + (seed_playlists.n * 31 + k * 7) % pg_temp.songs();

-- One account with much of everything, for looking at the far end of each list.
insert into likes (user_id, post_id, created_at)
select seed_owner.id, p.id, now() - p.n * interval '1 second' from seed_owner, seed_posts p where visibility = 'public' and p.n % 7 = 0
on conflict do nothing;
insert into favorited_songs (user_id, song_id, post_id, created_at)
select distinct on (song_id) seed_owner.id, song_id, post_id, now() - (hashtext(song_id::text) & 65535) * interval '1 second'
from seed_owner, (select song_id, post_id from post_songs join seed_posts p on p.id = post_id where p.visibility = 'public' and p.n % 5 = 0) as t
on conflict do nothing;
insert into comments (id, post_id, user_id, body, created_at)
select pg_temp.id_at(at), post, person, 'Number ' || n || '.', at
from (
    select first.id as post, seed_people.id as person, seed_people.n, now() - seed_people.n * interval '1 minute' as at
    from (select p.id from seed_posts p, seed_owner where p.owner = seed_owner.id and p.visibility = 'public' order by p.n desc limit 1) as first, seed_people
) as said;
create temp table seed_shelf as
select n, pg_temp.id_at(now() - n * interval '1 minute') as id from generate_series(1, 300) as n, seed_owner;
insert into playlists (id, user_id, title, description, visibility, created_at, updated_at)
select seed_shelf.id, seed_owner.id, 'Shelf ' || n, '', 'public', now() - n * interval '1 minute', now() - n * interval '1 minute' from seed_shelf, seed_owner;
insert into playlist_songs (playlist_id, song_id, position)
select seed_shelf.id, seed_songs.id, seed_songs.n - 1 from seed_shelf, seed_songs where seed_shelf.n = 1 and seed_songs.n <= 1000;

alter table likes enable trigger user;
alter table comments enable trigger user;
alter table votes enable trigger user;
update posts set like_count = counted.number
from (select post_id, count(*) as number from likes where post_id in (select id from seed_posts) group by post_id) as counted where posts.id = counted.post_id;
update posts set comment_count = counted.number
from (select post_id, count(*) as number from comments where post_id in (select id from seed_posts) group by post_id) as counted where posts.id = counted.post_id;
insert into vote_totals (post_id, song_id, score)
select post_id, song_id, sum(value) from votes where post_id in (select id from seed_posts) group by post_id, song_id;
