-- What was seen in a picture goes with the last post of it, in the transaction that deletes that post.
create index posts_image_key_idx on posts (image_key);

create function forget_analyses() returns trigger language plpgsql as $$
begin
    delete from analyses where image_key in (select image_key from gone)
        and not exists (select from posts where posts.image_key = analyses.image_key);
    return null;
end
$$;
create trigger posts_analyses_forgotten after delete on posts
    referencing old table as gone for each statement execute function forget_analyses();

-- What was left until now.
delete from analyses where not exists (select from posts where posts.image_key = analyses.image_key);
