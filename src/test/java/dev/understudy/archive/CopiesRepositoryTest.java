package dev.understudy.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.wal.SegmentSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each host lacks what it shipped itself; together they have everything. */
class CopiesRepositoryTest {
  private static final SegmentSize SIZE = SegmentSize.DEFAULT;

  @TempDir Path root;

  @BeforeEach
  void twoHosts() throws IOException {
    for (String host : List.of("alpha", "bravo")) {
      Files.createDirectories(root.resolve(host + "/.incoming-" + host));
      Files.writeString(root.resolve(host + "/" + DirectoryPlaces.MARKER), "7");
    }
    put("bravo", "000000010000000000000001", "one");
    put("bravo", "000000010000000000000002", "two");
    put("alpha", "000000020000000000000003", "three");
    put("alpha", "00000002.history", "1\t0/3000000\tno recovery target specified\n");
    put("alpha", ".incoming-alpha/wal", "half");
  }

  private void put(String host, String name, String content) throws IOException {
    Files.writeString(root.resolve(host).resolve(name), content);
  }

  private CopiesRepository copies() {
    return new CopiesRepository(
        List.of(
            new DirectoryRepository(root.resolve("alpha")),
            new DirectoryRepository(root.resolve("bravo"))));
  }

  private Inventory inventory() {
    DirectoryEngine engine = new DirectoryEngine("orders", "/srv", List.of("alpha", "bravo"));
    return engine.inventory(copies(), SIZE).orElseThrow();
  }

  @Test
  void togetherTheyHaveEverything() {
    assertThat(inventory().segments())
        .extracting(ArchivedSegment::object)
        .containsExactly(
            "000000010000000000000001", "000000010000000000000002", "000000020000000000000003");
    assertThat(inventory().history()).isPresent();
    assertThat(inventory().unreadable()).isEmpty();
  }

  @Test
  void aSegmentOnSeveralHostsIsOne() throws IOException {
    put("alpha", "000000010000000000000001", "");
    assertThat(inventory().segments())
        .hasSize(3)
        .first()
        .satisfies(segment -> assertThat(segment.size()).as("of the whole copy").isEqualTo(3));
  }

  @Test
  void oneThatCannotBeAskedIsAnError() throws IOException {
    Files.walk(root.resolve("alpha"))
        .sorted(java.util.Comparator.reverseOrder())
        .forEach(path -> path.toFile().delete());
    assertThatThrownBy(this::inventory).isInstanceOf(ArchiveException.class);
  }

  @Test
  void aSegmentIsThereOnWhicheverHost() {
    DirectoryEngine engine = new DirectoryEngine("orders", "/srv", List.of("alpha", "bravo"));
    assertThat(engine.holds(copies(), "000000020000000000000003")).isTrue();
    assertThat(engine.holds(copies(), "000000020000000000000004")).isFalse();
  }
}
