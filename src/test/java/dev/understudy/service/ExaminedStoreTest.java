package dev.understudy.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.api.Examined;
import dev.understudy.common.Severity;
import dev.understudy.store.Store;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of a data directory, which stays as it is. */
class ExaminedStoreTest {
  @TempDir Path directory;

  @Test
  void oneThatIsStillToBeMadeIsNotMade() {
    Path data = directory.resolve("var");

    assertThat(new ExaminedStore(data).all())
        .singleElement()
        .returns(Severity.OK, Examined::severity);
    assertThat(data).doesNotExist();
  }

  @Test
  void aSoundOneIsFineBesideTheOneWhoHasIt() {
    Path data = directory.resolve("var");
    Store store = Store.openForWriting(data);
    try (store) {
      assertThat(of(data, "store").severity()).isEqualTo(Severity.OK);
      assertThat(of(data, "lock").sentence())
          .contains("process " + ProcessHandle.current().pid(), "carries out runs");
      assertThat(of(data, "data").severity()).isEqualTo(Severity.OK);
    }
    assertThat(of(data, "lock").sentence()).isEqualTo("nobody carries out runs now");
  }

  @Test
  void whatOthersCanReadIsAWarning() throws IOException {
    Path data = directory.resolve("var");
    Store.openForWriting(data).close();
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));

    assertThat(of(data, "data"))
        .returns(Severity.WARNING, Examined::severity)
        .returns("chmod 0700 " + data, Examined::remedy);
  }

  @Test
  void aDamagedOneIsFound() throws IOException {
    Path data = directory.resolve("var");
    Store.openForWriting(data).close();
    Path file = data.resolve("understudy.db");
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      byte[] page = new byte[4096];
      for (long at = 4096; at < bytes.length(); at += 3 * 4096) {
        bytes.seek(at);
        bytes.write(page);
      }
    }

    assertThat(of(data, "store").severity()).isEqualTo(Severity.CRITICAL);
  }

  private static Examined of(Path data, String what) {
    return new ExaminedStore(data)
        .all().stream().filter(one -> one.what().equals(what)).findFirst().orElseThrow();
  }
}
