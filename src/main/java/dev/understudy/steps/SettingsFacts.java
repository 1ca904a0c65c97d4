package dev.understudy.steps;

import dev.understudy.postgres.ArchiveSettings;
import dev.understudy.postgres.ManagedSettings;
import dev.understudy.postgres.PgSettings;
import dev.understudy.postgres.SettingChange;
import dev.understudy.postgres.SettingInputs;
import java.util.List;
import java.util.Optional;

/**
 * The managed settings of a cluster, and how far its primary is from running with them.
 *
 * @param managed the same on every node
 * @param primary what the primary runs with
 */
public record SettingsFacts(ManagedSettings managed, PgSettings primary) {
  static SettingsFacts read(Site site) {
    return of(site, PgSettings.read(site.primary().psql()));
  }

  /**
   * @param running the primary's
   */
  static SettingsFacts of(Site site, PgSettings running) {
    boolean checksums = running.on("data_checksums");
    ManagedSettings managed =
        ManagedSettings.desired(
            new SettingInputs(site.dialect(), site.config(), running, checksums, archive(site)));
    return new SettingsFacts(managed, running);
  }

  /**
   * Managed settings that a node does not run with.
   *
   * @param primary what the primary runs with
   * @param running what the node runs with
   */
  public static List<SettingChange> drift(Site site, PgSettings primary, PgSettings running) {
    return of(site, primary).managed.changes(running);
  }

  private static Optional<ArchiveSettings> archive(Site site) {
    return site.archive()
        .map(
            engine ->
                new ArchiveSettings(
                    engine.archiveCommand(), site.config().archive().archiveTimeout()));
  }

  /** What the node runs with; of the primary it is known already. */
  PgSettings running(Site site, Node node) {
    return node.name().equals(site.primaryName()) ? primary : PgSettings.read(node.psql());
  }

  /** What only a restart brings about on a server that runs with these settings. */
  List<SettingChange> restartNeeds(PgSettings running) {
    return managed.changes(running).stream().filter(SettingChange::restart).toList();
  }
}
