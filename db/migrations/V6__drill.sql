-- Restore drills. A row begins with the point that is to be recovered; what was measured comes with
-- its end. A drill whose run did not come that far has none: why is the run's reason.
CREATE TABLE drill (
  run            TEXT PRIMARY KEY REFERENCES run (id),
  cluster        TEXT NOT NULL,
  node           TEXT NOT NULL,              -- whose host restores
  marker         TEXT NOT NULL,              -- the name of the restore point
  lsn            TEXT NOT NULL,              -- behind it
  marked_at      TEXT NOT NULL,
  ended_at       TEXT,
  passed         INTEGER CHECK (passed IN (0, 1)),
  why            TEXT NOT NULL DEFAULT '',   -- it did not pass
  backup         TEXT NOT NULL DEFAULT '',   -- its label
  restored_bytes INTEGER,
  restore_ms     INTEGER,
  replayed_bytes INTEGER,
  replay_ms      INTEGER,
  checks         TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(checks)),
  CHECK ((ended_at IS NULL) = (passed IS NULL))
) STRICT;

CREATE INDEX drill_by_cluster ON drill (cluster, marked_at);
