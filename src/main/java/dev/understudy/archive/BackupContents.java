package dev.understudy.archive;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.common.Json;
import dev.understudy.wal.SegmentName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What a repository holds of one base backup, by the names and sizes of its files.
 *
 * @param files the files right in the backup's folder: name to bytes
 * @param wal the files in the folders of the WAL that it needs: name to bytes
 */
public record BackupContents(Map<String, Long> files, Map<String, Long> wal) {
  /** Its content, in two copies; written last, so a backup without was broken off. */
  private static final List<String> MANIFESTS = List.of("backup.manifest", "backup.manifest.copy");

  public BackupContents {
    files = Map.copyOf(files);
    wal = Map.copyOf(wal);
  }

  /** The folders that the WAL of a backup is in, below that of its database. */
  public static List<String> folders(Backup backup) {
    TreeSet<String> folders = new TreeSet<>();
    segments(backup).forEach(segment -> folders.add(segment.substring(0, 16)));
    return List.copyOf(folders);
  }

  /**
   * Reads lines of {@code pgbackrest --output=json repo-ls}: first the backup's folder, then those
   * of its WAL.
   *
   * @throws dev.understudy.common.UnderstudyException for a text that pgBackRest does not print
   */
  public static BackupContents of(String listings) {
    List<Map<String, Long>> all = listings.lines().map(BackupContents::listing).toList();
    Map<String, Long> wal = new HashMap<>();
    all.stream().skip(1).forEach(wal::putAll);
    return new BackupContents(all.isEmpty() ? Map.of() : all.get(0), wal);
  }

  private static Map<String, Long> listing(String line) {
    Map<String, Long> files = new HashMap<>();
    for (Map.Entry<String, JsonNode> field : Json.read(line).properties()) {
      if (field.getValue().path("type").asText().equals("file")) {
        files.put(field.getKey(), field.getValue().path("size").asLong());
      }
    }
    return files;
  }

  /** What the backup cannot be restored without and the repository lacks, by name. */
  public List<String> missing(Backup backup) {
    List<String> missing = new ArrayList<>();
    MANIFESTS.stream().filter(name -> files.getOrDefault(name, 0L) == 0).forEach(missing::add);
    for (String segment : segments(backup)) {
      boolean there =
          wal.entrySet().stream()
              .anyMatch(file -> file.getKey().startsWith(segment + "-") && file.getValue() > 0);
      if (!there) {
        missing.add(segment);
      }
    }
    return missing;
  }

  /** The names of all segments that the backup needs to become consistent. */
  public static List<String> segments(Backup backup) {
    List<String> names = new ArrayList<>();
    SegmentName last = backup.stop();
    for (SegmentName at = backup.start(); at.compareTo(last) <= 0; at = at.next()) {
      names.add(at.toString());
    }
    return names;
  }
}
