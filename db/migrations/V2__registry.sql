-- Who this store is, and the clusters it is in charge of.
-- Times are UTC text with milliseconds: 2026-01-31T12:00:00.000Z

CREATE TABLE store_identity (
  singleton  INTEGER PRIMARY KEY CHECK (singleton = 1),
  owner      TEXT NOT NULL,
  created_at TEXT NOT NULL
) STRICT;

CREATE TABLE cluster (
  name         TEXT PRIMARY KEY,
  epoch        INTEGER NOT NULL CHECK (epoch >= 1),
  primary_node TEXT NOT NULL,
  system_id    TEXT NOT NULL,
  created_at   TEXT NOT NULL,
  updated_at   TEXT NOT NULL
) STRICT;

CREATE TABLE node (
  cluster    TEXT NOT NULL REFERENCES cluster (name) ON DELETE CASCADE,
  name       TEXT NOT NULL,
  role       TEXT NOT NULL,
  state      TEXT NOT NULL,
  timeline   INTEGER,
  lsn        TEXT,
  updated_at TEXT NOT NULL,
  PRIMARY KEY (cluster, name)
) STRICT;
