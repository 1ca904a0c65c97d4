package dev.understudy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.api.ChannelTest;
import dev.understudy.api.DeliveryView;
import dev.understudy.common.Json;
import dev.understudy.common.Severity;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotifyCommandsTest {
  @TempDir Path directory;
  private Cli cli;

  @BeforeEach
  void cli() throws IOException {
    cli = new Cli(directory);
    cli.understudy.deliveries.add(
        new DeliveryView(
            Instant.parse("2026-01-31T12:00:00Z"),
            "orders",
            "replication-lag/bravo",
            Severity.CRITICAL,
            "bravo: 1 GiB behind",
            "room",
            "waiting",
            3,
            "the receiver answered with status 503"));
  }

  @Test
  void whatWasToldIsListedWithWhatBecameOfIt() {
    assertThat(cli.run("notify", "list", "-n", "5")).isZero();

    assertThat(cli.out())
        .contains("replication-lag/bravo")
        .contains("waiting")
        .contains("the receiver answered with status 503");
    assertThat(cli.understudy.asked).contains("notifications 5");
  }

  @Test
  void asJson() {
    assertThat(cli.run("notify", "list", "--json")).isZero();

    assertThat(Json.read(cli.out()).get(0).get("attempts").asInt()).isEqualTo(3);
  }

  @Test
  void aChannelThatDoesNotWorkMakesTheTestFail() {
    cli.understudy.channelTests.add(new ChannelTest("room", ""));
    assertThat(cli.run("notify", "test")).isZero();
    assertThat(cli.out()).contains("room").contains("arrived");

    cli.understudy.channelTests.add(new ChannelTest("email", "the mail server refused the login"));

    assertThat(cli.run("notify", "test")).isEqualTo(ExitCode.FAILED);
    assertThat(cli.out()).contains("the mail server refused the login");
  }
}
