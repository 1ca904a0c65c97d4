package dev.understudy.steps;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.postgres.PgCluster;
import dev.understudy.postgres.PgVersion;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether clusters of a host are in the way of 15 on port 5432; they are version/name/port. */
class LayoutChecksTest {
  @ParameterizedTest(name = "{0}, listening {1}: {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                          | false |
          15/main/5432                | false |
          15/main/5432                | true  |
          15/orders/5432              | true  |
          13/main/5433                | false |
          13/main/5433 15/main/5432   | true  |
          ''                          | true  | something listens on port 5432
          13/main/5432                | false | port 5432 belongs to the cluster 13/main
          13/main/5432 15/main/5433   | false | port 5432 belongs to the cluster 13/main
          15/main/5433                | false | has the cluster 15/main already, on port 5433
          15/main/5432 15/other/5432  | false | port 5432 belongs to the cluster 15/other
          """)
  void standby(String clusters, boolean listening, String problem) {
    assertProblem(checks().standby(clusters(clusters), listening), problem);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          15/main/5432               |
          15/main/5432 13/main/5433  |
          ''                         | it has none
          13/main/5433               | it has 13/main on port 5433
          15/main/5433               | it has 15/main on port 5433
          """)
  void primary(String clusters, String problem) {
    assertProblem(checks().primary(clusters(clusters)), problem);
  }

  private static LayoutChecks checks() {
    return new LayoutChecks("bravo", new PgVersion(15, 0), 5432);
  }

  private static void assertProblem(List<Problem> problems, String problem) {
    if (problem == null) {
      assertThat(problems).isEmpty();
    } else {
      assertThat(problems)
          .singleElement()
          .extracting(Problem::message)
          .asString()
          .contains(problem);
      assertThat(problems.get(0).remedy()).isNotEmpty();
    }
  }

  private static List<PgCluster> clusters(String text) {
    return Arrays.stream(text.split(" "))
        .filter(word -> !word.isEmpty())
        .map(word -> word.split("/"))
        .map(
            part ->
                new PgCluster(
                    PgVersion.parse(part[0]),
                    part[1],
                    Integer.parseInt(part[2]),
                    "down",
                    "postgres",
                    "/var/lib/postgresql/" + part[0] + "/" + part[1],
                    "/var/log/postgresql/log",
                    "/etc/postgresql/" + part[0] + "/" + part[1],
                    "/var/run/postgresql",
                    "/usr/lib/postgresql/" + part[0] + "/bin"))
        .toList();
  }
}
