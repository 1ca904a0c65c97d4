package dev.understudy.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TransitionDiagramTest {
  @Test
  void standsInTheDocumentsAsTheTablesAre() throws Exception {
    Path fresh = Path.of("target", "workflow-transitions.md");
    Files.createDirectories(fresh.getParent());
    Files.writeString(fresh, TransitionDiagram.document());

    assertThat(Path.of("docs", "workflow-transitions.md"))
        .as("copy %s there when the tables have changed", fresh)
        .hasSameTextualContentAs(fresh);
  }

  @Test
  void everyMoveIsUnambiguousAndHasASentence() {
    expectUnambiguous(Transitions.RUN.rows());
    expectUnambiguous(Transitions.STEP.rows());
  }

  private static void expectUnambiguous(List<? extends Transition<?, ?>> rows) {
    Set<String> seen = new HashSet<>();
    for (Transition<?, ?> row : rows) {
      assertThat(seen.add(row.from() + " " + row.event())).as(row.toString()).isTrue();
      assertThat(row.text()).isNotBlank();
    }
  }

  @Test
  void nothingLeavesAFinalStatus() {
    assertThat(Transitions.RUN.rows()).noneMatch(row -> row.from().isFinal());
    assertThat(Transitions.STEP.rows())
        .noneMatch(row -> row.from() == StepStatus.CANCELLED || row.from() == StepStatus.SKIPPED);
  }
}
