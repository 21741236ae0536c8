drop table playlist_songs;
drop table playlists;
drop function count_playlist_songs;
