drop table vote_keywords;
drop table vote_totals;
drop table votes;
drop function count_vote();
drop index posts_feed_idx;
create index posts_feed_idx on posts (id) where visibility = 'public' and status = 'ready';
drop index jobs_match_post_key;
alter table posts drop column wanted_generation;
