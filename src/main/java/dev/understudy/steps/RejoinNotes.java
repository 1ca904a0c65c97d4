package dev.understudy.steps;

import dev.understudy.host.Command;
import dev.understudy.postgres.PgCluster;
import java.util.HashMap;
import java.util.Map;

/**
 * How far the way back of an old primary has come, as its host knows.
 *
 * @param running whether a server works in its directory
 * @param startMode what start.conf says
 * @param unfinished whether a base backup is being made
 * @param rewinding whether a rewind began and did not end: such a directory is never started
 * @param run the run that has decided about a rewind; empty when none has
 * @param result of it: {@code rewound}, or {@code anew} with the reason
 */
record RejoinNotes(
    boolean running,
    String startMode,
    boolean unfinished,
    boolean rewinding,
    String run,
    String result) {
  /** Beside the data directory: the run and the result. */
  static final String RESULT = ".understudy-rejoin";

  /** Beside the data directory, while it is rewound. */
  static final String REWINDING = ".understudy-rewinding";

  private static final String LOOK =
      """
      look
      yes() { if [ -e "$1" ]; then echo yes; else echo no; fi; }
      printf 'running=%s\\nstart=%s\\nunfinished=%s\\nrewinding=%s\\nrun=%s\\nresult=%s\\n' \\
        "$postmaster" "$(start_mode)" "$(yes "$dir.understudy-incomplete")" \\
        "$(yes "$dir.understudy-rewinding")" \\
        "$(sed -n 1p "$dir.understudy-rejoin" 2>/dev/null)" \\
        "$(sed -n 2p "$dir.understudy-rejoin" 2>/dev/null)"
      """;

  static RejoinNotes read(Node node) {
    PgCluster cluster = node.cluster();
    String script = StartBlock.shell(cluster) + LOOK;
    String output =
        node.host()
            .run(Command.script(script).asRoot())
            .orThrow("look how far it has come")
            .stdout();
    Map<String, String> values = new HashMap<>();
    output
        .lines()
        .map(line -> line.split("=", 2))
        .filter(pair -> pair.length == 2)
        .forEach(pair -> values.put(pair[0], pair[1]));
    return new RejoinNotes(
        !values.getOrDefault("running", "").isEmpty(),
        values.getOrDefault("start", ""),
        "yes".equals(values.get("unfinished")),
        "yes".equals(values.get("rewinding")),
        values.getOrDefault("run", ""),
        values.getOrDefault("result", ""));
  }

  /** Whether this run knows already whether the directory can be rewound. */
  boolean decided(String byRun) {
    return run.equals(byRun) && !result.isEmpty();
  }

  /** Whether its directory cannot be used any more. */
  boolean anew() {
    return result.startsWith("anew");
  }
}
