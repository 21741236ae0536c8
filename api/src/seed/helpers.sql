-- What the other scripts use; gone with the connection.

create function pg_temp.posts() returns integer language sql stable as $$ select current_setting('imagime.seed_posts')::integer $$;
create function pg_temp.people() returns integer language sql stable as $$ select greatest(50, pg_temp.posts() / 20) $$;
create function pg_temp.songs() returns integer language sql stable as $$ select greatest(200, pg_temp.posts() / 5) $$;

-- UUIDv7 of a time.
create function pg_temp.id_at(at timestamptz) returns uuid language sql volatile as $$
    select (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '7'
        || substr(replace(gen_random_uuid()::text, '-', ''), 14))::uuid
$$;

-- 1 to n, the first ones by far the most often: as words, authors and pictures are.
create function pg_temp.often(n integer) returns integer language sql volatile as $$
    select least(n, floor(exp(random() * ln(n + 1)))::integer)
$$;

-- 1 to n, all alike.
create function pg_temp.any_of(n integer) returns integer language sql volatile as $$
    select 1 + floor(random() * n)::integer
$$;

-- The name of a place that is nowhere; 8,000 of them.
create function pg_temp.place(n integer) returns text language sql immutable as $$
    select initcap(s[1 + n % 20] || s[1 + n / 20 % 20] || s[1 + n / 400 % 20])
    from (values (array['ka', 'lo', 'mi', 'ren', 'sa', 'tu', 'vel', 'nor', 'bri', 'do', 'fa', 'gri', 'ha', 'jo', 'li', 'mer', 'pa', 'quin', 'ro', 'zel'])) as t(s)
$$;

create function pg_temp.word(n integer) returns text language sql immutable as $$
    select w[1 + n % array_length(w, 1)]
    from (values (array['light', 'morning', 'river', 'garden', 'winter', 'road', 'silence', 'window', 'harbour', 'stone', 'summer',
        'letter', 'bridge', 'rain', 'shadow', 'island', 'market', 'mirror', 'forest', 'station', 'lantern', 'feather', 'orchard',
        'meadow', 'thunder', 'velvet', 'copper', 'paper', 'glass', 'ember', 'tide', 'valley', 'engine', 'clover', 'harvest',
        'compass', 'cinder', 'willow', 'marble', 'anchor'])) as t(w)
$$;
