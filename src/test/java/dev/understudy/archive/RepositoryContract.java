package dev.understudy.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every repository owes to those who look at it. */
abstract class RepositoryContract {
  /** The repository to be proved, in which is what was put there. */
  abstract Repository repository();

  /** Stores an object behind the repository's back. */
  abstract void put(String name, String content);

  private List<StoredObject> walk(String folder) {
    List<StoredObject> found = new ArrayList<>();
    repository().walk(folder, found::add);
    return found;
  }

  @Test
  void listsNothingWhereNothingIs() {
    put("elsewhere/file", "x");

    assertThat(walk("archive/none/")).isEmpty();
    assertThat(repository().folders("archive/")).isEmpty();
  }

  @Test
  void listsObjectsAtAnyDepthWithSizeAndTime() {
    put("archive/orders/archive.info", "twelve bytes");
    put("archive/orders/15-1/0000000100000000/000000010000000000000001", "");
    put("backup/orders/backup.info", "x");

    assertThat(walk("archive/orders/"))
        .extracting(StoredObject::name, StoredObject::size)
        .containsExactlyInAnyOrder(
            tuple("archive/orders/archive.info", 12L),
            tuple("archive/orders/15-1/0000000100000000/000000010000000000000001", 0L));
    assertThat(walk("")).hasSize(3);
    assertThat(walk("backup/"))
        .allSatisfy(
            object ->
                assertThat(Duration.between(object.modified(), Instant.now()).abs())
                    .isLessThan(Duration.ofMinutes(5)));
  }

  @Test
  void aFolderIsNotTakenForOneWhoseNameBeginsLikeIt() {
    put("archive/orders/one", "1");
    put("archive/orders2/two", "2");

    assertThat(walk("archive/orders/")).extracting(StoredObject::fileName).containsExactly("one");
    assertThat(repository().folders("archive/")).containsExactly("orders", "orders2");
  }

  @Test
  void foldersLeaveOutWhatIsBelowAndWhatIsNoFolder() {
    put("backup/orders/20260101-000000F/pg_data/base/1/2", "x");
    put("backup/orders/backup.info", "x");

    assertThat(repository().folders("backup/orders/")).containsExactly("20260101-000000F");
  }

  @Test
  void readsWhatWasStored() {
    put("archive/orders/00000002.history", "1\t0/3000000\tno recovery target specified\n");

    assertThat(repository().read("archive/orders/00000002.history", 100))
        .hasValueSatisfying(
            content ->
                assertThat(new String(content, StandardCharsets.UTF_8)).startsWith("1\t0/3000000"));
    assertThat(repository().read("archive/orders/00000003.history", 100)).isEmpty();
  }

  @Test
  void whatIsLargerThanExpectedIsNotReadIntoMemory() {
    put("archive.info", "0123456789");

    assertThat(repository().read("archive.info", 10)).isPresent();
    assertThatThrownBy(() -> repository().read("archive.info", 9))
        .isInstanceOf(ArchiveException.class)
        .hasMessageContaining("archive.info is larger than 9 bytes");
  }
}
