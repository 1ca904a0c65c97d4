package dev.understudy.watch;

import java.util.Map;
import java.util.OptionalInt;

/**
 * What a host says about its server, over SSH: evidence that does not depend on PostgreSQL.
 *
 * @param bootId differs after every boot
 * @param uptimeSeconds since that boot
 * @param dataDirectory empty when the host knows no cluster of the version at the port
 * @param postmaster its process id; empty when none runs in the data directory
 * @param pidFile whether postmaster.pid is there: without a postmaster a power loss left it, or one
 *     that was killed; one that ended, however quickly, takes it away, and so does systemd
 * @param processes how many processes have the data directory as their working directory: those
 *     that a killed postmaster left behind still commit
 * @param controlState what the control file says, such as {@code in production}; after a crash it
 *     is what it was before
 * @param controlTimeline of the last checkpoint; 0 when unknown
 * @param unitState what systemd says of the unit, such as {@code active/running}
 * @param unitResult such as {@code success}, {@code signal}, {@code oom-kill}
 * @param dataDisk where the data directory is
 * @param walDisk where its WAL is
 * @param mainKilled whether systemd saw the unit's last main process end by a signal
 * @param job whether systemd is about to start, stop or restart the unit
 * @param packages whether a package manager is at work
 * @param systemState what systemd says of the whole host, such as {@code running} or {@code
 *     stopping}
 * @param oomKills in the unit's control group since the unit was started
 * @param peers what came of new connections to other nodes of the cluster that did not answer the
 *     service
 */
public record HostReading(
    String bootId,
    double uptimeSeconds,
    String dataDirectory,
    OptionalInt postmaster,
    boolean pidFile,
    int processes,
    String controlState,
    int controlTimeline,
    String unitState,
    String unitResult,
    boolean mainKilled,
    boolean job,
    boolean packages,
    String systemState,
    Disk dataDisk,
    Disk walDisk,
    long oomKills,
    Map<String, Reached> peers)
    implements HostAnswer {
  public HostReading {
    peers = Map.copyOf(peers);
  }

  /**
   * A file system.
   *
   * @param freeBytes what a role other than root may still write
   * @param totalInodes 0 where it makes them as they are needed
   */
  public record Disk(long totalBytes, long freeBytes, long totalInodes, long freeInodes) {
    static final Disk UNKNOWN = new Disk(0, 0, 0, 0);

    /** Too little is left to write one more WAL segment. */
    public boolean full() {
      return totalBytes > 0 && freeBytes < SEGMENT;
    }

    private static final long SEGMENT = 16L << 20;
  }

  public boolean postmasterRuns() {
    return postmaster.isPresent();
  }
}
