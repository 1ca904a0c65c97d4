package dev.understudy.archive;

import dev.understudy.common.Shell;
import java.util.ArrayList;
import java.util.List;

/**
 * A command line of pgBackRest for one cluster, whose stanza has the cluster's name. Nothing secret
 * stands in it: credentials are in the configuration file.
 */
public final class PgBackRestCommand {
  private final ArchivePlaces places;

  public PgBackRestCommand(ArchivePlaces places) {
    this.places = places;
  }

  /** The words of a shell command, quoted; options stand before the command. */
  public String line(String command, String... options) {
    List<String> words = new ArrayList<>();
    words.add("pgbackrest");
    words.add("--config=" + places.pgBackRestFile());
    words.add("--stanza=" + places.cluster());
    words.addAll(List.of(options));
    words.add(command);
    return Shell.words(words);
  }
}
