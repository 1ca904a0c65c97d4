package dev.understudy.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.config.RepositoryConfig;
import dev.understudy.wal.SegmentSize;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryRepositoryTest extends RepositoryContract {
  @TempDir Path directory;

  @Override
  Repository repository() {
    return Repositories.open(new RepositoryConfig.Directory(directory.toString()));
  }

  @Override
  void put(String name, String content) {
    try {
      Path file = directory.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aMountThatIsMissingIsNoEmptyArchive() {
    Repository missing = new DirectoryRepository(directory.resolve("none"));

    assertThatThrownBy(() -> missing.walk("", object -> {}))
        .isInstanceOf(ArchiveException.class)
        .hasMessageContaining("there is no directory");
  }

  @Test
  void theMountPointOfAMissingMountIsNoEmptyArchive() {
    for (Consumer<Repository> look :
        List.<Consumer<Repository>>of(
            missing -> missing.walk("", object -> {}),
            missing -> missing.folders(""),
            missing -> missing.read("archive.info", 9))) {
      assertThatThrownBy(() -> look.accept(repository()))
          .isInstanceOfSatisfying(
              ArchiveException.class, e -> assertThat(e.remedy()).contains("mounted"))
          .hasMessageContaining("there is nothing in the directory");
    }
  }

  @Test
  void linksAreNoSegments() throws IOException {
    put("000000010000000000000001", "x");
    Files.createSymbolicLink(
        directory.resolve("000000010000000000000002"),
        directory.resolve("000000010000000000000001"));

    Inventory inventory = PlainArchive.read(repository(), SegmentSize.DEFAULT);

    assertThat(inventory.segments()).hasSize(1);
  }
}
