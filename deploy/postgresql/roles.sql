-- Three users with no more rights than they need, for a ledger in the schema lehr of this database:
--
--   lehr_owner   makes and changes tables: for lehr setup, once for each new version of Lehr
--   lehr_worker  reads and writes rows: for lehr worker, submit, run, status, results, ...
--   lehr_reader  reads the views lehr_*: for dashboards and notebooks
--
-- As an administrator: psql -d lehr -f roles.sql
-- Again after each new version's tables have been made: it grants what is new, and may be run at any time.
-- Passwords are not set here: psql's \password lehr_worker, or certificates (docs/security.md).

DO $$
DECLARE
  who text;
BEGIN
  FOREACH who IN ARRAY ARRAY['lehr_owner', 'lehr_worker', 'lehr_reader'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = who) THEN
      EXECUTE format('CREATE ROLE %I LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION', who);
    END IF;
    EXECUTE format('ALTER ROLE %I IN DATABASE %I SET search_path = lehr', who, current_database());
  END LOOP;
  EXECUTE format('ALTER ROLE lehr_reader IN DATABASE %I SET default_transaction_read_only = on',
                 current_database());
END
$$;

CREATE SCHEMA IF NOT EXISTS lehr AUTHORIZATION lehr_owner;
REVOKE ALL ON SCHEMA lehr FROM PUBLIC;
GRANT USAGE ON SCHEMA lehr TO lehr_worker, lehr_reader;

-- Rows, of the tables that are there and of those that the owner will make.
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA lehr TO lehr_worker;
ALTER DEFAULT PRIVILEGES FOR ROLE lehr_owner IN SCHEMA lehr
  GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO lehr_worker;

-- Which version the tables are of is the owner's to say; views show what their owner may see.
DO $$
DECLARE
  view text;
BEGIN
  IF to_regclass('lehr.flyway_schema_history') IS NOT NULL THEN
    REVOKE INSERT, UPDATE, DELETE ON lehr.flyway_schema_history FROM lehr_worker;
  END IF;
  FOR view IN SELECT viewname FROM pg_views WHERE schemaname = 'lehr' AND viewname LIKE 'lehr\_%' LOOP
    EXECUTE format('GRANT SELECT ON lehr.%I TO lehr_reader', view);
  END LOOP;
END
$$;
