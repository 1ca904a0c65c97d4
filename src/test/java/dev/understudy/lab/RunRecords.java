package dev.understudy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the store tells of one run. */
record RunRecords(Records records, String run) {

  static RunRecords newest(Records records, String workflow) {
    String run = records.one("SELECT max(id) FROM run WHERE workflow = '" + workflow + "'");
    return new RunRecords(records, run);
  }

  /** Each change of a step begins where the one before it ended, and nothing is left open. */
  void assertToldWithoutGap() {
    assertThat(ask("SELECT count(*) - max(number) FROM event WHERE run = '%s'"))
        .as("numbers left out")
        .containsExactly("0");
    Map<String, String> last = new HashMap<>();
    String changes =
        "SELECT step || '@' || node || ' ' || coalesce(from_status, '') || ' ' || to_status"
            + " FROM event WHERE run = '%s' AND kind LIKE 'step.%%' AND to_status IS NOT NULL"
            + " ORDER BY number";
    for (String change : ask(changes)) {
      String[] parts = change.split(" ");
      assertThat(parts[1]).as(change).isEqualTo(last.getOrDefault(parts[0], "pending"));
      last.put(parts[0], parts[2]);
    }
    assertThat(last.values()).as("how the steps ended").containsOnly("done", "satisfied");
    assertThat(ask("SELECT step FROM attempt WHERE run = '%s' AND ended_at IS NULL"))
        .as("attempts without an end")
        .isEmpty();
  }

  /**
   * No act that had ended was done again. Of a step on several nodes the process died with one act
   * ended, and maybe others under way.
   */
  void assertAppliedOnce(List<String> steps) {
    for (String step : steps) {
      String attempts =
          "SELECT min(attempts) FROM step WHERE run = '%s' AND attempts > 0 AND id = '"
              + step
              + "'";
      assertThat(ask(attempts)).as("attempts to apply " + step).containsExactly("1");
    }
  }

  private List<String> ask(String sql) {
    return records.query(sql.formatted(run));
  }
}
