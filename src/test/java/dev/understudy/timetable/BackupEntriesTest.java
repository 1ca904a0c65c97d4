package dev.understudy.timetable;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.config.ConfigurationReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupEntriesTest {
  @TempDir Path directory;

  @Test
  void followFromTheConfiguration() throws IOException {
    List<Entry> entries =
        entries("backups: { full: \"0 0 1 ? * SUN\", incremental: \"0 0 1 ? * MON-SAT\" }");

    assertThat(entries)
        .containsExactly(
            entry("orders/backup-full", "0 0 1 ? * SUN", "full", Set.of()),
            entry(
                "orders/backup-incremental",
                "0 0 1 ? * MON-SAT",
                "incremental",
                Set.of("orders/backup-full")));
    assertThat(entries("backups: { keep_full: 2 }")).isEmpty();
  }

  private static Entry entry(String id, String times, String type, Set<String> yieldsTo) {
    return new Entry(
        id,
        "orders",
        new Rhythm.Calendar(times),
        Misfire.ONCE,
        "base-backup",
        Map.of("cluster", "orders", "type", type),
        yieldsTo);
  }

  private List<Entry> entries(String backups) throws IOException {
    Path file = directory.resolve("understudy.yaml");
    Files.writeString(
        file,
        """
        data: ./var
        ssh: { user: admin, identity: ./key, known_hosts: ./known }
        clusters:
          orders:
            postgresql: 15
            primary: alpha
            nodes: { alpha: { host: 10.77.0.11 } }
            archive: { kind: pgbackrest, repository: { path: /srv/wal }, %s }
        """
            .formatted(backups));
    return Entries.of(new ConfigurationReader(Map.of(), directory).read(file)).stream()
        .filter(entry -> entry.deed() instanceof Deed.Start)
        .toList();
  }
}
