-- What audits found. Times are UTC in ISO 8601 with milliseconds, so that they sort as text.

-- A fire of a schedule of checks starts no run, so it has no signal.
CREATE TABLE fire_anew (
  schedule     TEXT NOT NULL,
  scheduled_at TEXT NOT NULL, -- the time that was planned, however late it happened
  fired_at     TEXT NOT NULL,
  outcome      TEXT NOT NULL CHECK (outcome IN ('started', 'skipped', 'missed')),
  reason       TEXT NOT NULL DEFAULT '', -- why not, or why late
  signal       INTEGER REFERENCES signal (id), -- the start of a run that was asked for
  PRIMARY KEY (schedule, scheduled_at),
  CHECK (signal IS NULL OR outcome = 'started')
) STRICT;
INSERT INTO fire_anew SELECT schedule, scheduled_at, fired_at, outcome, reason, signal FROM fire;
DROP TABLE fire;
ALTER TABLE fire_anew RENAME TO fire;

CREATE TABLE finding (
  id        INTEGER PRIMARY KEY AUTOINCREMENT,
  cluster   TEXT NOT NULL,
  check_id  TEXT NOT NULL,
  node      TEXT NOT NULL DEFAULT '',  -- empty: of the whole cluster
  status    TEXT NOT NULL CHECK (status IN ('pending', 'open', 'closed')),
  severity  TEXT NOT NULL CHECK (severity IN ('WARNING', 'CRITICAL', 'UNKNOWN')),
  sentence  TEXT NOT NULL,             -- of the newest look that found it
  measures  TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(measures)),
  leaning   TEXT NOT NULL DEFAULT 'OK' -- the severity that the newest looks speak for
              CHECK (leaning IN ('OK', 'WARNING', 'CRITICAL', 'UNKNOWN')),
  looks     INTEGER NOT NULL DEFAULT 0 CHECK (looks >= 0), -- in a row that do; 0: none
  first_at  TEXT NOT NULL,             -- the first look that found it
  opened_at TEXT,
  seen_at   TEXT NOT NULL,             -- the newest look that found it
  closed_at TEXT,
  CHECK ((opened_at IS NULL) = (status = 'pending')),
  CHECK ((closed_at IS NOT NULL) = (status = 'closed'))
) STRICT;

-- There is one at a time of each check and node.
CREATE UNIQUE INDEX finding_now ON finding (cluster, check_id, node) WHERE closed_at IS NULL;
CREATE INDEX finding_closed ON finding (closed_at) WHERE closed_at IS NOT NULL;

-- The history of a finding: opened, graver, milder, closed (severity OK).
CREATE TABLE finding_change (
  finding  INTEGER NOT NULL REFERENCES finding (id) ON DELETE CASCADE,
  number   INTEGER NOT NULL,           -- from 1 without a gap
  at       TEXT NOT NULL,
  severity TEXT NOT NULL CHECK (severity IN ('OK', 'WARNING', 'CRITICAL', 'UNKNOWN')),
  sentence TEXT NOT NULL,
  PRIMARY KEY (finding, number)
) STRICT;

-- When each check was carried out last by schedule.
CREATE TABLE check_look (
  cluster  TEXT NOT NULL,
  check_id TEXT NOT NULL,
  at       TEXT NOT NULL,
  PRIMARY KEY (cluster, check_id)
) STRICT;

-- What people have said about findings: seen to (acknowledgement), not to be told (silence), or
-- work that somebody does (maintenance).
CREATE TABLE silence (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  kind     TEXT NOT NULL CHECK (kind IN ('acknowledgement', 'silence', 'maintenance')),
  cluster  TEXT NOT NULL,
  check_id TEXT NOT NULL DEFAULT '',   -- empty: every check
  node     TEXT NOT NULL DEFAULT '',   -- empty: every node, and the cluster itself
  finding  INTEGER REFERENCES finding (id) ON DELETE CASCADE, -- the one that is acknowledged
  owner    TEXT NOT NULL,
  reason   TEXT NOT NULL,
  from_at  TEXT NOT NULL,
  until_at TEXT NOT NULL,
  ended_at TEXT,                       -- before its time
  ended_by TEXT,
  CHECK ((finding IS NOT NULL) = (kind = 'acknowledgement')),
  CHECK ((ended_at IS NULL) = (ended_by IS NULL)),
  CHECK (until_at > from_at)
) STRICT;
CREATE INDEX silence_by_cluster ON silence (cluster, until_at);

-- Numbers of nodes at earlier looks, for what only time tells: growth, and standing still.
CREATE TABLE sample (
  cluster TEXT NOT NULL,
  node    TEXT NOT NULL,
  name    TEXT NOT NULL,
  at      TEXT NOT NULL,
  value   INTEGER NOT NULL,
  PRIMARY KEY (cluster, node, name, at)
) STRICT;
