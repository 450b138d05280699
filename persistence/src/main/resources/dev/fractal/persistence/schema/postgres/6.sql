-- Version 6: reads that do not grow. Every statement may run again.

-- The tree that a row of the journal may belong to: ids of children are their root's with a '~' and
-- 20 characters behind it. A root whose own id looks so is read beside its tree.
ALTER TABLE "event_journal" ADD COLUMN IF NOT EXISTS "tree" VARCHAR(255) GENERATED ALWAYS AS (
  CASE WHEN CHAR_LENGTH("persistence_id") > 21
      AND SUBSTRING("persistence_id" FROM CHAR_LENGTH("persistence_id") - 20 FOR 1) = '~'
    THEN SUBSTRING("persistence_id" FROM 1 FOR CHAR_LENGTH("persistence_id") - 21)
    ELSE "persistence_id" END) STORED;
CREATE INDEX IF NOT EXISTS "event_journal_tree" ON "event_journal" ("tree", "ordering");

-- Sessions of a tree, and children of a session.
CREATE INDEX IF NOT EXISTS "catalog_root" ON "catalog" ("root", "started_us");
CREATE INDEX IF NOT EXISTS "catalog_parent" ON "catalog" ("parent");

-- What a session's journal up to an event comes to, short of what its ended turns did. It follows the
-- journal at some distance; who reads it reads the events behind it too. It is worth nothing without
-- the journal that begins at that place: it is made again from there.
CREATE TABLE IF NOT EXISTS "outline" (
  "session" VARCHAR(200) NOT NULL PRIMARY KEY,
  "begun" BIGINT NOT NULL,
  "sequence" BIGINT NOT NULL,
  "form" INTEGER NOT NULL,
  "body" BYTEA NOT NULL
);

-- The ended turns of the sessions that have an outline, as far as it goes. A request is its digest.
CREATE TABLE IF NOT EXISTS "turn" (
  "session" VARCHAR(200) NOT NULL,
  "turn" INTEGER NOT NULL,
  "request" VARCHAR(71) NOT NULL,
  "first_event" BIGINT NOT NULL,
  "opened_event" BIGINT,
  "last_event" BIGINT NOT NULL,
  "head" VARCHAR(71),
  "outcome" VARCHAR(32) NOT NULL,
  "steps" INTEGER NOT NULL,
  "spend" BYTEA NOT NULL,
  PRIMARY KEY ("session", "turn")
);
CREATE INDEX IF NOT EXISTS "turn_request" ON "turn" ("session", "request");
