drop table comments;
drop function count_comment();
alter table posts drop column comment_count;
