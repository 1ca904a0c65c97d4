package dev.understudy.steps;

import dev.understudy.common.PreconditionException;
import dev.understudy.common.UnderstudyException;
import dev.understudy.config.ReplicationConfig;
import dev.understudy.postgres.Candidate;
import dev.understudy.postgres.CandidateChoice;
import dev.understudy.postgres.LastPrimary;
import dev.understudy.postgres.NodeState;
import dev.understudy.store.FailoverRow;
import dev.understudy.wal.Lsn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/** Looks at the standbys and chooses the one that takes over. */
final class FailoverChoice {
  /** For a node that may be gone. */
  static final Duration LIMIT = Duration.ofSeconds(10);

  private final Site site;
  private final FailoverOrders orders;

  FailoverChoice(Site site, FailoverOrders orders) {
    this.site = site;
    this.orders = orders;
  }

  /**
   * The choice as things are now.
   *
   * @throws PreconditionException when nobody may take over, with the reason for each
   */
  CandidateChoice requireSomebody(FailoverRow row) {
    List<Candidate> candidates = candidates(row.oldPrimary());
    requireNoPrimary(candidates);
    List<String> confirmers = relied(row);
    requireAll(confirmers, candidates);
    CandidateChoice choice = choose(row, candidates, confirmers);
    if (choice.node().isEmpty()) {
      String reasons =
          choice.refused().entrySet().stream()
              .map(each -> each.getKey() + ": " + each.getValue())
              .collect(Collectors.joining("; "));
      throw new PreconditionException(
          site.name(),
          "no standby may take over: " + reasons,
          "where more may be lost than max_lag says: understudy failover "
              + site.name()
              + " --allow-data-loss");
    }
    return choice;
  }

  /** The choice as it would be now. */
  CandidateChoice now(String primary, Optional<NodeState> serving) {
    LastPrimary last =
        serving
            .map(LastPrimary::of)
            .orElseGet(() -> new LastPrimary(site.requireSystemId(), 0, Optional.empty()));
    return CandidateChoice.of(last, eligible(candidates(primary)), maxLag(last));
  }

  private List<Candidate> eligible(List<Candidate> candidates) {
    return candidates.stream()
        .filter(each -> orders.node().isEmpty() || each.node().equals(orders.node()))
        .toList();
  }

  /** Whoever promoted it: another one beside it would make two. */
  private void requireNoPrimary(List<Candidate> candidates) {
    candidates.stream()
        .filter(each -> each.state() != null && !each.state().inRecovery())
        .findFirst()
        .ifPresent(
            each -> {
              throw new PreconditionException(
                  each.node(),
                  "it takes writes already, although the store knows another primary",
                  "see what was done to it; a second primary is not made");
            });
  }

  /**
   * Those on one of which every acknowledged commit is: where nobody asked, and where nothing else
   * proves that the old primary acknowledges no more, it has to be one of them. Empty: anybody.
   */
  private List<String> relied(FailoverRow row) {
    boolean sync = site.config().replication().mode() == ReplicationConfig.Mode.SYNC;
    boolean proof = row.proof().filter(ConfirmationFencing.NAME::equals).isPresent();
    if (!sync || orders.dataLoss() || !(orders.automatic() || proof)) {
      return List.of();
    }
    List<String> confirmers = ConfirmationFencing.confirmers(site);
    if (confirmers.isEmpty()) {
      throw new PreconditionException(
          site.name(),
          "no standby is known to have every acknowledged commit",
          "a person may accept that: understudy failover " + site.name());
    }
    return confirmers;
  }

  /** The one that cannot be asked may be the one that has the last commit. */
  private static void requireAll(List<String> confirmers, List<Candidate> candidates) {
    candidates.stream()
        .filter(each -> confirmers.contains(each.node()) && each.state() == null)
        .findFirst()
        .ifPresent(
            each -> {
              throw new PreconditionException(
                  each.node(),
                  "it does not answer, and may have acknowledged commits that no other one has",
                  null);
            });
  }

  /** As {@link CandidateChoice#of}; of those that confirm commits the one with the most WAL. */
  private CandidateChoice choose(
      FailoverRow row, List<Candidate> candidates, List<String> confirmers) {
    if (!confirmers.isEmpty()) {
      return CandidateChoice.ofConfirmers(last(row), eligible(candidates), confirmers);
    }
    return CandidateChoice.of(last(row), eligible(candidates), maxLag(last(row)));
  }

  private LastPrimary last(FailoverRow row) {
    return new LastPrimary(
        site.requireSystemId(),
        row.timeline(),
        Optional.of(row.position()).filter(lsn -> !lsn.isEmpty()).map(Lsn::parse));
  }

  /**
   * A person who asks sees what would be lost, and is held to max_lag where that can be judged.
   * With no person it has to be.
   */
  private OptionalLong maxLag(LastPrimary last) {
    boolean unknown = last.written().isEmpty() || last.timeline() == 0;
    return orders.dataLoss() || (unknown && !orders.automatic())
        ? OptionalLong.empty()
        : OptionalLong.of(site.config().failover().maxLag());
  }

  private List<Candidate> candidates(String oldPrimary) {
    List<Node> nodes =
        site.nodes().stream().filter(node -> !node.name().equals(oldPrimary)).toList();
    ExecutorService pool = Executors.newFixedThreadPool(Math.max(1, nodes.size()));
    try {
      List<Future<Candidate>> looks = new ArrayList<>();
      nodes.forEach(node -> looks.add(pool.submit(() -> candidate(node))));
      return looks.stream().map(look -> Futures.result(site.name(), look)).toList();
    } finally {
      pool.shutdownNow();
    }
  }

  /** One that was named by a person may have the priority 0. */
  private Candidate candidate(Node node) {
    int priority = node.config().priority();
    int counted = node.name().equals(orders.node()) ? Math.max(1, priority) : priority;
    try {
      return new Candidate(node.name(), counted, NodeState.read(node.psql().within(LIMIT)), false);
    } catch (UnderstudyException e) {
      // It does not answer, which is what the choice is told.
      return new Candidate(node.name(), counted, null, false);
    }
  }
}
