package dev.understudy.steps;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.PreconditionException;
import dev.understudy.config.ClusterConfig.RestartPrimary;
import dev.understudy.postgres.ConfigurationCheck;
import dev.understudy.postgres.PgCluster;
import dev.understudy.postgres.PgSettings;
import dev.understudy.postgres.PostgresException;
import dev.understudy.postgres.SettingChange;
import dev.understudy.workflow.Change;
import dev.understudy.workflow.Probe;
import dev.understudy.workflow.Reversibility;
import dev.understudy.workflow.StepContext;
import dev.understudy.workflow.StepType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One restart of a running server for all settings that need one. The primary's is carried out only
 * where the configuration allows it.
 */
final class PostgresRestartStep implements StepType {
  private static final Duration CHECKPOINT = Duration.ofMinutes(30);
  private static final Duration COME_BACK = Duration.ofMinutes(5);

  private final Sites sites;
  private final ServerControl server;

  PostgresRestartStep(Sites sites, ServerControl server) {
    this.sites = sites;
    this.server = server;
  }

  @Override
  public String name() {
    return "postgres.restart";
  }

  @Override
  public Reversibility reversibility() {
    return Reversibility.KEPT;
  }

  @Override
  public Probe probe(StepContext context) {
    Site site = sites.site(context);
    List<SettingChange> needs = needs(site, sites.node(context));
    requireAllowed(site, context.node(), needs);
    List<Change> changes =
        needs.stream().map(need -> PostgresSettingsStep.shown(need).withRestart()).toList();
    return Probe.of(changes, Map.of("settings that wait for a restart", "none"));
  }

  /** A checkpoint beforehand keeps the time short in which nobody can connect. */
  @Override
  public void apply(StepContext context) {
    Site site = sites.site(context);
    Node node = sites.node(context);
    PgCluster cluster = node.cluster();
    requireAllowed(site, context.node(), needs(site, node));
    ConfigurationCheck.run(node.host(), cluster);
    node.psql().within(CHECKPOINT).execute("checkpoint", "CHECKPOINT;", context.fence());
    server.restart(node, cluster, context.fence());
    server.await(node, "the restarted server", COME_BACK, () -> settled(site, node));
  }

  /**
   * A standby that does not run comes up with all of its settings, and a server that is no standby
   * makes room for one; a primary has to run.
   */
  private static List<SettingChange> needs(Site site, Node node) {
    if (!node.name().equals(site.primaryName()) && !isRunningStandby(node)) {
      return List.of();
    }
    SettingsFacts facts = SettingsFacts.read(site);
    return facts.restartNeeds(facts.running(site, node));
  }

  private static boolean isRunningStandby(Node node) {
    DataDirectoryFacts facts = DataDirectoryFacts.read(node, node.cluster());
    return facts.running() && facts.standby();
  }

  /** A connection that the restart itself breaks off says nothing yet. */
  private boolean settled(Site site, Node node) {
    try {
      PgSettings running = PgSettings.read(node.psql());
      return SettingsFacts.read(site).restartNeeds(running).isEmpty();
    } catch (PostgresException e) {
      if (e.errorClass() != ErrorClass.CONNECTION && e.errorClass() != ErrorClass.UNKNOWN) {
        throw e;
      }
      server.requireNotFailed(node, node.cluster());
      return false;
    }
  }

  private static void requireAllowed(Site site, String node, List<SettingChange> needs) {
    if (refused(site, node, needs)) {
      throw new PreconditionException(node, refusal(needs), remedy());
    }
  }

  /** Whether a restart is needed that the configuration does not allow. */
  static boolean refused(Site site, String node, List<SettingChange> needs) {
    return !needs.isEmpty()
        && node.equals(site.primaryName())
        && site.config().restartPrimary() == RestartPrimary.REFUSE;
  }

  static String refusal(List<SettingChange> needs) {
    return "the primary would have to be restarted for "
        + needs.stream().map(PostgresRestartStep::words).collect(Collectors.joining(", "))
        + ", and restart_primary says refuse";
  }

  private static String words(SettingChange need) {
    String before = Shown.value(need.name(), need.before());
    String after = Shown.value(need.name(), need.after());
    return need.name() + " (" + before + " → " + after + ")";
  }

  static String remedy() {
    return "set restart_primary: allow at a time when a short restart is acceptable";
  }
}
