-- Outside sources: whom a post still waits for, and whether a private picture may be shown to them.

-- Names of the sources that did not answer when the post was understood or its songs chosen; it is done again when they are back.
alter table posts add column waiting_for text[] not null default '{}';
create index posts_waiting_idx on posts (id) where waiting_for <> '{}';

-- Its owner lets outside analysers look at the picture although it is private.
alter table posts add column outside_analysis boolean not null default false;

-- What outside sources say of their songs is asked for again in time.
create index songs_refreshed_at_idx on songs (provider, refreshed_at) where provider not in ('starter', 'folder');
