-- Whoever has another name waits for no more than that: what their posts are found by is written by a job.
create table search.renamed_authors (
    user_id uuid primary key references users (id) on delete cascade,
    -- Documents up to this post are written.
    written_to uuid not null
);

create or replace function search.rename_author() returns trigger language plpgsql as $$
begin
    -- A second name while the first is still being written: all begins anew.
    insert into search.renamed_authors (user_id, written_to) values (new.id, '00000000-0000-0000-0000-000000000000')
    on conflict (user_id) do update set written_to = excluded.written_to;
    insert into jobs (id, kind) values (gen_random_uuid(), 'rewrite_documents');
    return null;
end
$$;

-- Writes the next documents of one author; false when there is none to be written of.
create function search.rewrite_documents(amount integer) returns boolean language plpgsql as $$
declare
    author search.renamed_authors;
    last uuid;
begin
    select * into author from search.renamed_authors order by user_id limit 1;
    if not found then
        return false;
    end if;
    -- The user first: whoever leaves meanwhile takes their row before those that hang on it, and so do we.
    perform from users where id = author.user_id for key share;
    select * into author from search.renamed_authors where user_id = author.user_id for update;
    if not found then
        return true;
    end if;
    with next as materialized (
        select id from posts where user_id = author.user_id and id > author.written_to order by id limit amount
    ), written as (
        update search.post_documents set document = search.document_of(posts) from next join posts using (id) where post_id = next.id
    )
    select id into last from next order by id desc limit 1;
    if last is not null then
        update search.renamed_authors set written_to = last where user_id = author.user_id;
        return true;
    end if;
    insert into search.words (word)
    select distinct word from users, regexp_split_to_table(search.words_of(username || ' ' || display_name), ' ') as word
    where users.id = author.user_id and post_count > 0 and word <> '' and length(word) <= 60 order by word
    on conflict do nothing;
    delete from search.renamed_authors where user_id = author.user_id;
    return true;
end
$$;
