package dev.understudy.steps;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What must hold of the hosts themselves. Pure: facts in, problems out. */
final class HostChecks {
  private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(30);
  private static final long GIB = 1L << 30;

  private HostChecks() {}

  static List<Problem> of(HostFacts facts, String version) {
    List<Problem> problems = new ArrayList<>();
    if (!facts.debianFamily()) {
      problems.add(
          problem(
              facts,
              facts.osName() + " is not supported",
              "Understudy provisions Debian and Ubuntu hosts"));
    }
    for (String manager : facts.managers()) {
      problems.add(
          problem(
              facts,
              manager + " runs here, or would after a boot, and manages replication too",
              "two managers would fight: stop and disable " + manager + " first"));
    }
    if (facts.clockOffset().abs().compareTo(CLOCK_TOLERANCE) > 0) {
      problems.add(
          problem(
              facts,
              "its clock is "
                  + facts.clockOffset().abs().toSeconds()
                  + (facts.clockOffset().isNegative() ? " s behind" : " s ahead of")
                  + " the service's",
              "set up time synchronisation, such as chrony"));
    }
    for (String peer : facts.unreachable()) {
      problems.add(
          problem(
              facts, "cannot reach " + where(peer), "open the port in the firewalls on the way"));
    }
    if (!facts.packages()) {
      problems.add(
          problem(
              facts,
              "PostgreSQL " + version + " is neither installed nor offered by its package sources",
              "run apt-get update there, or add the repository of the PostgreSQL project"));
    }
    return problems;
  }

  /**
   * A connection that is refused although a server listens at every address of its end was refused
   * by a packet filter. Where it listens at some addresses, this may be another one.
   *
   * @param peer the other host
   * @param end its "address port"
   */
  static List<Problem> refused(HostFacts facts, HostFacts peer, String end) {
    if (!peer.open() || !facts.refused().contains(end)) {
      return List.of();
    }
    return List.of(
        problem(
            facts,
            "is refused at %s, although PostgreSQL listens there".formatted(end.replace(' ', ':')),
            "open the port in the firewalls on the way, such as that of " + peer.node()));
  }

  /**
   * Indexes on text sort by the rules of the library that the locale is from: under another version
   * of it they would be silently corrupt.
   *
   * @param providers of databases that sort by such rules: c for the C library, i for ICU
   */
  static List<Problem> collation(HostFacts primary, HostFacts standby, Set<String> providers) {
    List<Problem> problems = new ArrayList<>();
    if (providers.contains("c")) {
      problems.addAll(sameLibrary(standby, primary.glibc(), standby.glibc()));
    }
    if (providers.contains("i")) {
      problems.addAll(sameLibrary(standby, primary.icu(), standby.icu()));
    }
    return problems;
  }

  private static List<Problem> sameLibrary(HostFacts standby, String primary, String own) {
    if (primary.equals(own) || primary.isEmpty() || own.isEmpty()) {
      return List.of();
    }
    return List.of(
        problem(
            standby,
            "has %s, the primary %s: indexes on text would be corrupt".formatted(own, primary),
            "use the same release of the operating system on every node"));
  }

  static Map<String, String> evidence(HostFacts facts) {
    return Map.of(
        facts.node(),
        "%s, %s, %.1f GiB free, clock off by %d ms%s"
            .formatted(
                facts.osName(),
                facts.glibc(),
                (double) facts.freeBytes() / GIB,
                facts.clockOffset().toMillis(),
                facts.service() ? ", the service itself runs here" : ""));
  }

  private static String where(String peer) {
    String[] words = peer.split(" ", 3);
    String where = words.length < 2 ? peer : words[0] + ":" + words[1];
    return words.length < 3 ? where : where + " (" + words[2] + ")";
  }

  private static Problem problem(HostFacts facts, String message, String remedy) {
    return new Problem(facts.node(), message, remedy);
  }
}
