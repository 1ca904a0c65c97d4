-- Clusters whose commits wait for a standby: what an acknowledged commit is known to be safe on. It
-- says less than is true at every moment: taken back before the primary is told to wait for fewer,
-- and given only once the primary waits and a standby has all that was written before that.
CREATE TABLE synchronous (
  cluster    TEXT PRIMARY KEY REFERENCES cluster (name) ON DELETE CASCADE,
  epoch      INTEGER NOT NULL, -- of the cluster; with another primary it means nothing
  -- Every acknowledged commit is on one of them at least; none: nobody can be promoted without loss.
  confirmers TEXT NOT NULL CHECK (json_valid(confirmers)),
  position   TEXT NOT NULL,    -- of the primary when it began to be so; empty: not known
  reason     TEXT NOT NULL,
  since      TEXT NOT NULL     -- UTC in ISO 8601 with milliseconds
) STRICT;
