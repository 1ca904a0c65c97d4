package dev.understudy.steps;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.understudy.config.ClusterConfig;
import dev.understudy.host.Command;
import dev.understudy.host.FileSpec;
import dev.understudy.postgres.FileSetting;
import dev.understudy.postgres.HbaFile;
import dev.understudy.postgres.PgCluster;
import dev.understudy.postgres.PgSetting;
import dev.understudy.postgres.PgSettings;
import dev.understudy.postgres.Psql;
import dev.understudy.postgres.ReadOrder;
import dev.understudy.postgres.ReplicationSql;
import dev.understudy.postgres.RoleState;
import dev.understudy.postgres.SettingChange;
import dev.understudy.postgres.SettingOverride;
import dev.understudy.postgres.SettingOverrides;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

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
  private final JsonNode paths;
  private final PgSettings settings;

  PrimaryChecks(Site site) {
    this.site = site;
    this.primary = site.primary();
    this.cluster = primary.cluster();
    this.psql = new Psql(primary.host(), cluster);
    ReplicationSql sql = new ReplicationSql(site.dialect());
    String preloaded = "SELECT current_setting('shared_preload_libraries') AS libraries";
    List<ArrayNode> answers =
        psql.queries(
            List.of(FileSetting.SELECT, sql.locales(), preloaded, sql.files(), PgSetting.SELECT));
    this.files = FileSetting.list(answers.get(0));
    this.locales = answers.get(1);
    this.libraries = answers.get(2).path(0).path("libraries");
    this.paths = answers.get(3).path(0);
    this.settings = PgSettings.of(answers.get(4));
  }

  List<Problem> find() {
    List<Problem> problems = new ArrayList<>();
    roles(problems);
    SettingsFacts facts = SettingsFacts.of(site, settings);
    restart(problems, facts);
    overrides(problems, facts);
    rules(problems);
    problems.addAll(
        ArchiveChecks.of(
            primary.name(), facts.primary(), site.config().settings(), site.archive().isPresent()));
    paths(problems);
    tls(problems, facts.primary());
    return problems;
  }

  /** Rules and settings written to files that the server does not read would do nothing. */
  private void paths(List<Problem> problems) {
    Map<String, String> expected =
        Map.of(
            "config_file", cluster.postgresqlConf(),
            "hba_file", cluster.hbaFile(),
            "data_directory", cluster.dataDirectory());
    expected.forEach(
        (name, path) -> {
          String actual = paths.path(name).asText();
          if (!actual.equals(path)) {
            problems.add(
                new Problem(
                    primary.name(),
                    "the server's %s is %s, not Debian's %s".formatted(name, actual, path),
                    "use the layout of Debian's packages"));
          }
        });
  }

  /**
   * With ssl on and no certificate the server would not start again; verify-full brings its own.
   */
  private void tls(List<Problem> problems, PgSettings running) {
    if (site.config().tls() != ClusterConfig.TlsMode.REQUIRE || running.on("ssl")) {
      return;
    }
    String script = "cd \"$1\" && [ -s \"$2\" ] && [ -s \"$3\" ]";
    String certificate = running.value("ssl_cert_file");
    String key = running.value("ssl_key_file");
    Command look = Command.of("sh", "-c", script, "-", cluster.dataDirectory(), certificate, key);
    if (!primary.host().run(look.asRoot()).ok()) {
      problems.add(
          new Problem(
              primary.name(),
              "tls is wanted, but there is no certificate %s with key %s"
                  .formatted(certificate, key),
              "install one, such as that of the package ssl-cert, or set tls: prefer"));
    }
  }

  /** The providers by whose rules some database sorts, those left out that sort by bytes. */
  Set<String> sortingProviders() {
    Set<String> providers = new TreeSet<>();
    for (JsonNode row : locales) {
      String collate = row.path("collate").asText();
      boolean plain = collate.equals("C") || collate.equals("POSIX") || collate.equals("C.UTF-8");
      String provider = row.path("provider").asText();
      if (!provider.equals("c") || !plain) {
        providers.add(provider);
      }
    }
    return providers;
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
    ReadOrder order = new ReadOrder(cluster, conf);
    // What kept a restored server to itself goes when its settings are written.
    List<FileSetting> staying =
        files.stream()
            .filter(entry -> !entry.file().equals(cluster.restoredSettingsFile()))
            .toList();
    for (SettingOverride override :
        new SettingOverrides(cluster, order).find(facts.managed(), facts.primary(), staying)) {
      problems.add(
          new Problem(
              primary.name(),
              "%s is set to %s by %s, which overrides Understudy's file"
                  .formatted(
                      override.name(),
                      Shown.value(override.name(), override.value()),
                      override.where()),
              override.remedy()));
    }
    problems.addAll(
        FollowingChecks.overrides(
            primary.name(), cluster, order, files, site.archive().isPresent()));
  }

  private void rules(List<Problem> problems) {
    Optional<FileSpec> file = primary.files().read(cluster.hbaFile(), MAX_BYTES);
    file.ifPresentOrElse(
        found -> HbaFile.parse(found.path(), found.content()),
        () -> problems.add(new Problem(primary.name(), "has no " + cluster.hbaFile(), "")));
  }
}
