drop trigger posts_analyses_forgotten on posts;
drop function forget_analyses();
drop index posts_image_key_idx;
