package dev.understudy.api;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Why a failover happened or did not, and what would happen now.
 *
 * @param at the time that is explained
 * @param watched whether a service watched the cluster then
 * @param summary the answer in a sentence
 * @param verdict the one that held then; null when none was written down
 * @param before the changes of the ten minutes before, oldest first
 * @param prospect what would happen if the primary were lost now; null for another time
 */
public record Explanation(
    String cluster,
    Instant at,
    boolean watched,
    String summary,
    @Nullable VerdictView verdict,
    List<VerdictView> before,
    @Nullable Prospect prospect) {

  /**
   * What would happen if the primary were lost at this moment.
   *
   * @param summary in a sentence
   * @param candidate who would take over; null: nobody
   * @param behindBytes what it lacks of the primary's position; null: unknown
   * @param refused why others could not, by node
   * @param obstacles why nothing would happen by itself
   * @param fencing the configured ways, and what each needs
   */
  public record Prospect(
      String summary,
      @Nullable String candidate,
      @Nullable Long behindBytes,
      Map<String, String> refused,
      List<String> obstacles,
      List<Fencing> fencing) {}

  /**
   * A way of fencing.
   *
   * @param method ssh, lease or command
   * @param needs what its proof needs
   */
  public record Fencing(String method, String needs) {}
}
