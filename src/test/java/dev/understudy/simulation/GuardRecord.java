package dev.understudy.simulation;

import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;

/** What a machine's guard is and knows. */
final class GuardRecord implements Serializable {
  /** The newest authority seen for a cluster. */
  record Seen(String owner, long epoch, long term) implements Serializable {
    boolean newerThan(Seen other) {
      return epoch > other.epoch || (epoch == other.epoch && term > other.term);
    }
  }

  final Map<String, Seen> seen = new TreeMap<>();
  byte[] program = new byte[0];

  boolean installed() {
    return program.length > 0;
  }
}
