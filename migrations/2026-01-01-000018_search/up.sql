-- Search. All three extensions come with PostgreSQL and may be made by a database's owner.
create extension if not exists pg_trgm;
create extension if not exists unaccent;
create extension if not exists fuzzystrmatch;

-- A schema of its own: nothing here is a fact, all of it can be made anew from the tables.
create schema search;

-- Without case and accents.
create function search.folded(words text) returns text language sql immutable parallel safe strict as $$
    select lower(public.unaccent('public.unaccent'::regdictionary, words))
$$;

-- The words of a text: letters and digits, folded. Whatever else stands in a text only parts them.
create function search.words_of(words text) returns text language sql immutable parallel safe strict as $$
    select btrim(regexp_replace(search.folded(words), '[^[:alnum:]]+', ' ', 'g'))
$$;

-- What a post is found by: what is said of it, its words, its first songs, its author. Who may see it is asked of the post itself.
create table search.post_documents (
    post_id uuid primary key references posts (id) on delete cascade,
    document tsvector not null
);
create index post_documents_document_idx on search.post_documents using gin (document) with (fastupdate = off);

-- The words of all posts that stand in the feed, and in about how many of them: counted by a job, a new word is there at once.
-- Nobody is shown this; it says what a mistyped word may mean and how frequent a word is.
create table search.words (
    word text primary key,
    post_count integer not null default 1
);
create index words_beginning_idx on search.words (word text_pattern_ops);
create index words_alike_idx on search.words using gin (word gin_trgm_ops);

-- More songs of a list say nothing of a picture: with a small catalogue every list has nearly all of it.
create function search.document_of(post posts) returns tsvector language sql stable as $$
    select strip(to_tsvector('simple', search.words_of(concat_ws(' ', post.description, post.alt_text,
        (select username || ' ' || display_name from users where id = post.user_id),
        (select string_agg(keyword, ' ') from post_keywords where post_id = post.id),
        (select string_agg(songs.title || ' ' || songs.artist, ' ') from post_songs join songs on songs.id = post_songs.song_id
            where post_songs.post_id = post.id and post_songs.generation = post.match_generation and post_songs.position < 20)))))
$$;

create function search.write_document() returns trigger language plpgsql as $$
declare
    made tsvector := search.document_of(new);
begin
    insert into search.post_documents (post_id, document) values (new.id, made)
    on conflict (post_id) do update set document = excluded.document;
    if new.visibility = 'public' and new.match_generation > 0 then
        -- In one order everywhere: two posts with the same new words must not wait for each other.
        insert into search.words (word) select said from unnest(tsvector_to_array(made)) as said
        where length(said) <= 60 and not exists (select from search.words where word = said) order by said
        on conflict do nothing;
    end if;
    return null;
end
$$;
-- A list of songs, and with it new keywords, is there when its generation is.
create trigger posts_searchable_made after insert on posts for each row execute function search.write_document();
create trigger posts_searchable_changed after update of description, alt_text, visibility, match_generation on posts for each row
    when ((old.description, old.alt_text, old.visibility, old.match_generation)
        is distinct from (new.description, new.alt_text, new.visibility, new.match_generation))
    execute function search.write_document();

create function search.rename_author() returns trigger language plpgsql as $$
begin
    update search.post_documents set document = search.document_of(posts) from posts where posts.user_id = new.id and post_id = posts.id;
    insert into search.words (word) select word from regexp_split_to_table(search.words_of(new.username || ' ' || new.display_name), ' ') as word
    where word <> '' and new.post_count > 0 order by word on conflict do nothing;
    return null;
end
$$;
create trigger users_searchable_changed after update of username, display_name on users for each row
    when ((old.username, old.display_name) is distinct from (new.username, new.display_name)) execute function search.rename_author();

-- Counts the words anew.
create function search.count_words() returns void language plpgsql as $$
begin
    create temp table counted on commit drop as
        select word, ndoc from ts_stat($query$
            select document from search.post_documents join public.posts on posts.id = post_id
            where visibility = 'public' and match_generation > 0 $query$) where length(word) <= 60;
    insert into search.words as known (word, post_count) select word, ndoc from counted order by word
    on conflict (word) do update set post_count = excluded.post_count where known.post_count <> excluded.post_count;
    -- Looked up once more: a post may have come while the others were counted.
    delete from search.words where not exists (select from counted where counted.word = words.word)
        and not exists (select from search.post_documents join public.posts on posts.id = post_id
            where document @@ quote_literal(words.word)::tsquery and visibility = 'public' and match_generation > 0);
end
$$;

-- What a word may mean: itself, when it is the last one the words that begin with it, and if nobody ever wrote it the ones most like it.
create function search.meanings(asked text, is_last boolean) returns text[] language plpgsql stable
    set pg_trgm.similarity_threshold = 0.2 as $$
declare
    found text[];
begin
    select array_agg(word) into found from (
        (select word from search.words where word = asked)
        union
        (select word from search.words where is_last and word like asked || '%' order by post_count desc, word limit 12)
    ) as known;
    if found is null and length(asked) > 2 then
        select array_agg(word) into found from (
            select word from search.words
            where word % asked and levenshtein_less_equal(word, asked, 2) <= case when length(asked) < 5 then 1 else 2 end
            order by levenshtein_less_equal(word, asked, 2), post_count desc, word limit 5
        ) as near;
    end if;
    -- The word itself in any case: one's own private posts have words that stand nowhere else.
    return array(select distinct word from unnest(found || asked) as word order by word);
end
$$;

-- A search as a query, and whether it is rare: fewer posts have it than one would have to read, newest first, to fill a page.
create function search.query_of(asked text, out query text, out is_rare boolean) language plpgsql stable as $$
declare
    terms text[] := (string_to_array(nullif(search.words_of(asked), ''), ' '))[1:8];
    term text;
    place integer := 0;
    posts_with real;
    fewest real;
    all_posts real := greatest((select reltuples from pg_class where oid = 'search.post_documents'::regclass), 0);
    options text[];
begin
    foreach term in array coalesce(terms, '{}') loop
        place := place + 1;
        options := search.meanings(term, place = cardinality(terms));
        select coalesce(sum(post_count), 0) into posts_with from search.words where word = any (options);
        fewest := least(fewest, posts_with);
        query := concat_ws(' & ', query, (select '(' || string_agg(quote_literal(option), ' | ') || ')' from unnest(options) as option));
    end loop;
    is_rare := fewest * fewest < 40 * all_posts or all_posts < 1000;
end
$$;

-- People, songs and keywords by a part of their names.
create index users_alike_idx on users using gin (search.folded(username || ' ' || display_name) gin_trgm_ops);
create index songs_alike_idx on songs using gin (search.folded(title || ' ' || artist) gin_trgm_ops);
create index keyword_counts_alike_idx on keyword_counts using gin (search.folded(keyword) gin_trgm_ops);

insert into search.post_documents (post_id, document) select id, search.document_of(posts) from posts;
select search.count_words();
