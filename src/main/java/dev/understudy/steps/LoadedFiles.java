package dev.understudy.steps;

import dev.understudy.common.Shell;
import dev.understudy.host.Command;
import java.math.BigDecimal;
import java.util.Collection;

/** Whether a running server has read its configuration since files were written or removed. */
final class LoadedFiles {
  private static final String SELECT =
      "SELECT extract(epoch FROM pg_conf_load_time())::text AS loaded";

  private LoadedFiles() {}

  /**
   * Compares the time of the last reload with the newest change of the paths; a directory changes
   * with every file that is added or removed. Both times are the host's own.
   */
  static boolean since(Node node, Collection<String> paths) {
    String script = "stat -c %.6Y -- " + Shell.words(paths) + " | sort -n | tail -n 1";
    String written =
        node.host()
            .run(Command.script(script).asRoot())
            .orThrow("look when " + String.join(", ", paths) + " changed")
            .stdout()
            .strip();
    String loaded = node.psql().row(SELECT).path("loaded").asText();
    return written.isEmpty() || new BigDecimal(loaded).compareTo(new BigDecimal(written)) >= 0;
  }
}
