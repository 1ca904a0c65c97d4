package dev.understudy.postgres;

/** A primary that has no sender left for one more replication connection. */
public final class WalSenders {
  /** What every version says of it, source: InitWalSenderProcess of PostgreSQL. */
  public static final String EXHAUSTED = "requested standby connections exceeds";

  /** A base backup that streams its WAL takes two senders, a standby one. */
  public static final String REMEDY =
      "a base backup takes two senders: end other replication connections (pg_stat_replication on"
          + " the primary), or raise max_wal_senders under settings, which needs a restart";

  private WalSenders() {}
}
