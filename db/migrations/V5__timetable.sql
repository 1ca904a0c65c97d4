-- What happens by schedule. Times are UTC in ISO 8601 with milliseconds, so that they sort as text.

CREATE TABLE schedule (
  id         TEXT PRIMARY KEY,
  cluster    TEXT NOT NULL,
  definition TEXT NOT NULL,   -- when and what, in words; another one begins to count anew
  next_at    TEXT             -- when it fires next; null when it never does again
) STRICT;

-- Each time of a schedule happens once, whichever alarm, recovery or start it was found by.
CREATE TABLE fire (
  schedule     TEXT NOT NULL,
  scheduled_at TEXT NOT NULL, -- the time that was planned, however late it happened
  fired_at     TEXT NOT NULL,
  outcome      TEXT NOT NULL CHECK (outcome IN ('started', 'skipped', 'missed')),
  reason       TEXT NOT NULL DEFAULT '', -- why not, or why late
  signal       INTEGER REFERENCES signal (id), -- the start that was asked for
  PRIMARY KEY (schedule, scheduled_at),
  CHECK ((signal IS NOT NULL) = (outcome = 'started'))
) STRICT;
