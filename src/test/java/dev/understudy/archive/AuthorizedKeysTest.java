package dev.understudy.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class AuthorizedKeysTest {
  private static final String OTHERS =
      """
      # of our administrators
      ssh-ed25519 AAAA somebody@understudy:orders
      restrict,command="/etc/understudy/orders2/receive-wal a" ssh-ed25519 BBBB understudy:orders2:a
      """;

  private final AuthorizedKeys keys = new AuthorizedKeys("orders");

  @Test
  void aLineAllowsOneCommandAlone() {
    assertThat(keys.line("bravo", "ssh-ed25519 CCCC", "/etc/understudy/orders/receive-wal"))
        .isEqualTo(
            "restrict,command=\"/etc/understudy/orders/receive-wal bravo\""
                + " ssh-ed25519 CCCC understudy:orders:bravo");
  }

  @Test
  void whatIsNotOursStaysAsItIs() {
    String line = keys.line("bravo", "ssh-ed25519 CCCC", "/r");
    String with = keys.with(OTHERS, List.of(line));
    assertThat(with).isEqualTo(OTHERS + line + "\n");
    assertThat(keys.in(with)).isTrue();
    assertThat(keys.in(OTHERS)).isFalse();
    assertThat(keys.with(with, List.of(line))).isEqualTo(with);
    assertThat(keys.with(with, List.of())).isEqualTo(OTHERS);
  }

  @Test
  void aKeyThatChangedReplacesTheOld() {
    String before = keys.with("", List.of(keys.line("bravo", "ssh-ed25519 OLD", "/r")));
    String after = keys.with(before, List.of(keys.line("bravo", "ssh-ed25519 NEW", "/r")));
    assertThat(after).contains("NEW").doesNotContain("OLD");
  }

  @Test
  void aLastLineWithoutItsEndIsKeptWhole() {
    assertThat(keys.with("ssh-ed25519 AAAA me", List.of())).isEqualTo("ssh-ed25519 AAAA me\n");
  }
}
