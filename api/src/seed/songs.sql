create temp table seed_songs as
select n, pg_temp.id_at(now() - interval '300 days' + n * interval '1 millisecond') as id from generate_series(1, pg_temp.songs()) as n;

insert into songs (id, provider, provider_track_id, title, artist, album, year, preview_state, external_url, duration_ms, explicit)
select id, 'seed', current_setting('imagime.seed_tag') || '-' || n,
    initcap(pg_temp.word(n)) || case n % 3
        when 0 then ' of ' || pg_temp.place(pg_temp.often(8000))
        when 1 then ' and ' || initcap(pg_temp.word(n / 40 + 7))
        else ' in the ' || initcap(pg_temp.word(n / 40 + 3)) end,
    'The ' || pg_temp.place(pg_temp.often(2000)) || ' ' || initcap(pg_temp.word(n / 5)) || 's',
    case when n % 2 = 0 then initcap(pg_temp.word(n / 9)) || ' Songs' end, 1950 + n % 75,
    case when n % 3 = 0 then 'link_only' else 'none' end,
    case when n % 3 = 0 then 'https://music.example.org/' || n end, 90000 + n % 240000, n % 40 = 0
from seed_songs;
create index on seed_songs (n);
