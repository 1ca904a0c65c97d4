package dev.understudy.steps;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.understudy.common.ErrorClass;
import dev.understudy.common.Fence;
import dev.understudy.common.Json;
import dev.understudy.host.GuardState;
import dev.understudy.postgres.FileSetting;
import dev.understudy.postgres.PgCluster;
import dev.understudy.postgres.PgSettings;
import dev.understudy.postgres.ReadOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Refusals that are found before anything is changed, as tables. */
class PreflightChecksTest {
  @TempDir Path root;

  @ParameterizedTest(name = "{0} {1}: {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ok        | postgres |
          ok        | root     |
          ok        | puppet   | belongs to puppet, not to postgres or root
          read-only | postgres | is read-only
          link      | postgres | is a symbolic link
          absent    | ''       | does not exist
          """)
  void configurationFiles(String state, String owner, String problem) {
    String report = state + "\t" + owner + "\t/etc/postgresql/15/main/pg_hba.conf\n";
    assertProblem(
        ConfigurationFiles.check("alpha", "postgres", ConfigurationFiles.parse(report)), problem);
  }

  @ParameterizedTest(name = "mode {0}, command {1}, library {2}, configured {3}: {4}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          off    | cp %p /archive      | ''            | ''              |
          on     | ''                  | ''            | ''              |
          on     | /bin/true           | ''            | ''              |
          on     | wal-g push --k s3cr | ''            | archive_command |
          on     | wal-g push --k s3cr | ''            | ''              | archive_command is in use already, by wal-g
          always | wal-g push --k s3cr | ''            | ''              | archive_command is in use already, by wal-g
          on     | K=s3cr wal-g push   | ''            | ''              | archive_command is in use already
          on     | K="s3cr s3cr" wal-g | ''            | ''              | archive_command is in use already
          on     | ''                  | basic_archive | ''              | archive_library is in use already, by basic_archive
          """)
  void archives(String mode, String command, String library, String configured, String problem) {
    ArrayNode rows = Json.mapper().createArrayNode();
    Map.of("archive_mode", mode, "archive_command", command, "archive_library", library)
        .forEach(
            (name, value) ->
                rows.addObject().put("name", name).put("setting", value).put("reset_val", value));
    Map<String, String> settings = configured.isEmpty() ? Map.of() : Map.of(configured, "x");

    for (boolean archive : List.of(false, true)) {
      List<Problem> problems = ArchiveChecks.of("alpha", PgSettings.of(rows), settings, archive);

      assertProblem(problems, problem);
      assertThat(problems.toString()).doesNotContain("s3cr");
    }
  }

  @Test
  void aCommandOfItsOwnFileIsNobodyElses() {
    ArrayNode rows = Json.mapper().createArrayNode();
    rows.addObject().put("name", "archive_mode").put("setting", "on").put("reset_val", "on");
    rows.addObject()
        .put("name", "archive_command")
        .put("reset_val", "wal-g push")
        .put("sourcefile", "/etc/postgresql/15/main/conf.d/90-understudy.conf");

    assertThat(ArchiveChecks.of("alpha", PgSettings.of(rows), Map.of(), true)).isEmpty();
  }

