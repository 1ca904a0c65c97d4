-- How far standbys were behind, once a minute while a service watched: what the charts are drawn from.
CREATE TABLE lag_sample (
  cluster TEXT NOT NULL,
  node    TEXT NOT NULL,
  at      TEXT NOT NULL,
  bytes   INTEGER NOT NULL, -- of WAL that the primary had written and the standby had not replayed
  PRIMARY KEY (cluster, node, at)
) STRICT, WITHOUT ROWID;
CREATE INDEX lag_sample_by_time ON lag_sample (at);
