package dev.understudy.steps;

import dev.understudy.archive.PgBackRestCommand;
import dev.understudy.archive.PgBackRestReport;
import dev.understudy.common.ErrorClass;
import dev.understudy.common.Shell;
import dev.understudy.common.UnderstudyException;
import java.util.Locale;

/** The words that the job of a base backup into a repository consists of. */
final class BackupJob {
  /**
   * Processes that copy for one that was killed would hold its lock until their file is through.
   */
  private static final String JOB =
      """
      set -eu
      export LC_ALL=C
      cd /
      status=0
      runuser -u "$owner" -- sh -c "$pgbackrest" || status=$?
      [ "$status" = 0 ] || pkill -KILL -g 0 -x pgbackrest || true
      exit "$status"
      """;

  /**
   * pgBackRest counts by itself, in hundredths of a percent of what it copies, in the file that it
   * locks; how much that is it does not say. What it waits for before counts for an hour only.
   */
  private static final String PROGRESS =
      """
      count=
      if grep -q 'backup command end: completed' "$out"; then
        count=10000
      elif [ -f "$lock" ]; then
        count=$(head -c 1024 "$lock" | sed -n 's/.*"pctCplt":\\([0-9]*\\).*/\\1/p')
      fi
      if [ -n "$count" ]; then
        echo "$((count * total / 10000)) $total"
      else
        waited=$(($(date +%s) - $(stat -c %Y "${out%/*}/script")))
        [ "$waited" -le 3600 ] || waited=3600
        said=$(tail -c 4096 "$out" | sed -n 's/.* P00 *INFO: //p' | tail -n 1)
        echo "$waited - ${said%% begin *}"
      fi
      """;

  private static final String SAID = " INFO: ";

  private final Node node;
  private final PgBackRestCommand command;
  private final Type type;

  /** How much is copied. */
  enum Type {
    FULL("full"),
    INCREMENTAL("incr"),
    DIFFERENTIAL("diff");

    private final String word;

    Type(String word) {
      this.word = word;
    }

    /**
     * @throws UnderstudyException USAGE for what is none
     */
    static Type of(String text) {
      for (Type type : values()) {
        if (type.label().equals(text)) {
          return type;
        }
      }
      throw new UnderstudyException(
          ErrorClass.USAGE,
          text,
          "there is no such type of base backup",
          "one of: full, incremental, differential",
          null);
    }

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  BackupJob(Node node, PgBackRestCommand command, Type type) {
    this.node = node;
    this.command = command;
    this.type = type;
  }

  String script(String run) {
    String line =
        command.line(
            "backup",
            "--type=" + type.word,
            "--annotation=" + PgBackRestReport.RUN + "=" + run,
            "--no-expire-auto",
            "--log-level-console=info");
    return "owner=%s\npgbackrest=%s\n"
            .formatted(Shell.quote(node.cluster().owner()), Shell.quote(line))
        + JOB;
  }

  /** The last thing that a job said which was not an error. */
  static String lastWords(String printed) {
    return printed
        .lines()
        .filter(line -> line.contains(SAID))
        .map(line -> line.substring(line.indexOf(SAID) + SAID.length()))
        .map(line -> line.replaceFirst(" begin .*", " began"))
        .reduce((earlier, later) -> later)
        .orElse("nothing");
  }

  /**
   * Shell that tells how far the job is.
   *
   * @param out the file that the job prints to
   * @param total what all of it counts as
   */
  static String progress(String out, String stanza, long total) {
    return "out=%s\nlock=%s\ntotal=%d\n"
            .formatted(
                Shell.quote(out), Shell.quote("/tmp/pgbackrest/" + stanza + "-backup.lock"), total)
        + PROGRESS;
  }
}
