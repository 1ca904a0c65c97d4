-- What people are told. A delivery is a row until it has arrived, so that no restart loses one.
-- Times are UTC in ISO 8601 with milliseconds.

CREATE TABLE notification (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  cluster  TEXT NOT NULL,
  subject  TEXT NOT NULL,     -- what it is about; the next one on the same subject follows this one
  severity TEXT NOT NULL CHECK (severity IN ('ok', 'warning', 'critical', 'unknown')),
  sentence TEXT NOT NULL,
  remedy   TEXT NOT NULL DEFAULT '',
  at       TEXT NOT NULL
) STRICT;

CREATE INDEX notification_subject ON notification (cluster, subject, id);

CREATE TABLE delivery (
  notification INTEGER NOT NULL REFERENCES notification (id) ON DELETE CASCADE,
  channel      TEXT NOT NULL, -- by its name in the configuration
  state        TEXT NOT NULL CHECK (state IN ('waiting', 'delivered', 'given up')),
  attempts     INTEGER NOT NULL DEFAULT 0,
  next_at      TEXT NOT NULL, -- not to be tried before
  ended_at     TEXT,
  failure      TEXT NOT NULL DEFAULT '', -- of the last attempt
  PRIMARY KEY (notification, channel),
  CHECK ((ended_at IS NULL) = (state = 'waiting'))
) STRICT;

CREATE INDEX delivery_waiting ON delivery (channel, next_at) WHERE state = 'waiting';
