package dev.understudy.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.common.Severity;
import dev.understudy.config.NotifyConfig.Channel;
import dev.understudy.config.NotifyConfig.Command;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoutingTest {
  @ParameterizedTest
  @CsvSource({
    // least, severity, told before, goes
    "WARNING,  WARNING,  OK,       true",
    "WARNING,  CRITICAL, OK,       true",
    "WARNING,  UNKNOWN,  OK,       false",
    "WARNING,  OK,       OK,       false",
    "WARNING,  OK,       WARNING,  true",
    "CRITICAL, WARNING,  OK,       false",
    "CRITICAL, WARNING,  CRITICAL, true",
    "CRITICAL, CRITICAL, OK,       true",
    "CRITICAL, OK,       CRITICAL, true",
    "CRITICAL, OK,       OK,       false",
    "UNKNOWN,  UNKNOWN,  OK,       true",
    "UNKNOWN,  WARNING,  OK,       true",
  })
  void whoIsToldIsToldUntilItIsOver(
      Severity least, Severity severity, Severity told, boolean goes) {
    assertThat(Routing.goesTo(channel(least, Set.of()), of("orders", severity), told))
        .isEqualTo(goes);
  }

  @Test
  void aChannelOfOtherClustersHearsNothing() {
    Channel channel = channel(Severity.WARNING, Set.of("stock"));

    assertThat(Routing.goesTo(channel, of("orders", Severity.CRITICAL), Severity.OK)).isFalse();
    assertThat(Routing.goesTo(channel, of("stock", Severity.CRITICAL), Severity.OK)).isTrue();
  }

  private static Channel channel(Severity least, Set<String> clusters) {
    return new Channel("pager", least, clusters, new Command("true"));
  }

  private static Notification of(String cluster, Severity severity) {
    return new Notification(cluster, "lag/bravo", severity, "behind", "", Instant.EPOCH);
  }
}
