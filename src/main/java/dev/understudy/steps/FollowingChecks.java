package dev.understudy.steps;

import dev.understudy.postgres.FileSetting;
import dev.understudy.postgres.PgCluster;
import dev.understudy.postgres.ReadOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Whether a standby would follow what Understudy tells it to follow. Pure. */
final class FollowingChecks {
  private static final Set<String> NAMES =
      Set.of(
          "primary_conninfo",
          "primary_slot_name",
          "recovery_target",
          "recovery_target_lsn",
          "recovery_target_name",
          "recovery_target_time",
          "recovery_target_xid",
          "promote_trigger_file");

  private FollowingChecks() {}

  /**
   * What is set where it wins over Understudy's file. ALTER SYSTEM's file lies in the data
   * directory, so base backups hand it on to every standby. Values are not shown: a connection may
   * have a password in it.
   *
   * @param order in which the node's server reads its files
   * @param archive whether standbys are told to restore from an archive
   */
  static List<Problem> overrides(
      String node, PgCluster cluster, ReadOrder order, List<FileSetting> files, boolean archive) {
    List<Problem> problems = new ArrayList<>();
    for (FileSetting entry : files) {
      boolean timeline =
          entry.name().equals("recovery_target_timeline") && !entry.value().equals("latest");
      boolean restore = archive && entry.name().equals("restore_command");
      if ((timeline || restore || NAMES.contains(entry.name()))
          && order.later(entry, cluster.standbySettingsFile())) {
        boolean system = entry.file().endsWith("/postgresql.auto.conf");
        problems.add(
            new Problem(
                node,
                "%s is set in %s:%d, which overrides what standbys are told to follow"
                    .formatted(entry.name(), entry.file(), entry.line()),
                system ? "ALTER SYSTEM RESET " + entry.name() : "remove the line"));
      }
    }
    return problems;
  }

  /**
   * Whether a running standby of this system follows somebody else.
   *
   * @param followed the host that it streams from
   * @param followedAddresses what that name stands for, empty when unknown
   * @param primaryAddresses of the node that is the primary
   * @param seen whether the primary has a sender that serves this standby
   */
  static Optional<Problem> upstream(
      String node,
      String followed,
      Set<String> followedAddresses,
      String primary,
      Set<String> primaryAddresses,
      boolean seen) {
    boolean same = followedAddresses.stream().anyMatch(primaryAddresses::contains);
    boolean unknown = followed.isEmpty() || followedAddresses.isEmpty();
    if (seen || same || unknown) {
      return Optional.empty();
    }
    return Optional.of(
        new Problem(
            node,
            "follows " + followed + ", not the primary " + primary,
            "make it follow the primary, or find out which node is the true primary"));
  }
}
