-- Which part of a campaign it is, as 2/3; NULL: all of it.
ALTER TABLE campaign ADD COLUMN part TEXT;

-- Names of stages by their index, as the campaign has them in one text.
CREATE TABLE stage (
  campaign_id INTEGER NOT NULL,
  stage       INTEGER NOT NULL,
  id          TEXT    NOT NULL,
  PRIMARY KEY (campaign_id, stage)
);
INSERT INTO stage (campaign_id, stage, id)
SELECT k.id, j.key, j.value
FROM campaign k, json_each('["' || replace(k.stages, ',', '","') || '"]') j;

-- What other programs read: docs/ledger.md promises these columns. Times are texts, ISO 8601 in UTC; properties are JSON texts.
CREATE VIEW lehr_campaigns AS
SELECT
  k.name AS campaign,
  k.revision AS revision,
  lower(k.mode) AS mode,
  strftime('%Y-%m-%dT%H:%M:%fZ', k.mode_since / 1000.0, 'unixepoch') AS mode_since,
  k.structures AS structures,
  strftime('%Y-%m-%dT%H:%M:%fZ', k.created_at / 1000.0, 'unixepoch') AS created_at,
  k.halted AS halted
FROM campaign k
WHERE k.current = 1;

CREATE VIEW lehr_results AS
SELECT
  k.name AS campaign,
  k.revision AS revision,
  g.id AS stage,
  s.idx AS structure,
  s.id AS structure_id,
  s.formula AS formula,
  s.n_atoms AS n_atoms,
  s.source AS source,
  CASE t.status
    WHEN 'p' THEN 'pending' WHEN 'r' THEN 'running' WHEN 'c' THEN 'converged'
    WHEN 'm' THEN 'max_iterations' WHEN 'f' THEN 'failed' WHEN 'x' THEN 'rejected'
    WHEN 'd' THEN 'filtered' WHEN 's' THEN 'skipped' WHEN 'k' THEN 'cancelled'
    ELSE t.status END AS status,
  t.reason AS reason,
  t.detail AS detail,
  r.energy AS energy,
  t.iterations AS iterations,
  t.swap_attempts AS swap_attempts,
  t.generation AS generation,
  r.properties AS properties,
  strftime('%Y-%m-%dT%H:%M:%fZ', r.finished_at / 1000.0, 'unixepoch') AS finished_at
FROM campaign k
JOIN stage g ON g.campaign_id = k.id
JOIN task t ON t.campaign_id = k.id AND t.stage = g.stage
JOIN structure s ON s.campaign_id = k.id AND s.idx = t.structure
LEFT JOIN result r ON r.campaign_id = k.id AND r.stage = t.stage AND r.structure = t.structure
  AND r.current = 1
WHERE k.current = 1;

CREATE VIEW lehr_progress AS
SELECT
  k.name AS campaign,
  k.revision AS revision,
  g.stage AS stage_number,
  g.id AS stage,
  CASE y.status
    WHEN 'p' THEN 'pending' WHEN 'r' THEN 'running' WHEN 'c' THEN 'converged'
    WHEN 'm' THEN 'max_iterations' WHEN 'f' THEN 'failed' WHEN 'x' THEN 'rejected'
    WHEN 'd' THEN 'filtered' WHEN 's' THEN 'skipped' WHEN 'k' THEN 'cancelled'
    ELSE y.status END AS status,
  y.n AS n
FROM campaign k
JOIN stage g ON g.campaign_id = k.id
JOIN tally y ON y.campaign_id = k.id AND y.stage = g.stage
WHERE k.current = 1 AND y.n > 0;

CREATE VIEW lehr_slices AS
SELECT
  k.name AS campaign,
  k.revision AS revision,
  l.phase AS phase,
  l.shard AS shard,
  l.epoch AS epoch,
  l.slice AS slice,
  l.attempt AS attempt,
  l.wall_s AS wall_seconds,
  l.device_s AS device_seconds,
  l.steps AS steps,
  l.atom_steps AS atom_steps,
  l.occupancy AS occupancy,
  l.waste_drain_s AS drain_seconds,
  l.waste_head_of_line_s AS head_of_line_seconds,
  l.waste_swap_s AS host_seconds,
  l.waste_ledger_s AS ledger_seconds,
  l.waste_load_s AS load_seconds,
  l.evictions AS evictions,
  l.out_of_memory AS out_of_memory
FROM campaign k
JOIN slice l ON l.campaign_id = k.id
WHERE k.current = 1;
