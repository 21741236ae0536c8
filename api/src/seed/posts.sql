-- What was really seen in the photographs, and the songs that were really matched with it.
create temp table template as select * from jsonb_to_recordset(current_setting('imagime.seed_templates')::jsonb)
    as t(n integer, width integer, height integer, thumbhash text, palette text[], valence real, arousal real, mood_words text[],
        abstained boolean, keywords jsonb, songs jsonb, variants jsonb);
create temp table template_song as
select template.n, (place - 1)::integer as position, songs.id as song_id, (song ->> 'score')::real as score,
    (song ->> 'mood_match')::boolean as mood_match, song -> 'why' as why
from template, jsonb_array_elements(template.songs) with ordinality as t(song, place)
join songs on songs.provider = 'starter' and songs.provider_track_id = song ->> 'track';

-- Evenly over a year, the newest now; a few people post most of it.
create temp table seed_posts as
select n, pg_temp.id_at(at) as id, at, 1 + (n - 1) % (select count(*)::integer from template) as template,
    pg_temp.often(pg_temp.people()) as person, random() as chance, pg_temp.often(8000) as place,
    pg_temp.any_of(40) as word, pg_temp.often(pg_temp.songs()) as song
from (select n, now() - interval '365 days' * (pg_temp.posts() - n) / pg_temp.posts() as at from generate_series(1, pg_temp.posts()) as n) as t;
create index on seed_posts (n);
alter table seed_posts add column owner uuid, add column visibility text;
update seed_posts set owner = seed_people.id, visibility = case when chance < .88 then 'public' when chance < .94 then 'unlisted' else 'private' end
from seed_people where seed_people.n = person;
update seed_posts set owner = seed_owner.id from seed_owner where seed_posts.n % 50 = 0;
analyze seed_posts;

-- Counts and what posts are found by are made at the end and at once.
alter table posts disable trigger user;
alter table post_keywords disable trigger user;
insert into posts (id, user_id, description, alt_text, visibility, sensitive, status, image_key, width, height, thumbhash, palette,
    valence, arousal, mood_words, analysis_source, abstained, analyzed_at, match_generation, wanted_generation, song_count, created_at, updated_at)
select p.id, p.owner,
    case p.n % 5 when 0 then '' when 1 then initcap(pg_temp.word(p.word)) || ' at ' || pg_temp.place(p.place) || '.'
        when 2 then 'The ' || pg_temp.word(p.word) || ' I remember.' when 3 then pg_temp.place(p.place) || ', ' || pg_temp.word(p.word) || '.'
        else 'Once more the ' || pg_temp.word(p.word) || ', and nobody there but us.' end,
    case when p.n % 2 = 0 then 'A picture of ' || coalesce(t.keywords -> 0 ->> 'keyword', 'colours') else '' end,
    p.visibility, p.n % 100 = 0, 'ready',
    decode(md5(p.id::text) || md5(p.n::text), 'hex'), t.width, t.height, decode(t.thumbhash, 'base64'), t.palette,
    t.valence, t.arousal, t.mood_words, 'local', t.abstained, p.at, 1, 1, 0, p.at, p.at
from seed_posts p join template t on t.n = p.template;

insert into post_keywords (post_id, position, keyword, score, kind)
select p.id, w.place - 1, w.word ->> 'keyword', (w.word ->> 'score')::real, w.word ->> 'kind'
from seed_posts p join template t on t.n = p.template, jsonb_array_elements(t.keywords) with ordinality as w(word, place);
-- Owners add words of their own to every third.
insert into post_keywords (post_id, position, keyword, score, kind)
select id, 50, lower(pg_temp.place(place)), 1, 'user' from seed_posts where n % 3 = 0;

create temp table seed_list as
select p.id as post_id, s.song_id, s.position, s.score, s.mood_match, s.why
from seed_posts p join template_song s on s.n = p.template
union all
select p.id, seed_songs.id, 12 + k, .3 - k * .02, k > 4,
    jsonb_build_array(jsonb_build_object('keyword', pg_temp.word(p.word), 'kind', 'keyword', 'weight', .3, 'query', pg_temp.word(p.word), 'source', 'seed'))
from seed_posts p cross join generate_series(0, 7) as k
join seed_songs on seed_songs.n = 1 + (p.song + k * 7) % pg_temp.songs();
insert into post_songs (post_id, song_id, generation, position, score, mood_match, why)
select post_id, song_id, 1, row_number() over (partition by post_id order by position) - 1, score, mood_match, why from seed_list;
update posts set song_count = listed.number
from (select post_id, count(*)::integer as number from seed_list group by post_id) as listed where posts.id = listed.post_id;

insert into media (id, storage_key, token, content_type, byte_size, width, height, content_hash, post_id)
select gen_random_uuid(), 'pictures/' || substr(name, 1, 2) || '/' || name || '.jpg',
    case when visibility <> 'private' then replace(gen_random_uuid()::text, '-', '') end,
    'image/jpeg', (variant ->> 'bytes')::bigint, (variant ->> 'width')::integer, (variant ->> 'height')::integer,
    decode(variant ->> 'hash', 'base64'), id
from (
    select p.id, p.visibility, variant, replace(gen_random_uuid()::text, '-', '') as name
    from seed_posts p join template t on t.n = p.template, jsonb_array_elements(t.variants) as variant
) as files;

alter table posts enable trigger user;
alter table post_keywords enable trigger user;
update users set post_count = (
    select count(*) from posts where user_id = users.id and visibility = 'public' and match_generation > 0
) where id in (select id from seed_people union all select id from seed_owner);
insert into keyword_counts (keyword, post_count)
select lower(keyword), count(distinct post_id) from post_keywords join seed_posts on id = post_id
where visibility = 'public' group by lower(keyword)
on conflict (keyword) do update set post_count = keyword_counts.post_count + excluded.post_count;
analyze post_keywords, post_songs, songs, posts;
insert into search.post_documents (post_id, document) select posts.id, search.document_of(posts) from posts join seed_posts using (id);
select search.count_words();
