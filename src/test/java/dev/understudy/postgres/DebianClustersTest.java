package dev.understudy.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.common.PreconditionException;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DebianClustersTest {
  private static final String PLAIN =
      """
      9.6 old   5433 down             postgres  /var/lib/postgresql/9.6/old  /var/log/postgresql/postgresql-9.6-old.log
      15  main  5432 online,recovery  postgres  /srv/pg data/15 /var/log/postgresql/postgresql-15-main.log
      """;

  @Test
  void thePlainFormIsEnough() {
    assertThat(DebianClusters.parse(PLAIN))
        .extracting(PgCluster::unit)
        .containsExactly("postgresql@9.6-old.service", "postgresql@15-main.service");
    PgCluster main = DebianClusters.parse(PLAIN).get(1);
    assertThat(main.online()).isTrue();
    assertThat(main.recovery()).isTrue();
    assertThat(main.owner()).isEqualTo("postgres");
    assertThat(main.dataDirectory()).isEqualTo("/srv/pg data/15");
    assertThat(main.hbaFile()).isEqualTo("/etc/postgresql/15/main/pg_hba.conf");
    assertThat(main.socketDirectory()).isEqualTo("/var/run/postgresql");
    assertThat(main.program("psql")).isEqualTo("/usr/lib/postgresql/15/bin/psql");
  }

  @Test
  void jsonAddsWhatThePlainFormLacks() {
    String json =
        """

        [{"version":15,"cluster":"main","pgdata":"/srv/pg dÃ¤ta/15","socketdir":"/run/other",
        """
                .stripTrailing()
            + "\"configdir\":\"/etc/postgresql/15/main\",\"port\":\"5432\"}]\n";
    PgCluster main = DebianClusters.parse(PLAIN + json).get(1);
    assertThat(main.socketDirectory()).isEqualTo("/run/other");
    assertThat(main.dataDirectory()).isEqualTo("/srv/pg data/15");
    assertThat(DebianClusters.parse(PLAIN + json).get(0).socketDirectory())
        .isEqualTo("/var/run/postgresql");
  }

  @Test
  void aHostWithoutClustersHasNone() {
    assertThat(DebianClusters.parse("")).isEmpty();
    assertThat(DebianClusters.parse("\n[]\n")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "include_dir = 'conf.d'\t\t# include files",
        "include_dir 'conf.d'",
        "  include_dir='/etc/postgresql/15/main/conf.d/'",
        "include_dir = conf.d"
      })
  void theLineThatIncludesIsFound(String line) {
    assertThat(DebianClusters.includeLine("port = 5432\n#include_dir = 'conf.d'\n" + line + "\n"))
        .isEqualTo(OptionalInt.of(3));
  }

  @ParameterizedTest
  @ValueSource(strings = {"#include_dir = 'conf.d'", "include_dir = 'other.d'", "port = 1", ""})
  void aFileThatDoesNotIncludeIsRefused(String content) {
    PgCluster cluster = DebianClusters.parse(PLAIN).get(1);
    assertThatThrownBy(() -> DebianClusters.requireIncludeLine(cluster, content))
        .isInstanceOf(PreconditionException.class);
  }
}
