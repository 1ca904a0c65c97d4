package dev.understudy.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** The reader of marked output. */
class MarkedStreamTest {
  private static final String NONCE = "00112233445566778899aabbccddeeff";
  private final AtomicInteger done = new AtomicInteger();

  private MarkedStream stream(int max) {
    return new MarkedStream(NONCE, max, done::incrementAndGet);
  }

  private static void feed(MarkedStream stream, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    stream.write(bytes, 0, bytes.length);
  }

  @Property
  void readsTheSameHoweverItArrives(
      @ForAll @Size(min = 1, max = 30) List<@IntRange(min = 1, max = 60) Integer> pieces,
      @ForAll byte[] noise,
      @ForAll byte[] body) {
    String latin = new String(body, StandardCharsets.ISO_8859_1);
    String before = new String(noise, StandardCharsets.ISO_8859_1);
    String all =
        before + "\n" + NONCE + " begin\n" + latin + "\n" + NONCE + " end 17\n" + before + "\n";
    byte[] bytes = all.getBytes(StandardCharsets.UTF_8);
    MarkedStream stream = stream(10_000);
    int at = 0;
    for (int i = 0; at < bytes.length; i++) {
      int length = Math.min(pieces.get(i % pieces.size()), bytes.length - at);
      stream.write(bytes, at, length);
      at += length;
    }
    assertThat(stream.exit()).contains(17);
    assertThat(stream.body()).isEqualTo(latin);
    assertThat(stream.preamble()).isEqualTo(before);
  }

  @Test
  void keepsMemoryBounded() {
    MarkedStream stream = stream(1000);
    String line = "x".repeat(32_768);
    long before = used();
    for (int i = 0; i < 3000; i++) {
      feed(stream, line);
    }
    feed(stream, "\n" + NONCE + " begin\n");
    for (int i = 0; i < 3000; i++) {
      feed(stream, line);
    }
    feed(stream, "\n" + NONCE + " nothing that ends");
    for (int i = 0; i < 3000; i++) {
      feed(stream, line);
    }
    assertThat(used() - before).isLessThan(10_000_000);
    assertThat(stream.body()).hasSize(1000);
    assertThat(stream.truncated()).isTrue();
  }

  private static long used() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  @Test
  void believesOnlyTheFirstEnd() {
    MarkedStream stream = stream(100);
    feed(stream, "\n" + NONCE + " begin\nx\n" + NONCE + " end 3\n\n" + NONCE + " end 0\n");
    assertThat(stream.exit()).contains(3);
    assertThat(stream.body()).isEqualTo("x");
    stream.close();
    assertThat(done).hasValue(1);
  }

  @Test
  void takesNoNumberOutOfNonsense() {
    MarkedStream stream = stream(100);
    feed(stream, "\n" + NONCE + " begin\n\n" + NONCE + " end 99999999999\n");
    assertThat(stream.exit()).isEmpty();
  }

  @Test
  void keepsWhatCameBeforeABrokenEnd() {
    MarkedStream stream = stream(100);
    feed(stream, "\n" + NONCE + " begin\nhalf");
    stream.close();
    assertThat(stream.body()).isEqualTo("half");
    assertThat(stream.exit()).isEmpty();
    assertThat(done).hasValue(1);
  }
}
