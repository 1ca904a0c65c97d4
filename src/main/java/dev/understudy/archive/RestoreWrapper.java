package dev.understudy.archive;

import dev.understudy.common.Shell;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The script that stands between PostgreSQL and an archive, and tells <em>not in the archive</em>
 * from <em>archive out of reach</em>. On a standby both end in 1 in the end, so that streaming is
 * tried again; in a targeted recovery an archive out of reach ends in more than 125, which stops
 * the recovery instead of letting it pass for complete (PostgreSQL: {@code RestoreArchivedFile}).
 *
 * @param salvage a directory of the host whose segments go before those of the archive
 * @param limit of one attempt, whole seconds
 */
public record RestoreWrapper(
    Fetch fetch, String salvage, Duration limit, Patience standby, Patience recovery) {
  /** After so many seconds a standby begins no other attempt at one file. */
  private static final int STANDBY_PATIENCE = 30;

  /** Of the one attempt, in seconds, that a standby has for a minute after it waited in vain. */
  private static final int SHORT_LIMIT = 5;

  /**
   * A file in the salvage directory that is there while the server is being promoted: an archive
   * out of reach is then asked once and no more, since clients wait for it.
   */
  public static final String PROMOTING = ".promoting";

  /**
   * How often and how long apart.
   *
   * @param pause between two attempts, whole seconds
   */
  public record Patience(int attempts, Duration pause) {}

  /** What the server does with the files. */
  public enum Mode {
    STANDBY,
    RECOVERY,
    /** No server's: what this archive, and none before it, gives back. */
    PROOF
  }

  /** A standby streams again after half a minute; a recovery waits for the archive for minutes. */
  public static RestoreWrapper of(Fetch fetch, String salvage) {
    return new RestoreWrapper(
        fetch,
        salvage,
        Duration.ofMinutes(1),
        new Patience(3, Duration.ofSeconds(2)),
        new Patience(30, Duration.ofSeconds(10)));
  }

  /** The whole script. */
  public String script() {
    return Resources.text("restore.sh")
        .replace("@SALVAGE@", Shell.quote(salvage))
        .replace("@PROMOTING@", PROMOTING)
        .replace("@PROVED@", ArchivePlaces.PROVED)
        .replace("@PATIENCE@", Integer.toString(STANDBY_PATIENCE))
        .replace("@SHORT@", Integer.toString(SHORT_LIMIT))
        .replace("@LIMIT@", Long.toString(limit.toSeconds()))
        .replace(
            "@ABSENT@",
            Shell.quote(
                fetch.absent().stream().map(String::valueOf).collect(Collectors.joining(" "))))
        .replace("@STANDBY_ATTEMPTS@", Integer.toString(standby.attempts()))
        .replace("@STANDBY_PAUSE@", Long.toString(standby.pause().toSeconds()))
        .replace("@RECOVERY_ATTEMPTS@", Integer.toString(recovery.attempts()))
        .replace("@RECOVERY_PAUSE@", Long.toString(recovery.pause().toSeconds()))
        // Last, since it is the user's own text.
        .replace("@FETCH@", fetch.word());
  }

  /** The value of restore_command that calls the script. */
  public static String command(String script, Mode mode) {
    String path = Shell.quote(script).replace("%", "%%");
    return path + " " + mode.name().toLowerCase(Locale.ROOT) + " %f \"%p\" %r";
  }
}
