package dev.understudy.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.common.PreconditionException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HbaFileTest {
  private static final List<HbaRule> RULES =
      List.of(
          new HbaRule("hostssl", "replication", "\"replicator\"", "10.0.0.1/32", "scram-sha-256"));
  private static final List<HbaRule> OTHER_RULES =
      List.of(new HbaRule("host", "all", "\"é\"", "10.0.0.2/32", "md5"));

  private static HbaFile parse(String content) {
    return HbaFile.parse("/etc/pg_hba.conf", content.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Test
  void theBlockComesAfterTheLeadingCommentsAndBeforeEveryRule() {
    String content = "# é comment\n\nlocal all postgres peer\nhost all all ::1/128 md5\n";
    assertThat(text(parse(content).with(RULES)))
        .isEqualTo(
            """
            # é comment

            # understudy begin
            # Managed by Understudy, the same on every node; clients: see understudy.yaml.
            hostssl replication "replicator" 10.0.0.1/32 scram-sha-256
            # understudy end
            local all postgres peer
            host all all ::1/128 md5
            """);
  }

  @Test
  void aBlockThatNoLongerWinsIsMovedUp() {
    String managed = text(parse("local all all peer\n").with(RULES));
    String overtaken = "host all all all trust\n" + managed;
    assertThat(parse(overtaken).wins()).isFalse();
    String moved = text(parse(overtaken).with(RULES));
    assertThat(parse(moved).wins()).isTrue();
    assertThat(text(parse(moved).without()))
        .isEqualTo("host all all all trust\nlocal all all peer\n");
  }

  @Test
  void aCommentThatGoesOnInTheNextLineIsNotTornApart() {
    String content = "# one\n# two \\\nhost all all all trust\nlocal all all peer\n";
    assertThat(text(parse(content).with(RULES))).startsWith("# one\n# understudy begin\n");
  }

  @Test
  void theBlockCanBeRead() {
    String managed = text(parse("").with(OTHER_RULES));
    assertThat(parse(managed).block()).contains(HbaFile.render(OTHER_RULES));
    assertThat(parse("local all all peer\n").block()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "# understudy begin\n",
        "# understudy end\n",
        "# understudy end\n# understudy begin\n",
        "# understudy begin\n# understudy begin\n# understudy end\n",
        "# understudy begin\n# understudy end\n# understudy begin\n# understudy end\n"
      })
  void brokenMarkersAreRefused(String content) {
    assertThatThrownBy(() -> parse(content))
        .isInstanceOf(PreconditionException.class)
        .hasMessageContaining("markers");
  }

  @Provide
  Arbitrary<byte[]> files() {
    Arbitrary<String> line =
        Arbitraries.of(
            "",
            "# c",
            "  # c",
            "local all all peer",
            "# \\",
            "\u00ff\u00e9",
            "host a b c d\r",
            "\t");
    return line.list()
        .ofMaxSize(8)
        .map(lines -> String.join("\n", lines))
        .flatMap(t -> Arbitraries.of(t, t + "\n"))
        .map(t -> t.getBytes(StandardCharsets.ISO_8859_1));
  }

  @Property(tries = 500)
  void removingRestoresEveryByteAndInsertingAgainChangesNothing(@ForAll("files") byte[] content) {
    byte[] once = HbaFile.parse("f", content).with(RULES);
    assertThat(HbaFile.parse("f", once).wins()).isTrue();
    assertThat(HbaFile.parse("f", once).with(RULES)).isEqualTo(once);
    byte[] changed = HbaFile.parse("f", once).with(OTHER_RULES);
    assertThat(HbaFile.parse("f", changed).with(RULES)).isEqualTo(once);
    assertThat(HbaFile.parse("f", changed).without()).isEqualTo(content);
    assertThat(HbaFile.parse("f", content).without()).isEqualTo(content);
  }
}
