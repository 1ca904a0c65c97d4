package dev.understudy.steps;

import dev.understudy.common.Shell;
import dev.understudy.host.Command;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Whether a copy of the primary fits where a standby's directories are or will be. */
final class Room {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final long GIB = 1L << 30;
  private static final long WAL = 64L << 20;

  private static final String LOOK =
      """
      export LC_ALL=C
      for place in "$dir" "$@"; do
        near=$place
        while [ ! -d "$near" ]; do near=$(dirname "$near"); done
        use=free
        if [ -e "$place" ] && [ -n "$(ls -A "$place")" ]; then
          use=other
          for entry in "$dir"/pg_tblspc/*; do [ ! "$entry" -ef "$place" ] || use=own; done
        fi
        echo "$(df -B1 --output=avail "$near" | tail -n 1 | tr -d ' ') $(stat -c %d "$near") $use"
      done
      """;

  private Room() {}

  /**
   * One directory as it was found.
   *
   * @param device tells file systems apart
   * @param use free when nothing is in it, own when the node's own cluster has its tablespace there
   */
  record Place(String path, long bytes, long free, String device, String use) {}

  /**
   * Asks the host.
   *
   * @param dir the standby's data directory
   * @return the data directory first
   */
  static List<Place> look(Node node, String dir, PrimaryFacts primary) {
    String arguments =
        "dir=%s\nset -- %s\n".formatted(Shell.quote(dir), Shell.words(primary.places()));
    String output =
        node.host()
            .run(Command.script(arguments + LOOK).asRoot().within(LIMIT))
            .orThrow("look for room")
            .stdout();
    return parse(dir, primary, output);
  }

  static List<Place> parse(String dir, PrimaryFacts primary, String output) {
    long elsewhere = primary.tablespaces().stream().mapToLong(Tablespace::bytes).sum();
    List<Tablespace> all = new ArrayList<>();
    all.add(new Tablespace(dir, Math.max(0, primary.dataBytes() - elsewhere)));
    all.addAll(primary.tablespaces());
    List<String> lines = output.lines().toList();
    List<Place> places = new ArrayList<>();
    for (int i = 0; i < all.size() && i < lines.size(); i++) {
      String[] words = lines.get(i).split(" ");
      places.add(
          new Place(
              all.get(i).place(),
              all.get(i).bytes(),
              Long.parseLong(words[0]),
              words[1],
              words[2]));
    }
    return places;
  }

  /**
   * What is wrong with them: too little room on a file system, or a tablespace's directory that
   * something else uses.
   *
   * @param places the data directory first
   * @param keptBytes what kept copies occupy beside the data directory
   */
  static List<Problem> problems(String node, List<Place> places, long keptBytes) {
    List<Problem> problems = new ArrayList<>();
    Map<String, List<Place>> byDevice = new LinkedHashMap<>();
    places.forEach(
        place -> byDevice.computeIfAbsent(place.device(), key -> new ArrayList<>()).add(place));
    boolean first = true;
    for (List<Place> together : byDevice.values()) {
      long bytes = together.stream().mapToLong(Place::bytes).sum();
      long needed = bytes + bytes / 10 + (first ? WAL : 0);
      if (together.get(0).free() < needed) {
        problems.add(tooSmall(node, together.get(0), needed, first ? keptBytes : 0));
      }
      first = false;
    }
    places.stream()
        .skip(1)
        .filter(place -> place.use().equals("other"))
        .forEach(place -> problems.add(occupied(node, place)));
    return problems;
  }

  private static Problem tooSmall(String node, Place place, long needed, long kept) {
    String prune =
        kept > 0
            ? "; %.1f GiB are kept copies, which understudy prune removes"
                .formatted((double) kept / GIB)
            : "";
    return new Problem(
        node,
        "has %.1f GiB free, the base backup needs %.1f GiB on the file system of %s"
            .formatted((double) place.free() / GIB, (double) needed / GIB, place.path()),
        "make room" + prune);
  }

  private static Problem occupied(String node, Place place) {
    return new Problem(
        node,
        "the tablespace directory " + place.path() + " is not empty",
        "move what is in it away by hand; lost+found of a new file system may be removed");
  }
}
