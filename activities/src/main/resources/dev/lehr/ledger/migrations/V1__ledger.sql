CREATE TABLE meta (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL
);

CREATE TABLE campaign (
  id                INTEGER PRIMARY KEY,
  name              TEXT    NOT NULL,
  revision          INTEGER NOT NULL,
  current           INTEGER NOT NULL,
  definition        TEXT    NOT NULL,
  definition_digest TEXT    NOT NULL,
  model_digest      TEXT    NOT NULL,
  stages            TEXT    NOT NULL,
  phases            TEXT    NOT NULL,
  shard_size        INTEGER NOT NULL,
  lanes             INTEGER NOT NULL,
  structures        BIGINT  NOT NULL,
  mode              TEXT    NOT NULL,
  mode_since        BIGINT  NOT NULL,
  created_at        BIGINT  NOT NULL,
  UNIQUE (name, revision)
);
CREATE UNIQUE INDEX campaign_current ON campaign (name) WHERE current = 1;

CREATE TABLE structure (
  campaign_id INTEGER NOT NULL,
  idx         BIGINT  NOT NULL,
  id          TEXT    NOT NULL,
  digest      TEXT    NOT NULL,
  source      TEXT    NOT NULL,
  n_atoms     INTEGER NOT NULL,
  formula     TEXT    NOT NULL,
  payload     BLOB    NOT NULL,
  PRIMARY KEY (campaign_id, idx)
);
CREATE UNIQUE INDEX structure_id ON structure (campaign_id, id);

-- One row for each structure and stage: where it stands now.
CREATE TABLE task (
  campaign_id   INTEGER NOT NULL,
  stage         INTEGER NOT NULL,
  structure     BIGINT  NOT NULL,
  generation    INTEGER NOT NULL,
  status        TEXT    NOT NULL,
  reason        TEXT    NOT NULL,
  detail        TEXT    NOT NULL,
  iterations    INTEGER NOT NULL,
  swap_attempts INTEGER NOT NULL,
  deaths        INTEGER NOT NULL,
  marker        TEXT,
  PRIMARY KEY (campaign_id, stage, structure)
);

-- Every result there ever was; one row of a task is current at most.
CREATE TABLE result (
  campaign_id   INTEGER NOT NULL,
  stage         INTEGER NOT NULL,
  structure     BIGINT  NOT NULL,
  generation    INTEGER NOT NULL,
  current       INTEGER NOT NULL,
  status        TEXT    NOT NULL,
  reason        TEXT    NOT NULL,
  detail        TEXT    NOT NULL,
  energy        DOUBLE PRECISION,
  iterations    INTEGER NOT NULL,
  swap_attempts INTEGER NOT NULL,
  properties    TEXT    NOT NULL,
  state         BLOB    NOT NULL,
  fence         TEXT    NOT NULL,
  finished_at   BIGINT  NOT NULL,
  PRIMARY KEY (campaign_id, stage, structure, generation)
);
CREATE UNIQUE INDEX result_current ON result (campaign_id, stage, structure) WHERE current = 1;

CREATE TABLE checkpoint (
  campaign_id   INTEGER NOT NULL,
  stage         INTEGER NOT NULL,
  structure     BIGINT  NOT NULL,
  iterations    INTEGER NOT NULL,
  swap_attempts INTEGER NOT NULL,
  state         BLOB    NOT NULL,
  PRIMARY KEY (campaign_id, stage, structure)
);

CREATE TABLE shard (
  campaign_id INTEGER NOT NULL,
  phase       INTEGER NOT NULL,
  shard       INTEGER NOT NULL,
  open_tasks  BIGINT  NOT NULL,
  owner_run   TEXT,
  owner_lane  INTEGER,
  epoch       BIGINT  NOT NULL,
  slice       INTEGER NOT NULL,
  attempt     INTEGER NOT NULL,
  next_epoch  BIGINT  NOT NULL,
  log_seq     BIGINT  NOT NULL,
  PRIMARY KEY (campaign_id, phase, shard)
);

-- The epochs that were issued: one for each (shard, run id).
CREATE TABLE claim (
  campaign_id INTEGER NOT NULL,
  phase       INTEGER NOT NULL,
  run_id      TEXT    NOT NULL,
  shard       INTEGER NOT NULL,
  epoch       BIGINT  NOT NULL,
  PRIMARY KEY (campaign_id, phase, run_id)
);

CREATE TABLE log (
  campaign_id   INTEGER NOT NULL,
  phase         INTEGER NOT NULL,
  shard         INTEGER NOT NULL,
  seq           BIGINT  NOT NULL,
  structure     BIGINT  NOT NULL,
  stage         INTEGER NOT NULL,
  status        TEXT    NOT NULL,
  iterations    INTEGER NOT NULL,
  swap_attempts INTEGER NOT NULL,
  energy        DOUBLE PRECISION,
  reason        TEXT    NOT NULL,
  PRIMARY KEY (campaign_id, phase, shard, seq)
);

-- Number of tasks by stage and status, kept in step by every transaction.
CREATE TABLE tally (
  campaign_id INTEGER NOT NULL,
  stage       INTEGER NOT NULL,
  status      TEXT    NOT NULL,
  n           BIGINT  NOT NULL,
  PRIMARY KEY (campaign_id, stage, status)
);

CREATE TABLE intent (
  campaign_id INTEGER NOT NULL,
  request_id  TEXT    NOT NULL,
  kind        TEXT    NOT NULL,
  mode        TEXT    NOT NULL,
  changed     INTEGER NOT NULL,
  tasks       BIGINT  NOT NULL,
  recorded_at BIGINT  NOT NULL,
  PRIMARY KEY (campaign_id, request_id)
);

CREATE TABLE slice (
  campaign_id INTEGER NOT NULL,
  phase       INTEGER NOT NULL,
  shard       INTEGER NOT NULL,
  epoch       BIGINT  NOT NULL,
  slice       INTEGER NOT NULL,
  attempt     INTEGER NOT NULL,
  wall_s      DOUBLE PRECISION NOT NULL,
  steps       BIGINT  NOT NULL,
  atom_steps  BIGINT  NOT NULL,
  occupancy   DOUBLE PRECISION NOT NULL,
  PRIMARY KEY (campaign_id, phase, shard, epoch, slice, attempt)
);
