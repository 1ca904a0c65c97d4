package dev.understudy.steps;

import dev.understudy.archive.ArchiveEngine;
import dev.understudy.archive.ArchiveException;
import dev.understudy.archive.ArchivedSegment;
import dev.understudy.archive.CopiesRepository;
import dev.understudy.archive.DirectoryEngine;
import dev.understudy.archive.Gap;
import dev.understudy.archive.HostRepository;
import dev.understudy.archive.Inventory;
import dev.understudy.archive.PgBackRestErrors;
import dev.understudy.archive.PgBackRestRestore;
import dev.understudy.archive.Repositories;
import dev.understudy.archive.Repository;
import dev.understudy.archive.UnshippedWal;
import dev.understudy.common.PreconditionException;
import dev.understudy.common.Shell;
import dev.understudy.common.UnderstudyException;
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
import dev.understudy.workflow.Change;
import dev.understudy.workflow.Probe;
import dev.understudy.workflow.Progress;
import dev.understudy.workflow.Reversibility;
import dev.understudy.workflow.StepContext;
import dev.understudy.workflow.StepType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Has a primary ship what the archive lacks on its line: mostly what it received as a standby, from
 * a primary that died before it shipped it. Its own archiver does it, and meanwhile keeps the WAL.
 */
final class ArchiveShipMissingStep implements StepType {
  private static final Duration SHIPPED = Duration.ofHours(12);
  private static final int HISTORY_BYTES = 1 << 20;

  private static final String LOOK =
      """
      find "$wal" -maxdepth 1 -type f -printf 'held %s %f\\n'
      find "$wal/archive_status" -maxdepth 1 -type f -printf 'status 0 %f\\n'
      """;

  /** A file that was recycled in between is not offered. */
  private static final String OFFER =
      """
      set -eu
      cd "$wal"
      for name in "$@"; do
        [ -f "$name" ] || continue
        if [ -e "archive_status/$name.done" ]; then
          mv -T "archive_status/$name.done" "archive_status/$name.ready"
        else
          : >"archive_status/$name.ready"
        fi
        [ -f "$name" ] || rm "archive_status/$name.ready"
      done
      sync archive_status
      """;

  private static final String SEGMENT_SIZE =
      "SELECT setting::bigint * CASE unit WHEN '8kB' THEN 8192 ELSE 1 END AS bytes"
          + " FROM pg_settings WHERE name = 'wal_segment_size'";

  /** As pgBackRest names them: with the checksum of their content, where they are segments. */
  private static final Pattern ARCHIVED =
      Pattern.compile("(?m)(?:^|/)([0-9A-F]{24}(?=-)|[0-9A-F]{8}\\.history$)");

  private static final Duration LISTING = Duration.ofMinutes(10);

  private final Sites sites;
  private final ServerControl server;

  ArchiveShipMissingStep(Sites sites, ServerControl server) {
    this.sites = sites;
    this.server = server;
  }

  @Override
  public String name() {
    return "archive.ship-missing";
  }

  @Override
  public Reversibility reversibility() {
    return Reversibility.KEPT;
  }

  @Override
  public Probe probe(StepContext context) {
    Site site = sites.site(context);
    Optional<ArchiveEngine> engine = site.archive();
    if (engine.isEmpty()) {
      return Probe.met(Map.of("archive", "none"));
    }
    UnshippedWal found = look(site, sites.node(context), engine.get());
    List<String> names = new ArrayList<>(found.shippable());
    names.addAll(found.waiting());
    if (names.isEmpty()) {
      requireNothingLost(context, found);
      return Probe.met(Map.of("missing", "nothing on the line of " + context.node()));
    }
    return Probe.notMet(
        names.stream().map(name -> Change.of("WAL", name, "not archived", "archived")).toList());
  }

  @Override
  public void apply(StepContext context) {
    Site site = sites.site(context);
    Node node = sites.node(context);
    UnshippedWal found = look(site, node, site.archive().orElseThrow());
    offer(node, site, found.shippable(), context);
    Set<String> left = new HashSet<>(found.shippable());
    left.addAll(found.waiting());
    long all = left.size();
    // It also wakes the archiver, which else looks once a minute.
    node.psql()
        .execute(
            "finish a segment", new ArchiverSql(site.dialect()).finishSegment(), context.fence());
    try {
      server.await(
          node,
          "the archiver to ship " + all + " files",
          SHIPPED,
          () -> {
            context.safePoint();
            left.retainAll(waiting(files(node, site)));
            context.progress(new Progress(all - left.size(), all, "files", ""));
            return left.isEmpty();
          });
    } catch (UnderstudyException e) {
      throw ServerLog.explain(node, node.cluster(), e);
    }
  }

