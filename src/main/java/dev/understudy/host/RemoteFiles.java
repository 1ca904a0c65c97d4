package dev.understudy.host;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.Fence;
import dev.understudy.common.Shell;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Files of a host by way of its shell. */
public final class RemoteFiles implements HostFiles {
  private static final String WRITE = Scripts.text("files/write.sh");
  private static final String READ = Scripts.text("files/read.sh");
  private static final String REMOVE = Scripts.text("files/remove.sh");
  private static final int ABSENT = 40;
  private static final int LINK = 41;
  private static final int NOT_REGULAR = 42;
  private static final int OPEN_TO_ALL = 43;
  private static final int TOO_LONG = 44;
  private static final int CHANGED = 46;
  private static final String NOTHING = "nothing";

  private final Host host;

  public RemoteFiles(Host host) {
    this.host = host;
  }

  @Override
  public Optional<FileSpec> read(String path, int maxBytes) {
    RemotePath.of(host.name(), path);
    String script = "path=" + Shell.quote(path) + " max=" + maxBytes + "\n" + READ;
    int encoded = (int) Math.min(Integer.MAX_VALUE - 8, maxBytes * 4L / 3 + 1024);
    CommandResult result = host.run(Command.script(script).asRoot().keeping(encoded));
    if (result.exit() == ABSENT) {
      return Optional.empty();
    }
    if (!result.ok()) {
      throw failure("read", path, result, "longer than " + maxBytes + " bytes");
    }
    FileSpec file = parse(path, result.stdout());
    if (file.content().length > maxBytes) {
      String message = path + " is longer than " + maxBytes + " bytes";
      throw new HostException(ErrorClass.PRECONDITION, host.name(), message, null, null);
    }
    return Optional.of(file);
  }

  private static FileSpec parse(String path, String output) {
    int line = output.indexOf('\n');
    String[] facts = output.substring(0, line).split(" ");
    byte[] content = Base64.getDecoder().decode(output.substring(line + 1));
    String mode = String.format("%04o", Integer.parseInt(facts[2], 8));
    return new FileSpec(path, content, facts[0], facts[1], mode);
  }

  @Override
  public boolean write(FileSpec file, Fence fence) {
    CommandResult result = write(file, "", fence);
    if (!result.ok()) {
      throw failure("write", file.path(), result, "");
    }
    return result.stdout().equals("written\n");
  }

  private CommandResult write(FileSpec file, String expected, Fence fence) {
    RemotePath path = RemotePath.of(host.name(), file.path());
    String script =
        path.variables()
            + " owner="
            + Shell.quote(file.owner())
            + " group="
            + Shell.quote(file.group())
            + " mode="
            + Integer.toOctalString(Integer.parseInt(file.mode(), 8))
            + " want="
            + Sha256.of(file.content())
            + " temp=./.understudy-tmp-"
            + Nonce.next()
            + " expected="
            + expected
            + "\n"
            + WRITE;
    return host.run(Command.script(script).asRoot().withInput(file.content()).under(fence));
  }

  @Override
  public boolean replace(
      String path, Optional<FileSpec> before, Optional<FileSpec> after, Fence fence) {
    String expected = before.map(file -> Sha256.of(file.content())).orElse(NOTHING);
    CommandResult result =
        after
            .map(file -> write(file, expected, fence))
            .orElseGet(() -> remove(path, expected, fence));
    if (!result.ok() && result.exit() != CHANGED) {
      throw failure(after.isPresent() ? "write" : "remove", path, result, "");
    }
    return result.ok();
  }

  @Override
  public void remove(String path, Fence fence) {
    CommandResult result = remove(path, "", fence);
    if (!result.ok()) {
      throw failure("remove", path, result, "");
    }
  }

  private CommandResult remove(String path, String expected, Fence fence) {
    String variables = RemotePath.of(host.name(), path).variables() + " expected=" + expected;
    return host.run(Command.script(variables + "\n" + REMOVE).asRoot().under(fence));
  }

  private HostException failure(String verb, String path, CommandResult result, String tooLong) {
    String prefix = "could not " + verb + " " + path + ": ";
    return switch (result.exit()) {
      case ABSENT -> refused(prefix + "its directory does not exist", null);
      case LINK ->
          refused(
              prefix + (result.stderr().isBlank() ? "it is a symbolic link" : line(result)),
              "see who put it there, and remove it");
      case NOT_REGULAR -> refused(prefix + "it is not a regular file", null);
      case OPEN_TO_ALL ->
          refused(
              prefix + "anybody may write to its directory",
              "chmod o-w that directory on the host");
      case TOO_LONG -> refused(prefix + "it is " + tooLong, null);
      default -> system(verb, path, prefix, result);
    };
  }

  private HostException system(String verb, String path, String prefix, CommandResult result) {
    if (result.stderr().contains("Operation not permitted")) {
      return refused(
          prefix + line(result), "see lsattr " + path + "; if it is immutable: chattr -i");
    }
    if (result.stderr().contains("Read-only file system")) {
      return refused(prefix + line(result), "mount that file system writable");
    }
    try {
      result.orThrow(verb + " " + path);
      throw new IllegalStateException("called for a success");
    } catch (HostException e) {
      return e;
    }
  }

  private HostException refused(String message, @Nullable String remedy) {
    return new HostException(ErrorClass.PRECONDITION, host.name(), message, remedy, null);
  }

  private static String line(CommandResult result) {
    return result.stderr().strip().lines().reduce((first, last) -> last).orElse("");
  }
}
