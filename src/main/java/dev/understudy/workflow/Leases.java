package dev.understudy.workflow;

import org.jdbi.v3.core.Handle;

/** What others than the engine may do to leases. */
public final class Leases {
  private Leases() {}

  /**
   * Makes the next term of a cluster greater than this one: hosts that have seen a term refuse
   * every smaller one, so a store that takes them over has to count on from theirs.
   */
  public static void countFrom(Handle handle, String cluster, long term) {
    handle
        .createUpdate(
            """
            INSERT INTO lease (scope, run, holder, reason, expires_at, term)
            VALUES (:scope, NULL, NULL, 'counted on from the hosts', NULL, :term)
            ON CONFLICT (scope) DO UPDATE SET term = max(term, :term)
            """)
        .bind("scope", cluster)
        .bind("term", term)
        .execute();
  }
}
