package dev.understudy.steps;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ArchivePreflightTest {
  @Test
  void whatAHostLacksIsNamed() {
    String output = "package pgbackrest\nprogram wal-e\nserver s3.example.com:443\n";
    assertThat(ArchivePreflight.problems("alpha", output))
        .allMatch(problem -> problem.node().equals("alpha"))
        .extracting(Problem::message)
        .containsExactly(
            "apt knows no package pgbackrest, which the archive needs",
            "the server does not find the program wal-e of the archive's commands",
            "the archive's server s3.example.com:443 cannot be reached");
  }

  @Test
  void nothingIsWrongWithAHostThatHasAll() {
    assertThat(ArchivePreflight.problems("alpha", "")).isEmpty();
  }
}
