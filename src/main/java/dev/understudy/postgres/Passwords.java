package dev.understudy.postgres;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.UnderstudyException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Generated passwords, one file each, {@code <data>/secrets/<cluster>/<role>}, readable by the
 * service's user only. Made when first asked for and never changed here.
 */
public final class Passwords {
  // No character that any of the formats on its way would have to escape.
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  private static final int LENGTH = 32;
  private static final String NAME = "[A-Za-z0-9_][A-Za-z0-9_.-]*";

  private final Path root;
  private final SecureRandom random;

  /**
   * @param data the data directory of the service
   */
  public Passwords(Path data) {
    this.root = data.resolve("secrets");
    this.random = new SecureRandom();
  }

  /**
   * The role's password, generated and stored durably when there is none yet.
   *
   * @throws UnderstudyException PRECONDITION when the file cannot be read or written
   */
  public Secret of(String cluster, String role) {
    Path file = file(cluster, role);
    try {
      if (!Files.exists(file)) {
        create(file);
      }
      return read(file);
    } catch (IOException e) {
      throw failure(file, "the password file cannot be used: " + e.getClass().getSimpleName(), e);
    }
  }

  /**
   * The role's password if it has been made; makes nothing.
   *
   * @throws UnderstudyException PRECONDITION when the file is there and cannot be read
   */
  public Optional<Secret> find(String cluster, String role) {
    Path file = file(cluster, role);
    return Files.exists(file) ? Optional.of(of(cluster, role)) : Optional.empty();
  }

  /** Where the role's password is or will be. */
  public Path file(String cluster, String role) {
    return root.resolve(name(cluster)).resolve(name(role));
  }

  private static String name(String part) {
    if (!part.matches(NAME)) {
      throw new UnderstudyException(
          ErrorClass.CONFIGURATION, part, "the name cannot be that of a file", null, null);
    }
    return part;
  }

  private static Secret read(Path file) throws IOException {
    Set<PosixFilePermission> open = Files.getPosixFilePermissions(file);
    open.remove(PosixFilePermission.OWNER_READ);
    open.remove(PosixFilePermission.OWNER_WRITE);
    if (!open.isEmpty()) {
      throw failure(file, "others may read the password file", null);
    }
    String password = Files.readString(file).strip();
    if (password.isEmpty()) {
      throw failure(file, "the password file is empty", null);
    }
    return new Secret(password);
  }

  private void create(Path file) throws IOException {
    Path directory = file.getParent();
    Files.createDirectories(directory, mode("rwx------"));
    Path temporary =
        Files.createTempFile(directory, "." + file.getFileName(), ".new", mode("rw-------"));
    try {
      writeDurably(temporary, generate());
      // A link never replaces: of two that generate at once, both then read the first one's.
      Files.createLink(file, temporary);
    } catch (FileAlreadyExistsException e) {
      return;
    } finally {
      Files.delete(temporary);
    }
    sync(directory);
    sync(root);
    sync(root.getParent());
  }

  private static void writeDurably(Path file, String password) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap((password + "\n").getBytes(StandardCharsets.US_ASCII));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  private static void sync(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private String generate() {
    StringBuilder password = new StringBuilder(LENGTH);
    random.ints(LENGTH, 0, ALPHABET.length()).forEach(i -> password.append(ALPHABET.charAt(i)));
    return password.toString();
  }

  private static FileAttribute<Set<PosixFilePermission>> mode(String permissions) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
  }

  private static UnderstudyException failure(Path file, String message, @Nullable Throwable cause) {
    return new UnderstudyException(
        ErrorClass.PRECONDITION,
        file.toString(),
        message,
        "make the file readable and writable by the service's user only",
        cause);
  }
}
