package dev.understudy.host;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.Fence;
import dev.understudy.common.Shell;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The guard on the hosts: it lets one command at a time change a cluster's things, refuses older
 * authorities and other owners, and keeps its lock until the command has ended.
 */
public final class Guard {
  /** Where it is installed. */
  public static final String PATH = "/usr/local/lib/understudy/guard";

  private static final String STATE = "/var/lib/understudy/guard/";
  private static final String INSTALL = Scripts.text("guard/install.sh");
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Pattern SEEN = Pattern.compile("(\\S+) ([0-9]{1,18}) ([0-9]{1,18})\n?");

  private final byte[] content = Scripts.bytes("guard/guard.sh");
  private final String hash = Sha256.of(content);
  private final GuardTiming timing;

  public Guard() {
    this(GuardTiming.DEFAULT);
  }

  public Guard(GuardTiming timing) {
    this.timing = timing;
  }

  /**
   * Whether this version of the guard is in place.
   *
   * @throws HostException as {@link Host#run}
   */
  public boolean installed(Host host) {
    String script = "[ ! -L " + PATH + " ] && sha256sum < " + PATH + " && stat -c %u:%a " + PATH;
    CommandResult result = host.run(Command.script(script).asRoot());
    return result.ok() && result.stdout().equals(hash + "  -\n0:755\n");
  }

  /**
   * Puts the guard in place, atomically, in the first place or in place of another version. The new
   * guard itself checks the fence before it is put there.
   *
   * @return false when it was in place already
   * @throws HostException FENCED when a newer authority or another owner is in charge; else as
   *     {@link Host#run}
   */
  public boolean install(Host host, Fence fence) {
    String nonce = Nonce.next();
    String script =
        String.join(
            "\n",
            "want=" + hash,
            "temp=" + Shell.quote(".guard." + nonce),
            "words=" + Shell.quote(words("check-1", nonce, fence)),
            INSTALL);
    Command command = Command.script(script).asRoot().withInput(content).within(LIMIT);
    CommandResult result = host.run(command);
    accepted(host, fence, nonce, result, "install the guard");
    return result.stdout().endsWith("\ninstalled\n");
  }

  /**
   * Makes the fence's owner the one in charge, and waits for, or ends, what runs for another one.
   *
   * @throws HostException FENCED when the host has seen a newer epoch or term: take one above it
   */
  public void takeOver(Host host, Fence fence) {
    ask("take-over-1", host, fence, "take over");
  }

  /** Removes what the guard knows about the cluster and, with the last cluster, the guard. */
  public void remove(Host host, Fence fence) {
    ask("remove-1", host, fence, "remove the guard");
  }

  /**
   * What the host knows about who is in charge; works without an installed guard.
   *
   * @return empty when nobody ever was
   * @throws HostException PRECONDITION when the record is damaged; else as {@link Host#run}
   */
  public Optional<GuardState> read(Host host, String cluster) {
    String path = STATE + GuardPath.encode(cluster) + "/seen";
    String script = "[ -e " + path + " ] || exit 3; head -c 1024 " + path;
    CommandResult result = host.run(Command.script(script).asRoot());
    if (result.exit() == 3) {
      return Optional.empty();
    }
    Matcher seen = SEEN.matcher(result.orThrow("read what the guard has seen").stdout());
    if (!seen.matches()) {
      throw Refusal.exception(host.name(), cluster, "", "damaged " + path);
    }
    return Optional.of(
        new GuardState(
            seen.group(1), Long.parseLong(seen.group(2)), Long.parseLong(seen.group(3))));
  }

  private void ask(String verb, Host host, Fence fence, String what) {
    String nonce = Nonce.next();
    String script =
        "[ -x "
            + PATH
            + " ] || { printf '\\n%s refused missing\\n' "
            + nonce
            + "; exit 77; }\n"
            + "exec "
            + PATH
            + " "
            + words(verb, nonce, fence);
    Duration limit = LIMIT.plus(timing.longest());
    CommandResult result = host.run(Command.script(script).asRoot().within(limit));
    accepted(host, fence, nonce, result, what);
  }

  private String words(String verb, String nonce, Fence fence) {
    return Shell.words(
        verb,
        nonce,
        fence.owner(),
        GuardPath.encode(fence.cluster()),
        Long.toString(fence.epoch()),
        Long.toString(fence.term()),
        Long.toString(timing.patience().toSeconds()),
        Long.toString(timing.grace().toSeconds()));
  }

  private static void accepted(
      Host host, Fence fence, String nonce, CommandResult result, String what) {
    String refused = "\n" + nonce + " refused ";
    int at = result.stdout().indexOf(refused);
    if (at >= 0) {
      String line = result.stdout().substring(at + refused.length()).lines().findFirst().orElse("");
      throw Refusal.exception(host.name(), fence.cluster(), fence.owner(), line);
    }
    if (!result.orThrow(what).stdout().contains("\n" + nonce + " accepted\n")) {
      String message = "the guard gave no answer to: " + what;
      throw new HostException(ErrorClass.UNKNOWN, host.name(), message, null, null);
    }
  }
}
