package dev.understudy.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.common.ErrorClass;
import dev.understudy.host.CommandResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PsqlErrorsTest {
  private static PostgresException error(int exit, String stderr, boolean secret) {
    return PsqlErrors.of(
        "alpha", "do it", new CommandResult("alpha", exit, "", stderr, false), secret);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "3|psql:<stdin>:9: ERROR:  53100: could not extend file: No space left|NO_SPACE",
        "3|psql:<stdin>:9: ERROR:  42P01: relation \"x\" does not exist|PRECONDITION",
        "3|psql:<stdin>:9: FEHLER:  42P01: Relation »x« existiert nicht|PRECONDITION",
        "3|psql:<stdin>:9: ERROR:  55P03: canceling statement due to lock timeout|REMOTE_EXIT",
        "2|psql: error: connection to server on socket failed: No such file or directory|CONNECTION",
        "2|psql: error: FATAL:  the database system is starting up|CONNECTION",
        "2|psql: error: FATAL:  57P03: the database system is shutting down|CONNECTION",
        "2|psql: error: FATAL:  Peer authentication failed for user \"x\"|AUTHENTICATION",
        "2|psql: error: FATAL:  password authentication failed for user \"x\"|AUTHENTICATION",
        "2|psql: error: FATAL:  no pg_hba.conf entry for replication connection|AUTHENTICATION",
        "2|psql: error: fe_sendauth: no password supplied|AUTHENTICATION",
        "2|psql:<stdin>:9: server closed the connection unexpectedly|UNKNOWN",
        "127|sh: 1: psql: not found|REMOTE_EXIT"
      })
  void whatWentWrongDecidesTheClass(int exit, String stderr, ErrorClass expected) {
    assertThat(error(exit, stderr, false).errorClass()).isEqualTo(expected);
  }

  @Test
  void aServerThatEndedTheSessionLeavesTheOutcomeUnknown() {
    String stderr =
        """
        psql:<stdin>:9: FATAL:  57P01: terminating connection due to administrator command
        LOCATION:  ProcessInterrupts, postgres.c:3255
        psql:<stdin>:9: server closed the connection unexpectedly
        """;
    assertThat(error(2, stderr, false).errorClass()).isEqualTo(ErrorClass.UNKNOWN);
    assertThat(error(2, stderr, false).sqlState()).isEqualTo("57P01");
  }

  @Test
  void theMessageIsTheServersFirstLineOnly() {
    String stderr =
        "psql:<stdin>:9: ERROR:  42601: syntax error at or near \"x\"\nLINE 1: ...PASSWORD 'p'\n";
    assertThat(error(3, stderr, false))
        .hasMessage("could not do it: syntax error at or near \"x\" (SQLSTATE 42601)");
  }

  @Test
  void withSecretsNothingOfTheServersWordsIsRepeated() {
    String stderr = "psql:<stdin>:9: ERROR:  42601: syntax error at or near \"s3cret\"\n";
    assertThat(error(3, stderr, true))
        .hasMessageNotContaining("s3cret")
        .hasMessageContaining("42601");
  }
}
