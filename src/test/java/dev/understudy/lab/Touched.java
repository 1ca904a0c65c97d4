package dev.understudy.lab;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** Files and directories of hosts that were made, changed or removed since an instant. */
record Touched(Instant since) {
  /** Left out: what running services and sudo itself write, and logs. */
  private static final String SCRIPT =
      """
      find / -xdev \\( -path /proc -o -path /sys -o -path /dev -o -path /run -o -path /var/log \\
        -o -path /var/lib/systemd -o -path /var/lib/postgresql/15/main -o -path /home \\) -prune \\
        -o -newerct "$1" -print
      """;

  static Touched fromNow() {
    return new Touched(Instant.now());
  }

  List<String> on(Lab lab, String... hosts) {
    return Stream.of(hosts)
        .flatMap(
            host ->
                lab.exec(host, SCRIPT, since.toString()).lines().map(path -> host + ": " + path))
        .toList();
  }
}
