package dev.understudy.steps;

import dev.understudy.archive.ArchiveEngine;
import dev.understudy.archive.ArchiveException;
import dev.understudy.archive.ArchivedSegment;
import dev.understudy.archive.Inventory;
import dev.understudy.archive.PgBackRestErrors;
import dev.understudy.archive.PgBackRestRestore;
import dev.understudy.archive.Repository;
import dev.understudy.archive.UnshippedWal;
import dev.understudy.common.PreconditionException;
import dev.understudy.common.Shell;
import dev.understudy.config.ArchiveConfig;
import dev.understudy.config.RepositoryConfig;
import dev.understudy.host.Command;
import dev.understudy.host.CommandResult;
import dev.understudy.host.FileSpec;
import dev.understudy.postgres.ArchiverSql;
import dev.understudy.postgres.NodeState;
import dev.understudy.wal.Lsn;
import dev.understudy.wal.SegmentSize;
import dev.understudy.wal.Timeline;
import dev.understudy.wal.TimelineHistory;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What of a primary's WAL its archive lacks, as both say now. */
record UnshippedFacts(Site site, Node node) {
  private static final int HISTORY_BYTES = 1 << 20;
  private static final int NAMES_BYTES = 64 << 20;
  private static final Duration LISTING = Duration.ofMinutes(10);

  private static final String LOOK =
      """
      find "$wal" -maxdepth 1 -type f -printf 'held %s %f\\n'
      find "$wal/archive_status" -maxdepth 1 -type f -printf 'status 0 %f\\n'
      """;

  /** As pgBackRest names them: with the checksum of their content, where they are segments. */
  private static final Pattern ARCHIVED =
      Pattern.compile("(?m)(?:^|/)([0-9A-F]{24}(?=-)|[0-9A-F]{8}\\.history$)");

  /**
   * Asks the primary, then its archive.
   *
   * @throws PreconditionException when the node is a standby, or the archive holds other content
   * @throws ArchiveException when the archive cannot be asked
   */
  UnshippedWal read(ArchiveEngine engine) {
    NodeState state = NodeState.read(node.psql());
    if (state.inRecovery()) {
      throw new PreconditionException(
          node.name(),
          "it is a standby, which ships nothing",
          "name the node that is the primary now");
    }
    String question = new ArchiverSql(site.dialect()).segmentSize();
    SegmentSize size = new SegmentSize(node.psql().row(question).path("bytes").asLong());
    Map<String, Long> files = files();
    UnshippedWal.Held wal =
        new UnshippedWal.Held(
            line(state),
            Lsn.parse(state.lsn()),
            size,
            whole(files, size),
            marked(files, ".ready"),
            marked(files, ".done"));
    Set<String> there =
        engine.kind() == ArchiveConfig.Kind.COMMAND ? given(engine, wal) : archived(engine, size);
    return UnshippedWal.of(wal, there);
  }

  /** Names of the files that the primary's archiver has yet to ship. */
  Set<String> waiting() {
    return marked(files(), ".ready");
  }

  /** Where the primary keeps its WAL. */
  String directory() {
    return node.cluster().dataDirectory() + "/" + site.dialect().walDirectory();
  }

  /** Sizes by name; marks of the archiver have none. */
  private Map<String, Long> files() {
    String script = "wal=%s\n".formatted(Shell.quote(directory())) + LOOK;
    Map<String, Long> files = new LinkedHashMap<>();
    node.host()
        .run(Command.script(script).asRoot().keeping(NAMES_BYTES))
        .orThrow("list the WAL")
        .stdout()
        .lines()
        .map(line -> line.split(" ", 3))
        .forEach(words -> files.put(words[2], Long.parseLong(words[1])));
    return files;
  }

  private static Set<String> whole(Map<String, Long> files, SegmentSize size) {
    return files.entrySet().stream()
        .filter(file -> file.getKey().endsWith(".history") || file.getValue() == size.bytes())
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  private static Set<String> marked(Map<String, Long> files, String mark) {
    return files.keySet().stream()
        .filter(name -> name.endsWith(mark))
        .map(name -> name.substring(0, name.length() - mark.length()))
        .collect(Collectors.toSet());
  }

  private TimelineHistory line(NodeState state) {
    Timeline timeline = new Timeline(state.timeline());
    return node.files()
        .read(directory() + "/" + timeline.historyFile(), HISTORY_BYTES)
        .map(FileSpec::contentText)
        .map(text -> TimelineHistory.parse(timeline, text))
        .orElseGet(() -> TimelineHistory.root(timeline));
  }

  /**
   * What an archive gives back that cannot be listed. What the primary wrote itself its archiver
   * sees to; it is what it received before that the archive is asked for.
   */
  private Set<String> given(ArchiveEngine engine, UnshippedWal.Held wal) {
    Map<Boolean, List<String>> received = wal.received();
    Set<String> there = new HashSet<>(received.get(false));
    there.addAll(new CommandArchive(engine.places(), node).holds(received.get(true), directory()));
    return there;
  }

  /** Names of all files that count, as the service sees them, or else as the node does. */
  private Set<String> archived(ArchiveEngine engine, SegmentSize size) {
    RepositoryConfig config = site.config().archive().repository().orElseThrow();
    try (Repository repository = ClusterRepository.open(site, engine, config, () -> node)) {
      Optional<Inventory> inventory = engine.inventory(repository, size);
      if (inventory.isPresent()) {
        return names(inventory.get());
      }
    } catch (ArchiveException e) {
      if (!asTheNodeSees(engine, config, e)) {
        throw e;
      }
    }
    return listedByNode(engine);
  }

  /** Only pgBackRest lists by itself; keys that the service knows are the hosts' too. */
  private static boolean asTheNodeSees(
      ArchiveEngine engine, RepositoryConfig config, ArchiveException e) {
    boolean refused = config instanceof RepositoryConfig.S3 s3 && s3.keys().isPresent();
    return engine.kind() == ArchiveConfig.Kind.PGBACKREST && (!refused || ArchivePreflight.away(e));
  }

  private Set<String> listedByNode(ArchiveEngine engine) {
    CommandResult result =
        node.host()
            .run(
                Command.script("cd / && exec " + PgBackRestRestore.list(engine.places()))
                    .as(node.cluster().owner())
                    .within(LISTING)
                    .keeping(NAMES_BYTES));
    if (!result.ok()) {
      throw PgBackRestErrors.explain(node.name(), "list the repository", result.stderr());
    }
    return ARCHIVED
        .matcher(result.stdout())
        .results()
        .map(found -> found.group(1))
        .collect(Collectors.toSet());
  }

  private static Set<String> names(Inventory inventory) {
    Set<String> names =
        inventory.segments().stream()
            .filter(ArchivedSegment::whole)
            .map(segment -> segment.segment().toString())
            .collect(Collectors.toCollection(HashSet::new));
    inventory.historyFiles().forEach(timeline -> names.add(timeline.historyFile()));
    return names;
  }
}
