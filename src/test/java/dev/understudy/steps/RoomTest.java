package dev.understudy.steps;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Room for a copy, by file system. */
class RoomTest {
  private static final String DIR = "/var/lib/postgresql/15/main";

  private static List<Problem> problems(PrimaryFacts primary, long kept, String... lines) {
    return Room.problems("bravo", Room.parse(DIR, primary, String.join("\n", lines)), kept);
  }

  private static PrimaryFacts primary(long bytes, Tablespace... tablespaces) {
    return new PrimaryFacts("1", 1, bytes, List.of(tablespaces));
  }

  @ParameterizedTest(name = "{0} bytes into {1} free")
  @CsvSource({
    "1000000, 100000000, true",
    "1073741824, 1181116007, false",
    "1073741824, 1300000000, true",
    "107374182400, 107374182400, false"
  })
  void leavesRoomForGrowth(long data, long free, boolean fits) {
    assertThat(problems(primary(data), 0, free + " 7 free").isEmpty()).isEqualTo(fits);
  }

  @Test
  void namesKeptCopiesWhereRoomIsMissing() {
    assertThat(problems(primary(1 << 30), 5368709120L, "1 7 free"))
        .singleElement()
        .extracting(Problem::remedy)
        .asString()
        .contains("5.0 GiB are kept copies", "prune");
  }

  @ParameterizedTest(name = "data {0}, fast {1}, slow {2}: {3}")
  @CsvSource({
    "500000000 7 free, 2000000000 8 free, 2000000000 9 free, ",
    "500000000 7 free, 100000000 8 free, 2000000000 9 free, /fast",
    "500000000 7 free, 2000000000 8 free, 100000000 9 free, /slow",
    "50000000 7 free, 2000000000 8 free, 2000000000 9 free, /main",
    "2900000000 7 free, 2900000000 7 free, 2900000000 7 free, ",
    "1900000000 7 free, 1900000000 7 free, 1900000000 7 free, /main",
    "2900000000 7 free, 1500000000 8 free, 1500000000 8 free, /fast",
    "2900000000 7 free, 2900000000 7 other, 2900000000 7 free, /fast is not empty",
    "2900000000 7 free, 2900000000 7 own, 2900000000 7 free, "
  })
  void countsEachFileSystemOnce(String data, String fast, String slow, String problem) {
    PrimaryFacts primary =
        primary(
            2_100_000_000,
            new Tablespace("/fast", 1_000_000_000),
            new Tablespace("/slow", 1_000_000_000));

    List<Problem> problems = problems(primary, 0, data, fast, slow);

    if (problem == null) {
      assertThat(problems).isEmpty();
    } else {
      assertThat(problems)
          .singleElement()
          .extracting(Problem::message)
          .asString()
          .endsWith(problem);
    }
  }
}
