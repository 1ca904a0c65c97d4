package dev.understudy.workflow;

/**
 * How far long work has come.
 *
 * @param done bytes (or items) done
 * @param total bytes (or items) in all, -1 when unknown
 * @param unit {@code bytes}, or what is counted
 * @param note one line for a person, may be empty
 */
public record Progress(long done, long total, String unit, String note) {
  public static Progress bytes(long done, long total, String note) {
    return new Progress(done, total, "bytes", note);
  }
}
