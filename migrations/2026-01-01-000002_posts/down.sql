drop table analyses;
drop table post_keywords;
drop table posts;
