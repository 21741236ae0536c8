drop table login_attempts;
drop table refresh_tokens;
drop table sessions;
drop table users;
