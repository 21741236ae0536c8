drop index songs_refreshed_at_idx;
drop index posts_waiting_idx;
alter table posts drop column outside_analysis;
alter table posts drop column waiting_for;
