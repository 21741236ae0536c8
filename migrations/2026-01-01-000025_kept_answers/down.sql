alter table playlists drop column order_number;
alter table idempotency_keys drop column answer;
