package dev.understudy.steps;

import dev.understudy.archive.ArchivePlaces;
import dev.understudy.common.Fence;
import dev.understudy.common.PreconditionException;
import dev.understudy.common.Shell;
import dev.understudy.host.Command;
import dev.understudy.host.CommandResult;
import dev.understudy.host.FileSpec;
import dev.understudy.postgres.Capability;
import dev.understudy.postgres.ControlFile;
import dev.understudy.postgres.NodeState;
import dev.understudy.postgres.PgCluster;
import dev.understudy.postgres.ReplicationSql;
import dev.understudy.postgres.StandbyFiles;
import dev.understudy.postgres.StandbyInputs;
import dev.understudy.wal.Lsn;
import dev.understudy.wal.SegmentName;
import dev.understudy.wal.SegmentSize;
import dev.understudy.wal.Timeline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** WAL of a stopped primary that a standby lacks, and its way there, through the service. */
final class Salvage {
  private static final int SEGMENT = 64 << 20;
  private static final int MOST = 64;
  private static final Duration READ = Duration.ofMinutes(2);
  private static final Pattern RECORD = Pattern.compile("lsn: ([0-9A-F]+/[0-9A-F]+),");

  /** The program says where the WAL ends by an error, so its status says nothing. */
  private static final String LAST_RECORD =
      """
      cd "$wal"
      runuser -u "$owner" -- "$waldump" -p "$wal" -t "$timeline" -s "$from" 2>/dev/null | tail -n 1
      ls
      """;

  private static final String DIRECTORY =
      """
      set -eu
      chmod a+x /var/lib/understudy
      install -d -m 0755 /var/lib/understudy/salvage
      install -d -o "$owner" -g "$owner" -m 0750 -- "$salvage"
      """;

  private final Site site;
  private final Node old;
  private final Node candidate;
  private final String directory;

  Salvage(Site site, Node old, Node candidate) {
    this.site = site;
    this.old = old;
    this.candidate = candidate;
    this.directory = new ArchivePlaces(site.name()).salvage();
  }

  /**
   * What there is.
   *
   * @param last the position of the last sound record; empty when there is none
   * @param segments the files that hold it; none when the standby has everything
   */
  record Found(String last, List<String> segments) {}

  /**
   * Looks into the old primary's WAL from where the standby has replayed to.
   *
   * @throws PreconditionException when it is of another timeline or system, or too much
   */
  Found look(NodeState standby) {
    PgCluster cluster = old.cluster();
    ControlFile control =
        ControlFile.read(old.host(), cluster)
            .orElseThrow(() -> new PreconditionException(old.name(), "it has no data", null));
    if (!control.systemIdentifier().equals(standby.systemIdentifier())
        || control.timeline() > standby.timeline()) {
      throw new PreconditionException(
          old.name(), "its WAL is on another line, timeline " + control.timeline(), null);
    }
    SegmentSize size = new SegmentSize(control.walSegmentSize());
    CommandResult result =
        old.host()
            .run(
                Command.script(script(cluster, standby.timeline(), standby.replayed()))
                    .asRoot()
                    .within(READ))
            .orThrow("look into the old primary's WAL");
    Matcher record = RECORD.matcher(result.stdout());
    return record.find()
        ? found(standby, record.group(1), size, result.stdout().lines().toList())
        : new Found("", List.of());
  }

  /**
   * The last sound record of a stopped server's timeline; empty when there is none from there on.
   */
  static Optional<Lsn> last(Node node, int timeline, String from) {
    String output =
        node.host()
            .run(Command.script(script(node.cluster(), timeline, from)).asRoot().within(READ))
            .orThrow("look into its WAL")
            .stdout();
    Matcher record = RECORD.matcher(output);
    return record.find() ? Optional.of(Lsn.parse(record.group(1))) : Optional.empty();
  }

  private Found found(NodeState standby, String last, SegmentSize size, List<String> there) {
    Timeline timeline = new Timeline(standby.timeline());
    Lsn received = Lsn.parse(standby.received());
    List<String> names = new ArrayList<>();
    SegmentName name = SegmentName.of(timeline, Lsn.parse(standby.replayed()), size);
    // A record may go on into the segment after the one that it begins in.
    SegmentName end = SegmentName.of(timeline, Lsn.parse(last), size).next();
    while (name.compareTo(end) <= 0) {
      if (there.contains(name.toString()) && name.next().start().isAtLeast(received)) {
        names.add(name.toString());
      }
      name = name.next();
    }
    if (names.size() > MOST || size.bytes() > SEGMENT) {
      throw new PreconditionException(
          old.name(), names.size() + " segments of WAL are too much to bring over", null);
    }
    return new Found(last, names);
  }

  private static String script(PgCluster cluster, int timeline, String from) {
    boolean names = cluster.dialect().has(Capability.WAL_NAMES);
    return "wal=%s\nowner=%s\nwaldump=%s\ntimeline=%d\nfrom=%s\n"
            .formatted(
                Shell.quote(cluster.dataDirectory() + "/" + cluster.dialect().walDirectory()),
                Shell.quote(cluster.owner()),
                Shell.quote(cluster.program(names ? "pg_waldump" : "pg_xlogdump")),
                timeline,
                Shell.quote(from))
        + LAST_RECORD;
  }

  /** Copies the segments into the candidate's salvage directory. */
  List<String> bring(Found found, Fence fence) {
    PgCluster from = old.cluster();
    String owner = candidate.cluster().owner();
    String make =
        "owner=%s\nsalvage=%s\n".formatted(Shell.quote(owner), Shell.quote(directory)) + DIRECTORY;
    candidate
        .host()
        .run(Command.script(make).asRoot().under(fence))
        .orThrow("make the salvage directory");
    for (String name : found.segments()) {
      String path = from.dataDirectory() + "/" + from.dialect().walDirectory() + "/" + name;
      byte[] content = old.files().read(path, SEGMENT).orElseThrow().content();
      candidate
          .files()
          .write(new FileSpec(directory + "/" + name, content, owner, owner, "0600"), fence);
    }
    return found.segments();
  }

  /** Has the standby look for them now. Without an archive it has no command yet that would. */
  void offer(ServerControl server, Fence fence) {
    PgCluster cluster = candidate.cluster();
    if (site.archive().isPresent()) {
      wake(fence);
      return;
    }
    StandbyInputs inputs = site.standbyInputs(candidate, old).restoringBy(command());
    for (FileSpec file : new StandbyFiles(cluster).files(inputs)) {
      if (!file.path().endsWith(".signal")) {
        candidate.files().write(file, fence);
      }
    }
    if (cluster.dialect().has(Capability.RESTORE_COMMAND_RELOADABLE)) {
      wake(fence);
    } else {
      server.restart(candidate, cluster, fence);
    }
  }

  private Optional<String> command() {
    String path = Shell.quote(directory).replace("%", "%%");
    return Optional.of("test -f " + path + "/%f && cp " + path + "/%f \"%p\"");
  }

  /** A reload has the startup process try again at once, not after wal_retrieve_retry_interval. */
  private void wake(Fence fence) {
    candidate.psql().execute("reload", new ReplicationSql(site.dialect()).reload(), fence);
  }
}
