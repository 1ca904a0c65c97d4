package dev.understudy.host;

/**
 * @param state where the job stands
 * @param exit its exit status when ended, else -1
 * @param doneBytes as the progress script says, -1 when it says nothing
 * @param totalBytes as the progress script says, -1 when it says nothing
 * @param tail the last lines that it printed, at most 4 KiB
 */
public record JobStatus(State state, int exit, long doneBytes, long totalBytes, String tail) {
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
