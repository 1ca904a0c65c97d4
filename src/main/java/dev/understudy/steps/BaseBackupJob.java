package dev.understudy.steps;

import dev.understudy.common.Shell;
import dev.understudy.postgres.BaseBackupCommand;
import dev.understudy.postgres.Capability;
import dev.understudy.postgres.PgCluster;
import dev.understudy.postgres.StandbyFiles;
import dev.understudy.postgres.StandbyInputs;
import java.nio.file.Path;
import java.util.List;

/** The words that a base backup's job consists of. */
final class BaseBackupJob {
  private final Site site;
  private final PgCluster cluster;
  private final StandbyInputs inputs;
  private final PrimaryFacts primary;

  BaseBackupJob(Site site, Node node, PgCluster cluster, PrimaryFacts primary) {
    this.site = site;
    this.cluster = cluster;
    this.inputs = site.standbyInputs(node);
    this.primary = primary;
  }

  /** Shell assignments for the job's script. */
  String variables(String job) {
    BaseBackupCommand command = new BaseBackupCommand(cluster);
    List<String> backup =
        command.arguments(inputs, cluster.dataDirectory(), site.config().baseBackup().maxRate());
    List<String> verify = command.verify(cluster.dataDirectory());
    return "dir=%s\nowner=%s\njob=%s\nsignal_file=%s\nsignal=%s\nbackup=%s\nverify=%s\n"
        .formatted(
            Shell.quote(cluster.dataDirectory()),
            Shell.quote(cluster.owner()),
            Shell.quote(job),
            Shell.quote(Path.of(new StandbyFiles(cluster).markerFile()).getFileName().toString()),
            Shell.quote(signal()),
            Shell.quote(
                "PGPASSFILE=" + Shell.quote(cluster.passFile()) + " " + Shell.words(backup)),
            Shell.quote(Shell.words(verify)));
  }

  /** What keeps the copy from ever becoming writable, until its settings are written. */
  private String signal() {
    return cluster.dialect().has(Capability.STANDBY_SIGNAL) ? "" : "standby_mode = 'on'\n";
  }

  /** Bytes copied and bytes in all, tablespaces included; WAL comes on top and is left out. */
  String progress() {
    return "echo \"$(du -sL -B1 --exclude=pg_wal --exclude=pg_xlog "
        + Shell.quote(cluster.dataDirectory())
        + " 2>/dev/null | cut -f1) "
        + primary.dataBytes()
        + "\"";
  }
}
