package dev.understudy.store;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A process that holds a lock or a lease, named so that it is never mistaken for another one.
 *
 * @param machineId which machine and, on it, which space of process ids
 * @param bootId which boot of that machine
 * @param processStart when the process started, in the machine's own ticks; only ever compared
 */
public record Holder(String machineId, String bootId, long pid, long processStart) {
  private static final Pattern TEXT = Pattern.compile("([^/]+)/([^/]+)/(\\d+)/(-?\\d+)");

  /** This process. */
  public static Holder current() {
    return ProcessFacts.current();
  }

  /**
   * The holder that {@link #toString} wrote.
   *
   * @throws IllegalArgumentException for any other text
   */
  public static Holder parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not a holder: " + text);
    }
    return new Holder(
        matcher.group(1),
        matcher.group(2),
        Long.parseLong(matcher.group(3)),
        Long.parseLong(matcher.group(4)));
  }

  /**
   * Whether the process has certainly ended: it ran on this machine, and the machine has booted
   * since, or no process has that id, or another one has it now. False means only that there is no
   * proof.
   */
  public boolean provablyGone() {
    Holder here = current();
    if (!machineId.equals(here.machineId)) {
      return false;
    }
    return !bootId.equals(here.bootId) || ProcessFacts.gone(pid, processStart);
  }

  /** The form stored in leases and read by {@link #parse}. */
  @Override
  public String toString() {
    return machineId + "/" + bootId + "/" + pid + "/" + processStart;
  }
}
