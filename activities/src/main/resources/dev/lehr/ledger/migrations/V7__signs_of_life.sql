-- When something of the shard's work was committed last: a checkpoint, or an end.
ALTER TABLE shard ADD COLUMN committed_at BIGINT;
