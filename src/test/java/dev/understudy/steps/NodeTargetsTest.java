package dev.understudy.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.common.UnderstudyException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which nodes a workflow's step is for. */
class NodeTargetsTest {
  @TempDir Path directory;
  private SiteRig rig;

  @BeforeEach
  void open() {
    rig = new SiteRig(directory);
  }

  @AfterEach
  void close() {
    rig.close();
  }

  private List<String> resolve(String selector, Map<String, String> inputs) {
    return new NodeTargets(rig.sites()).resolve("orders", selector, inputs);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "all, alpha bravo charlie",
    "primary, alpha",
    "standbys, bravo charlie",
    "leaving, bravo",
    "remaining, alpha charlie",
    "service, service"
  })
  void resolves(String selector, String nodes) {
    assertThat(resolve(selector, Map.of("node", "bravo")))
        .isEqualTo(Arrays.asList(nodes.split(" ")));
  }

  @Test
  void goesByTheStoreOnceItKnowsThePrimary() {
    rig.registry().change(handle -> {}, changes -> changes.register("orders", "charlie", "1"));
    assertThat(resolve("primary", Map.of())).containsExactly("charlie");
    assertThat(resolve("standbys", Map.of())).containsExactly("alpha", "bravo");
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    assertThatThrownBy(() -> resolve("everybody", Map.of()))
        .isInstanceOf(UnderstudyException.class)
        .hasMessageContaining("no nodes are called this");
    assertThatThrownBy(() -> resolve("leaving", Map.of("node", "zulu")))
        .isInstanceOf(UnderstudyException.class)
        .hasMessageContaining("no node of this name");
  }
}
