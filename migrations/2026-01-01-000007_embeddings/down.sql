drop table embeddings;
