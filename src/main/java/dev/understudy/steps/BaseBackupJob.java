package dev.understudy.steps;

import dev.understudy.archive.PgBackRestRestore;
import dev.understudy.common.Shell;
import dev.understudy.postgres.BaseBackupCommand;
import dev.understudy.postgres.Capability;
import dev.understudy.postgres.PgCluster;
import dev.understudy.postgres.StandbyFiles;
import dev.understudy.postgres.StandbyInputs;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The words that a base backup's job consists of. */
final class BaseBackupJob {
  /** What the job prints when it begins to check the copy. */
  static final String VERIFYING = "checking the copy against its manifest";

  private static final Pattern COUNT = Pattern.compile(" *[0-9]+/[0-9]+ kB \\(.*");

  /**
   * A checkpoint of more than an hour no longer counts as progress, nor do six hours of syncing,
   * which takes as long as the disk needs for each of the files.
   */
  private static final String PROGRESS =
      """
      said=$(tail -c 4096 "$out" | tr '\\r' '\\n')
      count=$(printf '%s\\n' "$said" \
        | sed -n 's|^ *\\([0-9][0-9]*\\)/\\([0-9][0-9]*\\) kB (.*|\\1 \\2|p' | tail -n 1)
      done=${count% *} total=${count#* }
      if printf '%s\\n' "$said" | grep -qxF -e "$verifying"; then
        proc=$(grep -lszxF -e "$dir" /proc/[0-9]*/cmdline | head -n 1)
        read=$(sed -n 's/^rchar: //p' "${proc%/cmdline}/io" 2>/dev/null)
        [ -z "$read" ] || echo "$read $((${total:-0} * 1024)) $verifying"
      elif [ "${said##*: }" = 'syncing data to disk ...' ]; then
        waited=$(($(date +%s) - $(stat -c %Y "$out")))
        [ "$waited" -le 21600 ] || waited=21600
        echo "$waited - writing the copy to disk"
      elif [ -n "$count" ]; then
        echo "$((done * 1024)) $((total * 1024))"
      else
        began=$(stat -c %Y "${out%/*}/script")
        waited=$(($(date +%s) - began))
        [ "$waited" -le 3600 ] || waited=3600
        echo "$waited - waiting for the checkpoint of the primary that the copy begins with"
      fi
      """;

  private final Site site;
  private final PgCluster cluster;
  private final StandbyInputs inputs;
  private final Optional<String> label;

  /**
   * @param label of the archive's backup that is restored; empty: the primary is copied
   */
  BaseBackupJob(Site site, Node node, PgCluster cluster, Optional<String> label) {
    this.site = site;
    this.cluster = cluster;
    this.inputs = site.standbyInputs(node);
    this.label = label;
  }

  /** Shell assignments for the job's script. */
  String variables(String job) {
    BaseBackupCommand command = new BaseBackupCommand(cluster);
    List<String> verify = label.isPresent() ? List.of() : command.verify(cluster.dataDirectory());
    return "dir=%s\nowner=%s\njob=%s\nsignal_file=%s\nsignal=%s\nbackup=%s\nverify=%s\n"
        .concat("verifying=%s\n")
        .formatted(
            Shell.quote(cluster.dataDirectory()),
            Shell.quote(cluster.owner()),
            Shell.quote(job),
            Shell.quote(Path.of(new StandbyFiles(cluster).markerFile()).getFileName().toString()),
            Shell.quote(signal()),
            Shell.quote(label.map(this::restoring).orElseGet(() -> copying(command))),
            Shell.quote(Shell.words(verify)),
            Shell.quote(VERIFYING));
  }

  private String restoring(String backup) {
    return PgBackRestRestore.inPlace(
        site.archive().orElseThrow().places(), backup, cluster.dataDirectory());
  }

  private String copying(BaseBackupCommand command) {
    return "PGPASSFILE="
        + Shell.quote(cluster.passFile())
        + " "
        + Shell.words(
            command.arguments(inputs, cluster.dataDirectory(), site.config().baseBackup()));
  }

  /** What the job printed, without its counting. */
  static String words(String printed) {
    return PgBackRestRestore.words(printed)
        .lines()
        .filter(line -> !COUNT.matcher(line).matches())
        .collect(Collectors.joining("\n"))
        .strip();
  }

  /** What keeps the copy from ever becoming writable, until its settings are written. */
  private String signal() {
    return cluster.dialect().has(Capability.STANDBY_SIGNAL) ? "" : "standby_mode = 'on'\n";
  }

  /**
   * Shell that tells from what the job printed how far it is. pg_basebackup counts by itself, so
   * asking costs the same however many files there are. It counts nothing while it waits for the
   * checkpoint that a copy begins with; a check of the copy is as far as it has read.
   *
   * @param out the file that the job prints to, in its directory
   */
  static String progress(String out, String directory) {
    return "out=%s\ndir=%s\nverifying=%s\n"
            .formatted(Shell.quote(out), Shell.quote(directory), Shell.quote(VERIFYING))
        + PROGRESS;
  }
}
