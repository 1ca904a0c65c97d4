package dev.understudy.steps;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.UnderstudyException;
import dev.understudy.config.ReplicationConfig;
import dev.understudy.host.Command;
import dev.understudy.host.Guard;
import dev.understudy.store.Holder;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

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
    hosts.keySet().forEach(node -> findings.attempt(node, () -> owner(site, node, findings)));
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
    ExecutorService pool = Executors.newFixedThreadPool(Math.min(8, site.nodes().size()));
    try {
      Map<String, Future<HostFacts>> looks = new LinkedHashMap<>();
      for (Node node : site.nodes()) {
        List<String> peers =
            site.nodes().stream()
                .filter(peer -> !peer.name().equals(node.name()))
                .map(peer -> peer.address() + " " + peer.port())
                .toList();
        looks.put(
            node.name(),
            pool.submit(
                () -> HostFacts.read(node, peers, clock, service.bootId(), service.machineId())));
      }
      Map<String, HostFacts> facts = new LinkedHashMap<>();
      looks.forEach(
          (node, look) ->
              findings.attempt(node, () -> facts.put(node, Futures.result(node, look))));
      return facts;
    } finally {
      pool.shutdownNow();
    }
  }

  private void owner(Site site, String node, Findings findings) {
    guard
        .read(site.node(node).host(), site.name())
        .filter(seen -> !seen.owner().equals(owner))
        .ifPresent(
            seen ->
                findings.problems.add(
                    new Problem(
                        node,
                        "another Understudy is in charge here (owner " + seen.owner() + ")",
                        "to take charge: understudy take-over " + site.name())));
  }

  private static void cluster(Site site, Map<String, HostFacts> hosts, Findings findings) {
    PrimaryFacts primary = PrimaryFacts.read(site);
    PrimaryChecks checks = new PrimaryChecks(site);
    findings.problems.addAll(checks.find());
    boolean libc = checks.libcCollations();
    List<String> libraries = checks.preloadedLibraries();
    for (Node standby : site.standbys()) {
      HostFacts facts = hosts.get(standby.name());
      if (facts != null) {
        findings.problems.addAll(HostChecks.collation(hosts.get(site.primaryName()), facts, libc));
        findings.attempt(
            standby.name(), () -> standby(standby, facts, primary, libraries, findings));
      }
    }
  }

  private static void standby(
      Node node, HostFacts facts, PrimaryFacts primary, List<String> libraries, Findings findings) {
    var cluster = node.cluster();
    var verdict =
        DataDirectoryVerdict.judge(
            DataDirectoryFacts.read(node, cluster), primary.systemId(), primary.timeline());
    if (verdict instanceof DataDirectoryVerdict.Refused refused) {
      findings.problems.add(new Problem(node.name(), refused.why(), refused.remedy()));
    }
    if (!(verdict instanceof DataDirectoryVerdict.Standby)
        && !(verdict instanceof DataDirectoryVerdict.Unfinished)) {
      findings.problems.addAll(HostChecks.room(facts, primary.dataBytes()));
    }
    libraries(node, libraries).forEach(findings.problems::add);
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

    /** Worth trying again only if nothing but unreachable hosts was found. */
    ErrorClass errorClass() {
      boolean unreachable =
          errors.size() == problems.size()
              && errors.stream().allMatch(ErrorClass.CONNECTION::equals);
      return unreachable ? ErrorClass.CONNECTION : ErrorClass.PRECONDITION;
    }
  }
}
