package dev.understudy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.api.Examined;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the doctor says, and with which code it ends. */
class DoctorCommandTest {
  @TempDir Path directory;
  private Cli cli;

  @BeforeEach
  void prepare() throws IOException {
    cli = new Cli(directory);
  }

  @Test
  void warningsHinderNothing() {
    cli.understudy.examined.add(Examined.warning("clock", "orders/alpha", "is off", "use NTP"));

    assertThat(cli.run("doctor")).isZero();
    assertThat(cli.out())
        .contains("ok    java: ", "ok    configuration ", "warn  clock orders/alpha: is off")
        .contains("      remedy: use NTP");
  }

  @Test
  void whatHindersIsAFailure() {
    cli.understudy.examined.add(Examined.failed("sudo", "orders/alpha", "asks", "NOPASSWD"));

    assertThat(cli.run("doctor", "--json")).isEqualTo(ExitCode.FAILED);
    assertThat(cli.out())
        .contains(
            "{\"what\":\"sudo\",\"subject\":\"orders/alpha\",\"severity\":\"CRITICAL\","
                + "\"sentence\":\"asks\",\"remedy\":\"NOPASSWD\"}");
  }

  @Test
  void aWrongConfigurationIsSaidWithAllThatIsWrongAndNothingElseIsLookedAt() throws IOException {
    Files.writeString(cli.file, "clusters: { orders: { postgresql: fifteen } }\n");

    assertThat(cli.run("doctor")).isEqualTo(ExitCode.CONFIGURATION);
    assertThat(cli.out()).contains("ok    java: ", "FAIL  configuration ", "fifteen");
    assertThat(cli.opened).isZero();
  }

  @Test
  void aPortThatSomebodyHasIsAFailure() throws IOException {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = "127.0.0.1:" + other.getLocalPort();
      String text = Files.readString(cli.file).replace("127.0.0.1:0", port);
      Files.writeString(cli.file, text);

      assertThat(cli.run("doctor")).isEqualTo(ExitCode.FAILED);
      assertThat(cli.out()).contains("FAIL  port service.listen: " + port + " cannot be had");
    }
  }
}
