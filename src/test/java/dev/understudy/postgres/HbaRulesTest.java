package dev.understudy.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.config.ClusterConfig;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HbaRulesTest {
  private static String rules(String version, ClusterConfig.TlsMode tls, Set<String> md5Roles) {
    PgVersion major = PgVersion.parse(version);
    ClusterConfig config = Clusters.config(major, 5432, tls, Map.of(), "10.77.0.11", "db.example");
    return HbaFile.render(
        HbaRules.of(new HbaInputs(Dialect.of(major), config, List.of("10.77.0.1"), md5Roles)));
  }

  @Test
  void nodesReplicateAndRewindTheServiceWatchesClientsConnect() {
    assertThat(rules("15", ClusterConfig.TlsMode.REQUIRE, Set.of()))
        .contains(
            """
            hostssl replication "replicator" "db.example" scram-sha-256
            hostssl replication "replicator" 10.77.0.11/32 scram-sha-256
            hostssl all "understudy_monitor" "db.example" scram-sha-256
            hostssl all "understudy_monitor" 10.77.0.1/32 scram-sha-256
            hostssl all "understudy_monitor" 10.77.0.11/32 scram-sha-256
            hostssl "postgres" "understudy_rewind" "db.example" scram-sha-256
            hostssl "postgres" "understudy_rewind" 10.77.0.11/32 scram-sha-256
            hostssl "app" "app" 10.77.0.0/24 scram-sha-256
            """);
  }

  @Test
  void withoutScramEverythingIsMd5AndNobodyRewinds() {
    assertThat(rules("9.6", ClusterConfig.TlsMode.PREFER, Set.of()))
        .contains("host all \"understudy_monitor\" 10.77.0.1/32 md5\n")
        .doesNotContain("scram", "rewind", "hostssl");
  }

  @Test
  void aClientWithAnOldVerifierIsNotLockedOut() {
    assertThat(rules("15", ClusterConfig.TlsMode.VERIFY_FULL, Set.of("app")))
        .contains("hostssl \"app\" \"app\" 10.77.0.0/24 md5\n");
  }

  @Test
  void theRulesAreTheSameOnEveryNodeAndInEveryOrderOfTheFile() {
    PgVersion major = new PgVersion(15, 0);
    ClusterConfig one =
        Clusters.config(major, 1, ClusterConfig.TlsMode.PREFER, Map.of(), "10.0.0.1", "10.0.0.2");
    ClusterConfig two =
        Clusters.config(major, 1, ClusterConfig.TlsMode.PREFER, Map.of(), "10.0.0.2", "10.0.0.1");
    assertThat(HbaRules.of(new HbaInputs(Dialect.of(major), one, List.of(), Set.of())))
        .isEqualTo(HbaRules.of(new HbaInputs(Dialect.of(major), two, List.of(), Set.of())));
  }
}
