package dev.understudy.host;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.Fence;
import dev.understudy.common.Shell;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

/**
 * A command as it is sent to a host's login shell.
 *
 * @param nonce the markers of this command's output carry it
 * @param line what the login shell is given, where the command gets a channel of its own
 * @param script what a standing shell is given
 * @param limit how long to wait for the end
 */
record Invocation(Command command, String nonce, String line, String script, Duration limit) {
  /** Longer input goes over a channel of its own, since a standing shell keeps it in memory. */
  private static final int LONGEST_INPUT = 1 << 18;

  /** The kernel's limit for one argument is 128 KiB, and sshd hands the line over as one. */
  private static final int LONGEST_LINE = 120_000;

  private static final Duration MARGIN = Duration.ofSeconds(5);
  private static final String LOGIN = Scripts.text("guard/login.sh");
  private static final String RUN = Scripts.text("guard/run.sh");
  private static final String GUARDED = Scripts.text("guard/guarded.sh");

  /**
   * @param node for messages
   * @param login who runs the command when it names nobody
   */
  static Invocation of(Command command, String node, String login, GuardTiming timing) {
    String nonce = Nonce.next();
    Invocation invocation =
        command.fence().isPresent()
            ? guarded(command, command.fence().get(), nonce, login, timing)
            : plain(command, nonce);
    int length = invocation.line.getBytes(StandardCharsets.UTF_8).length;
    if (length > LONGEST_LINE) {
      throw new HostException(
          ErrorClass.PRECONDITION,
          node,
          "a script of " + length + " bytes is too long for a command line",
          "send the bulk of it as input",
          null);
    }
    return invocation;
  }

  private static Invocation plain(Command command, String nonce) {
    String line = line(nonce, command.user().orElse(""), RUN, leftover(command), command.script());
    return new Invocation(command, nonce, line, command.script(), command.timeout());
  }

  private static Invocation guarded(
      Command command, Fence fence, String nonce, String login, GuardTiming timing) {
    String[] words = {
      "run-1",
      nonce,
      fence.owner(),
      GuardPath.encode(fence.cluster()),
      Long.toString(fence.epoch()),
      Long.toString(fence.term()),
      Long.toString(timing.patience().toSeconds()),
      Long.toString(timing.grace().toSeconds()),
      Long.toString(seconds(command.timeout())),
      Integer.toString(command.input().length),
      command.user().orElse(login),
      command.script()
    };
    String line = line(nonce, "root", GUARDED, words);
    String script = "set -- " + Shell.words(nonce) + " " + Shell.words(words) + "\n" + GUARDED;
    Duration limit = command.timeout().plus(timing.longest()).plus(MARGIN).plus(MARGIN);
    return new Invocation(command, nonce, line, script, limit);
  }

  /** Whether a standing shell of root's can carry it out. */
  boolean fitsStanding() {
    boolean root = command.fence().isPresent() || command.user().isPresent();
    return root && command.input().length <= LONGEST_INPUT;
  }

  /** The line that a standing shell is asked with. */
  byte[] announcement() {
    String kind = command.fence().isPresent() ? "guard" : "plain";
    int input = (command.input().length + 2) / 3 * 4;
    String[] words = {
      nonce,
      kind,
      leftover(command),
      Integer.toString(body().length - input),
      Integer.toString(input),
      command.user().orElse("root")
    };
    return (String.join(" ", words) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /** What follows when the standing shell is ready. */
  byte[] body() {
    String text = script.stripTrailing() + Base64.getEncoder().encodeToString(command.input());
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Seconds after which what is left over on the host ends: nobody waits for it any more. */
  private static String leftover(Command command) {
    return Long.toString(seconds(command.timeout()) + 2);
  }

  private static String line(String nonce, String user, String run, String... arguments) {
    String start = Shell.words("exec", "/bin/sh", "-c", LOGIN, "understudy", nonce, user, run);
    return start + " " + Shell.words(arguments);
  }

  /** Rounded up, at least one. */
  private static long seconds(Duration duration) {
    return Math.max(1, (duration.toMillis() + 999) / 1000);
  }
}
