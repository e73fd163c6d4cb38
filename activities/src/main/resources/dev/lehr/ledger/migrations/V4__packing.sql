-- Evidence against a task: deaths of workers while it had the batch for itself, without a step forward
-- since; one that came after the same worker had run others well counts more.
ALTER TABLE task ADD COLUMN deaths_alone INTEGER NOT NULL DEFAULT 0;

-- Where the device's time went, seconds of a whole device, and how often memory ran out.
ALTER TABLE slice ADD COLUMN waste_drain_s DOUBLE PRECISION NOT NULL DEFAULT 0;
ALTER TABLE slice ADD COLUMN waste_head_of_line_s DOUBLE PRECISION NOT NULL DEFAULT 0;
ALTER TABLE slice ADD COLUMN waste_swap_s DOUBLE PRECISION NOT NULL DEFAULT 0;
ALTER TABLE slice ADD COLUMN waste_ledger_s DOUBLE PRECISION NOT NULL DEFAULT 0;
ALTER TABLE slice ADD COLUMN waste_load_s DOUBLE PRECISION NOT NULL DEFAULT 0;
ALTER TABLE slice ADD COLUMN device_s DOUBLE PRECISION NOT NULL DEFAULT 0;
ALTER TABLE slice ADD COLUMN evictions BIGINT NOT NULL DEFAULT 0;
ALTER TABLE slice ADD COLUMN out_of_memory BIGINT NOT NULL DEFAULT 0;
