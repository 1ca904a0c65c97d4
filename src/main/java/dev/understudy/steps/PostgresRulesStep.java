package dev.understudy.steps;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.common.PreconditionException;
import dev.understudy.host.FileSpec;
import dev.understudy.postgres.HbaFile;
import dev.understudy.postgres.HbaInputs;
import dev.understudy.postgres.HbaRules;
import dev.understudy.postgres.PgCluster;
import dev.understudy.postgres.Psql;
import dev.understudy.postgres.ReplicationSql;
import dev.understudy.postgres.RoleSql;
import dev.understudy.workflow.Change;
import dev.understudy.workflow.Reversibility;
import dev.understudy.workflow.StepContext;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The managed block of pg_hba.conf: every node and the service, on every node. */
final class PostgresRulesStep extends ManagedFileStep {
  private static final Duration LOADED = Duration.ofSeconds(15);

  private final ServerControl server;

  PostgresRulesStep(Sites sites, ServerControl server) {
    super(sites);
    this.server = server;
  }

  @Override
  public String name() {
    return "postgres.rules";
  }

  @Override
  public Reversibility reversibility() {
    return Reversibility.KEPT;
  }

  @Override
  String path(PgCluster cluster) {
    return cluster.hbaFile();
  }

  @Override
  FileSpec desired(StepContext context, Node node, PgCluster cluster, Optional<FileSpec> current) {
    Site site = sites().site(context);
    FileSpec file =
        current.orElseGet(() -> FileSpec.text(cluster.hbaFile(), "", cluster.owner(), "0640"));
    HbaInputs inputs =
        new HbaInputs(
            site.dialect(),
            site.without(context.inputs().get("node")),
            List.of(site.serviceAddress()),
            md5Roles(site));
    byte[] content = HbaFile.parse(file.path(), file.content()).with(HbaRules.of(inputs));
    return new FileSpec(file.path(), content, file.owner(), file.group(), file.mode());
  }

  /** A server that has not read the file since it was written still goes by the old rules. */
  @Override
  List<Change> furtherChanges(StepContext context, Node node, PgCluster cluster) {
    return !node.online() || LoadedFiles.since(node, List.of(cluster.hbaFile()))
        ? List.of()
        : List.of(Change.of("rules", cluster.hbaFile(), "written", "loaded"));
  }

  @Override
  void afterWrite(StepContext context, Node node, PgCluster cluster) {
    if (node.online()) {
      List<String> files = List.of(cluster.hbaFile());
      node.psql().execute("reload", "SELECT pg_reload_conf();", context.fence());
      server.await(node, "the rules to be loaded", LOADED, () -> LoadedFiles.since(node, files));
    }
  }

  @Override
  void check(Node node, PgCluster cluster) {
    if (!node.online()) {
      return;
    }
    for (JsonNode rule : node.psql().query(new ReplicationSql(cluster.dialect()).hbaRules())) {
      if (!rule.path("error").isNull()) {
        throw new PreconditionException(
            node.name(),
            "%s:%d: %s"
                .formatted(
                    cluster.hbaFile(), rule.path("line").asInt(), rule.path("error").asText()),
            "correct the line; the file was put back as it was");
      }
    }
  }

  /** Clients whose stored verifier is md5 could not log in where a rule demands SCRAM. */
  private static Set<String> md5Roles(Site site) {
    List<String> users =
        site.config().clients().stream().map(client -> client.user()).distinct().toList();
    Set<String> md5 = new HashSet<>();
    if (!users.isEmpty()) {
      Psql psql = site.primary().psql();
      for (JsonNode row : psql.query(RoleSql.passwordMethods(users))) {
        if (row.path("method").asText().equals("md5")) {
          md5.add(row.path("name").asText());
        }
      }
    }
    return md5;
  }
}
