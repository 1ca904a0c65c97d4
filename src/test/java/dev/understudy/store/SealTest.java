package dev.understudy.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.common.UnderstudyException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What is sealed opens with its passphrase only, and only as it was. */
class SealTest {
  private static final byte[] CONTENT = "the password".repeat(100).getBytes(StandardCharsets.UTF_8);

  @Test
  void opensAsItWas() {
    Seal seal = new Seal("correct horse");
    byte[] closed = seal.close(CONTENT);

    assertThat(new String(closed, StandardCharsets.ISO_8859_1)).doesNotContain("the password");
    assertThat(seal.open(closed)).isEqualTo(CONTENT);
    assertThat(seal.close(CONTENT)).as("never the same twice").isNotEqualTo(closed);
  }

  @Test
  void anotherPassphraseOrAChangeIsNoticed() {
    byte[] closed = new Seal("correct horse").close(CONTENT);

    assertThatThrownBy(() -> new Seal("battery staple").open(closed))
        .isInstanceOf(UnderstudyException.class)
        .hasMessageContaining("another passphrase");
    closed[closed.length - 20] ^= 1;
    assertThatThrownBy(() -> new Seal("correct horse").open(closed))
        .hasMessageContaining("damaged");
    assertThatThrownBy(() -> new Seal("correct horse").open(CONTENT))
        .hasMessageContaining("no sealed backup");
  }
}
