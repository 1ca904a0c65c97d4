package dev.understudy.archive;

import dev.understudy.config.ArchiveConfig;
import dev.understudy.config.RepositoryConfig;
import dev.understudy.host.FileSpec;
import dev.understudy.wal.SegmentSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** pgBackRest, into a bucket or a directory; the stanza has the cluster's name. */
final class PgBackRestEngine implements ArchiveEngine {
  /** Compressing and encrypting a segment may take its time; the clients' transactions may not. */
  private static final String NICE = "nice -n 10 ";

  private final ArchivePlaces places;
  private final ArchiveConfig config;

  PgBackRestEngine(String cluster, ArchiveConfig config) {
    this.places = new ArchivePlaces(cluster);
    this.config = config;
  }

  @Override
  public ArchiveConfig.Kind kind() {
    return ArchiveConfig.Kind.PGBACKREST;
  }

  @Override
  public ArchivePlaces places() {
    return places;
  }

  @Override
  public List<String> packages() {
    return List.of("pgbackrest");
  }

  /** The certificates first: pgBackRest could not do anything without those that its file names. */
  @Override
  public List<FileSpec> files(ArchiveHost host) {
    List<FileSpec> files = new ArrayList<>();
    if (config.repository().orElse(null) instanceof RepositoryConfig.S3 s3) {
      s3.caFile()
          .map(file -> CaFile.text(places.cluster(), file))
          .map(pem -> FileSpec.text(places.repositoryAuthority(), pem, host.owner(), "0644"))
          .ifPresent(files::add);
    }
    String content = new PgBackRestFile(places, config).render(host);
    files.add(FileSpec.text(places.pgBackRestFile(), content, host.owner(), "0600"));
    return files;
  }

  @Override
  public List<String> directories() {
    return List.of(places.spool(), places.salvage());
  }

  @Override
  public String archiveCommand() {
    String line = NICE + new PgBackRestCommand(places).line("archive-push");
    return line.replace("%", "%%") + " \"%p\"";
  }

  @Override
  public Fetch fetch() {
    return Fetch.pgBackRest(places.pgBackRestFile(), places.cluster());
  }

  @Override
  public boolean holds(Repository repository, String segment) {
    return PgBackRestArchive.holds(repository, places.cluster(), segment);
  }

  @Override
  public Optional<Inventory> inventory(Repository repository, SegmentSize size) {
    return Optional.of(new PgBackRestArchive(repository, places.cluster(), size).read());
  }
}
