package dev.understudy.failover;

import dev.understudy.config.FailoverConfig.OnCrash;
import dev.understudy.config.NodeConfig;
import dev.understudy.failover.Circumstances.Registered;
import dev.understudy.failover.Circumstances.Surroundings;
import dev.understudy.postgres.SqlFailure;
import dev.understudy.watch.ClusterSnapshot;
import dev.understudy.watch.HostReading;
import dev.understudy.watch.Moment;
import dev.understudy.watch.NodeSnapshot;
import dev.understudy.watch.Part;
import dev.understudy.watch.Reached;
import dev.understudy.watch.SqlTrouble;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is the matter while the primary does not answer the service. That alone says nothing: its
 * own words, its host's and those of the standbys are heard, in this order; whatever shows it alive
 * forbids a failover.
 */
final class AbsentPrimary {
  private static final int BOOT_SECONDS = 120;

  private final ClusterSnapshot snapshot;
  private final Circumstances known;
  private final NodeSnapshot primary;
  private final NodeConfig config;
  private final Moment now;
  private final Duration window;

  AbsentPrimary(
      ClusterSnapshot snapshot,
      Circumstances known,
      NodeSnapshot primary,
      NodeConfig config,
      Moment now) {
    this.snapshot = snapshot;
    this.known = known;
    this.primary = primary;
    this.config = config;
    this.now = now;
    this.window = known.config().failover().unreachableFor();
  }

  Finding find(Registered registered) {
    Part<SqlTrouble> trouble = primary.trouble();
    Moment lostSince = primary.troubledSince();
    if (trouble == null || lostSince == null) {
      return Finding.of(Code.NOT_ENOUGH_EVIDENCE, name() + " has not been looked at yet.");
    }
    List<Witness> witnesses = witnesses(registered, lostSince);
    List<String> evidence = evidence(trouble.value(), witnesses);
    Optional<HostReading> host = host(lostSince);
    return ownWord(trouble.value())
        .or(() -> host.flatMap(this::space))
        .or(() -> host.flatMap(reading -> hostWord(reading, witnesses)))
        .or(() -> alive(witnesses, lostSince))
        .or(() -> blind(witnesses, host))
        .or(() -> tooEarly(witnesses))
        .map(finding -> finding.evidence().isEmpty() ? with(finding, evidence) : finding)
        .orElseGet(() -> gone(witnesses, host, evidence));
  }

  private String name() {
    return primary.node();
  }

  private static Finding with(Finding finding, List<String> evidence) {
    return new Finding(finding.code(), finding.action(), finding.sentence(), evidence);
  }

  private List<Witness> witnesses(Registered registered, Moment lostSince) {
    List<Witness> witnesses = new ArrayList<>();
    for (NodeSnapshot node : snapshot.nodes().values()) {
      if (!node.node().equals(name())) {
        Witness.of(node, config, registered.systemIdentifier(), lostSince, now)
            .ifPresent(witnesses::add);
      }
    }
    return witnesses;
  }

  private List<String> evidence(SqlTrouble trouble, List<Witness> witnesses) {
    List<String> all = new ArrayList<>();
    Moment since = Objects.requireNonNull(primary.troubledSince());
    all.add(
        "the service has had no answer from %s for %s: %s"
            .formatted(name(), Words.time(since.age(now)), trouble));
    if (primary.hostTrouble() != null) {
      all.add(name() + "'s host, over SSH: " + primary.hostTrouble().value().message());
    } else if (primary.host() != null) {
      all.add(HostWords.of(name(), primary.host(), now));
    }
    witnesses.forEach(witness -> all.add(witness.words(name(), now)));
    return all;
  }

  /** What the host said since the server was lost; empty when it said nothing, or knows nothing. */
  private Optional<HostReading> host(Moment lostSince) {
    Part<HostReading> host = primary.host();
    return host == null
            || primary.hostTrouble() != null
            || Witness.earlier(host.asked(), lostSince)
            || host.value().dataDirectory().isEmpty()
        ? Optional.empty()
        : Optional.of(host.value());
  }

  /** A server that says why it lets nobody in is alive. */
  private Optional<Finding> ownWord(SqlTrouble trouble) {
    return switch (trouble.failure()) {
      case AUTHENTICATION ->
          found(Code.LOGIN_REFUSED, "%s is alive, and refuses the service's login.");
      case TOO_MANY_CONNECTIONS ->
          found(Code.TOO_MANY_CONNECTIONS, "%s is alive, and has no connection left.");
      case NO_SPACE -> noSpace();
      case STARTING_UP -> found(Code.STARTING, "%s starts, and lets nobody in yet.");
      case IN_RECOVERY -> found(Code.STARTING, "%s recovers from a crash of one of its processes.");
      case SHUTTING_DOWN -> found(Code.PLANNED_RESTART, "%s is being stopped on somebody's word.");
      case REFUSED, TIMED_OUT, UNREACHABLE, CONNECTION_LOST, OTHER -> Optional.empty();
    };
  }

