package dev.understudy.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.api.ClusterView;
import dev.understudy.api.NodeView;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgentAnswerTest {
  @ParameterizedTest
  @CsvSource({
    // alpha, bravo: what they are; then what is said of alpha and bravo as primary
    "primary, standby, up,   down",
    "standby, primary, down, up",
    "primary, silent,  up,   down",
    "silent,  primary, down, up",
    "silent,  standby, none, down",
    "standby, standby, down, down",
    "silent,  silent,  none, none",
    "primary, primary, none, none",
  })
  void whoIsToBeWrittenTo(String alpha, String bravo, String ofAlpha, String ofBravo) {
    AgentAnswer answer = answer(alpha, bravo);

    assertThat(answer.primary("alpha").orElse("none")).isEqualTo(ofAlpha);
    assertThat(answer.primary("bravo").orElse("none")).isEqualTo(ofBravo);
  }

  @ParameterizedTest
  @CsvSource({
    "primary, standby, down, up",
    "primary, silent,  down, none",
    "silent,  standby, none, up",
  })
  void whoIsToBeReadFrom(String alpha, String bravo, String ofAlpha, String ofBravo) {
    AgentAnswer answer = answer(alpha, bravo);

    assertThat(answer.replica("alpha").orElse("none")).isEqualTo(ofAlpha);
    assertThat(answer.replica("bravo").orElse("none")).isEqualTo(ofBravo);
    assertThat(answer.replica("charlie")).isEmpty();
  }

  private static AgentAnswer answer(String alpha, String bravo) {
    List<NodeView> nodes = List.of(node("alpha", alpha), node("bravo", bravo));
    return new AgentAnswer(new ClusterView("orders", TestWeb.NOW, nodes), Duration.ofSeconds(4));
  }

  private static NodeView node(String name, String what) {
    return switch (what) {
      case "primary" -> TestWeb.primary(name, "0/9");
      case "standby" -> TestWeb.standby(name, "0/9");
      default -> TestWeb.silent(name, "primary", "timed out");
    };
  }
}
