drop table personal_tokens;
