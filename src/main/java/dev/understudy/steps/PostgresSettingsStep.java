package dev.understudy.steps;

import dev.understudy.host.FileSpec;
import dev.understudy.postgres.ConfigurationCheck;
import dev.understudy.postgres.PgCluster;
import dev.understudy.postgres.Psql;
import dev.understudy.postgres.SettingChange;
import dev.understudy.workflow.Change;
import dev.understudy.workflow.Reversibility;
import dev.understudy.workflow.StepContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The managed file of settings. On a running server it also sees to it that what a reload can bring
 * about is in force; what needs a restart is another step's.
 */
final class PostgresSettingsStep extends ManagedFileStep {
  private static final Duration IN_FORCE = Duration.ofSeconds(15);

  private final ServerControl server;

  PostgresSettingsStep(Sites sites, ServerControl server) {
    super(sites);
    this.server = server;
  }

  @Override
  public String name() {
    return "postgres.settings";
  }

  @Override
  public Reversibility reversibility() {
    return Reversibility.KEPT;
  }

  @Override
  String path(PgCluster cluster) {
    return cluster.managedSettingsFile();
  }

  @Override
  FileSpec desired(StepContext context, Node node, PgCluster cluster, Optional<FileSpec> current) {
    String content = SettingsFacts.read(sites().site(context)).managed().render();
    return FileSpec.text(cluster.managedSettingsFile(), content, cluster.owner(), "0644");
  }

  @Override
  List<Change> furtherChanges(StepContext context, Node node, PgCluster cluster) {
    List<Change> changes = new ArrayList<>();
    if (primary(context, node)) {
      changes.addAll(new KeptToItself(node).changes());
    }
    if (node.online()) {
      pending(context, node).stream().map(PostgresSettingsStep::shown).forEach(changes::add);
    }
    return changes;
  }

  /** On any other node restored data may lie there still, which a later step moves aside. */
  private boolean primary(StepContext context, Node node) {
    return sites().site(context).primaryName().equals(node.name());
  }

  static Change shown(SettingChange change) {
    String before = Shown.value(change.name(), change.before());
    return Change.of("setting", change.name(), before, Shown.wanted(change.name(), change.after()));
  }

  @Override
  String visible(String content) {
    return Shown.file(content);
  }

  @Override
  void check(Node node, PgCluster cluster) {
    if (node.online()) {
      ConfigurationCheck.run(node.host(), cluster);
    }
  }

  @Override
  void afterWrite(StepContext context, Node node, PgCluster cluster) {
    if (primary(context, node)) {
      new KeptToItself(node).end(context.fence());
    }
    if (!node.online()) {
      return;
    }
    // What an earlier leaving put there has no meaning any more.
    node.files().remove(ArchiverLeft.path(cluster), context.fence());
    Psql psql = node.psql();
    psql.execute("reload", "SELECT pg_reload_conf();", context.fence());
    server.await(
        node, "the settings to be in force", IN_FORCE, () -> pending(context, node).isEmpty());
  }

  /** What a reload brings about and is not in force yet. */
  private List<SettingChange> pending(StepContext context, Node node) {
    Site site = sites().site(context);
    SettingsFacts facts = SettingsFacts.read(site);
    return facts.managed().changes(facts.running(site, node)).stream()
        .filter(change -> !change.restart())
        .toList();
  }
}
