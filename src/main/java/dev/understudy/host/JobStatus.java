package dev.understudy.host;

/**
 * @param state where the job stands
 * @param exit its exit status when ended, else -1
 * @param done as the progress script says: bytes where there is a total, else the seconds that it
 *     waited; -1 when it says nothing
 * @param totalBytes as the progress script says, -1 when it says nothing
 * @param note what it does or waits for, in words from the host; may be empty
 * @param tail the last lines that it printed, at most 4 KiB
 */
public record JobStatus(
    State state, int exit, long done, long totalBytes, String note, String tail) {
  /** Where a job stands. */
  public enum State {
    /** No job has that id on this host. */
    ABSENT,
    RUNNING,
    ENDED,
    /** Started, but neither running nor ended in order: killed, or the host lost power. */
    LOST
  }

  public boolean succeeded() {
    return state == State.ENDED && exit == 0;
  }
}
