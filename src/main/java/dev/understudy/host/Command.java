package dev.understudy.host;

import dev.understudy.common.Fence;
import dev.understudy.common.Shell;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * A command for a host. Immutable; the {@code as…} and {@code with…} methods return changed copies.
 *
 * @param script what a POSIX shell runs; every value in it quoted by {@link Shell}
 * @param user who runs it on the host: the login itself when empty, else root or another user
 *     through {@code sudo -n}
 * @param input standard input; the only way for a secret to reach a host
 * @param timeout the limit, after which the outcome is unknown
 * @param maxOutput bytes of standard output kept, and of standard error
 * @param fence present for a command that changes the host
 */
public record Command(
    String script,
    Optional<String> user,
    byte[] input,
    Duration timeout,
    int maxOutput,
    Optional<Fence> fence) {
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);
  private static final int DEFAULT_MAX_OUTPUT = 1 << 20;

  public Command {
    Objects.requireNonNull(script);
  }

  /** A shell script, run by {@code sh}. */
  public static Command script(String script) {
    return new Command(
        script,
        Optional.empty(),
        new byte[0],
        DEFAULT_TIMEOUT,
        DEFAULT_MAX_OUTPUT,
        Optional.empty());
  }

  /** One program with its arguments, each quoted. */
  public static Command of(String... words) {
    return script(Shell.words(words));
  }

  public Command asRoot() {
    return as("root");
  }

  public Command as(String otherUser) {
    return new Command(script, Optional.of(otherUser), input, timeout, maxOutput, fence);
  }

  public Command withInput(String text) {
    return withInput(text.getBytes(StandardCharsets.UTF_8));
  }

  public Command withInput(byte[] bytes) {
    return new Command(script, user, bytes, timeout, maxOutput, fence);
  }

  public Command within(Duration limit) {
    return new Command(script, user, input, limit, maxOutput, fence);
  }

  public Command keeping(int maxOutputBytes) {
    return new Command(script, user, input, timeout, maxOutputBytes, fence);
  }

  /** Marks the command as one that changes the host, under this authority. */
  public Command under(Fence authority) {
    return new Command(script, user, input, timeout, maxOutput, Optional.of(authority));
  }
}
