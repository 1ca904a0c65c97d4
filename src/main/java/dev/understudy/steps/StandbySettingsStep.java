package dev.understudy.steps;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.archive.ArchivePlaces;
import dev.understudy.common.ErrorClass;
import dev.understudy.host.FileSpec;
import dev.understudy.postgres.Capability;
import dev.understudy.postgres.PgCluster;
import dev.understudy.postgres.PostgresException;
import dev.understudy.postgres.StandbyFiles;
import dev.understudy.workflow.Change;
import dev.understudy.workflow.Reversibility;
import dev.understudy.workflow.StepContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where a standby streams from, in its version's way. The file that makes it a standby at all came
 * with the base backup already.
 */
final class StandbySettingsStep extends ManagedFileStep {
  private static final Duration IN_FORCE = Duration.ofMinutes(5);

  /** From 12 on both are settings. */
  private static final String RUNNING =
      "SELECT current_setting('primary_conninfo') AS conninfo,"
          + " current_setting('restore_command') AS restore";

  private final ServerControl server;

  StandbySettingsStep(Sites sites, ServerControl server) {
    super(sites);
    this.server = server;
  }

  @Override
  public String name() {
    return "standby.settings";
  }

  @Override
  public Reversibility reversibility() {
    return Reversibility.KEPT;
  }

  @Override
  String path(PgCluster cluster) {
    return cluster.dialect().has(Capability.STANDBY_SIGNAL)
        ? cluster.standbySettingsFile()
        : new StandbyFiles(cluster).markerFile();
  }

  /** Before version 10 the password stands in it. */
  @Override
  boolean secret(PgCluster cluster) {
    return !cluster.dialect().has(Capability.PASSFILE_PARAMETER);
  }

  @Override
  FileSpec desired(StepContext context, Node node, PgCluster cluster, Optional<FileSpec> current) {
    Node standby = sites().standby(context);
    return new StandbyFiles(cluster).files(sites().site(context).standbyInputs(standby)).get(0);
  }

  /** A standby that runs already is told, in the way that its version listens to. */
  @Override
  void afterWrite(StepContext context, Node node, PgCluster cluster) {
    new KeptToItself(node).end(context.fence());
    if (!node.online()) {
      return;
    }
    if (reloadable(context, node, cluster)) {
      node.psql().execute("reload", "SELECT pg_reload_conf();", context.fence());
    } else {
      server.restart(node, cluster, context.fence());
    }
    server.await(
        node,
        "the standby's settings to be in force",
        IN_FORCE,
        () -> inForce(context, node, cluster));
  }

  /** Where restore_command takes a restart, one is made only for a change of it. */
  private boolean reloadable(StepContext context, Node node, PgCluster cluster) {
    return cluster.dialect().has(Capability.CONNINFO_RELOADABLE)
        && (cluster.dialect().has(Capability.RESTORE_COMMAND_RELOADABLE)
            || sameRestore(context, node, running(node)));
  }

  /** A connection that a restart breaks off says nothing yet. */
  private boolean inForce(StepContext context, Node node, PgCluster cluster) {
    try {
      return furtherChanges(context, node, cluster).isEmpty();
    } catch (PostgresException e) {
      if (e.errorClass() != ErrorClass.CONNECTION && e.errorClass() != ErrorClass.UNKNOWN) {
        throw e;
      }
      server.requireNotFailed(node, cluster);
      return false;
    }
  }

  /** A crash between the writing and the reload leaves a standby that follows by older settings. */
  @Override
  List<Change> furtherChanges(StepContext context, Node node, PgCluster cluster) {
    List<Change> changes = new ArrayList<>(new KeptToItself(node).changes());
    if (!node.online() || !cluster.dialect().has(Capability.STANDBY_SIGNAL)) {
      return changes;
    }
    String wanted =
        new StandbyFiles(cluster)
            .primaryConninfo(sites().site(context).standbyInputs(node))
            .toString();
    JsonNode running = running(node);
    if (!running.path("conninfo").asText().equals(wanted)) {
      // The text itself is not shown: somebody may have written a password into it.
      changes.add(Change.of("setting", "primary_conninfo", "another", "as written"));
    }
    if (!sameRestore(context, node, running)) {
      changes.add(Change.of("setting", "restore_command", "another", "as written"));
    }
    return changes;
  }

  private static JsonNode running(Node node) {
    return node.psql().row(RUNNING);
  }

  /** Without an archive of ours a standby may have any restore_command, but one of ours. */
  private boolean sameRestore(StepContext context, Node node, JsonNode row) {
    String running = row.path("restore").asText();
    Site site = sites().site(context);
    String ours = new ArchivePlaces(site.name()).restoreScript();
    return site.standbyInputs(node)
        .restoreCommand()
        .map(running::equals)
        .orElseGet(() -> !running.contains(ours));
  }
}
