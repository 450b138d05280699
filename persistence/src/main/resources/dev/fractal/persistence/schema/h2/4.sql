-- Version 4. Every statement may run again.

-- Wakes that have not come to life yet: a session that ends its process when it is woken is not
-- tried for ever. A reason is there once it is tried no more; without the row it is tried again.
CREATE TABLE IF NOT EXISTS "wake" (
  "session" VARCHAR(200) NOT NULL PRIMARY KEY,
  "tries" INTEGER NOT NULL,
  "reason" VARCHAR(2000)
);
