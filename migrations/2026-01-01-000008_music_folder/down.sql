-- The songs stay for those who keep them; nothing plays them any more.
update songs set preview_state = 'none', preview_url = null, artwork_url = null where provider = 'folder';
drop table folder_tracks;
