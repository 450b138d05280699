-- Version 7: sessions that wait. Every statement may run again.

-- When a session has waited long enough, since when somebody is asked in it, and what.
ALTER TABLE "catalog" ADD COLUMN IF NOT EXISTS "due_us" BIGINT;
ALTER TABLE "catalog" ADD COLUMN IF NOT EXISTS "asked_us" BIGINT;
ALTER TABLE "catalog" ADD COLUMN IF NOT EXISTS "asks" BYTEA;
CREATE INDEX IF NOT EXISTS "catalog_due" ON "catalog" ("due_us", "session");
CREATE INDEX IF NOT EXISTS "catalog_asked" ON "catalog" ("asked_us", "session");
CREATE INDEX IF NOT EXISTS "catalog_root_asked" ON "catalog" ("root", "asked_us");
