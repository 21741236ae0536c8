-- What is still to be written is written now.
update search.post_documents set document = search.document_of(posts)
from posts join search.renamed_authors using (user_id) where post_id = posts.id;
delete from jobs where kind = 'rewrite_documents';
drop function search.rewrite_documents(integer);
drop table search.renamed_authors;

create or replace function search.rename_author() returns trigger language plpgsql as $$
begin
    update search.post_documents set document = search.document_of(posts) from posts where posts.user_id = new.id and post_id = posts.id;
    insert into search.words (word) select word from regexp_split_to_table(search.words_of(new.username || ' ' || new.display_name), ' ') as word
    where word <> '' and new.post_count > 0 order by word on conflict do nothing;
    return null;
end
$$;
