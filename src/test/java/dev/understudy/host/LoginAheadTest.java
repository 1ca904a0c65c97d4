package dev.understudy.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.common.ErrorClass;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A login ahead of time that is refused is not tried a second time for the one who needs it. */
class LoginAheadTest {
  private static final SshTarget ALPHA = new SshTarget("alpha", "root", "alpha.example", 22);

  private int logins;

  @ParameterizedTest
  @CsvSource({"AUTHENTICATION, 1", "HOST_KEY, 1", "CONNECTION, 2"})
  void aRefusalIsToldOnce(ErrorClass type, int needed) {
    SshSessions sessions =
        new SshSessions(
            ALPHA,
            target -> {
              logins++;
              throw new HostException(type, target.node(), "login " + logins, null, null);
            });

    assertThatThrownBy(sessions::approach).hasMessageContaining("login 1");
    assertThatThrownBy(sessions::get).hasMessageContaining("login " + needed);
    assertThat(logins).isEqualTo(needed);
    assertThatThrownBy(sessions::get).hasMessageContaining("login " + (needed + 1));
  }

  @Test
  @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aLoginThatRunsOutOfMemoryHoldsNobodyUp() {
    SshSessions sessions =
        new SshSessions(
            ALPHA,
            target -> {
              throw new OutOfMemoryError("login " + ++logins);
            });

    assertThatThrownBy(sessions::get).hasMessageContaining("login 1");
    assertThatThrownBy(sessions::get).hasMessageContaining("login 2");
  }
}
