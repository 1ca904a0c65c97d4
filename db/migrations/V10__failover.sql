-- Changes of a cluster's primary: which one was replaced by which node, on which proof. One row for
-- each run that is to make one; what a step has found out is what the later ones go by.
CREATE TABLE failover (
  run         TEXT PRIMARY KEY REFERENCES run (id),
  cluster     TEXT NOT NULL,
  epoch       INTEGER NOT NULL,             -- the cluster's, before
  old_primary TEXT NOT NULL,
  timeline    INTEGER NOT NULL,             -- that it was last known to write; 0: not known
  position    TEXT NOT NULL,                -- its last known position; empty: not known
  begun_at    TEXT NOT NULL,
  fencing     TEXT CHECK (json_valid(fencing)),   -- by method: its proof, or why there is none
  -- The method that proved; forced: a person's word; switchover: it was shut down in order.
  proof       TEXT,
  proved_at   TEXT,
  candidate   TEXT,
  choice      TEXT CHECK (json_valid(choice)),    -- why this one, and why not the others
  salvage     TEXT CHECK (json_valid(salvage)),   -- what was rescued of the old primary's WAL
  asked_at    TEXT,                         -- when the candidate was told to be the primary
  ended_at    TEXT,                         -- when the store knew the new primary
  told_at     TEXT,                         -- when the hook after_promote was told
  CHECK ((proof IS NULL) = (proved_at IS NULL))
) STRICT;

CREATE INDEX failover_by_cluster ON failover (cluster, begun_at);
