package dev.understudy.archive;

import dev.understudy.common.Shell;
import dev.understudy.config.ArchiveConfig;
import dev.understudy.host.FileSpec;
import dev.understudy.wal.SegmentSize;
import java.util.List;
import java.util.Optional;

/**
 * Every file of the WAL in a directory of every other host, shipped by ssh and rsync between the
 * users that run PostgreSQL.
 */
public final class DirectoryEngine implements ArchiveEngine {
  private static final List<Integer> ABSENT = List.of(1);

  private final DirectoryPlaces directory;
  private final List<String> nodes;

  /**
   * @param path of the directory, as the configuration has it
   * @param nodes the names of all nodes
   */
  DirectoryEngine(String cluster, String path, List<String> nodes) {
    this.directory = new DirectoryPlaces(cluster, path);
    this.nodes = List.copyOf(nodes);
  }

  @Override
  public ArchiveConfig.Kind kind() {
    return ArchiveConfig.Kind.DIRECTORY;
  }

  @Override
  public ArchivePlaces places() {
    return new ArchivePlaces(directory.cluster());
  }

  /** Where the files of this kind are. */
  public DirectoryPlaces directory() {
    return directory;
  }

  /** The names of the nodes that a node ships to. */
  public List<String> peers(String node) {
    return nodes.stream().filter(name -> !name.equals(node)).toList();
  }

  @Override
  public List<String> packages() {
    return List.of("openssh-client", "rsync");
  }

  @Override
  public List<FileSpec> files(ArchiveHost host) {
    return List.of(
        script(host, directory.shipScript(), "ship"),
        script(host, directory.fetchScript(), "fetch"));
  }

  @Override
  public List<String> accessFiles() {
    return directory.accessFiles();
  }

  /** What the keys of the others may run on the host. */
  public FileSpec receiveScript(ArchiveHost host) {
    return script(host, directory.receiveScript(), "receive");
  }

  private FileSpec script(ArchiveHost host, String path, String name) {
    String content =
        Resources.text(name + ".sh")
            .replace("@CLUSTER@", Shell.quote(directory.cluster()))
            .replace("@DIRECTORY@", Shell.quote(directory.directory()))
            .replace("@MARKER@", DirectoryPlaces.MARKER)
            .replace("@CONFIGURATION@", Shell.quote(directory.sshConfiguration()))
            .replace("@NOTES@", Shell.quote(directory.notes()))
            .replace("@PEERS@", Shell.words(peers(host.node())));
    return FileSpec.text(path, content, host.owner(), "0700");
  }

  @Override
  public List<String> directories() {
    return List.of(directory.notes(), places().salvage());
  }

  @Override
  public String archiveCommand() {
    return directory.shipScript() + " \"%p\" %f";
  }

  @Override
  public Fetch fetch() {
    return new Fetch("exec " + directory.fetchScript() + " %f \"%p\"", ABSENT);
  }

  @Override
  public boolean holds(Repository repository, String segment) {
    boolean[] found = {false};
    repository.walk("", object -> found[0] |= object.name().equals(segment));
    return found[0];
  }

  @Override
  public Optional<Inventory> inventory(Repository repository, SegmentSize size) {
    return Optional.of(PlainArchive.read(repository, size));
  }
}
