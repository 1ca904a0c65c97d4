package dev.understudy.archive;

import dev.understudy.config.ArchiveConfig;
import dev.understudy.host.FileSpec;
import dev.understudy.wal.SegmentSize;
import java.util.List;
import java.util.Optional;

/** Commands of the user's own, as they would stand in postgresql.conf. */
final class CommandEngine implements ArchiveEngine {
  private final ArchivePlaces places;
  private final ArchiveConfig.Commands commands;

  CommandEngine(String cluster, ArchiveConfig.Commands commands) {
    this.places = new ArchivePlaces(cluster);
    this.commands = commands;
  }

  @Override
  public ArchiveConfig.Kind kind() {
    return ArchiveConfig.Kind.COMMAND;
  }

  @Override
  public ArchivePlaces places() {
    return places;
  }

  @Override
  public List<String> packages() {
    return List.of();
  }

  @Override
  public List<FileSpec> files(ArchiveHost host) {
    return List.of();
  }

  @Override
  public List<String> directories() {
    return List.of(places.salvage());
  }

  @Override
  public String archiveCommand() {
    return commands.archive();
  }

  @Override
  public Fetch fetch() {
    return Fetch.command(commands.restore());
  }

  /** Nobody but the user's commands knows where it is. */
  @Override
  public Optional<Inventory> inventory(Repository repository, SegmentSize size) {
    return Optional.empty();
  }

  @Override
  public boolean holds(Repository repository, String segment) {
    throw new IllegalStateException("an archive by commands has no repository to ask");
  }
}
