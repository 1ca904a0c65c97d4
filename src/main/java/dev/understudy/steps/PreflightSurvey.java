package dev.understudy.steps;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.UnderstudyException;
import dev.understudy.postgres.DebianClusters;
import dev.understudy.postgres.PgCluster;
import dev.understudy.store.Holder;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** Looks at all hosts of a cluster at once and gathers every problem, not only the first. */
final class PreflightSurvey {
  private final Clock clock;
  private final OwnershipCheck ownership;

  PreflightSurvey(Clock clock, OwnershipCheck ownership) {
    this.clock = clock;
    this.ownership = ownership;
  }

  /**
   * @param errorClass CONNECTION when hosts could not be reached and nothing else is wrong than
   *     what follows from that
   */
  record Result(List<Problem> problems, ErrorClass errorClass, Map<String, String> evidence) {}

  /**
   * @param term of the lease that the run holds; empty in a plan
   */
  Result of(Site site, OptionalLong term) {
    Findings findings = new Findings();
    Map<String, List<PgCluster>> clusters = new ConcurrentHashMap<>();
    Map<String, HostFacts> hosts = hosts(site, findings, clusters);
    List<String> away =
        site.nodes().stream()
            .filter(node -> !hosts.containsKey(node.name()))
            .map(PreflightSurvey::endpoint)
            .toList();
    hosts.values().forEach(facts -> findings.ofHost(facts, site.version().toString(), away));
    List<Node> reached = hosts.keySet().stream().map(site::node).toList();
    findings.problems.addAll(refused(reached, hosts));
    ownership.ofStore(site).ifPresent(findings.problems::add);
    findings.gather(reached, node -> ownership.ofNode(site, node.name(), term));
    findings.problems.addAll(UnsupportedChecks.of(site.config(), site.primaryName()));
    findings.gather(
        reached, node -> layout(site, hosts.get(node.name()), clusters.get(node.name())));
    findings.gather(reached, node -> ArchivePreflight.ofNode(site, node));
    findings.attempt(
        site.name(), () -> ArchivePreflight.ofRepository(site).ifPresent(findings.problems::add));
    if (hosts.containsKey(site.primaryName()) && site.primary().layout().get() != null) {
      findings.attempt(site.primaryName(), () -> cluster(site, hosts, findings));
    }
    Map<String, String> evidence = new LinkedHashMap<>();
    hosts.values().forEach(facts -> evidence.putAll(HostChecks.evidence(facts)));
    return new Result(findings.problems, findings.errorClass(), evidence);
  }

  private static List<Problem> refused(List<Node> nodes, Map<String, HostFacts> hosts) {
    List<Problem> problems = new ArrayList<>();
    for (Node node : nodes) {
      for (Node peer : nodes) {
        if (!peer.equals(node)) {
          problems.addAll(
              HostChecks.refused(hosts.get(node.name()), hosts.get(peer.name()), endpoint(peer)));
        }
      }
    }
    return problems;
  }

  private Map<String, HostFacts> hosts(
      Site site, Findings findings, Map<String, List<PgCluster>> clusters) {
    Holder service = Holder.current();
    return findings.sideBySide(
        site.nodes(),
        node -> {
          List<String> peers =
              site.nodes().stream()
                  .filter(peer -> !peer.name().equals(node.name()))
                  .map(PreflightSurvey::endpoint)
                  .toList();
          List<PgCluster> found = DebianClusters.list(node.host());
          clusters.put(node.name(), found);
          node.among(found);
          return HostFacts.read(node, peers, clock, service.bootId(), service.machineId());
        });
  }

  /** As {@link HostFacts#unreachable} names it. */
  private static String endpoint(Node node) {
    return node.address() + " " + node.port();
  }

