package dev.understudy.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.common.ChildJvm;
import dev.understudy.common.Sleeper;
import dev.understudy.config.SshConfig;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A host that sends hundreds of megabytes, more than the reading process may have memory. */
class FloodIT {
  private static final int BYTES = 100_000_000;

  @Test
  void isReadWithBoundedMemory() throws Exception {
    try (Sandbox sandbox = Sandbox.start()) {
      new LocalHost(sandbox)
          .run(
              Command.script("cat >/home/login/.bashrc")
                  .withInput("head -c " + BYTES + " /dev/zero\n"))
          .orThrow("write the profile");
      String directory = sandbox.directory.toString();
      try (ChildJvm reader =
          ChildJvm.start(Reader.class, directory, Integer.toString(sandbox.port))) {
        assertThat(reader.awaitLine("read"))
            .contains("exit 7, 1048576 of output, 1048576 of errors, truncated true");
      }
    }
  }

  /** The reading process: its memory is smaller than the three floods together. */
  static final class Reader {
    private Reader() {}

    public static void main(String[] arguments) {
      Path directory = Path.of(arguments[0]);
      SshConfig ssh =
          new SshConfig(
              "login",
              directory.resolve("id"),
              directory.resolve("known_hosts"),
              SshConfig.UnknownHosts.REFUSE);
      String flood = "head -c " + BYTES + " /dev/zero; head -c " + BYTES + " /dev/zero >&2; exit 7";
      try (SshHosts hosts =
          new SshHosts(
              Sandbox.configuration(ssh, "127.0.0.1", Integer.parseInt(arguments[1])),
              Sleeper.SYSTEM,
              Sandbox.QUICK)) {
        CommandResult result =
            hosts.host("orders", "alpha").run(Command.script(flood).within(Duration.ofMinutes(3)));
        System.out.printf(
            "exit %d, %d of output, %d of errors, truncated %s%n",
            result.exit(), result.stdout().length(), result.stderr().length(), result.truncated());
      }
      System.out.println("read");
    }
  }
}
