package dev.understudy.audit;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a person has said about findings.
 *
 * @param check empty: every check
 * @param node empty: every node, and the cluster itself
 * @param finding the one that is acknowledged; null for other kinds
 * @param owner who said so, or does the work
 * @param until when it ends by itself
 * @param ended when it was ended before its time; null when it was not
 */
public record Silence(
    long id,
    Kind kind,
    String cluster,
    String check,
    String node,
    @Nullable Long finding,
    String owner,
    String reason,
    Instant from,
    Instant until,
    @Nullable Instant ended) {
  /** Why findings are not told. */
  public enum Kind {
    /** Somebody sees to this one; over when it closes or gets graver. */
    ACKNOWLEDGEMENT,
    /** Findings of this kind are not to be told. */
    SILENCE,
    /** Work on a node, or on the whole cluster, that brings findings about. */
    MAINTENANCE;

    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Kind of(String label) {
      return valueOf(label.toUpperCase(Locale.ROOT));
    }
  }

  /** Whether it holds at a moment. */
  public boolean holds(Instant now) {
    return ended == null && !now.isBefore(from) && now.isBefore(until);
  }

  /** Whether it is about a finding, whenever that is. */
  public boolean covers(StoredFinding other) {
    if (finding != null) {
      return finding == other.id();
    }
    return cluster.equals(other.cluster())
        && (check.isEmpty() || check.equals(other.key().check()))
        && (node.isEmpty() || node.equals(other.key().node()));
  }
}
