-- Version 3: who forms a cluster, who owns a shard, who may write.

-- One row per running node. Times are the database's own; a node whose row has expired is not heard of.
CREATE TABLE IF NOT EXISTS "node" (
  "incarnation" UUID NOT NULL PRIMARY KEY,
  "address" VARCHAR(255) NOT NULL UNIQUE,
  "name" VARCHAR(255) NOT NULL,
  "version" VARCHAR(64) NOT NULL,
  "state" VARCHAR(16) NOT NULL,
  "generation" BIGINT NOT NULL,
  "beat" BIGINT NOT NULL,
  "sessions" INTEGER NOT NULL DEFAULT 0,
  "ttl" INTERVAL NOT NULL,
  "started" TIMESTAMPTZ NOT NULL,
  "expires" TIMESTAMPTZ NOT NULL,
  "steady_since" TIMESTAMPTZ NOT NULL
);

-- The right to write. Never updated: a transaction that writes holds its row, and fencing deletes it.
CREATE TABLE IF NOT EXISTS "writer" (
  "incarnation" UUID NOT NULL PRIMARY KEY REFERENCES "node" ON DELETE CASCADE
);

-- A lease is valid as long as its owner is.
CREATE TABLE IF NOT EXISTS "lease" (
  "name" VARCHAR(255) NOT NULL PRIMARY KEY,
  "incarnation" UUID NOT NULL REFERENCES "node" ON DELETE CASCADE
);
CREATE INDEX IF NOT EXISTS "lease_incarnation" ON "lease" ("incarnation");

-- One row: its lock is the right to decide who forms a cluster, its number counts those formed.
CREATE TABLE IF NOT EXISTS "bootstrap" (
  "one" BOOLEAN NOT NULL PRIMARY KEY DEFAULT TRUE CHECK ("one"),
  "generation" BIGINT NOT NULL
);
INSERT INTO "bootstrap" ("generation") VALUES (0) ON CONFLICT DO NOTHING;

-- What the first node fixed for the life of this database.
CREATE TABLE IF NOT EXISTS "settings" (
  "key" VARCHAR(64) NOT NULL PRIMARY KEY,
  "value" VARCHAR(255) NOT NULL
);

-- The fence. A connection that names an incarnation writes only while that has its row in writer.
CREATE OR REPLACE FUNCTION "fractal_fence"() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE
    mine TEXT := current_setting('fractal.incarnation', true);
  BEGIN
    IF mine <> '' THEN
      PERFORM 1 FROM "writer" WHERE "incarnation" = mine::UUID FOR KEY SHARE;
      IF NOT FOUND THEN
        RAISE EXCEPTION USING ERRCODE = 'FR001', MESSAGE = 'the node with incarnation ' || mine
          || ' was fenced and may not write; stop it and start it again';
      END IF;
    END IF;
    RETURN NULL;
  END
$$;

CREATE TRIGGER "event_journal_fence" BEFORE INSERT OR UPDATE OR DELETE ON "event_journal"
  FOR EACH STATEMENT EXECUTE FUNCTION "fractal_fence"();
CREATE TRIGGER "snapshot_fence" BEFORE INSERT OR UPDATE OR DELETE ON "snapshot"
  FOR EACH STATEMENT EXECUTE FUNCTION "fractal_fence"();
CREATE TRIGGER "durable_state_fence" BEFORE INSERT OR UPDATE OR DELETE ON "durable_state"
  FOR EACH STATEMENT EXECUTE FUNCTION "fractal_fence"();
