drop table likes;
drop function count_like();
alter table posts drop column like_count;
