-- How much of each trajectory file counts: a file holds what one fence wrote of a shard's stage, and
-- what is behind the counted bytes was never committed.
CREATE TABLE trajectory_segment (
  campaign_id INTEGER NOT NULL,
  stage       INTEGER NOT NULL,
  shard       INTEGER NOT NULL,
  epoch       BIGINT  NOT NULL,
  slice       INTEGER NOT NULL,
  attempt     INTEGER NOT NULL,
  file        TEXT    NOT NULL,
  bytes       BIGINT  NOT NULL,
  frames      BIGINT  NOT NULL,
  PRIMARY KEY (campaign_id, stage, shard, epoch, slice, attempt)
);
