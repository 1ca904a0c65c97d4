package dev.understudy.steps;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.PreconditionException;
import dev.understudy.common.UnderstudyException;
import dev.understudy.host.Command;
import dev.understudy.postgres.PgCluster;
import dev.understudy.workflow.StepContext;
import java.util.LinkedHashMap;
import java.util.Map;

/** The proof that a DBA would make by hand: both processes, positions, the log, the file rights. */
final class ReplicationStreamingStep extends CheckStep {
  private final Sites sites;

  ReplicationStreamingStep(Sites sites) {
    this.sites = sites;
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
    evidence.put("password file", passFileRights(node, cluster));
    int line = 1;
    for (String text : ServerLog.standbyLines(node, cluster)) {
      evidence.put("log " + line++, text);
    }
    return evidence;
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
