package dev.understudy.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.config.BaseBackupConfig;
import dev.understudy.config.BaseBackupConfig.Checkpoint;
import dev.understudy.config.ClusterConfig;
import dev.understudy.host.FileSpec;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class StandbyFilesTest {
  private static final BaseBackupConfig FAST =
      new BaseBackupConfig(OptionalLong.empty(), Checkpoint.FAST);

  private static final Secret PASSWORD = new Secret("s3cret");
  private static final StandbyInputs INPUTS =
      new StandbyInputs(
          "bra'vo",
          "10.77.0.11",
          5432,
          "understudy_bravo",
          ClusterConfig.TlsMode.VERIFY_FULL,
          PASSWORD);

  private static PgCluster cluster(String version) {
    return DebianClusters.parse(version + " main 5432 down postgres /var/lib/data /var/log/x.log\n")
        .get(0);
  }

  @Test
  void since12ItIsASignalAndSettings() {
    List<FileSpec> files = new StandbyFiles(cluster("15")).files(INPUTS);
    assertThat(files)
        .extracting(FileSpec::path)
        .containsExactly(
            "/etc/postgresql/15/main/conf.d/91-understudy-standby.conf",
            "/var/lib/data/standby.signal");
    assertThat(files.get(1).content()).isEmpty();
    assertThat(files.get(0).contentText())
        .contains(
            "recovery_target_timeline = 'latest'\n", "primary_slot_name = 'understudy_bravo'\n")
        .contains("sslmode=''verify-full''", "tcp_user_timeout=''10000''")
        .contains("application_name=''bra\\\\''vo''")
        .contains("passfile=''/etc/postgresql/15/main/understudy.pass''")
        .doesNotContain("s3cret", "standby_mode");
  }

  @ParameterizedTest
  @ValueSource(strings = {"10", "11"})
  void before12ItIsRecoveryConf(String version) {
    List<FileSpec> files = new StandbyFiles(cluster(version)).files(INPUTS);
    assertThat(files).extracting(FileSpec::path).containsExactly("/var/lib/data/recovery.conf");
    assertThat(files.get(0).contentText())
        .contains("standby_mode = 'on'\n", "passfile=")
        .doesNotContain("s3cret", "tcp_user_timeout");
  }

  @Test
  void libpqOf96KnowsNoPasswordFileInAConnectionString() {
    FileSpec file = new StandbyFiles(cluster("9.6")).files(INPUTS).get(0);
    assertThat(file.mode()).isEqualTo("0600");
    assertThat(file.contentText()).contains("password=''s3cret''").doesNotContain("passfile");
  }

  @Test
  void thePasswordFileServesEveryNode() {
    ClusterConfig config = Clusters.config(Map.of());
    FileSpec file = new StandbyFiles(cluster("15")).passFile(config, PASSWORD, new Secret("other"));
    assertThat(file.mode()).isEqualTo("0600");
    assertThat(file.owner()).isEqualTo("postgres");
    assertThat(file.contentText())
        .isEqualTo(
            """
            127.0.0.1:5432:replication:replicator:s3cret
            127.0.0.1:5432:postgres:understudy_rewind:other
            10.77.0.12:5432:replication:replicator:s3cret
            10.77.0.12:5432:postgres:understudy_rewind:other
            """);
  }

  @ParameterizedTest
  @ValueSource(strings = {"9.6", "12", "15"})
  void noCommandLineShowsThePassword(String version) {
    String script = new BaseBackupCommand(cluster(version)).script(INPUTS, "/d", FAST);
    assertThat(script).doesNotContain("s3cret").contains("PGPASSFILE=", "-X stream", "--slot=");
    assertThat(script.contains("pg_verifybackup")).isEqualTo(version.equals("15"));
    assertThat(script).doesNotContain("--max-rate");
  }

  @ParameterizedTest
  @CsvSource({"1048576,1024k", "1,32k", "10000000000,1048576k", "40000,39k"})
  void theRateIsInKilobytesWithinTheProgramsLimits(long bytes, String rate) {
    assertThat(
            new BaseBackupCommand(cluster("15"))
                .arguments(
                    INPUTS, "/d", new BaseBackupConfig(OptionalLong.of(bytes), Checkpoint.FAST)))
        .contains("--max-rate=" + rate);
  }

  @ParameterizedTest
  @EnumSource(Checkpoint.class)
  void theCheckpointIsAsConfigured(Checkpoint checkpoint) {
    BaseBackupConfig config = new BaseBackupConfig(OptionalLong.empty(), checkpoint);
    assertThat(new BaseBackupCommand(cluster("15")).arguments(INPUTS, "/d", config))
        .contains("--checkpoint=" + checkpoint.name().toLowerCase(Locale.ROOT));
  }
}
