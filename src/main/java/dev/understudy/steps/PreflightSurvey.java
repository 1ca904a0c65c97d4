package dev.understudy.steps;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.UnderstudyException;
import dev.understudy.config.ReplicationConfig;
import dev.understudy.host.Command;
import dev.understudy.host.Guard;
import dev.understudy.host.GuardState;
import dev.understudy.store.Holder;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** Looks at all hosts of a cluster at once and gathers every problem, not only the first. */
final class PreflightSurvey {
  private final Clock clock;
  private final Guard guard;
  private final String owner;

  /**
   * @param owner the UUID of the store that wants to be in charge
   */
  PreflightSurvey(Clock clock, Guard guard, String owner) {
    this.clock = clock;
    this.guard = guard;
    this.owner = owner;
  }

  /**
   * @param errorClass CONNECTION when hosts could not be reached and nothing else is wrong
   */
  record Result(List<Problem> problems, ErrorClass errorClass, Map<String, String> evidence) {}

  Result of(Site site) {
    Findings findings = new Findings();
    Map<String, HostFacts> hosts = hosts(site, findings);
    hosts
        .values()
        .forEach(
            facts -> findings.problems.addAll(HostChecks.of(facts, site.version().toString())));
    owners(site, hosts.keySet(), findings);
    findings.problems.addAll(unsupported(site));
    if (hosts.containsKey(site.primaryName())) {
      findings.attempt(site.primaryName(), () -> cluster(site, hosts, findings));
    }
    Map<String, String> evidence = new LinkedHashMap<>();
    hosts.values().forEach(facts -> evidence.putAll(HostChecks.evidence(facts)));
    return new Result(findings.problems, findings.errorClass(), evidence);
  }

  /** What the configuration may say already, and this version does not do. */
  private static List<Problem> unsupported(Site site) {
    List<Problem> problems = new ArrayList<>();
    for (Node node : site.nodes()) {
      node.config()
          .standbyFrom()
          .filter(upstream -> !upstream.equals(site.primaryName()))
          .ifPresent(
              upstream ->
                  problems.add(
                      new Problem(
                          node.name(),
                          "streaming from the standby " + upstream + " is not supported",
                          "remove standby_from: the node then streams from the primary")));
    }
    if (site.config().replication().mode() == ReplicationConfig.Mode.SYNC) {
      problems.add(
          new Problem(site.name(), "synchronous replication is not supported", "set mode: async"));
    }
    return problems;
  }

  private Map<String, HostFacts> hosts(Site site, Findings findings) {
    Holder service = Holder.current();
    return findings.sideBySide(
        site.nodes(),
        node -> {
          List<String> peers =
              site.nodes().stream()
                  .filter(peer -> !peer.name().equals(node.name()))
                  .map(peer -> peer.address() + " " + peer.port())
                  .toList();
          return HostFacts.read(node, peers, clock, service.bootId(), service.machineId());
        });
  }

  private void owners(Site site, Collection<String> reached, Findings findings) {
    List<Node> nodes = reached.stream().map(site::node).toList();
    findings
        .sideBySide(nodes, node -> guard.read(node.host(), site.name()))
        .forEach(
            (node, state) ->
                state
                    .filter(seen -> !seen.owner().equals(owner))
                    .ifPresent(seen -> findings.problems.add(foreign(site, node, seen))));
  }

  private static Problem foreign(Site site, String node, GuardState seen) {
    return new Problem(
        node,
        "another Understudy is in charge here (owner " + seen.owner() + ")",
        "to take charge: understudy take-over " + site.name());
  }

  private static void cluster(Site site, Map<String, HostFacts> hosts, Findings findings) {
    PrimaryFacts primary = PrimaryFacts.read(site);
    PrimaryChecks checks = new PrimaryChecks(site);
    findings.problems.addAll(checks.find());
    boolean libc = checks.libcCollations();
    List<String> libraries = checks.preloadedLibraries();
    HostFacts first = hosts.get(site.primaryName());
    List<Node> reached =
        site.standbys().stream().filter(node -> hosts.containsKey(node.name())).toList();
    findings
        .sideBySide(
            reached,
            node -> {
              HostFacts facts = hosts.get(node.name());
              List<Problem> problems = new ArrayList<>();
              problems.addAll(HostChecks.collation(first, facts, libc));
              problems.addAll(standby(node, facts, primary, libraries));
              return problems;
            })
        .values()
        .forEach(findings.problems::addAll);
  }

  private static List<Problem> standby(
      Node node, HostFacts facts, PrimaryFacts primary, List<String> libraries) {
    List<Problem> problems = new ArrayList<>();
    var cluster = node.cluster();
    var verdict =
        DataDirectoryVerdict.judge(
            DataDirectoryFacts.read(node, cluster), primary.systemId(), primary.timeline());
    if (verdict instanceof DataDirectoryVerdict.Refused refused) {
      problems.add(new Problem(node.name(), refused.why(), refused.remedy()));
    }
    if (!(verdict instanceof DataDirectoryVerdict.Standby)
        && !(verdict instanceof DataDirectoryVerdict.Unfinished)) {
      problems.addAll(HostChecks.room(facts, primary.dataBytes()));
    }
    problems.addAll(libraries(node, libraries));
    return problems;
  }

  /** Only where PostgreSQL is installed can be said whether a module is missing. */
  private static List<Problem> libraries(Node node, List<String> libraries) {
    List<Problem> problems = new ArrayList<>();
    String directory = "/usr/lib/postgresql/" + node.version() + "/lib";
    for (String library : libraries) {
      String name = library.replaceFirst("^\\$libdir/", "");
      String script = "[ ! -d \"$1\" ] || [ -e \"$1/$2.so\" ] || [ -e \"$2\" ]";
      boolean there = node.host().run(Command.of("sh", "-c", script, "-", directory, name)).ok();
      if (!there) {
        problems.add(
            new Problem(
                node.name(),
                "lacks the module " + name + ", which the primary preloads",
                "install its package: a standby cannot start without it"));
      }
    }
    return problems;
  }

  /** Problems gathered so far, those that are errors of a look among them. */
  private static final class Findings {
    private final List<Problem> problems = new ArrayList<>();
    private final List<ErrorClass> errors = new ArrayList<>();

    void attempt(String node, Runnable look) {
      try {
        look.run();
      } catch (UnderstudyException e) {
        errors.add(e.errorClass());
        problems.add(new Problem(node, e.getMessage(), e.remedy()));
      }
    }

    /** Looks at all nodes at once; those whose look failed are left out of the answer. */
    <T> Map<String, T> sideBySide(Collection<Node> nodes, Function<Node, T> look) {
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

    /** Worth trying again only if nothing but unreachable hosts was found. */
    ErrorClass errorClass() {
      boolean unreachable =
          errors.size() == problems.size()
              && errors.stream().allMatch(ErrorClass.CONNECTION::equals);
      return unreachable ? ErrorClass.CONNECTION : ErrorClass.PRECONDITION;
    }
  }
}
