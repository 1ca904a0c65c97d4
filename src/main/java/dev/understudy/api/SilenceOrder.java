package dev.understudy.api;

import java.time.Instant;
import java.util.Optional;

/** A person's wish that findings are not told for some time. */
public sealed interface SilenceOrder {
  String cluster();

  /** Who wants it, or does the work; empty: whoever gives the command. */
  Optional<String> owner();

  String reason();

  Instant until();

  /**
   * Somebody sees to an open finding.
   *
   * @param check its id
   * @param node empty: all findings of the check
   */
  record Acknowledge(
      String cluster,
      String check,
      Optional<String> node,
      Optional<String> owner,
      String reason,
      Instant until)
      implements SilenceOrder {}

  /**
   * Findings are not told, those too that are still to come.
   *
   * @param check empty: of every check
   * @param node empty: of every node, and of the cluster itself
   */
  record Silence(
      String cluster,
      Optional<String> check,
      Optional<String> node,
      Optional<String> owner,
      String reason,
      Instant until)
      implements SilenceOrder {}

  /**
   * Somebody works on a node, or on the whole cluster.
   *
   * @param node empty: the whole cluster
   */
  record Maintenance(
      String cluster, Optional<String> node, Optional<String> owner, String reason, Instant until)
      implements SilenceOrder {}
}
