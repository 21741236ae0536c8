drop table favorited_songs;
drop table post_songs;
drop table songs;
