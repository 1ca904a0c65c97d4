package dev.understudy.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.understudy.config.FailoverConfig.Hooks;
import dev.understudy.config.FailoverConfig.OnCrash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FailoverReaderTest {
  @TempDir Path directory;

  private FailoverConfig read(String version, String failover) throws IOException {
    Path file = directory.resolve("understudy.yaml");
    Files.writeString(
        file,
        """
        ssh: { user: admin }
        clusters:
          orders:
            postgresql: %s
            primary: alpha
            nodes: { alpha: { host: 10.0.0.1 }, bravo: { host: 10.0.0.2 } }
            %s
        """
            .formatted(version, failover));
    return new ConfigurationReader(Map.of(), directory)
        .read(file)
        .clusters()
        .get("orders")
        .failover();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "failover: {}", "failover: { automatic: false }"})
  void leftOutNothingHappensByItself(String section) throws IOException {
    FailoverConfig failover = read("15", section);

    assertThat(failover).isEqualTo(FailoverConfig.standard());
    assertThat(failover.automatic()).isFalse();
    assertThat(failover.fencing()).containsExactly(new FencingConfig.Ssh());
  }

  @Test
  void everythingIsReadValueForValue() throws IOException {
    assertThat(
            read(
                "15",
                "failover: { automatic: true, unreachable_for: 3s, max_lag: 1MiB,"
                    + " fencing: [lease, ssh, { command: 'cut %h' }, command: off],"
                    + " lease: 4s, check: 250ms, quiet_period: 0s, on_crash: restart,"
                    + " hooks: { before_promote: may I, after_promote: tell them } }"))
        .isEqualTo(
            new FailoverConfig(
                true,
                Duration.ofSeconds(3),
                1L << 20,
                List.of(
                    new FencingConfig.Lease(),
                    new FencingConfig.Ssh(),
                    new FencingConfig.Command("cut %h"),
                    new FencingConfig.Command("off")),
                Duration.ofSeconds(4),
                Duration.ofMillis(250),
                Duration.ZERO,
                OnCrash.RESTART,
                new Hooks(Optional.of("may I"), Optional.of("tell them"))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "15 | fencing: [ssh, gce] | failover.fencing[2] is 'gce'; expected ssh, lease, ec2 or command",
        "15 | fencing: [ec2] | the cloud cannot stop alpha, bravo",
        "15 | fencing: [] | failover.fencing is an empty list",
        "15 | fencing: ssh | failover.fencing is 'ssh'; expected a list",
        "15 | fencing: [ssh, ssh] | failover.fencing has one twice",
        "15 | fencing: [{ comand: x }] | failover.fencing[1].command is missing",
        "12 | fencing: [lease] | 'lease' with PostgreSQL 12",
        "9.6 | fencing: [lease] | 'lease' with PostgreSQL 9.6",
        "15 | 'fencing: [lease], lease: 2s, check: 2s' | check is too long for the lease",
        "15 | unreachable_for: 0s | from 1s to 1h",
        "15 | lease: 1s | from 2s to 10min",
        "15 | max_lag: much | a size such as 16MiB",
        "15 | automatic: perhaps | true or false",
        "15 | on_crash: wait | failover or restart",
        "15 | unreachable: 3s | expected 'unreachable_for'",
        "15 | hooks: { after: x } | unknown key 'clusters.orders.failover.hooks.after'",
      })
  void mistakesAreNamed(String version, String failover, String complaint) {
    ConfigurationException refused =
        catchThrowableOfType(
            ConfigurationException.class, () -> read(version, "failover: { " + failover + " }"));

    assertThat(refused).hasMessageContaining(complaint);
  }

  @Test
  void anOldServerMayBeFencedOtherwise() throws IOException {
    assertThat(read("9.6", "failover: { fencing: [ssh] }").byLease()).isFalse();
    assertThat(read("13", "failover: { fencing: [lease] }").byLease()).isTrue();
  }
}
