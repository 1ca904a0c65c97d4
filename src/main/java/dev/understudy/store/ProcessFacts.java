package dev.understudy.store;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** What the operating system says about machine, boot and processes. */
final class ProcessFacts {
  private static final String UNKNOWN = "unknown";
  private static final int START_FIELD = 19; // field 22 of /proc/<pid>/stat; 3 is the first here

  private ProcessFacts() {}

  static Holder current() {
    long pid = ProcessHandle.current().pid();
    String boot = line(Path.of("/proc/sys/kernel/random/boot_id")).orElse(UNKNOWN);
    return new Holder(machine(boot), boot, pid, start(pid).orElse(0L));
  }

  /** Whether no process has the id any more, or only its remains, or one that started later. */
  static boolean gone(long pid, long processStart) {
    if (ProcessHandle.of(pid).isEmpty()) {
      return true;
    }
    Optional<String[]> stat = stat(pid);
    if (stat.isPresent() && (stat.get()[0].equals("Z") || stat.get()[0].equals("X"))) {
      return true;
    }
    return start(pid).map(started -> started != processStart).orElse(false);
  }

  /**
   * Without a machine id the boot id takes its place: then another boot counts as another machine,
   * of which nothing can be proved. Containers share the machine's ids but not its processes, so
   * the space of process ids belongs to the name.
   */
  private static String machine(String boot) {
    String id =
        line(Path.of("/etc/machine-id"))
            .filter(text -> text.matches("[0-9a-f]{32}"))
            .orElseGet(() -> boot.equals(UNKNOWN) ? hostName() : "boot-" + boot);
    return id + pidNamespace();
  }

  private static String pidNamespace() {
    try {
      String link = Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
      return "+" + link.replaceAll("[^0-9]", "");
    } catch (IOException | UnsupportedOperationException e) {
      return "";
    }
  }

  private static String hostName() {
    try {
      return "host-" + InetAddress.getLocalHost().getHostName().replace('/', '_');
    } catch (UnknownHostException e) {
      return UNKNOWN;
    }
  }

  private static Optional<Long> start(long pid) {
    Optional<String[]> stat = stat(pid);
    if (stat.isPresent()) {
      return Optional.of(Long.parseLong(stat.get()[START_FIELD]));
    }
    return ProcessHandle.of(pid).flatMap(p -> p.info().startInstant()).map(Instant::toEpochMilli);
  }

  /** The fields after the program's name, which itself may hold blanks and parentheses. */
  private static Optional<String[]> stat(long pid) {
    return line(Path.of("/proc/" + pid + "/stat"))
        .map(text -> text.substring(text.lastIndexOf(')') + 1).trim().split(" "));
  }

  private static Optional<String> line(Path file) {
    try {
      return Files.readString(file).lines().findFirst().map(String::trim).filter(s -> !s.isEmpty());
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
