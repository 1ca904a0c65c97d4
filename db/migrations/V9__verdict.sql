-- What was thought of clusters, and what was done about it. Times are UTC text with milliseconds.

-- One row for every change of a verdict, with what it rested on.
CREATE TABLE verdict (
  id        INTEGER PRIMARY KEY AUTOINCREMENT,
  cluster   TEXT NOT NULL,
  at        TEXT NOT NULL,
  code      TEXT NOT NULL,
  action    TEXT NOT NULL,
  primary_node TEXT NOT NULL,             -- as registered; empty: none
  sentence  TEXT NOT NULL,
  evidence  TEXT NOT NULL CHECK (json_valid(evidence)),  -- sentences
  obstacles TEXT NOT NULL CHECK (json_valid(obstacles)), -- to a failover by itself: sentences
  candidate TEXT NOT NULL,                -- who would have taken over; empty: nobody
  behind    INTEGER,                      -- bytes that it lacked; null: not known
  refused   TEXT NOT NULL CHECK (json_valid(refused))    -- the others, by name: why not
) STRICT;
CREATE INDEX verdict_of_cluster ON verdict (cluster, at);

-- A failover that a verdict started, or was to start.
CREATE TABLE failover_start (
  verdict         INTEGER PRIMARY KEY REFERENCES verdict (id),
  cluster         TEXT NOT NULL,
  at              TEXT NOT NULL,
  run             TEXT,                   -- null: none was started
  refused         TEXT NOT NULL DEFAULT '', -- why none was
  acknowledged_at TEXT,
  acknowledged_by TEXT
) STRICT;
CREATE INDEX failover_start_of_cluster ON failover_start (cluster, at);

-- When somebody watched: without that, silence in the table of verdicts says nothing.
CREATE TABLE watch_span (
  cluster  TEXT NOT NULL,
  from_at  TEXT NOT NULL,
  until_at TEXT NOT NULL,
  PRIMARY KEY (cluster, from_at)
) STRICT;

-- The last position that each primary was seen at, for a service that starts during an outage.
CREATE TABLE primary_seen (
  cluster   TEXT PRIMARY KEY,
  at        TEXT NOT NULL,
  system_id TEXT NOT NULL,
  timeline  INTEGER NOT NULL,
  lsn       TEXT NOT NULL
) STRICT;
