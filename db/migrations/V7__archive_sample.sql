-- What primaries were like when their archive was looked at, for what only time tells: growth, and
-- since when something has been so. Kept for two days.
CREATE TABLE archive_sample (
  cluster      TEXT NOT NULL,
  at           TEXT NOT NULL,
  system_id    TEXT NOT NULL,
  timeline     INTEGER NOT NULL,
  written      TEXT NOT NULL, -- LSN, as PostgreSQL writes it
  ready        INTEGER NOT NULL, -- segments that wait
  free         INTEGER NOT NULL, -- bytes
  segment_size INTEGER NOT NULL, -- bytes
  PRIMARY KEY (cluster, at)
) STRICT;
