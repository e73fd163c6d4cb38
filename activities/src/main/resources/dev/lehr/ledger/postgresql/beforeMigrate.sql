-- The scripts say BLOB, as SQLite does. Several processes may come here at once.
DO $$
BEGIN
  CREATE DOMAIN blob AS bytea;
EXCEPTION
  WHEN duplicate_object OR unique_violation THEN NULL;
END
$$;
