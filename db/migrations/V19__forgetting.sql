-- The runs that are about to go for good, within one transaction; empty outside of it.
CREATE TABLE forgetting (
  run TEXT PRIMARY KEY
) STRICT;

CREATE TRIGGER only_ended_runs_go BEFORE INSERT ON forgetting
WHEN (SELECT status FROM run WHERE id = new.run) NOT IN ('done', 'failed', 'cancelled')
BEGIN
  SELECT RAISE(ABORT, 'a run that has not ended is kept');
END;

DROP TRIGGER event_is_not_deleted;

CREATE TRIGGER event_is_not_deleted BEFORE DELETE ON event
WHEN NOT EXISTS (SELECT 1 FROM forgetting WHERE run = old.run)
BEGIN
  SELECT RAISE(ABORT, 'events are only appended');
END;

CREATE INDEX run_by_end ON run (ended_at);
