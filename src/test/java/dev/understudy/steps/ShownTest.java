package dev.understudy.steps;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.postgres.SettingChange;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Secrets in the commands of a server reach neither a plan nor the store. */
class ShownTest {
  private static final String COMMAND = "AWS_SECRET_ACCESS_KEY=s3cr wal-g wal-push %p";

  @ParameterizedTest
  @CsvSource({
    "archive_command, cp %p /x, another value",
    "Archive_Command, cp %p /x, another value",
    "archive_command, '', ''",
    "wal_level, replica, replica"
  })
  void commandsAreNotShown(String name, String value, String shown) {
    assertThat(Shown.value(name, value)).isEqualTo(shown);
  }

  @Test
  void aChangeDoesNotShowTheCommandBefore() {
    SettingChange change = new SettingChange("archive_command", COMMAND, "/bin/true", false);
    assertThat(PostgresSettingsStep.shown(change).toString())
        .contains("another value", "/bin/true")
        .doesNotContain("s3cr");
  }

  @Test
  void aRefusedRestartDoesNotShowTheCommand() {
    SettingChange change = new SettingChange("restore_command", COMMAND, COMMAND, true);
    assertThat(PostgresRestartStep.refusal(List.of(change))).doesNotContain("s3cr");
  }

  @ParameterizedTest
  @CsvSource({
    "wal-g wal-push %p, wal-g",
    "/usr/bin/test ! -f x, /usr/bin/test",
    "KEY=s3cr wal-g, ''",
    "'KEY=''s3cr s3cr'' wal-g', ''",
    "'(KEY=s3cr; wal-g)', ''"
  })
  void onlyAPlainProgramIsNamed(String command, String program) {
    assertThat(Shown.program(command).orElse("")).isEqualTo(program);
  }

  @ParameterizedTest
  @CsvSource({
    "archive_command, envdir /etc/wal-e.d/env wal-e wal-push %p, envdir …",
    "archive_command, KEY=s3cr wal-g wal-push %p, a command",
    "archive_command, /bin/true, /bin/true",
    "archive_command, /etc/understudy/orders/ship-wal \"%p\" %f, /etc/understudy/orders/ship-wal \"%p\" %f",
    "archive_command, /etc/understudy/orders/ship-wal; KEY=s3cr x, a command",
    "work_mem, 8MB, 8MB"
  })
  void ofACommandThatIsToBeSetTheProgramIsShown(String name, String value, String shown) {
    assertThat(Shown.wanted(name, value)).isEqualTo(shown);
  }

  @Test
  void aFileShowsNoArguments() {
    String file =
        "archive_mode = 'on'\narchive_command = 'envdir ''s3cr'' wal-e'\nwork_mem = '8MB'\n";
    assertThat(Shown.file(file))
        .isEqualTo("archive_mode = 'on'\narchive_command = 'envdir …'\nwork_mem = '8MB'\n");
  }
}
