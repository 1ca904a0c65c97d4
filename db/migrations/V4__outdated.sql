-- Clusters whose hosts know of a newer life of this store: it was restored from an older copy. Kept
-- until a take-over, since the store's own terms would grow past those of the hosts by mere trying.
CREATE TABLE outdated (
  cluster TEXT PRIMARY KEY,
  reason  TEXT NOT NULL,
  seen_at TEXT NOT NULL
) STRICT;