  private static void requireNothingLost(StepContext context, UnshippedWal found) {
    if (!found.lost().isEmpty()) {
      String gaps = found.lost().stream().map(Gap::toString).collect(Collectors.joining(", "));
      throw new PreconditionException(
          context.node(),
          "WAL is neither in the archive nor on this node any more: " + gaps,
          "look for it on the other nodes; take a base backup now, from which all can be restored");
    }
  }

  private static void offer(Node node, Site site, List<String> names, StepContext context) {
    if (names.isEmpty()) {
      return;
    }
    String script = "wal=%s\nset -- %s\n".formatted(directory(node, site), Shell.words(names));
    node.host()
        .run(Command.script(script + OFFER).as(node.cluster().owner()).under(context.fence()))
        .orThrow("have the archiver ship WAL again");
  }

  private static UnshippedWal look(Site site, Node node, ArchiveEngine engine) {
    NodeState state = NodeState.read(node.psql());
    if (state.inRecovery()) {
      throw new PreconditionException(
          node.name(),
          "it is a standby, which ships nothing",
          "name the node that is the primary now");
    }
    SegmentSize size = new SegmentSize(node.psql().row(SEGMENT_SIZE).path("bytes").asLong());
    Map<String, Long> files = files(node, site);
    Set<String> held = new HashSet<>();
    files.forEach(
        (name, bytes) -> {
          if (name.endsWith(".history") || bytes == size.bytes()) {
            held.add(name);
          }
        });
    UnshippedWal.Held wal =
        new UnshippedWal.Held(
            line(node, site, state),
            Lsn.parse(state.lsn()),
            size,
            held,
            waiting(files),
            marked(files, ".done"));
    return UnshippedWal.of(wal, archived(site, node, engine, size));
  }

  private static TimelineHistory line(Node node, Site site, NodeState state) {
    Timeline timeline = new Timeline(state.timeline());
    String path =
        node.cluster().dataDirectory()
            + "/"
            + site.dialect().walDirectory()
            + "/"
            + timeline.historyFile();
    return node.files()
        .read(path, HISTORY_BYTES)
        .map(FileSpec::contentText)
        .map(text -> TimelineHistory.parse(timeline, text))
        .orElseGet(() -> TimelineHistory.root(timeline));
  }

  /** Sizes by name; marks of the archiver have none. */
  private static Map<String, Long> files(Node node, Site site) {
    String script = "wal=%s\n".formatted(directory(node, site)) + LOOK;
    Map<String, Long> files = new LinkedHashMap<>();
    node.host()
        .run(Command.script(script).asRoot().keeping(64 << 20))
        .orThrow("list the WAL")
        .stdout()
        .lines()
        .map(line -> line.split(" ", 3))
        .forEach(words -> files.put(words[2], Long.parseLong(words[1])));
    return files;
  }

  private static String directory(Node node, Site site) {
    return Shell.quote(node.cluster().dataDirectory() + "/" + site.dialect().walDirectory());
  }

  private static Set<String> waiting(Map<String, Long> files) {
    return marked(files, ".ready");
  }

  private static Set<String> marked(Map<String, Long> files, String mark) {
    return files.keySet().stream()
        .filter(name -> name.endsWith(mark))
        .map(name -> name.substring(0, name.length() - mark.length()))
        .collect(Collectors.toSet());
  }

  /** Names of all files that count, as the service sees them, or else as the node does. */
  private static Set<String> archived(
      Site site, Node node, ArchiveEngine engine, SegmentSize size) {
    if (engine.kind() == ArchiveConfig.Kind.COMMAND) {
      throw new PreconditionException(
          site.name(),
          "nobody but the archive's own commands knows what it holds",
          "rename the .done files of segments that it lacks in archive_status to .ready");
    }
    if (engine instanceof DirectoryEngine copies) {
      String directory = copies.directory().directory();
      List<HostRepository> hosts =
          site.nodes().stream()
              .map(host -> new HostRepository(host.host(), host.cluster().owner(), directory))
              .toList();
      try (Repository repository = new CopiesRepository(hosts)) {
        return names(engine.inventory(repository, size).orElseThrow());
      }
    }
    if (site.config().archive().repository().orElse(null) instanceof RepositoryConfig.S3 s3) {
      try (Repository repository = Repositories.open(s3)) {
        Optional<Inventory> inventory = engine.inventory(repository, size);
        if (inventory.isPresent()) {
          return names(inventory.get());
        }
      } catch (ArchiveException e) {
        if (s3.keys().isPresent() && !ArchivePreflight.away(e)) {
          throw e;
        }
      }
    }
    CommandResult result =
        node.host()
            .run(
                Command.script("cd / && exec " + PgBackRestRestore.list(engine.places()))
                    .as(node.cluster().owner())
                    .within(LISTING)
                    .keeping(64 << 20));
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