  private Optional<Finding> found(Code code, String sentence) {
    return Optional.of(Finding.of(code, sentence.formatted(name())));
  }

  private Optional<Finding> noSpace() {
    return found(
        Code.NO_SPACE,
        "%s's disk is full. Nobody takes over: another disk would be full soon. Make room.");
  }

  static boolean full(HostReading host) {
    return host.dataDisk().full() || host.walDisk().full();
  }

  private Optional<Finding> space(HostReading host) {
    return full(host) ? noSpace() : Optional.empty();
  }

  /** Somebody has heard the primary since the service lost it, and not too long ago. */
  private Optional<Finding> alive(List<Witness> witnesses, Moment lostSince) {
    return witnesses.stream()
        .filter(witness -> heard(witness, lostSince))
        .findFirst()
        .flatMap(
            witness ->
                found(
                    Code.UNREACHABLE_BUT_REPLICATING,
                    "The service does not reach %s, and " + witness.node() + " does."));
  }

  private boolean heard(Witness witness, Moment lostSince) {
    Moment alive = witness.aliveAt();
    return alive != null
        && !Witness.earlier(alive, lostSince)
        && alive.age(now).compareTo(window) < 0;
  }

  private Optional<Finding> hostWord(HostReading host, List<Witness> witnesses) {
    if (host.unitState().startsWith("activating") || boots(host)) {
      return found(Code.STARTING, "PostgreSQL is being started on %s.");
    }
    if (host.postmasterRuns()) {
      return running(host);
    }
    if (witnesses.stream().anyMatch(this::heardAfterHost)) {
      return Optional.empty();
    }
    if (host.job() || (!killed(host) && inOrder(host))) {
      return found(Code.PLANNED_RESTART, "PostgreSQL was stopped in order on %s.");
    }
    if (!longEnough(host, witnesses)) {
      return found(
          Code.NOT_ENOUGH_EVIDENCE, "PostgreSQL does not run on %s; it may be on its way.");
    }
    if (witnesses.isEmpty()) {
      return Optional.of(
          Finding.of(
                  Code.NO_PRIMARY,
                  "PostgreSQL does not run on %s, and no standby answers: start it there."
                      .formatted(name()))
              .only(Action.START_PRIMARY));
    }
    return Optional.of(
        down(
            killed(host)
                ? "PostgreSQL was killed on %s, and its host is there."
                : "PostgreSQL does not run on %s, and its host is there."));
  }

  /** What a boot starts comes after the host answers. */
  private static boolean boots(HostReading host) {
    return host.systemState().matches("initializing|starting")
        && host.uptimeSeconds() < BOOT_SECONDS
        && !host.postmasterRuns();
  }

  private boolean heardAfterHost(Witness witness) {
    return witness.aliveAt() != null
        && primary.host() != null
        && Witness.earlier(primary.host().asked(), witness.aliveAt());
  }

  /** A kill needs no second look, only a service that has watched for long enough. */
  private boolean longEnough(HostReading host, List<Witness> witnesses) {
    Duration observed = killed(host) ? primary.observedSince().age(now) : observedFor(witnesses);
    return !paused() && observed.compareTo(window) >= 0;
  }

  private Optional<Finding> running(HostReading host) {
    if (host.controlState().startsWith("in crash recovery")
        || host.controlState().startsWith("starting up")) {
      return found(Code.STARTING, "%s recovers, and lets nobody in yet.");
    }
    boolean ending =
        host.controlState().equals("shutting down")
            || (host.unitState().startsWith("deactivating") && host.unitResult().equals("success"));
    return ending
        ? found(Code.PLANNED_RESTART, "PostgreSQL is being stopped on %s.")
        : Optional.empty();
  }

  /** One that ended by itself or on somebody's word takes its file away, and exits. */
  private static boolean killed(HostReading host) {
    return (host.pidFile() || host.mainKilled()) && !host.controlState().startsWith("shut");
  }

  private static boolean inOrder(HostReading host) {
    return host.controlState().startsWith("shut")
        || host.packages()
        || host.systemState().equals("stopping");
  }

