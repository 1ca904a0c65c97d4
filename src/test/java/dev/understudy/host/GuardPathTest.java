package dev.understudy.host;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Cluster names as directory names. */
class GuardPathTest {
  @Property
  void isAlwaysAPlainNameOfItsOwn(@ForAll String one, @ForAll String two) {
    String path = GuardPath.encode(one);
    assertThat(path).matches("[A-Za-z0-9_%-]*").hasSizeLessThanOrEqualTo(200);
    boolean cut = one.length() > 60 || two.length() > 60;
    if (!cut && wellFormed(one) && wellFormed(two)) {
      assertThat(path.equals(GuardPath.encode(two))).isEqualTo(one.equals(two));
    }
  }

  /** A lone surrogate has no bytes of its own. */
  private static boolean wellFormed(String text) {
    return text.codePoints().noneMatch(c -> c >= 0xd800 && c <= 0xdfff);
  }

  @Test
  void keepsLongNamesApart() {
    String long1 = "ü".repeat(300) + "1";
    String long2 = "ü".repeat(300) + "2";
    assertThat(GuardPath.encode(long1)).isNotEqualTo(GuardPath.encode(long2)).hasSize(165);
  }
}
