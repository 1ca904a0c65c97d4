package dev.understudy.steps;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.Shell;
import dev.understudy.host.Command;
import dev.understudy.host.CommandResult;
import dev.understudy.host.HostException;
import dev.understudy.postgres.PgCluster;
import dev.understudy.postgres.StandbyFiles;
import dev.understudy.workflow.StepContext;
import java.util.Map;

/**
 * A real replication connection from the standby to the primary, with the very password file and
 * options that it will stream with.
 */
final class ReplicationHandshakeStep extends CheckStep {
  private final Sites sites;

  ReplicationHandshakeStep(Sites sites) {
    this.sites = sites;
  }

  @Override
  public String name() {
    return "replication.handshake";
  }

  @Override
  Map<String, String> prove(StepContext context) {
    Site site = sites.site(context);
    Node node = sites.node(context);
    PgCluster cluster = node.cluster();
    String conninfo =
        new StandbyFiles(cluster)
            .primaryConninfo(site.standbyInputs(node))
            .with("application_name", "understudy handshake")
            .with("dbname", "replication")
            .with("replication", "true")
            .toString();
    String script =
        "cd / && PGPASSFILE="
            + Shell.quote(cluster.passFile())
            + " "
            + Shell.words("psql", "-XAtw", "-d", conninfo, "-c", "IDENTIFY_SYSTEM");
    CommandResult result = node.host().run(Command.script(script).as(cluster.owner()));
    if (!result.ok()) {
      throw refused(site, node, result.stderr().strip());
    }
    return Map.of("identify system", result.stdout().strip());
  }

  private static HostException refused(Site site, Node node, String answer) {
    boolean rights =
        answer.contains("no pg_hba.conf entry") || answer.contains("authentication failed");
    return new HostException(
        rights ? ErrorClass.PRECONDITION : ErrorClass.CONNECTION,
        node.name(),
        "cannot connect to " + site.primaryName() + " for replication: " + answer,
        rights ? "see pg_hba.conf on the primary" : null,
        null);
  }
}
