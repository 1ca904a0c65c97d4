package dev.understudy.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.common.ErrorClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Why a login shell did not start a command, from its words. */
class PreambleTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          sudo: a password is required                       | AUTHENTICATION | asks for a password
          sudo: no tty present and no askpass program        | AUTHENTICATION | asks for a password
          sudo: a terminal is required to read the password  | AUTHENTICATION | asks for a password
          admin is not in the sudoers file.                  | AUTHENTICATION | does not allow
          Sorry, user admin may not run sudo on alpha.       | AUTHENTICATION | does not allow
          sudo: unknown user: postgres                       | PRECONDITION   | postgres
          sudo: unknown user postgres                        | PRECONDITION   | postgres
          understudy: 12: exec: sudo: not found              | PRECONDITION   | no sudo
          This account is currently not available.           | PRECONDITION   | currently not
          """)
  void isUnderstood(String words, ErrorClass errorClass, String message) {
    HostException error = Preamble.exception("alpha", "a banner\n" + words + "\n", "");
    assertThat(error.errorClass()).isEqualTo(errorClass);
    assertThat(error).hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource({"sudo: unknown user: a,no such user", "sudo: a password is required,password"})
  void isTheLastThingSaid(String last, String message) {
    String before = "sudo: a password is required\nsudo: unknown user: b\n";
    assertThat(Preamble.exception("alpha", before + last, "")).hasMessageContaining(message);
  }
}