  @ParameterizedTest(name = "{0}:{1} {2} = {3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          lib/15/main/postgresql.auto.conf             | 3  | primary_conninfo         | host=x password=s3cr | ALTER SYSTEM RESET primary_conninfo
          lib/15/main/postgresql.auto.conf             | 3  | primary_slot_name        | other                | ALTER SYSTEM RESET primary_slot_name
          lib/15/main/postgresql.auto.conf             | 3  | recovery_target_timeline | current              | ALTER SYSTEM RESET recovery_target_timeline
          lib/15/main/postgresql.auto.conf             | 3  | recovery_target_timeline | latest               |
          lib/15/main/postgresql.auto.conf             | 3  | work_mem                 | 8MB                  |
          etc/15/main/conf.d/99-mine.conf              | 1  | primary_conninfo         | host=x               | remove the line
          etc/15/main/conf.d/10-mine.conf              | 1  | primary_conninfo         | host=x               |
          etc/15/main/conf.d/91-understudy-standby.conf | 2 | primary_conninfo         | host=x               |
          etc/15/main/postgresql.conf                  | 40 | primary_conninfo         | host=x               |
          etc/15/main/postgresql.conf                  | 60 | primary_conninfo         | host=x               | remove the line
          etc/15/main/early.conf                       | 1  | primary_conninfo         | host=x               |
          etc/15/main/late.conf                        | 1  | primary_conninfo         | host=x               | remove the line
          etc/15/main/late.d/1.conf                    | 1  | recovery_target_time     | 2026-01-01           | remove the line
          """)
  void whatWinsOverTheFollowing(String file, int line, String name, String value, String remedy) {
    PgCluster cluster = new ScriptHost(root).cluster();
    FileSetting entry =
        new FileSetting(1, name, value, root.resolve(file).toString(), line, true, "");

    String conf =
        "include 'early.conf'\n"
            + "\n".repeat(48)
            + "include_dir = 'conf.d'\ninclude 'late.conf'\ninclude_dir 'late.d'\n";

    List<Problem> problems =
        FollowingChecks.overrides(
            "alpha", cluster, new ReadOrder(cluster, conf), List.of(entry), false);

    assertThat(problems.stream().map(Problem::remedy).findFirst())
        .isEqualTo(Optional.ofNullable(remedy));
    assertThat(problems.toString()).doesNotContain("s3cr");
  }

  @ParameterizedTest(name = "follows {0} at {1}, seen {2}")
  @CsvSource({
    "alpha, 10.77.0.11, false, true",
    "db1,   10.0.0.1 10.77.0.11, false, true",
    "db1,   '', false, true",
    "'',    127.0.0.1, false, true",
    "other, 10.77.0.99, true, true",
    "other, 10.77.0.99, false, false"
  })
  void whomAStandbyFollows(String followed, String addresses, boolean seen, boolean fine) {
    Set<String> known = new TreeSet<>(Arrays.asList(addresses.split(" ")));
    known.remove("");
    assertThat(
            FollowingChecks.upstream("bravo", followed, known, "alpha", Set.of("10.77.0.11"), seen)
                .isEmpty())
        .isEqualTo(fine);
  }

  @ParameterizedTest(name = "owner {0}, epoch {1}, term {2}: {3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          me    | 2 | 7 |
          me    | 1 | 9 |
          me    | 2 | 8 | which this store does not know
          me    | 3 | 1 | which this store does not know
          other | 1 | 1 | another Understudy is in charge here
          """)
  void whoIsInCharge(String owner, long epoch, long term, String problem) {
    Optional<Problem> found =
        Ownership.judge(
            "alpha", new GuardState(owner, epoch, term), new Fence("me", "orders", 2, 7));
    assertProblem(found.stream().toList(), problem);
  }

  @ParameterizedTest
  @CsvSource({
    "0, '',                      PRECONDITION",
    "1, 'CONNECTION',            CONNECTION",
    "2, 'CONNECTION UNKNOWN',    CONNECTION",
    "2, 'CONNECTION TIMEOUT',    CONNECTION",
    "2, 'CONNECTION',            PRECONDITION",
    "2, 'CONNECTION HOST_KEY',   PRECONDITION",
    "1, 'REMOTE_EXIT',           PRECONDITION",
  })
  void onlyHostsThatCannotBeReachedAreWaitedFor(int problems, String errors, ErrorClass expected) {
    List<ErrorClass> classes =
        Stream.of(errors.split(" "))
            .filter(name -> !name.isEmpty())
            .map(ErrorClass::valueOf)
            .toList();

    assertThat(PreflightSurvey.classOf(problems, classes)).isEqualTo(expected);
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
}
