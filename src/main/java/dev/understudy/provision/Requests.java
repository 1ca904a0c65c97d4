package dev.understudy.provision;

import dev.understudy.workflow.Signal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What can be asked for a cluster, as the start of the workflow that does it. */
public final class Requests {
  /** The workflow that makes standbys, which a plan is made of too. */
  public static final String PROVISION = "provision";

  /** The workflow that removes kept copies. */
  public static final String PRUNE = "prune";

  /** The input that names them. */
  public static final String COPIES = "copies";

  /** The workflow that takes base backups. */
  public static final String BACKUP = "base-backup";

  /** The input that says how much is copied: full, incremental or differential. */
  public static final String TYPE = "type";

  /** The workflow that restores backups. */
  public static final String RESTORE = "restore";

  /** The workflow that restores a backup to prove that it can be. */
  public static final String DRILL = "restore-drill";

  /** The workflow that makes a standby the primary while the primary serves. */
  public static final String SWITCHOVER = "switchover";

  /** The workflow that makes a standby the primary because the primary is lost. */
  public static final String FAILOVER = "failover";

  /** The workflow by which commits wait for fewer standbys, or none. */
  public static final String SYNC_DEGRADE = "sync-degrade";

  /** The workflow by which commits wait for more standbys. */
  public static final String SYNC_RESTORE = "sync-restore";

  private final String requestedBy;

  /**
   * @param requestedBy who asks, in words for the event log
   */
  public Requests(String requestedBy) {
    this.requestedBy = requestedBy;
  }

  public Signal provision(String cluster) {
    return start(PROVISION, cluster, Map.of());
  }

  public Signal removeNode(String cluster, String node) {
    return start("remove-node", cluster, Map.of("node", node));
  }

  public Signal copyAnew(String cluster, String node) {
    return start("copy-anew", cluster, Map.of("node", node));
  }

  public Signal detach(String cluster) {
    return start("detach", cluster, Map.of());
  }

  public Signal takeOver(String cluster) {
    return start("take-over", cluster, Map.of());
  }

  /**
   * @param copies the directories to remove, as JSON: node to list of paths
   */
  public Signal prune(String cluster, String copies) {
    return start(PRUNE, cluster, Map.of(COPIES, copies));
  }

  /**
   * @param type full, incremental or differential
   */
  public Signal backup(String cluster, String type) {
    return start(BACKUP, cluster, Map.of(TYPE, type));
  }

  /** Restores a backup into a directory. */
  public Signal restore(String cluster, Map<String, String> inputs) {
    return start(RESTORE, cluster, inputs);
  }

  /**
   * Restores the newest backup to prove that it can be.
   *
   * @param node whose host does it
   */
  public Signal drill(String cluster, String node) {
    return start(DRILL, cluster, Map.of("node", node));
  }

  /**
   * Has a primary ship what the archive lacks.
   *
   * @param node the node that is the primary now
   */
  public Signal shipMissing(String cluster, String node) {
    return start("ship-missing", cluster, Map.of("node", node));
  }

  /**
   * Makes a standby the primary, and the primary its standby.
   *
   * @param node the standby
   */
  public Signal switchover(String cluster, String node) {
    return start(SWITCHOVER, cluster, Map.of("node", node));
  }

  /**
   * Makes a standby the primary because the primary is lost. What the workflow's file says of its
   * inputs is what may be given: node, forced, data_loss, automatic (each {@code yes} or left out),
   * reason, and timeline and position, the primary's last known.
   */
  public Signal failover(String cluster, Map<String, String> inputs) {
    return start(FAILOVER, cluster, inputs);
  }

  /**
   * Makes an old primary a standby of the new one.
   *
   * @param node the old primary
   */
  public Signal rejoin(String cluster, String node) {
    return start("rejoin", cluster, Map.of("node", node));
  }

  /**
   * Changes for which standbys commits wait.
   *
   * @param standbys for any one of them; empty: for none
   * @param urgent whether commits may hang until it is done
   */
  public Signal synchronous(String cluster, List<String> standbys, boolean urgent, String reason) {
    Map<String, String> inputs = Map.of("standbys", String.join(",", standbys), "reason", reason);
    return start(urgent ? SYNC_DEGRADE : SYNC_RESTORE, cluster, inputs);
  }

  private Signal start(String workflow, String cluster, Map<String, String> more) {
    Map<String, String> inputs = new TreeMap<>(more);
    inputs.put("cluster", cluster);
    return Signal.start(workflow, cluster, inputs, requestedBy);
  }
}
