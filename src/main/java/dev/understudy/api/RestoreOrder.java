package dev.understudy.api;

/**
 * What to restore, and where to.
 *
 * @param node the node whose host it is
 * @param directory of that host, absent or empty
 * @param to what the target is: {@code end} of the archive, {@code time}, {@code lsn} or {@code
 *     name} of a restore point
 * @param value the target; empty for the end
 * @param set the label of the backup; empty: the best one
 * @param port what the restored server's socket is called after
 * @param paused whether it is left in recovery where it stopped
 * @param keep whether the restored server is left running
 */
public record RestoreOrder(
    String cluster,
    String node,
    String directory,
    String to,
    String value,
    String set,
    int port,
    boolean paused,
    boolean keep) {}
