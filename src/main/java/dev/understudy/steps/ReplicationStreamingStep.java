package dev.understudy.steps;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.PreconditionException;
import dev.understudy.common.UnderstudyException;
import dev.understudy.host.Command;
import dev.understudy.postgres.PgCluster;
import dev.understudy.postgres.ReplicationSql;
import dev.understudy.workflow.StepContext;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** The proof that a DBA would make by hand: both processes, positions, the log, the file rights. */
final class ReplicationStreamingStep extends CheckStep {
  private static final Duration REPLAY = Duration.ofMinutes(2);

  private final Sites sites;
  private final ServerControl server;

  ReplicationStreamingStep(Sites sites, ServerControl server) {
    this.sites = sites;
    this.server = server;
  }

  @Override
  public String name() {
    return "replication.streaming";
  }

  @Override
  Map<String, String> prove(StepContext context) {
    Node node = sites.node(context);
    PgCluster cluster = node.cluster();
    StreamingFacts facts = StreamingFacts.read(sites.site(context), node);
    if (!facts.streaming()) {
      throw new UnderstudyException(
          ErrorClass.CONNECTION,
          node.name(),
          "is not a streaming standby: " + facts.shortfall(),
          "see " + cluster.logFile(),
          null);
    }
    Map<String, String> evidence = new LinkedHashMap<>(facts.evidence());
    evidence.put("replay", replay(sites.site(context), node, facts));
    evidence.put("password file", passFileRights(node, cluster));
    int line = 1;
    for (String text : ServerLog.standbyLines(node, cluster)) {
      evidence.put("log " + line++, text);
    }
    return evidence;
  }

  /**
   * What the primary has written by now arrives in the standby's data, unless somebody paused it.
   */
  private String replay(Site site, Node node, StreamingFacts facts) {
    if (facts.standby().paused()) {
      return "paused at " + facts.standby().replayed();
    }
    String lsn = facts.primary().lsn();
    String question = new ReplicationSql(site.dialect()).replayed(lsn);
    server.await(
        node,
        "what the primary wrote up to " + lsn + " to be replayed",
        REPLAY,
        () -> node.psql().row(question).path("reached").asBoolean());
    return "past " + lsn;
  }

  private static String passFileRights(Node node, PgCluster cluster) {
    String rights =
        node.host()
            .run(Command.of("stat", "-c", "%a %U", "--", cluster.passFile()).asRoot())
            .orThrow("look at the password file")
            .stdout()
            .strip();
    if (!rights.equals("600 " + cluster.owner())) {
      throw new PreconditionException(
          node.name(),
          "the password file " + cluster.passFile() + " has the rights " + rights,
          "provision again: the file is written anew");
    }
    return rights;
  }
}
