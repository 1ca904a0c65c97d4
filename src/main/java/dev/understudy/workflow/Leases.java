package dev.understudy.workflow;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.Fence;
import dev.understudy.common.UnderstudyException;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/** What others than the engine may do to leases. */
public final class Leases {
  private Leases() {}

  /**
   * For the transaction of what a run writes outside the engine's tables: a run that has lost the
   * lease and not noticed it yet changes nothing.
   *
   * @param fence of the run
   * @return throws UnderstudyException, FENCED, when the cluster's lease is not held in the fence's
   *     term
   */
  public static Consumer<Handle> held(Fence fence) {
    return handle -> {
      boolean held =
          LeaseTable.find(handle, fence.cluster())
              .filter(lease -> lease.run() != null && lease.term() == fence.term())
              .isPresent();
      if (!held) {
        throw new UnderstudyException(
            ErrorClass.FENCED,
            fence.cluster(),
            "the lease of %s is no longer held in term %d; nothing was written"
                .formatted(fence.cluster(), fence.term()),
            null,
            null);
      }
    };
  }

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
