package dev.understudy.host;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.Fence;
import org.jspecify.annotations.Nullable;

/** The guard's refusals as exceptions. */
final class Refusal {
  private Refusal() {}

  static HostException exception(String node, Command command, String line) {
    String cluster = command.fence().map(Fence::cluster).orElse("");
    String owner = command.fence().map(Fence::owner).orElse("");
    return exception(node, cluster, owner, line);
  }

  /**
   * @param owner in whose name the guard was asked
   * @param line the guard's words after "refused"
   */
  static HostException exception(String node, String cluster, String owner, String line) {
    int blank = line.indexOf(' ');
    String kind = blank < 0 ? line : line.substring(0, blank);
    String rest = blank < 0 ? "" : line.substring(blank + 1);
    return switch (kind) {
      case "owner", "older" -> fenced(node, cluster, owner, rest);
      case "busy" -> busy(node, rest);
      case "store" -> notStored(node, rest);
      case "missing", "version", "damaged", "user" -> unfit(node, cluster, kind, rest);
      case "input" ->
          failure(
              ErrorClass.CONNECTION, node, "the command's input was cut off; not started", null);
      case "timeout" ->
          failure(ErrorClass.TIMEOUT, node, "the command took too long and was ended", null);
      default ->
          failure(ErrorClass.UNKNOWN, node, "the guard does not know how the command ended", null);
    };
  }

  private static HostException unfit(String node, String cluster, String kind, String rest) {
    String message =
        switch (kind) {
          case "missing" -> "the guard is not installed";
          case "version" -> "the guard on the host is of another version";
          case "user" -> "the host has no user " + rest;
          default -> "the guard cannot read its record: " + rest;
        };
    String remedy =
        switch (kind) {
          case "missing", "version" -> "provisioning puts it in place as " + Guard.PATH;
          case "user" -> null;
          default -> "look at the roles of all nodes, then: understudy take-over " + cluster;
        };
    return failure(ErrorClass.PRECONDITION, node, message, remedy);
  }

  private static HostException fenced(String node, String cluster, String owner, String seen) {
    String[] words = seen.split(" ", 3);
    if (words[0].equals(owner)) {
      String newer = words.length == 3 ? "epoch " + words[1] + " term " + words[2] : "newer";
      return failure(
          ErrorClass.FENCED,
          node,
          "a newer authority is in charge of " + cluster + ": " + newer,
          "if this store was restored from a copy: understudy take-over " + cluster);
    }
    return failure(
        ErrorClass.FENCED,
        node,
        "another Understudy is in charge of " + cluster + ": owner " + words[0],
        "if that one is gone for good: understudy take-over " + cluster);
  }

  private static HostException busy(String node, String rest) {
    String what = rest.replaceFirst("^[0-9]+ ", "");
    return failure(
        ErrorClass.REMOTE_EXIT, node, "busy, nothing was started; still running: " + what, null);
  }

  private static HostException notStored(String node, String rest) {
    boolean full = rest.contains("No space left on device");
    return failure(
        full ? ErrorClass.NO_SPACE : ErrorClass.PRECONDITION,
        node,
        "the guard cannot write its record: " + rest,
        null);
  }

  private static HostException failure(
      ErrorClass errorClass, String node, String message, @Nullable String remedy) {
    return new HostException(errorClass, node, message, remedy, null);
  }
}
