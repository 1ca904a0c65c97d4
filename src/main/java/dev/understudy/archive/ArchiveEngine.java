package dev.understudy.archive;

import dev.understudy.archive.RestoreWrapper.Mode;
import dev.understudy.config.ArchiveConfig;
import dev.understudy.host.FileSpec;
import dev.understudy.wal.SegmentSize;
import java.util.List;
import java.util.Optional;

/**
 * What ships a cluster's WAL into its archive and brings it back. What it says is the same on every
 * node, but for the content of its files: archiving goes on after any change of roles.
 */
public sealed interface ArchiveEngine permits PgBackRestEngine, DirectoryEngine, CommandEngine {
  ArchiveConfig.Kind kind();

  ArchivePlaces places();

  /** Packages of the distribution that every node needs. */
  List<String> packages();

  /**
   * What is written to a host beside {@link #restoreScript}, in the order in which it has to be;
   * readable by PostgreSQL's user, and by nobody else where it holds secrets.
   *
   * @throws ArchiveException CONFIGURATION when the configuration holds what no file can
   */
  List<FileSpec> files(ArchiveHost host);

  /** Files by which hosts get at each other; they are made before {@link #files}. */
  default List<String> accessFiles() {
    return List.of();
  }

  /** Directories that have to be there and belong to PostgreSQL's user. */
  List<String> directories();

  /** The value of archive_command. */
  String archiveCommand();

  /** How one file comes out of the archive. */
  Fetch fetch();

  /** Lists the archive; empty where this kind keeps nothing that the service could list. */
  Optional<Inventory> inventory(Repository repository, SegmentSize size);

  /**
   * Whether the archive has a finished segment, asked with few requests.
   *
   * @param segment its file's name
   * @throws ArchiveException when the repository cannot be asked
   */
  boolean holds(Repository repository, String segment);

  /** The script that stands between PostgreSQL and {@link #fetch}. */
  default FileSpec restoreScript(ArchiveHost host) {
    String script = RestoreWrapper.of(fetch(), places().salvage()).script();
    return FileSpec.text(places().restoreScript(), script, host.owner(), "0700");
  }

  /** The value of restore_command, which calls {@link #restoreScript}. */
  default String restoreCommand(Mode mode) {
    return RestoreWrapper.command(places().restoreScript(), mode);
  }
}
