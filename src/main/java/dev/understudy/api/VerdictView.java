package dev.understudy.api;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was thought of a cluster at a time.
 *
 * @param at when it was written down; it held until the next
 * @param code such as {@code host lost}
 * @param action the most that it allows: nothing, wait, alarm, start primary, failover
 * @param sentence explains it
 * @param evidence what it rested on, a sentence each
 * @param obstacles why a failover that it allows was not started by itself
 * @param candidate who would have taken over; null: nobody
 * @param behindBytes what the candidate lacked of the primary's last known position; null: unknown
 * @param refused why others could not take over, by node
 * @param started the failover that it started, or was to start; null: none
 */
public record VerdictView(
    Instant at,
    String code,
    String action,
    String sentence,
    List<String> evidence,
    List<String> obstacles,
    @Nullable String candidate,
    @Nullable Long behindBytes,
    Map<String, String> refused,
    @Nullable Start started) {

  /**
   * An automatic failover.
   *
   * @param run null when none was started
   * @param refused why none was; null when one was
   * @param acknowledged whether a person has taken note of it
   */
  public record Start(
      Instant at, @Nullable String run, @Nullable String refused, boolean acknowledged) {}
}
