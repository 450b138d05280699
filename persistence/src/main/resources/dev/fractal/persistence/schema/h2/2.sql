-- Version 2. Every statement may run again: H2 commits each one by itself.

-- H2 commits whenever it takes numbers for new rows, by default after every 32 rows.
ALTER TABLE "event_journal" ALTER COLUMN "ordering" SET CACHE 1000;
