-- The engine's tables. Times are UTC in ISO 8601 with milliseconds, so that they sort as text.

CREATE TABLE definition (
  hash      TEXT PRIMARY KEY,          -- SHA-256 of the text
  name      TEXT NOT NULL,
  source    TEXT NOT NULL,             -- the file it came from
  text      TEXT NOT NULL,
  stored_at TEXT NOT NULL
) STRICT;

CREATE TRIGGER definition_is_immutable BEFORE UPDATE ON definition
BEGIN
  SELECT RAISE(ABORT, 'a definition never changes');
END;

CREATE TABLE run (
  id           TEXT PRIMARY KEY,
  cluster      TEXT NOT NULL,
  workflow     TEXT NOT NULL,
  definition   TEXT NOT NULL REFERENCES definition (hash),
  inputs       TEXT NOT NULL CHECK (json_valid(inputs)),
  urgency      TEXT NOT NULL CHECK (urgency IN ('routine', 'urgent')),
  mutates      INTEGER NOT NULL CHECK (mutates IN (0, 1)),
  status       TEXT NOT NULL CHECK (status IN
                 ('pending', 'running', 'waiting', 'paused', 'done', 'failed', 'cancelled')),
  intent       TEXT NOT NULL DEFAULT 'complete' CHECK (intent IN ('complete', 'pause', 'cancel')),
  reason       TEXT NOT NULL DEFAULT '',  -- why it is in this status
  remedy       TEXT NOT NULL DEFAULT '',  -- what a person can do about it
  preempted_by TEXT REFERENCES run (id),  -- the more urgent run that it waits for
  term         INTEGER NOT NULL DEFAULT 0, -- of the lease it was last worked on under
  requested_by TEXT NOT NULL,
  created_at   TEXT NOT NULL,
  started_at   TEXT,
  ended_at     TEXT,
  CHECK (preempted_by IS NULL OR status IN ('waiting', 'paused'))
) STRICT;

CREATE INDEX run_by_status ON run (status, cluster);
CREATE INDEX run_by_cluster ON run (cluster, id);

CREATE TABLE step (
  run           TEXT NOT NULL REFERENCES run (id),
  id            TEXT NOT NULL,
  node          TEXT NOT NULL,
  position      INTEGER NOT NULL,          -- of the step in the workflow, from 0
  node_position INTEGER NOT NULL,          -- of the node in the step, from 0
  uses          TEXT NOT NULL,
  status        TEXT NOT NULL CHECK (status IN
                  ('pending', 'running', 'waiting', 'paused', 'unknown', 'done', 'satisfied',
                   'skipped', 'failed', 'cancelled')),
  attempts      INTEGER NOT NULL DEFAULT 0, -- the number of the newest attempt to apply
  failures      INTEGER NOT NULL DEFAULT 0, -- counted against retry.attempts
  term          INTEGER NOT NULL DEFAULT 0, -- of the lease it was last worked on under
  not_before    TEXT,                       -- when a delayed retry is due
  clock_from    TEXT,                       -- when the limit for the whole step began to count
  undoing       INTEGER NOT NULL DEFAULT 0 CHECK (undoing IN (0, 1)),
  timed_out     TEXT CHECK (timed_out IN ('start', 'attempt', 'no_progress', 'step')),
  evidence      TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(evidence)),
  error_class   TEXT,
  error         TEXT,
  remedy        TEXT,
  reason        TEXT NOT NULL DEFAULT '',   -- why it was skipped
  started_at    TEXT,
  ended_at      TEXT,
  PRIMARY KEY (run, id, node)
) STRICT;

-- With status and term, so that the front of a long run is found without reading its rows.
CREATE INDEX step_in_order ON step (run, position, node_position, status, term);

CREATE TABLE attempt (
  seq         INTEGER PRIMARY KEY AUTOINCREMENT,
  run         TEXT NOT NULL,
  step        TEXT NOT NULL,
  node        TEXT NOT NULL,
  number      INTEGER NOT NULL CHECK (number >= 1),
  phase       TEXT NOT NULL CHECK (phase IN ('probe', 'apply', 'verify', 'undo')),
  term        INTEGER NOT NULL,
  started_at  TEXT NOT NULL,
  ended_at    TEXT,
  outcome     TEXT CHECK (outcome IN ('done', 'failed', 'unknown')),
  error_class TEXT,
  error       TEXT,
  remedy      TEXT,
  evidence    TEXT CHECK (evidence IS NULL OR json_valid(evidence)),
  progress    TEXT CHECK (progress IS NULL OR json_valid(progress)),
  progress_at TEXT,
  FOREIGN KEY (run, step, node) REFERENCES step (run, id, node),
  CHECK ((ended_at IS NULL) = (outcome IS NULL))
) STRICT;

CREATE INDEX attempt_by_step ON attempt (run, step, node);

CREATE TABLE event (
  seq         INTEGER PRIMARY KEY AUTOINCREMENT,
  run         TEXT NOT NULL REFERENCES run (id),
  number      INTEGER NOT NULL,           -- within the run, from 1 without a gap
  cluster     TEXT NOT NULL,
  step        TEXT,
  node        TEXT,
  kind        TEXT NOT NULL,
  from_status TEXT,
  to_status   TEXT,
  text        TEXT NOT NULL,
  term        INTEGER NOT NULL,
  at          TEXT NOT NULL,
  UNIQUE (run, number)
) STRICT;

CREATE TRIGGER event_is_not_changed BEFORE UPDATE ON event
BEGIN
  SELECT RAISE(ABORT, 'events are only appended');
END;

CREATE TRIGGER event_is_not_deleted BEFORE DELETE ON event
BEGIN
  SELECT RAISE(ABORT, 'events are only appended');
END;

CREATE TABLE lease (
  scope      TEXT PRIMARY KEY,            -- the cluster, or cluster/run for a run that only reads
  run        TEXT REFERENCES run (id),    -- null when nobody holds it
  holder     TEXT,
  reason     TEXT NOT NULL,
  expires_at TEXT,
  term       INTEGER NOT NULL CHECK (term >= 1), -- grows by one at every acquisition
  CHECK ((run IS NULL) = (holder IS NULL) AND (run IS NULL) = (expires_at IS NULL))
) STRICT;

CREATE TRIGGER lease_term_never_shrinks BEFORE UPDATE ON lease WHEN new.term < old.term
BEGIN
  SELECT RAISE(ABORT, 'the term of a lease never shrinks');
END;

CREATE TABLE signal (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  kind         TEXT NOT NULL CHECK (kind IN
                 ('start', 'pause', 'resume', 'cancel', 'retry', 'skip')),
  run          TEXT,
  cluster      TEXT,
  payload      TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(payload)),
  requested_by TEXT NOT NULL,
  requested_at TEXT NOT NULL,
  handled_at   TEXT,
  result       TEXT CHECK (result IS NULL OR json_valid(result)),
  CHECK ((handled_at IS NULL) = (result IS NULL))
) STRICT;

CREATE INDEX signal_unhandled ON signal (id) WHERE handled_at IS NULL;
