package dev.understudy.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.common.UnderstudyException;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScramVerifierTest {
  // The example of RFC 7677, section 3: password pencil, its salt and iterations.
  private static final String PENCIL =
      "SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY="
          + ":wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=";

  @Test
  void matchesTheExampleOfTheRfc() {
    assertThat(ScramVerifier.matches(PENCIL, new Secret("pencil"))).isTrue();
    assertThat(ScramVerifier.matches(PENCIL, new Secret("pencil "))).isFalse();
  }

  @Test
  void anythingElseDoesNotMatch() {
    assertThat(ScramVerifier.matches("md5abc", new Secret("pencil"))).isFalse();
    assertThat(ScramVerifier.matches("", new Secret("pencil"))).isFalse();
  }

  @Test
  void everyVerifierHasItsOwnSaltAndMatches() {
    Secret password = new Secret("a b'c\\d\"~");
    Secret one = ScramVerifier.of(password, new SecureRandom());
    Secret two = ScramVerifier.of(password, new SecureRandom());
    assertThat(one).isNotEqualTo(two);
    assertThat(ScramVerifier.matches(one.reveal(), password)).isTrue();
    assertThat(ScramVerifier.matches(two.reveal(), password)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"pa\uFB00word", "pa\u00ADss", "pa\u00A0ss", "pa\u1680ss", "e\u0301", ""})
  void aPasswordThatWouldNeedNormalizingIsRefused(String password) {
    assertThatThrownBy(() -> ScramVerifier.of(new Secret(password), new SecureRandom()))
        .isInstanceOf(UnderstudyException.class)
        .hasMessageStartingWith("the password is empty, or holds");
  }

  @Test
  void md5IsOfPasswordAndRole() {
    // printf 'secretreplicator' | md5sum
    assertThat(Md5Verifier.of("replicator", new Secret("secret")).reveal())
        .isEqualTo("md57588ba3be47ee11b6e10d90b0641d7da");
  }

  @Test
  void aSecretIsNeverPrinted() {
    assertThat(new Secret("pencil")).hasToString("********");
  }
}
