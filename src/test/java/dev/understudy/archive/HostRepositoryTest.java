package dev.understudy.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.common.ErrorClass;
import dev.understudy.host.Command;
import dev.understudy.host.CommandResult;
import dev.understudy.host.Host;
import dev.understudy.host.HostException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On this machine's own shell. */
class HostRepositoryTest extends RepositoryContract {
  @TempDir Path directory;

  @Override
  Repository repository() {
    return new HostRepository(new Shell(), "postgres", directory.toString());
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
  void theMountPointOfAMissingMountIsNoEmptyArchive() {
    for (Consumer<Repository> look :
        List.<Consumer<Repository>>of(
            missing -> missing.walk("", object -> {}),
            missing -> missing.folders(""),
            missing -> missing.read("archive.info", 9))) {
      assertThatThrownBy(() -> look.accept(repository()))
          .isInstanceOf(ArchiveException.class)
          .hasMessageContaining("there is no directory, or nothing in it");
    }
  }

  @Test
  void aListingThatWasCutOffIsNoShortOne() {
    put("one", "1");
    Host cutting =
        new Shell() {
          @Override
          public CommandResult run(Command command) {
            CommandResult whole = super.run(command);
            return new CommandResult(name(), 0, whole.stdout(), "", true);
          }
        };

    assertThatThrownBy(
            () -> new HostRepository(cutting, "postgres", directory.toString()).walk("", o -> {}))
        .isInstanceOf(ArchiveException.class)
        .hasMessageContaining("too much");
  }

  @Test
  void aHostOutOfReachKeepsItsClassOfError() {
    Host away =
        new Shell() {
          @Override
          public CommandResult run(Command command) {
            throw new HostException(ErrorClass.CONNECTION, name(), "no route", null, null);
          }
        };

    assertThatThrownBy(() -> new HostRepository(away, "postgres", directory.toString()).folders(""))
        .isInstanceOfSatisfying(
            ArchiveException.class,
            e -> assertThat(e.errorClass()).isEqualTo(ErrorClass.CONNECTION))
        .hasMessageContaining("no route");
  }

  /** Runs scripts as whoever runs the test. */
  private static class Shell implements Host {
    @Override
    public String name() {
      return "alpha";
    }

    @Override
    public CommandResult run(Command command) {
      try {
        Path errors = Files.createTempFile("errors", "");
        Process process =
            new ProcessBuilder("sh", "-c", command.script()).redirectError(errors.toFile()).start();
        process.getOutputStream().close();
        byte[] out = process.getInputStream().readAllBytes();
        String said = Files.readString(errors);
        Files.delete(errors);
        return new CommandResult(
            name(), process.waitFor(), new String(out, StandardCharsets.UTF_8), said, false);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public String serviceAddress() {
      return "127.0.0.1";
    }
  }
}
