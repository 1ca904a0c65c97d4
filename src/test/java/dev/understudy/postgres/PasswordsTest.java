package dev.understudy.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.common.UnderstudyException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordsTest {
  @TempDir Path data;

  @Test
  void aPasswordIsMadeOnceAndReadBack() {
    Secret first = new Passwords(data).of("orders", "replicator");
    assertThat(first.reveal()).matches("[A-Za-z0-9]{32}");
    assertThat(new Passwords(data).of("orders", "replicator")).isEqualTo(first);
    assertThat(new Passwords(data).of("orders", "understudy_monitor")).isNotEqualTo(first);
    assertThat(new Passwords(data).of("other", "replicator")).isNotEqualTo(first);
  }

  @Test
  void nobodyElseMayReadIt() throws IOException {
    Passwords passwords = new Passwords(data);
    passwords.of("orders", "replicator");
    Path file = passwords.file("orders", "replicator");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
        .isEqualTo("rwx------");
    try (Stream<Path> files = Files.list(file.getParent())) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void aFileThatOthersMayReadIsRefused() throws IOException {
    Passwords passwords = new Passwords(data);
    passwords.of("orders", "replicator");
    Path file = passwords.file("orders", "replicator");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    assertThatThrownBy(() -> passwords.of("orders", "replicator"))
        .isInstanceOf(UnderstudyException.class)
        .hasMessageContaining("others may read");
  }

  @Test
  void anEmptyFileIsRefused() throws IOException {
    Passwords passwords = new Passwords(data);
    passwords.of("orders", "replicator");
    Files.writeString(passwords.file("orders", "replicator"), "\n");
    assertThatThrownBy(() -> passwords.of("orders", "replicator")).hasMessageContaining("empty");
  }

  @Test
  void manyAtOnceGetTheSame() {
    Set<Secret> all =
        IntStream.range(0, 32)
            .parallel()
            .mapToObj(i -> new Passwords(data).of("orders", "replicator"))
            .collect(Collectors.toSet());
    assertThat(all).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", "../x", "a/b", "", ".hidden", "-x"})
  void namesThatLeaveTheDirectoryAreRefused(String cluster) {
    assertThatThrownBy(() -> new Passwords(data).of(cluster, "replicator"))
        .isInstanceOf(UnderstudyException.class);
  }
}
