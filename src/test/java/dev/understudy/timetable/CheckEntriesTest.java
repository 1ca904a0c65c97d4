package dev.understudy.timetable;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.config.CheckGroup;
import dev.understudy.config.CheckId;
import dev.understudy.config.Configuration;
import dev.understudy.config.ConfigurationReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckEntriesTest {
  private static final String ARCHIVE = "archive: { kind: pgbackrest, repository: { path: /srv } }";

  @TempDir Path directory;

  @Test
  void everyCheckIsInOneEntryTogetherWithThoseOfItsLookAndTimes() throws IOException {
    List<Entry> entries = entries(ARCHIVE, "");

    List<CheckId> all =
        entries.stream().flatMap(entry -> checks(entry).stream()).collect(Collectors.toList());
    assertThat(all).doesNotHaveDuplicates().containsExactlyInAnyOrder(CheckId.values());
    Entry often = entry(entries, "orders/check-archive-staleness");
    assertThat(checks(often))
        .containsExactlyInAnyOrder(
            CheckId.ARCHIVE_STALENESS, CheckId.ARCHIVER_FAILURES, CheckId.ARCHIVE_BACKLOG);
    assertThat(often.rhythm()).isEqualTo(new Rhythm.Every(Duration.ofSeconds(30)));
    assertThat(entries)
        .allSatisfy(
            entry -> assertThat(checks(entry).stream().map(CheckId::group).distinct()).hasSize(1));
    assertThat(entries).extracting(Entry::misfire).containsOnly(Misfire.ONCE);
    assertThat(entries).extracting(Entry::id).doesNotHaveDuplicates();
  }

  @Test
  void aClusterHasTimesOfItsOwn() throws IOException {
    List<Entry> entries =
        entries(
            ARCHIVE,
            "archive-staleness: { every: 5s }, archive-gaps: { schedule: \"0 0 3 * * ?\" }");

    assertThat(checks(entry(entries, "orders/check-archive-staleness")))
        .containsExactly(CheckId.ARCHIVE_STALENESS);
    Entry nightly = entry(entries, "orders/check-archive-gaps");
    assertThat(nightly.rhythm()).isEqualTo(new Rhythm.Calendar("0 0 3 * * ?"));
    assertThat(checks(nightly)).containsExactly(CheckId.ARCHIVE_GAPS);
    assertThat(nightly.definition()).isEqualTo("0 0 3 * * ? check archive-gaps");
  }

  @Test
  void withoutAnArchiveNothingOfItIsChecked() throws IOException {
    assertThat(entries("port: 5433", ""))
        .noneMatch(
            entry -> checks(entry).stream().anyMatch(check -> check.group() == CheckGroup.ARCHIVE));
  }

  private static Set<CheckId> checks(Entry entry) {
    return entry.deed() instanceof Deed.Look look ? look.checks() : EnumSet.noneOf(CheckId.class);
  }

  private static Entry entry(List<Entry> entries, String id) {
    return entries.stream().filter(entry -> entry.id().equals(id)).findFirst().orElseThrow();
  }

  private List<Entry> entries(String option, String checks) throws IOException {
    Path file = directory.resolve("understudy.yaml");
    Files.writeString(
        file,
        """
        ssh: { user: admin }
        clusters:
          orders:
            postgresql: 15
            primary: alpha
            nodes: { alpha: { host: 10.77.0.11 } }
            checks: { %s }
            %s
        """
            .formatted(checks, option));
    Configuration read = new ConfigurationReader(Map.of(), directory).read(file);
    return CheckEntries.of(read.clusters().get("orders"));
  }
}
