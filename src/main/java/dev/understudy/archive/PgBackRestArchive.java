package dev.understudy.archive;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.common.ErrorClass;
import dev.understudy.common.UnderstudyException;
import dev.understudy.wal.SegmentSize;
import dev.understudy.wal.SystemId;
import dev.understudy.wal.TimelineHistory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A stanza of a pgBackRest repository: {@code archive/STANZA/VERSION-ID/} holds the WAL, {@code
 * backup/STANZA/LABEL/} the base backups, and a file of each folder says what there is.
 */
public final class PgBackRestArchive {
  private static final int LIMIT = 64 << 20;

  private final Repository repository;
  private final String stanza;
  private final SegmentSize size;

  public PgBackRestArchive(Repository repository, String stanza, SegmentSize size) {
    this.repository = repository;
    this.stanza = stanza;
    this.size = size;
  }

  /**
   * Lists it: one request for each thousand segments, and a few more.
   *
   * @throws ArchiveException when the repository cannot be asked, or holds no such stanza
   */
  public Inventory read() {
    String folder = "archive/" + stanza + "/";
    byte[] archiveInfo =
        info(folder + "archive.info")
            .orElseThrow(
                () -> problem("holds no stanza " + stanza, "create the stanza, or check the path"));
    boolean encrypted = InfoFile.encrypted(archiveInfo);
    Optional<InfoFile> info = encrypted ? Optional.empty() : Optional.of(parsed(archiveInfo));
    String database =
        info.map(PgBackRestArchive::database).orElseGet(() -> newestFolder(repository, folder));
    SegmentList list = new SegmentList(size);
    if (!database.isEmpty()) {
      repository.walk(folder + database + "/", list::add);
    }
    // An encrypted history would only be taken for a damaged one.
    Optional<TimelineHistory> history =
        encrypted ? Optional.empty() : list.newestHistory(repository);
    return new Inventory(
        repository.name(),
        size,
        info.flatMap(PgBackRestArchive::systemId),
        encrypted,
        true,
        list.segments(),
        list.historyFiles(),
        history,
        list.unreadable(),
        encrypted ? List.of() : backups());
  }

  /** Whether the newest database of the stanza has a segment. */
  static boolean holds(Repository repository, String stanza, String segment) {
    String folder = "archive/" + stanza + "/";
    String database = newestFolder(repository, folder);
    AtomicBoolean found = new AtomicBoolean();
    if (!database.isEmpty()) {
      // A folder for each 256 segments: their names without the last eight digits.
      String prefix = folder + database + "/" + segment.substring(0, 16) + "/";
      repository.walk(
          prefix,
          object -> {
            if (object.name().startsWith(prefix + segment + "-") && object.size() > 0) {
              found.set(true);
            }
          });
    }
    return found.get();
  }

  private Optional<byte[]> info(String name) {
    Optional<byte[]> content = repository.read(name, LIMIT).filter(bytes -> bytes.length > 0);
    return content.isPresent() ? content : repository.read(name + ".copy", LIMIT);
  }

  private List<Backup> backups() {
    List<Backup> backups = new ArrayList<>();
    info("backup/" + stanza + "/backup.info")
        .map(this::parsed)
        .ifPresent(
            info -> {
              long newest = info.value("db", "db-id").map(JsonNode::asLong).orElse(0L);
              info.section("backup:current")
                  .forEach(
                      (label, entry) -> {
                        if (entry.path("db-id").asLong() == newest) {
                          Entries.stored(label, entry, size).ifPresent(backups::add);
                        }
                      });
            });
    return backups;
  }

  private InfoFile parsed(byte[] content) {
    try {
      return InfoFile.parse(new String(content, StandardCharsets.UTF_8));
    } catch (UnderstudyException e) {
      throw problem("an info file of stanza " + stanza + " is damaged", "check it with pgbackrest");
    }
  }

  private static String database(InfoFile info) {
    return info.value("db", "db-version").map(JsonNode::asText).orElse("")
        + "-"
        + info.value("db", "db-id").map(JsonNode::asText).orElse("");
  }

  private static Optional<SystemId> systemId(InfoFile info) {
    return info.value("db", "db-system-id").map(value -> SystemId.parse(value.asText()));
  }

  /** The one with the greatest number behind its dash; empty when nothing was archived yet. */
  private static String newestFolder(Repository repository, String folder) {
    return repository.folders(folder).stream()
        .filter(name -> name.matches("[0-9.]+-[0-9]{1,9}"))
        .max(Comparator.comparingInt(name -> Integer.parseInt(name.split("-")[1])))
        .orElse("");
  }

  private ArchiveException problem(String what, String remedy) {
    return new ArchiveException(ErrorClass.PRECONDITION, repository.name(), what, remedy, null);
  }
}
