-- Authors who were renamed and whose posts' documents do not all say so yet. Somebody may have thousands of posts: they are
-- rewritten behind the answer, so many at a time.
create table search.renamed (
    user_id uuid primary key constraint renamed_user_id_fkey references users (id) on delete cascade,
    done_to uuid not null default '00000000-0000-0000-0000-000000000000'
);

create or replace function search.rename_author() returns trigger language plpgsql as $$
begin
    insert into search.renamed (user_id) values (new.id) on conflict (user_id) do update set done_to = default;
    insert into search.words (word) select word from regexp_split_to_table(search.words_of(new.username || ' ' || new.display_name), ' ') as word
    where word <> '' and new.post_count > 0 order by word on conflict do nothing;
    return null;
end
$$;

-- Rewrites the next documents of somebody who was renamed, at most so many; whether there may be more to do.
create function search.follow_rename(most integer) returns boolean language plpgsql as $$
declare
    who search.renamed;
    last uuid;
begin
    select * into who from search.renamed order by user_id limit 1 for update skip locked;
    if not found then
        return false;
    end if;
    with next as materialized (
        select id from posts where user_id = who.user_id and id > who.done_to order by id limit most
    ), written as (
        update search.post_documents set document = search.document_of(posts) from posts
        where post_id = posts.id and posts.id in (select id from next)
    )
    select id into last from next order by id desc limit 1;
    if last is null then
        delete from search.renamed where user_id = who.user_id;
    else
        update search.renamed set done_to = last where user_id = who.user_id;
    end if;
    return true;
end
$$;
