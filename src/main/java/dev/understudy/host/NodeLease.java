package dev.understudy.host;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.Shell;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The node's half of fencing by lease: a script that lets PostgreSQL be a primary for as long as
 * there is a permission, and kills it then.
 *
 * <p>A renewal does not go through the guard, whose lock a step may hold for minutes. The script
 * itself compares owner and epoch with what the guard has seen, and a renewal that was held up on
 * its way changes nothing, since its end follows from an uptime that was read before.
 */
public final class NodeLease {
  /** Where the script is installed. */
  public static final String PATH = "/usr/local/lib/understudy/lease";

  /** Stands for a permission without an end. */
  public static final long EVER = 999_999_999_999_999L;

  private static final String STATE = "/var/lib/understudy/lease/";
  private static final Pattern ANSWER =
      Pattern.compile("([0-9]{1,15}) (\\S+) ([0-9]{1,15}) (yes|no) ([0-9]{1,15})");

  private NodeLease() {}

  /** The script as it is to be installed. */
  public static byte[] script() {
    return Scripts.bytes("lease/lease.sh");
  }

  /** The cluster's name as the script is told it. */
  public static String encode(String cluster) {
    return GuardPath.encode(cluster);
  }

  /** Where the script finds what belongs to the cluster. */
  public static String directory(String cluster) {
    return STATE + encode(cluster);
  }

  /** The unit that keeps watch. */
  public static String unit(String cluster) {
    // No unit's name may have a percent sign, and no encoded name has a colon.
    return "understudy-lease@" + encode(cluster).replace('%', ':') + ".service";
  }

  /**
   * How things are on a host.
   *
   * @throws HostException PRECONDITION when it has no such script; else as {@link Host#run}
   */
  public static LeaseView look(Host host, String cluster, Duration limit) {
    String nonce = Nonce.next();
    Command command = Command.script(call("look", nonce, encode(cluster)));
    return answer(host, cluster, "", nonce, "seen", host.run(command.asRoot().within(limit)));
  }

  /**
   * Hands a permission out.
   *
   * @return how things are then
   * @throws HostException FENCED when the host knows of another owner or a newer authority; UNKNOWN
   *     when it may have been accepted; else as {@link Host#run}
   */
  public static LeaseView renew(Host host, LeaseRenewal renewal, Duration limit) {
    String nonce = Nonce.next();
    String words =
        call(
            "renew",
            nonce,
            encode(renewal.cluster()),
            renewal.owner(),
            Long.toString(renewal.epoch()),
            Long.toString(renewal.generation()),
            renewal.boot(),
            Long.toString(renewal.until()),
            Long.toString(renewal.list()));
    Command command = Command.script(words).asRoot().withInput(renewal.lines()).within(limit);
    return answer(host, renewal.cluster(), renewal.owner(), nonce, "accepted", host.run(command));
  }

  private static String call(String... words) {
    return "[ -x " + PATH + " ] || exit 78\nexec " + PATH + " " + Shell.words(words);
  }

  private static LeaseView answer(
      Host host, String cluster, String owner, String nonce, String word, CommandResult result) {
    int at = result.stdout().indexOf("\n" + nonce + " refused ");
    if (at >= 0) {
      String rest = result.stdout().substring(at + nonce.length() + 10);
      throw refusal(host.name(), cluster, owner, rest.lines().findFirst().orElse("").strip());
    }
    if (result.exit() == 78) {
      throw new HostException(
          ErrorClass.PRECONDITION,
          host.name(),
          "what fencing by lease needs is not installed",
          "provisioning puts it in place: understudy provision " + cluster,
          null);
    }
    String mark = "\n" + nonce + " " + word + " ";
    String out = result.orThrow("renew the permission to be primary").stdout();
    int begin = out.indexOf(mark);
    String line =
        begin < 0 ? "" : out.substring(begin + mark.length()).lines().findFirst().orElse("");
    Matcher fields = ANSWER.matcher(line);
    if (!fields.matches()) {
      throw new HostException(
          ErrorClass.UNKNOWN, host.name(), "it gave no answer about its permission", null, null);
    }
    return new LeaseView(
        Long.parseLong(fields.group(1)),
        fields.group(2),
        Long.parseLong(fields.group(3)),
        fields.group(4).equals("yes"),
        Long.parseLong(fields.group(5)));
  }

  private static HostException refusal(String node, String cluster, String owner, String line) {
    if (line.startsWith("owner ") || line.startsWith("older ")) {
      return Refusal.exception(node, cluster, owner, line);
    }
    String message = "it did not take the permission to be primary: " + line;
    return new HostException(ErrorClass.PRECONDITION, node, message, null, null);
  }
}
