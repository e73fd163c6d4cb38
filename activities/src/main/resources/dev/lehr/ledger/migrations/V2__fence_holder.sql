-- The life of the worker process that took the shard's fence: it may take the same one again.
ALTER TABLE shard ADD COLUMN holder TEXT;
