package dev.understudy.failover;

import dev.understudy.config.ClusterConfig;
import dev.understudy.config.NodeConfig;
import dev.understudy.postgres.Dialect;
import dev.understudy.postgres.PgVersion;
import dev.understudy.postgres.SynchronousSettings;
import dev.understudy.watch.Moment;
import dev.understudy.watch.NodeReading;
import dev.understudy.watch.Part;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;

/**
 * For whom commits are to wait from now on. Pure.
 *
 * @param standbys for any one of them; empty: for nobody
 * @param urgent whether commits may hang until it is done
 * @param reason a sentence
 */
record Waiting(List<String> standbys, boolean urgent, String reason) {
  /** How long a standby may owe a confirmation: clients wait for that long. */
  static final Duration LOST = Duration.ofMillis(700);

  /** How long one has to confirm before it is waited for. */
  static final Duration STEADY = Duration.ofSeconds(3);

  private static final int MOST_DOUBLINGS = 4;

  /**
   * What is to be changed; empty when nothing is.
   *
   * @param primary the registered one
   * @param confirmers as the store has them for this primary
   * @param changing whether a run is about to have commits wait for others: only what hangs counts
   * @param lately how often commits stopped waiting in the last minutes: the more, the longer a
   *     standby has to be steady
   */
  static Optional<Waiting> change(
      ClusterConfig config,
      String primary,
      List<String> confirmers,
      Confirming seen,
      boolean changing,
      int lately,
      Moment now) {
    Part<NodeReading> reading = seen.reading();
    if (reading == null) {
      return Optional.empty();
    }
    List<String> eligible = eligible(config, primary);
    Dialect dialect = Dialect.of(PgVersion.parse(config.postgresql()));
    Map<String, String> settings = reading.value().settings();
    String names = settings.getOrDefault("synchronous_standby_names", "");
    if (!changing && !confirmers.isEmpty() && !holds(dialect, confirmers, settings)) {
      return Optional.of(
          new Waiting(List.of(), true, "the primary's settings were changed by somebody else"));
    }
    return lost(confirmers, eligible, seen)
        .or(() -> hanging(confirmers, eligible, names, seen))
        .or(() -> steady(confirmers, eligible, seen, lately, now));
  }

  /** Those that may become the primary: what is on others alone is of no use. */
  private static List<String> eligible(ClusterConfig config, String primary) {
    return config.nodes().values().stream()
        .filter(node -> node.priority() > 0 && !node.name().equals(primary))
        .map(NodeConfig::name)
        .toList();
  }

  private static boolean holds(
      Dialect dialect, List<String> confirmers, Map<String, String> settings) {
    return SynchronousSettings.names(dialect, confirmers)
            .equals(settings.get("synchronous_standby_names"))
        && SynchronousSettings.waits(settings.getOrDefault("synchronous_commit", "on"));
  }

  private static Optional<Waiting> lost(
      List<String> confirmers, List<String> eligible, Confirming seen) {
    List<String> gone = confirmers.stream().filter(name -> isLost(name, seen)).toList();
    List<String> left =
        confirmers.stream()
            .filter(name -> !gone.contains(name) && eligible.contains(name))
            .toList();
    if (left.size() == confirmers.size()) {
      return Optional.empty();
    }
    String reason =
        gone.isEmpty()
            ? "the configuration counts fewer"
            : String.join(", ", gone) + " confirmed nothing for " + Words.time(LOST);
    return Optional.of(new Waiting(left, left.isEmpty(), reason));
  }

  private static boolean isLost(String name, Confirming seen) {
    Moment since = seen.badSince().get(name);
    Moment looked = Objects.requireNonNull(seen.reading()).asked();
    // By the primary's answers alone: its silence says nothing of the standby.
    return since != null && since.age(looked).compareTo(LOST) >= 0;
  }

  /** It waits although nothing is known to be safe anywhere: a change was broken off. */
  private static Optional<Waiting> hanging(
      List<String> confirmers, List<String> eligible, String names, Confirming seen) {
    boolean nobody = eligible.stream().allMatch(name -> isLost(name, seen));
    return confirmers.isEmpty() && !names.isEmpty() && nobody
        ? Optional.of(new Waiting(List.of(), true, "no standby confirms anything"))
        : Optional.empty();
  }

  private static Optional<Waiting> steady(
      List<String> confirmers, List<String> eligible, Confirming seen, int lately, Moment now) {
    Duration needed = STEADY.multipliedBy(1L << Math.min(lately, MOST_DOUBLINGS));
    List<String> more =
        eligible.stream()
            .filter(name -> !confirmers.contains(name))
            .filter(
                name ->
                    seen.goodSince().containsKey(name)
                        && seen.goodSince().get(name).age(now).compareTo(needed) >= 0)
            .toList();
    if (more.isEmpty()) {
      return Optional.empty();
    }
    List<String> all = new ArrayList<>(confirmers);
    all.addAll(more);
    return Optional.of(
        new Waiting(
            List.copyOf(new TreeSet<>(all)),
            false,
            String.join(", ", more) + " has confirmed everything for " + Words.time(needed)));
  }
}
