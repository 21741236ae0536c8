create temp table seed_people as
select n, pg_temp.id_at(at) as id, at,
    (array['Mira', 'Noor', 'Ivo', 'Ada', 'Sami', 'Tove', 'Chidi', 'Mara', 'Bo', 'Ida', 'Yuki', 'Omar', 'Lena', 'Rui', 'Ana', 'Kofi'])[pg_temp.any_of(16)] as first,
    (array['Olsen', 'Aalto', 'Rook', 'Sorrel', 'Lindqvist', 'Okafor', 'Tanaka', 'Silva', 'Novak', 'Moreau', 'Haddad', 'Keller'])[pg_temp.any_of(12)] as last
from (select n, now() - interval '400 days' + random() * interval '30 days' as at from generate_series(1, pg_temp.people()) as n) as t;

-- Nobody can log in as one of them: no password has this hash.
insert into users (id, username, email, password_hash, display_name, bio, favorites_public, created_at, updated_at)
select id, name, name || '@seed.example.org', '!', first || ' ' || last,
    case when n % 3 = 0 then 'Pictures from ' || pg_temp.place(n) || '.' else '' end, n % 4 = 0, at, at
from (select *, lower(first) || '.' || current_setting('imagime.seed_tag') || '.' || n as name from seed_people) as t;

create index on seed_people (n);
create temp table seed_owner as select id from users where lower(username) = lower(current_setting('imagime.seed_user'));

-- Counted at the end and at once: a trigger for each row would change the popular ones' rows again and again.
alter table follows disable trigger user;
-- Each follows ten, many the same few.
insert into follows (follower_id, followed_id, created_at)
select one.id, other.id, now() - random() * interval '300 days'
from (select n, pg_temp.often(pg_temp.people()) as whom from seed_people, generate_series(1, 10)) as t
join seed_people one on one.n = t.n join seed_people other on other.n = t.whom and other.n <> t.n
on conflict do nothing;

insert into follows (follower_id, followed_id, created_at)
select seed_owner.id, seed_people.id, now() - n * interval '1 minute' from seed_owner, seed_people where n <= 500;
insert into follows (follower_id, followed_id, created_at)
select seed_people.id, seed_owner.id, now() - n * interval '1 minute' from seed_owner, seed_people;

alter table follows enable trigger user;
update users set
    follower_count = (select count(*) from follows where followed_id = users.id),
    following_count = (select count(*) from follows where follower_id = users.id)
where id in (select id from seed_people union all select id from seed_owner);
