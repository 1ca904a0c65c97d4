package dev.understudy.steps;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.understudy.host.FileSpec;
import dev.understudy.postgres.DebianClusters;
import dev.understudy.postgres.FileSetting;
import dev.understudy.postgres.HbaFile;
import dev.understudy.postgres.PgCluster;
import dev.understudy.postgres.Psql;
import dev.understudy.postgres.ReplicationSql;
import dev.understudy.postgres.RoleState;
import dev.understudy.postgres.SettingChange;
import dev.understudy.postgres.SettingOverride;
import dev.understudy.postgres.SettingOverrides;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What must hold of the running primary. Looks, and changes nothing. */
final class PrimaryChecks {
  private static final int MAX_BYTES = 4 << 20;

  private final Site site;
  private final Node primary;
  private final PgCluster cluster;
  private final Psql psql;
  private final List<FileSetting> files;
  private final JsonNode locales;
  private final JsonNode libraries;

  PrimaryChecks(Site site) {
    this.site = site;
    this.primary = site.primary();
    this.cluster = primary.cluster();
    this.psql = new Psql(primary.host(), cluster);
    String preloaded = "SELECT current_setting('shared_preload_libraries') AS libraries";
    String sorting = new ReplicationSql(site.dialect()).locales();
    List<ArrayNode> answers = psql.queries(List.of(FileSetting.SELECT, sorting, preloaded));
    this.files = FileSetting.list(answers.get(0));
    this.locales = answers.get(1);
    this.libraries = answers.get(2).path(0).path("libraries");
  }

  List<Problem> find() {
    List<Problem> problems = new ArrayList<>();
    roles(problems);
    SettingsFacts facts = SettingsFacts.read(site);
    restart(problems, facts);
    overrides(problems, facts);
    rules(problems);
    return problems;
  }

  /** Whether a database or collation sorts by the C library's rules. */
  boolean libcCollations() {
    for (JsonNode row : locales) {
      String collate = row.path("collate").asText();
      boolean plain = collate.equals("C") || collate.equals("POSIX") || collate.equals("C.UTF-8");
      if (row.path("provider").asText().equals("c") && !plain) {
        return true;
      }
    }
    return false;
  }

  /** Modules that a standby must have too, or it does not start. */
  List<String> preloadedLibraries() {
    return split(libraries.asText());
  }

  private static List<String> split(String libraries) {
    return List.of(libraries.split(",")).stream()
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .toList();
  }

  private void roles(List<Problem> problems) {
    for (RoleState state : RoleState.all(psql, site.dialect())) {
      if (state.foreign()) {
        var error = PostgresRolesStep.foreign(primary.name(), state);
        problems.add(new Problem(primary.name(), error.getMessage(), error.remedy()));
      }
    }
  }

  private void restart(List<Problem> problems, SettingsFacts facts) {
    List<SettingChange> needs = facts.restartNeeds(facts.primary());
    if (PostgresRestartStep.refused(site, primary.name(), needs)) {
      problems.add(
          new Problem(
              primary.name(), PostgresRestartStep.refusal(needs), PostgresRestartStep.remedy()));
    }
  }

  private void overrides(List<Problem> problems, SettingsFacts facts) {
    String conf =
        primary
            .files()
            .read(cluster.postgresqlConf(), MAX_BYTES)
            .map(FileSpec::contentText)
            .orElse("");
    int includeLine = DebianClusters.requireIncludeLine(cluster, conf);
    for (SettingOverride override :
        new SettingOverrides(cluster, includeLine).find(facts.managed(), facts.primary(), files)) {
      problems.add(
          new Problem(
              primary.name(),
              "%s is set to %s by %s, which overrides Understudy's file"
                  .formatted(override.name(), override.value(), override.where()),
              override.kind().remedy()));
    }
  }

  private void rules(List<Problem> problems) {
    Optional<FileSpec> file = primary.files().read(cluster.hbaFile(), MAX_BYTES);
    file.ifPresentOrElse(
        found -> HbaFile.parse(found.path(), found.content()),
        () -> problems.add(new Problem(primary.name(), "has no " + cluster.hbaFile(), "")));
  }
}
