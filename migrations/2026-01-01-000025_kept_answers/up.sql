-- What a request brought, where that cannot be read off what it made: a repeat is told the same.
alter table idempotency_keys add column answer jsonb;

-- How often a list's songs were put in another order: a place in a former order says nothing of this one.
alter table playlists add column order_number integer not null default 0;
