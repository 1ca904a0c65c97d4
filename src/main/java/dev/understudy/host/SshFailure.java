package dev.understudy.host;

import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.JSchHostKeyException;
import com.jcraft.jsch.JSchUnknownHostKeyException;
import dev.understudy.common.ErrorClass;
import dev.understudy.config.SshConfig;
import java.io.IOException;
import java.net.UnknownHostException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** JSch's exceptions as errors with a class; the library tells many apart by message only. */
final class SshFailure {
  /** JSch's message where there is no connection any more. */
  static final String SESSION_DOWN = "session is down";

  /** Messages of a channel that failed before the command was sent, or was refused. */
  private static final Set<String> NOT_STARTED =
      Set.of(
          "channel is not opened.",
          SESSION_DOWN,
          "session is not available",
          "failed to send channel request");

  private SshFailure() {}

  static HostException connecting(
      SshTarget target, SshConfig config, String offered, Exception cause) {
    if (cause instanceof JSchHostKeyException key) {
      return hostKey(target, config, offered, key);
    }
    if (cause instanceof KnownHosts.KnownHostsUnwritable) {
      String message = cause.getMessage() + ", so the new host key is not accepted";
      return failure(ErrorClass.HOST_KEY, target, message, null, cause);
    }
    return connecting(target, config, cause, String.valueOf(cause.getMessage()));
  }

  private static HostException connecting(
      SshTarget target, SshConfig config, Exception cause, String message) {
    if (message.startsWith("Auth ") || message.contains("authentication failures")) {
      return failure(
          ErrorClass.AUTHENTICATION,
          target,
          target.user() + "@" + target.address() + " does not accept the key " + config.identity(),
          "append the public key to that login's ~/.ssh/authorized_keys",
          cause);
    }
    String where = target.address() + " port " + target.port();
    String why = message.replaceFirst("^(Session.connect: )?([a-z]+\\.)*[A-Za-z]*Exception: ", "");
    String fact =
        has(cause, UnknownHostException.class)
            ? "the name " + target.address() + " has no address"
            : "no SSH to " + where + ": " + why;
    return failure(ErrorClass.CONNECTION, target, fact, null, cause);
  }

  private static HostException hostKey(
      SshTarget target, SshConfig config, String offered, JSchHostKeyException cause) {
    String file = config.knownHosts().toString();
    if (cause instanceof JSchUnknownHostKeyException) {
      return failure(
          ErrorClass.HOST_KEY,
          target,
          "the host key of " + target.address() + " is not known: " + offered,
          "compare it with the host's own, then append it to "
              + file
              + " (ssh-keyscan), or set ssh.unknown_hosts: accept-new",
          cause);
    }
    return failure(
        ErrorClass.HOST_KEY,
        target,
        target.address() + " shows another host key than the known one: " + offered,
        "if the host was really set up anew, correct its line in " + file,
        cause);
  }

  /** Whether it is certain that the host never got the command. */
  static boolean notStarted(JSchException cause) {
    return NOT_STARTED.contains(String.valueOf(cause.getMessage()))
        || (cause.getCause() instanceof IOException && !"ChannelExec".equals(cause.getMessage()));
  }

  private static boolean has(@Nullable Throwable error, Class<? extends Throwable> type) {
    for (Throwable each = error; each != null; each = each.getCause()) {
      if (type.isInstance(each)) {
        return true;
      }
    }
    return false;
  }

  static HostException failure(
      ErrorClass errorClass,
      SshTarget target,
      String message,
      @Nullable String remedy,
      @Nullable Throwable cause) {
    return new HostException(errorClass, target.node(), message, remedy, cause);
  }
}
