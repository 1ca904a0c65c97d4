package dev.understudy.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.config.ClusterConfig;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where there is an archive, a promoted standby keeps what it received long enough to ship it. */
class WalKeptTest {
  @ParameterizedTest(name = "{0}: {1} with {2} of max_wal_size is {3}")
  @CsvSource({
    "15,0,1024,512MB",
    "13,0,1024,512MB",
    "15,4096,1024,4096MB",
    "15,0,256,256MB",
    "12,0,1024,32",
    "9.6,0,1024,32",
    "12,100,1024,100",
    "12,0,64,4",
  })
  void isAsMuchAsTheDiskHasRoomForAnyway(
      String version, String now, String maximum, String wanted) {
    Dialect dialect = Dialect.of(PgVersion.parse(version));
    boolean size = dialect.has(Capability.WAL_KEEP_SIZE);
    PgSettings primary =
        SettingRows.fresh()
            .row(dialect.walKeepSetting(), now, size ? "MB" : "", "integer", "sighup")
            .row("max_wal_size", maximum, "MB", "integer", "sighup")
            .row("wal_segment_size", "16777216", "B", "integer", "internal")
            .settings();

    assertThat(WalKept.value(dialect, primary)).isEqualTo(wanted);
  }

  @Test
  void largerSegmentsAreFewer() {
    PgSettings primary =
        SettingRows.fresh()
            .row("wal_keep_segments", "0", "", "integer", "sighup")
            .row("max_wal_size", "64", "16MB", "integer", "sighup")
            .row("wal_segment_size", "8192", "8kB", "integer", "internal")
            .settings();

    assertThat(WalKept.value(Dialect.of(new PgVersion(10, 0)), primary)).isEqualTo("8");
  }

  @Test
  void isManagedOnlyWithAnArchiveAndGivesWayToTheConfiguration() {
    ArchiveSettings archive = new ArchiveSettings("ship %p", Duration.ofMinutes(1));

    assertThat(managed(Map.of(), Optional.empty())).doesNotContainKey("wal_keep_size");
    assertThat(managed(Map.of(), Optional.of(archive))).containsEntry("wal_keep_size", "512MB");
    assertThat(managed(Map.of("wal_keep_size", "0"), Optional.of(archive)))
        .containsEntry("wal_keep_size", "0");
  }

  private static Map<String, String> managed(
      Map<String, String> extra, Optional<ArchiveSettings> archive) {
    ClusterConfig config = Clusters.config(extra);
    Dialect dialect = Dialect.of(new PgVersion(15, 0));
    PgSettings primary = SettingRows.fresh().settings();
    return ManagedSettings.desired(new SettingInputs(dialect, config, primary, false, archive))
        .values();
  }
}
