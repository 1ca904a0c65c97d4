package dev.understudy.steps;

import dev.understudy.common.PreconditionException;
import dev.understudy.host.FileSpec;
import dev.understudy.postgres.Psql;
import dev.understudy.postgres.SynchronousSettings;
import dev.understudy.store.SynchronousRow;
import dev.understudy.workflow.Change;
import dev.understudy.workflow.Probe;
import dev.understudy.workflow.Reversibility;
import dev.understudy.workflow.StepContext;
import dev.understudy.workflow.StepType;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * For which standbys the primary's commits wait. What the store says of them is taken back before
 * the primary is told to wait for fewer, and given only when it certainly waits and one of them has
 * all that was written before; so the store never says more than is true, wherever this ends.
 */
final class SynchronousStep implements StepType {
  private static final Duration CONFIRMED = Duration.ofSeconds(15);

  private final Sites sites;
  private final Clock clock;

  SynchronousStep(Sites sites, Clock clock) {
    this.sites = sites;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "replication.synchronous";
  }

  @Override
  public Reversibility reversibility() {
    return Reversibility.KEPT;
  }

  @Override
  public Probe probe(StepContext context) {
    Site site = sites.site(context);
    SynchronousFacts facts = SynchronousFacts.read(site);
    SynchronousTarget target = SynchronousTarget.of(context, site, facts);
    List<Change> changes = new ArrayList<>();
    String path = site.primary().cluster().synchronousSettingsFile();
    String now = facts.file().map(FileSpec::contentText).orElse("");
    String wanted = content(site, facts, target);
    if (!now.equals(wanted)) {
      changes.add(Change.of("file", path, now, wanted));
    }
    if (target.managed() && !inForce(site, facts, target)) {
      changes.add(
          Change.of("setting", "synchronous_standby_names", facts.names(), value(site, target)));
    }
    if (facts.row().isPresent() != target.managed()
        || !facts.confirmers().equals(target.standbys())) {
      changes.add(Change.of("commits", "are on one of", words(facts.confirmers()), words(target)));
    }
    return Probe.of(changes, Map.of("commits wait for", words(target)));
  }

  private static boolean inForce(Site site, SynchronousFacts facts, SynchronousTarget target) {
    boolean commit = target.standbys().isEmpty() || SynchronousSettings.waits(facts.commit());
    return facts.names().equals(value(site, target)) && commit;
  }

  private static String value(Site site, SynchronousTarget target) {
    return SynchronousSettings.names(site.dialect(), target.standbys());
  }

  private static String words(SynchronousTarget target) {
    return words(target.standbys());
  }

  private static String words(List<String> standbys) {
    return standbys.isEmpty() ? "nobody" : String.join(", ", standbys);
  }

  /** Empty: there is to be no file. */
  private static String content(Site site, SynchronousFacts facts, SynchronousTarget target) {
    if (!target.managed()) {
      return "";
    }
    // What raised it once keeps doing so: without the file it would be low again.
    boolean raised =
        !SynchronousSettings.waits(facts.commit())
            || facts.file().filter(f -> f.contentText().contains("synchronous_commit")).isPresent();
    return SynchronousSettings.render(site.dialect(), target.standbys(), raised);
  }

  @Override
  public void apply(StepContext context) {
    Site site = sites.site(context);
    SynchronousFacts facts = SynchronousFacts.read(site);
    if (facts.primary().inRecovery()) {
      throw new PreconditionException(
          site.primaryName(), "is to be the primary, and is a standby", null);
    }
    SynchronousTarget target = SynchronousTarget.of(context, site, facts);
    takeBack(context, site, facts, target);
    String position = set(context, site, facts, target);
    if (!target.managed()) {
      // Last: as long as it is there, the file may be gone and its setting not.
      site.register(context.fence(), changes -> changes.removeSynchronous(site.name()));
    }
    if (!target.standbys().isEmpty()) {
      requireConfirmed(site, target, position);
      String reason = "they confirmed all up to " + position;
      store(context, site, target.standbys(), position, reason);
    }
  }

  /** Before the setting: what will not be true any more with it. */
  private void takeBack(
      StepContext context, Site site, SynchronousFacts facts, SynchronousTarget target) {
    TreeSet<String> both = new TreeSet<>(facts.confirmers());
    both.addAll(target.standbys());
    List<String> until =
        facts.confirmers().isEmpty() || target.standbys().isEmpty() ? List.of() : List.copyOf(both);
    if (facts.row().isEmpty() || !until.equals(facts.confirmers())) {
      String reason = context.inputs().getOrDefault("reason", "");
      store(context, site, until, facts.primary().lsn(), reason);
    }
  }

  private void store(
      StepContext context, Site site, List<String> confirmers, String position, String reason) {
    SynchronousRow row =
        new SynchronousRow(
            site.name(), site.epoch(), confirmers, position, reason, clock.instant());
    site.register(context.fence(), changes -> changes.putSynchronous(row));
  }

  /**
   * The file, and what makes it hold.
   *
   * @return a position before which commits may not have waited, and behind which all do
   */
  private static String set(
      StepContext context, Site site, SynchronousFacts facts, SynchronousTarget target) {
    Node primary = site.primary();
    String path = primary.cluster().synchronousSettingsFile();
    String content = content(site, facts, target);
    if (content.isEmpty()) {
      primary.files().remove(path, context.fence());
    } else {
      String owner = primary.cluster().owner();
      primary.files().write(FileSpec.text(path, content, owner, "0644"), context.fence());
    }
    return SynchronousScript.run(site, target, context.fence());
  }

  private static void requireConfirmed(Site site, SynchronousTarget target, String position) {
    Psql psql = site.primary().psql();
    String question = SynchronousSettings.confirmed(site.dialect(), target.standbys(), position);
    psql.await(question, CONFIRMED);
    if (!psql.row(question).path("confirmed").asBoolean()) {
      throw new PreconditionException(
          site.name(),
          "none of " + words(target) + " has confirmed what was written up to " + position,
          "see whether they stream: understudy status " + site.name());
    }
  }
}
