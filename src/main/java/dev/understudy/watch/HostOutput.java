package dev.understudy.watch;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.UnderstudyException;
import dev.understudy.watch.HostReading.Disk;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

/** Reads the lines {@code key=value} that a look at a host prints. */
final class HostOutput {
  /** CLD_KILLED and CLD_DUMPED of waitid(2). */
  private static final String BY_SIGNAL = "[23]";

  private static final String PEER = "peer ";

  private HostOutput() {}

  /**
   * @throws UnderstudyException UNKNOWN when the output is none of a look
   */
  static HostReading read(String dataDirectory, String output) {
    Map<String, String> values = new HashMap<>();
    for (String line : output.lines().toList()) {
      int equals = line.indexOf('=');
      if (equals > 0) {
        values.put(line.substring(0, equals), line.substring(equals + 1).strip());
      }
    }
    try {
      return new HostReading(
          values.getOrDefault("boot_id", ""),
          Double.parseDouble(values.getOrDefault("uptime", "")),
          dataDirectory,
          values.containsKey("postmaster")
              ? OptionalInt.of(Integer.parseInt(values.get("postmaster")))
              : OptionalInt.empty(),
          values.containsKey("pid_file"),
          Integer.parseInt(values.getOrDefault("processes", "0")),
          values.getOrDefault("control_state", ""),
          Integer.parseInt(values.getOrDefault("control_timeline", "0")),
          values.getOrDefault("ActiveState", "") + "/" + values.getOrDefault("SubState", ""),
          values.getOrDefault("Result", ""),
          values.getOrDefault("ExecMainCode", "").matches(BY_SIGNAL),
          !values.getOrDefault("Job", "").matches("0?"),
          values.containsKey("packages"),
          values.getOrDefault("system", ""),
          disk(values.getOrDefault("data_disk", "")),
          disk(values.getOrDefault("wal_disk", "")),
          Long.parseLong(values.getOrDefault("oom_kills", "0")),
          peers(values));
    } catch (NumberFormatException e) {
      throw new UnderstudyException(
          ErrorClass.UNKNOWN, "host", "its answer makes no sense: " + e.getMessage(), null, e);
    }
  }

  private static Map<String, Reached> peers(Map<String, String> values) {
    Map<String, Reached> peers = new HashMap<>();
    values.forEach(
        (key, word) -> {
          if (key.startsWith(PEER)) {
            Reached.of(word).ifPresent(reached -> peers.put(key.substring(PEER.length()), reached));
          }
        });
    return peers;
  }

  /** Block size, blocks, those available, inodes, free ones. */
  private static Disk disk(String words) {
    String[] all = words.split(" ");
    if (all.length != 5) {
      return Disk.UNKNOWN;
    }
    long block = Long.parseLong(all[0]);
    return new Disk(
        block * Long.parseLong(all[1]),
        block * Long.parseLong(all[2]),
        Long.parseLong(all[3]),
        Long.parseLong(all[4]));
  }
}
