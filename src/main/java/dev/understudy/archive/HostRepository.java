package dev.understudy.archive;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.Shell;
import dev.understudy.host.Command;
import dev.understudy.host.CommandResult;
import dev.understudy.host.Host;
import dev.understudy.host.HostException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A repository in a directory of a host. Files that vanish meanwhile are left out. */
public final class HostRepository implements Repository {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  /** Room for a million names. */
  private static final int LISTING = 128 << 20;

  private static final int ABSENT = 40;
  private static final int NO_ROOT = 41;

  // A mount that is missing leaves an empty directory, which must not pass for an archive.
  private static final String ENTER =
      """
      LC_ALL=C; export LC_ALL
      cd "$root" 2>/dev/null && [ -n "$(ls -A)" ] || exit 41
      [ -e "./$name" ] || exit 40
      """;

  private final Host host;
  private final String user;
  private final String root;

  /**
   * @param user who may read it
   * @param root its path, absolute
   */
  public HostRepository(Host host, String user, String root) {
    this.host = host;
    this.user = user;
    this.root = root;
  }

  @Override
  public String name() {
    return host.name() + ":" + root;
  }

  @Override
  public void walk(String folder, Consumer<StoredObject> each) {
    String find = "find \"./$name\" -ignore_readdir_race -type f -printf '%s %T@ %P\\n'\n";
    ask(folder, find, LISTING)
        .map(CommandResult::stdout)
        .ifPresent(list -> list.lines().forEach(line -> each.accept(object(folder, line))));
  }

  private static StoredObject object(String folder, String line) {
    String[] parts = line.split(" ", 3);
    // Fractions of a second, as find writes them, have ten digits.
    Instant modified = Instant.ofEpochMilli(new BigDecimal(parts[1]).movePointRight(3).longValue());
    return new StoredObject(folder + parts[2], Long.parseLong(parts[0]), modified);
  }

  @Override
  public List<String> folders(String folder) {
    String find = "find \"./$name\" -mindepth 1 -maxdepth 1 -type d -printf '%f\\n'\n";
    return ask(folder, find, LISTING)
        .map(result -> result.stdout().lines().sorted().toList())
        .orElse(List.of());
  }

  @Override
  public Optional<byte[]> read(String name, int limit) {
    String script = "head -c " + (limit + 1L) + " \"./$name\" | base64 -w 0\n";
    return ask(name, script, (int) Math.min(LISTING, limit * 2L))
        .map(read -> content(name, read, limit));
  }

  private byte[] content(String name, CommandResult read, int limit) {
    byte[] bytes = Base64.getDecoder().decode(read.stdout().strip());
    try {
      return Contents.read(this, name, new ByteArrayInputStream(bytes), limit);
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot fail", e);
    }
  }

  /** Empty when nothing has that name. */
  private Optional<CommandResult> ask(String name, String script, int room) {
    String variables = "root=" + Shell.quote(root) + "\nname=" + Shell.quote(name) + "\n";
    Command command = Command.script(variables + ENTER + script).as(user);
    CommandResult result = run(command.within(LIMIT).keeping(room));
    if (result.exit() == ABSENT) {
      return Optional.empty();
    }
    if (result.exit() == NO_ROOT) {
      throw problem(ErrorClass.PRECONDITION, "there is no directory, or nothing in it", null);
    }
    if (!result.ok() || result.truncated() || !result.stderr().isBlank()) {
      throw problem(
          ErrorClass.REMOTE_EXIT,
          "could not be read: " + (result.truncated() ? "too much" : result.stderr().strip()),
          null);
    }
    return Optional.of(result);
  }

  private CommandResult run(Command command) {
    try {
      return host.run(command);
    } catch (HostException e) {
      throw problem(e.errorClass(), "could not be asked: " + e.getMessage(), e);
    }
  }

  private ArchiveException problem(ErrorClass why, String what, HostException cause) {
    return new ArchiveException(
        why, name(), what, "check the host, the mount, the path and its permissions", cause);
  }

  @Override
  public void close() {
    // The host is not this one's.
  }
}
