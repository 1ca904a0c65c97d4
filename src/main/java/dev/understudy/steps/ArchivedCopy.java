package dev.understudy.steps;

import dev.understudy.archive.ArchivePlaces;
import dev.understudy.common.ErrorClass;
import dev.understudy.common.PreconditionException;
import dev.understudy.common.Shell;
import dev.understudy.host.Command;
import dev.understudy.host.CommandResult;
import dev.understudy.host.HostException;
import dev.understudy.postgres.Dialect;
import java.time.Duration;

/**
 * The content of one segment as its server has it, and as the archive gives it back.
 *
 * @param segment its file's name
 */
record ArchivedCopy(ArchivePlaces places, String segment) {
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private static final String FETCH =
      """
      fetched "$segment"
      sha256sum <"$dir/$segment" | cut -d ' ' -f 1
      """;

  /** The SHA-256 of the segment on the node that wrote it; empty when it is recycled already. */
  String original(Node node, Dialect dialect) {
    String path = node.cluster().dataDirectory() + "/" + dialect.walDirectory() + "/" + segment;
    String script =
        "file=%s\n[ ! -e \"$file\" ] || sha256sum <\"$file\" | cut -d ' ' -f 1\n"
            .formatted(Shell.quote(path));
    return node.host()
        .run(Command.script(script).asRoot().within(LIMIT))
        .orThrow("read the segment " + segment)
        .stdout()
        .strip();
  }

  /**
   * The SHA-256 of the segment as the node gets it back, by the very script that its server calls.
   *
   * @throws PreconditionException when it does not get it back
   */
  String fetched(Node node) {
    String script = fetch(places.restoreScript(), node.cluster().dataDirectory());
    CommandResult result =
        node.host().run(Command.script(script).as(node.cluster().owner()).within(LIMIT));
    if (result.stderr().contains("out of reach")) {
      throw new HostException(
          ErrorClass.REMOTE_EXIT, node.name(), result.stderr().strip(), null, null);
    }
    if (!result.ok()) {
      throw new PreconditionException(
          node.name(),
          "the archive does not give back the segment %s that was just shipped: %s"
              .formatted(segment, result.stderr().strip()),
          "every node has to reach the same repository; a path has to be the same directory there");
    }
    return result.stdout().strip();
  }

  /** Pure. */
  String fetch(String restoreScript, String data) {
    return "segment=%s\n".formatted(Shell.quote(segment))
        + ServerFetch.script(restoreScript, data)
        + FETCH;
  }
}
