package dev.understudy.failover;

import dev.understudy.watch.HostReading;
import dev.understudy.watch.Moment;
import dev.understudy.watch.Part;

/** What a host said, in a sentence. */
final class HostWords {
  private HostWords() {}

  static String of(String node, Part<HostReading> part, Moment now) {
    HostReading host = part.value();
    String postmaster =
        host.postmasterRuns()
            ? "a postmaster runs"
            : host.mainKilled()
                ? "the postmaster was killed"
                : host.pidFile()
                    ? "the postmaster is gone and left its file"
                    : "no postmaster runs";
    return "%s's host, asked %s: %s, %d processes in the data directory, control file '%s', unit %s"
            .formatted(
                node,
                Words.ago(part.age(now)),
                postmaster,
                host.processes(),
                host.controlState(),
                host.unitState())
        + (host.unitResult().isEmpty() ? "" : " (" + host.unitResult() + ")");
  }
}