  private Finding down(String sentence) {
    Finding finding = Finding.of(Code.POSTGRESQL_DOWN, sentence.formatted(name()));
    return known.config().failover().onCrash() == OnCrash.RESTART
        ? finding.only(Action.START_PRIMARY)
        : finding;
  }

  /** Nobody at all answers, so nothing can be said of the primary. */
  private Optional<Finding> blind(List<Witness> witnesses, Optional<HostReading> host) {
    boolean anybody =
        host.isPresent()
            || snapshot.nodes().values().stream().anyMatch(node -> node.answers() || heard(node));
    if (!witnesses.isEmpty() || anybody) {
      return Optional.empty();
    }
    if (known.surroundings() == Surroundings.SILENT) {
      return Optional.of(
          Finding.of(
              Code.OBSERVER_ISOLATED,
              "The service sees no node of the cluster and nobody else: it may be the one that is"
                  + " cut off."));
    }
    return known.surroundings() == Surroundings.SEEN
        ? found(Code.NO_PRIMARY, "No node of the cluster answers; %s is to be started first.")
        : Optional.of(
            Finding.of(
                Code.OBSERVER_ISOLATED,
                "The service sees no node of the cluster: all are down, or it is cut off."));
  }

  private boolean heard(NodeSnapshot node) {
    Moment since = node.troubledSince();
    return node.host() != null
        && node.hostTrouble() == null
        && since != null
        && !Witness.earlier(node.host().asked(), since);
  }

  private boolean paused() {
    return known.pausedAt().filter(at -> at.age(now).compareTo(window) < 0).isPresent();
  }

  private Optional<Finding> tooEarly(List<Witness> witnesses) {
    if (paused()) {
      return Optional.of(
          Finding.of(
              Code.OBSERVER_PAUSED,
              "The service was frozen until %s; it has to watch for %s first."
                  .formatted(Words.ago(known.pausedAt().get().age(now)), Words.time(window))));
    }
    Duration observed = observedFor(witnesses);
    if (observed.compareTo(window) < 0) {
      return found(
          Code.NOT_ENOUGH_EVIDENCE,
          "%s has been silent for "
              + "%s; all evidence has to agree for %s."
                  .formatted(Words.time(observed), Words.time(window)));
    }
    if (witnesses.isEmpty()) {
      return found(
          Code.NOT_ENOUGH_EVIDENCE, "The service does not reach %s, and no standby can be asked.");
    }
    return witnesses.stream()
        .filter(witness -> !witness.silent())
        .findFirst()
        .flatMap(
            witness ->
                found(
                    Code.NOT_ENOUGH_EVIDENCE,
                    "The service does not reach %s, and "
                        + witness.node()
                        + " cannot say yet whether it does."));
  }

  /** For how long nothing has shown the primary alive, and everybody concerned was looked at. */
  private Duration observedFor(List<Witness> witnesses) {
    Moment from = primary.observedSince();
    if (primary.reading() != null) {
      from = Witness.later(from, primary.reading().asked());
    }
    for (Witness witness : witnesses) {
      from = Witness.later(from, snapshot.nodes().get(witness.node()).observedSince());
      Moment alive = witness.aliveAt();
      from = alive == null ? from : Witness.later(from, alive);
    }
    return from.age(now);
  }

  /** All agree for the whole window; the host's word tells what has happened. */
  private Finding gone(List<Witness> witnesses, Optional<HostReading> host, List<String> evidence) {
    if (primary.trouble() == null || primary.trouble().value().failure() == SqlFailure.OTHER) {
      String sentence = name() + " answers with what the service does not understand.";
      return with(Finding.of(Code.NOT_ENOUGH_EVIDENCE, sentence), evidence);
    }
    if (host.isPresent() || witnesses.stream().anyMatch(w -> w.tried() == Reached.CONNECTS)) {
      return with(Finding.of(Code.HUNG, name() + " is there, and answers nobody."), evidence);
    }
    Finding finding =
        hostSilent()
            ? Finding.of(Code.HOST_LOST, "Neither " + name() + " nor its host answers anybody.")
            : Finding.of(
                Code.NOT_ENOUGH_EVIDENCE,
                name() + " is silent, and its host has not been heard yet.");
    return with(finding, evidence);
  }

  /** Asked since the primary was last seen, and no answer. */
  private boolean hostSilent() {
    @Nullable Moment since = primary.troubledSince();
    return primary.hostTrouble() != null
        && since != null
        && !Witness.earlier(primary.hostTrouble().asked(), since);
  }
}
