-- What a word may mean: itself, when it is the last one the words that begin with it, and if nobody ever wrote it the ones most like it.
create or replace function search.meanings(asked text, is_last boolean) returns text[] language plpgsql stable
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