  private static List<Problem> layout(Site site, HostFacts facts, List<PgCluster> clusters) {
    Node node = site.node(facts.node());
    LayoutChecks checks = new LayoutChecks(node.name(), node.version(), node.port());
    List<Problem> problems =
        new ArrayList<>(
            node.name().equals(site.primaryName())
                ? checks.primary(clusters)
                : checks.standby(clusters, facts.listening()));
    node.among(clusters)
        .filter(cluster -> cluster.online() || !node.unfinished())
        .ifPresent(
            cluster ->
                problems.addAll(
                    ConfigurationFiles.check(
                        node.name(), cluster.owner(), ConfigurationFiles.read(node, cluster))));
    return problems;
  }

  private static void cluster(Site site, Map<String, HostFacts> hosts, Findings findings) {
    PrimaryFacts primary = PrimaryFacts.read(site);
    PrimaryChecks checks = new PrimaryChecks(site);
    findings.problems.addAll(checks.find());
    Set<String> providers = checks.sortingProviders();
    StandbyChecks standbys = new StandbyChecks(site, primary, checks.preloadedLibraries());
    List<Node> all = hosts.keySet().stream().map(site::node).toList();
    findings.gather(all, node -> ArchivePreflight.ofDirectory(site, node));
    HostFacts first = hosts.get(site.primaryName());
    List<Node> reached =
        site.standbys().stream().filter(node -> hosts.containsKey(node.name())).toList();
    reached.forEach(
        node ->
            findings.problems.addAll(
                HostChecks.collation(first, hosts.get(node.name()), providers)));
    findings.gather(reached, node -> standbys.find(node, hosts.get(node.name())));
  }

  /** Problems gathered so far, those that are errors of a look among them. */
  private static final class Findings {
    private final List<Problem> problems = new ArrayList<>();
    private final List<ErrorClass> errors = new ArrayList<>();
    private int consequences;

    /**
     * @param away "address port" of the nodes that could not be looked at
     */
    void ofHost(HostFacts facts, String version, List<String> away) {
      problems.addAll(HostChecks.of(facts, version));
      consequences +=
          (int) facts.unreachable().stream().filter(peer -> away.contains(endpoint(peer))).count();
    }

    private static String endpoint(String peer) {
      String[] words = peer.split(" ", 3);
      return words[0] + " " + words[words.length > 1 ? 1 : 0];
    }

    void attempt(String node, Runnable look) {
      try {
        look.run();
      } catch (UnderstudyException e) {
        errors.add(e.errorClass());
        problems.add(new Problem(node, e.getMessage(), e.remedy()));
      }
    }

    /** Gathers the problems that looks at all nodes at once find. */
    void gather(List<Node> nodes, Function<Node, ? extends Collection<Problem>> look) {
      sideBySide(nodes, look).values().forEach(problems::addAll);
    }

    /** Looks at all nodes at once; those whose look failed are left out of the answer. */
    <T> Map<String, T> sideBySide(List<Node> nodes, Function<Node, T> look) {
      Map<String, T> seen = new LinkedHashMap<>();
      if (nodes.isEmpty()) {
        return seen;
      }
      ExecutorService pool = Executors.newFixedThreadPool(Math.min(8, nodes.size()));
      try {
        Map<String, Future<T>> looks = new LinkedHashMap<>();
        nodes.forEach(node -> looks.put(node.name(), pool.submit(() -> look.apply(node))));
        looks.forEach(
            (node, future) -> attempt(node, () -> seen.put(node, Futures.result(node, future))));
        return seen;
      } finally {
        pool.shutdownNow();
      }
    }

    ErrorClass errorClass() {
      return classOf(problems.size() - consequences, errors);
    }
  }

  /**
   * Worth trying again only if nothing but unreachable hosts was found. A look changes nothing, so
   * one whose outcome is not known is no more than a connection that broke.
   *
   * @param problems how many, those not counted that follow from unreachable hosts
   * @param errors those of the problems that are errors of a look
   */
  static ErrorClass classOf(int problems, List<ErrorClass> errors) {
    boolean unreachable =
        !errors.isEmpty()
            && errors.size() == problems
            && errors.stream().allMatch(e -> e == ErrorClass.CONNECTION || e.outcomeUnknown());
    return unreachable ? ErrorClass.CONNECTION : ErrorClass.PRECONDITION;
  }
}
