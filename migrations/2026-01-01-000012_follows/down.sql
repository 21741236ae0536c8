drop table follows;
drop function count_follow();
drop index posts_shown_idx;
alter table users drop column following_count;
alter table users drop column follower_count;
