package dev.understudy.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Quoting, judged by the shell itself. */
class ShellTest {
  @Provide
  Arbitrary<List<String>> words() {
    Arbitrary<String> nasty =
        Arbitraries.strings().withChars("'\"\\$`!*?[]{}()<>|&;#~ \t\n\r=-%x\u0001\u007fü€");
    Arbitrary<String> any = Arbitraries.strings().filter(ShellTest::encodable);
    return Arbitraries.oneOf(nasty, any).list().ofMinSize(1).ofMaxSize(40);
  }

  private static boolean encodable(String text) {
    return text.indexOf('\0') < 0 && StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }

  @Property(tries = 150)
  void aShellReadsTheWordsThatWereQuoted(@ForAll("words") List<String> words) throws Exception {
    String script = "for word in " + Shell.words(words) + "; do printf '%s\\0' \"$word\"; done";
    assertThat(codes(shell(script))).isEqualTo(codes(words));
  }

  @Property(tries = 50)
  void quotingTwiceSurvivesTwoShells(@ForAll("words") List<String> words) throws Exception {
    String inner = "printf '%s\\0' " + Shell.words(words);
    assertThat(codes(shell("sh -c " + Shell.quote(inner)))).isEqualTo(codes(words));
  }

  /** Legible in a failure's message. */
  private static List<List<Integer>> codes(List<String> words) {
    return words.stream().map(word -> word.codePoints().boxed().toList()).toList();
  }

  private static List<String> shell(String script) throws IOException, InterruptedException {
    Process process = new ProcessBuilder("sh").redirectErrorStream(true).start();
    process.getOutputStream().write(script.getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    List<String> words = new ArrayList<>(List.of(output.split("\0", -1)));
    words.remove(words.size() - 1);
    return words;
  }

  @Test
  void nulIsRefused() {
    assertThatThrownBy(() -> Shell.quote("a\0b")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theEmptyWordIsAWord() {
    assertThat(Shell.words("a", "", "b")).isEqualTo("a '' b");
  }
}
