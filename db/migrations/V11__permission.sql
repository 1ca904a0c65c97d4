-- Which node of a cluster may have a permission to be primary, where it is fenced by lease.
CREATE TABLE permission (
  cluster    TEXT PRIMARY KEY REFERENCES cluster (name) ON DELETE CASCADE,
  node       TEXT NOT NULL,
  epoch      INTEGER NOT NULL,
  generation INTEGER NOT NULL, -- grows with each life of the service and each withdrawal; hosts refuse older ones
  unlimited  INTEGER NOT NULL CHECK (unlimited IN (0, 1)), -- one without an end may be out
  ended      INTEGER NOT NULL CHECK (ended IN (0, 1)),     -- no more renewals
  vouchers   TEXT NOT NULL CHECK (json_valid(vouchers)),   -- all nodes whose vouch its host may count
  list       INTEGER NOT NULL, -- the number of the newest list of vouchers
  enforced   INTEGER NOT NULL CHECK (enforced IN (0, 1)),  -- the node said so at last
  updated_at TEXT NOT NULL
) STRICT;
