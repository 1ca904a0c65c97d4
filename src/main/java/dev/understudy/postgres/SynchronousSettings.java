package dev.understudy.postgres;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * By what a primary's commits wait until one of some standbys has them on its disk. The file is on
 * the primary alone: a standby that becomes the primary waits for nobody until it is told to.
 */
public final class SynchronousSettings {
  private static final String HEADER =
      """
      # Managed by Understudy, which changes it while it runs: for which standbys a commit waits. It
      # names none while there is none that streams. See "mode" under "replication" in understudy.yaml.
      """;

  private SynchronousSettings() {}

  /**
   * The value of synchronous_standby_names.
   *
   * @param standbys application names, of which any one is waited for; empty: for nobody
   */
  public static String names(Dialect dialect, Collection<String> standbys) {
    if (standbys.isEmpty()) {
      return "";
    }
    String names = standbys.stream().map(Sql::identifier).collect(Collectors.joining(", "));
    return (dialect.has(Capability.QUORUM_SYNC) ? "ANY 1 (" : "1 (") + names + ")";
  }

  /**
   * The content of the file.
   *
   * @param raised whether it also has to say that commits wait at all
   */
  public static String render(Dialect dialect, Collection<String> standbys, boolean raised) {
    return HEADER
        + ConfValue.line("synchronous_standby_names", names(dialect, standbys))
        + (raised ? ConfValue.line("synchronous_commit", "on") : "");
  }

  /** One row: names and commit, as a new session has them. */
  public static String current() {
    return "SELECT current_setting('synchronous_standby_names') AS names,"
        + " current_setting('synchronous_commit') AS commit";
  }

  /** Whether a commit waits until the standby has it on its disk, by synchronous_commit. */
  public static boolean waits(String commit) {
    return commit.equals("on") || commit.equals("remote_apply");
  }

  /** SELECT of one boolean: a new session has the setting, as every process is told to. */
  public static String inForce(Dialect dialect, Collection<String> standbys) {
    return "SELECT current_setting('synchronous_standby_names') = "
        + Sql.literal(names(dialect, standbys))
        + (standbys.isEmpty()
            ? ""
            : " AND current_setting('synchronous_commit') IN ('on', 'remote_apply')");
  }

  /**
   * SELECT of the checkpointer's process while it rests where it has read all that it was told to.
   * Whether commits wait at all is what it tells the other processes when it reads the setting
   * (SyncRepUpdateSyncStandbysDefined), which may be late. Empty where it cannot be asked: then the
   * end of a checkpoint is the sign.
   */
  public static String restingCheckpointer(Dialect dialect) {
    return dialect.has(Capability.CHECKPOINTER_RESTS)
        ? "SELECT pid FROM pg_stat_activity WHERE backend_type = 'checkpointer'"
            + " AND wait_event IN ('CheckpointerMain', 'CheckpointWriteDelay')"
        : "";
  }

  /** Ends the connections of all other standbys, which may go by an older setting still. */
  public static String endOthers(Collection<String> standbys) {
    String names = standbys.stream().map(Sql::literal).collect(Collectors.joining(", "));
    return "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_replication"
        + " WHERE application_name NOT IN ("
        + names
        + ") AND sync_state <> 'async'";
  }

  /** SELECT of one boolean: one of the standbys is waited for and has all up to a position. */
  public static String confirmed(Dialect dialect, List<String> standbys, String position) {
    String names = standbys.stream().map(Sql::literal).collect(Collectors.joining(", "));
    return "SELECT EXISTS (SELECT FROM pg_stat_replication WHERE state = 'streaming'"
        + " AND sync_state IN ('sync', 'quorum') AND application_name IN ("
        + names
        + ") AND "
        + dialect.lsnColumn("flush")
        + " >= "
        + Sql.literal(position)
        + ") AS confirmed";
  }
}
