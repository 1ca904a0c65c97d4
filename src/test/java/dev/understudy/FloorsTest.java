package dev.understudy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class FloorsTest {
  @Test
  void importsGoDown() {
    assertThat(Floors.objection("steps", "postgres")).isEmpty();
    assertThat(Floors.objection("cli", "common")).isEmpty();
    assertThat(Floors.objection("host", "host")).isEmpty();
  }

  @Test
  void anImportThatGoesUpIsToldWhereToGo() {
    assertThat(Floors.objection("workflow", "steps"))
        .hasValueSatisfying(
            text ->
                assertThat(text)
                    .contains("workflow (floor 2) must not know steps (floor 4)")
                    .contains("an interface in workflow that steps implements")
                    .contains("floor 1 (schedule, store, wal)"));
  }

  @Test
  void anImportFromTheSameFloorIsToldWhereToGo() {
    assertThat(Floors.objection("workflow", "host"))
        .hasValueSatisfying(
            text ->
                assertThat(text)
                    .contains("same floor 2")
                    .contains("floor 3 or above (archive, cloud, notify, postgres)")
                    .contains("floor 1 (schedule, store, wal)"));
    assertThat(Floors.objection("web", "cli")).isPresent();
    assertThat(Floors.objection("store", "schedule")).isPresent();
    assertThat(Floors.objection("common", "config")).isPresent();
  }

  @Test
  void neighboursWithAReasonAreLeftInPeace() {
    assertThat(Floors.objection("schedule", "store")).isEmpty();
    assertThat(Floors.objection("cli", "web")).isEmpty();
  }

  @Test
  void aPackageWithoutAFloorIsAnError() {
    assertThatThrownBy(() -> Floors.objection("misc", "common"))
        .hasMessageContaining("has no floor");
  }
}
