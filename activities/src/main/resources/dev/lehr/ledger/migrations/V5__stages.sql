-- How the stages hang together, JSON; NULL: one after another, which is what there was before.
ALTER TABLE campaign ADD COLUMN graph TEXT;
-- Why a campaign was stopped by one of its own stages.
ALTER TABLE campaign ADD COLUMN halted TEXT;

-- A structure that a stage made of another one.
ALTER TABLE structure ADD COLUMN parent BIGINT;
ALTER TABLE structure ADD COLUMN made_by INTEGER;
CREATE INDEX structure_parent ON structure (campaign_id, made_by, parent) WHERE made_by IS NOT NULL;

-- Computed anew because the user said so: nothing is remembered.
ALTER TABLE task ADD COLUMN again INTEGER NOT NULL DEFAULT 0;
-- How often it was tried again after an end that a retry may mend.
ALTER TABLE task ADD COLUMN attempts INTEGER NOT NULL DEFAULT 0;
-- Since when its workers die, or its device fails, without a step forward.
ALTER TABLE task ADD COLUMN stuck_since BIGINT;
CREATE INDEX task_of_structure ON task (campaign_id, structure);

-- Evaluations that a task takes several of; they go when it ends.
CREATE TABLE job (
  campaign_id   INTEGER NOT NULL,
  stage         INTEGER NOT NULL,
  structure     BIGINT  NOT NULL,
  job           INTEGER NOT NULL,
  generation    INTEGER NOT NULL,
  status        TEXT    NOT NULL,
  reason        TEXT    NOT NULL,
  detail        TEXT    NOT NULL,
  energy        DOUBLE PRECISION,
  iterations    INTEGER NOT NULL,
  swap_attempts INTEGER NOT NULL,
  deaths        INTEGER NOT NULL,
  deaths_alone  INTEGER NOT NULL,
  marker        TEXT,
  checkpoint    BLOB,
  state         BLOB,
  PRIMARY KEY (campaign_id, stage, structure, job)
);

-- What was computed once need not be again: the key is a digest of everything that a result depends on.
CREATE TABLE memory (
  digest      TEXT    PRIMARY KEY,
  campaign_id INTEGER NOT NULL,
  stage       INTEGER NOT NULL,
  structure   BIGINT  NOT NULL,
  generation  INTEGER NOT NULL
);
