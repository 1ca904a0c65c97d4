package dev.understudy.archive;

import dev.understudy.common.ErrorClass;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A repository in a directory of this machine. Files that vanish meanwhile are left out. */
public final class DirectoryRepository implements Repository {
  private final Path root;

  public DirectoryRepository(Path root) {
    this.root = root;
  }

  @Override
  public String name() {
    return root.toString();
  }

  @Override
  public void walk(String folder, Consumer<StoredObject> each) {
    try {
      Files.walkFileTree(present().resolve(folder), new Walk(each));
    } catch (IOException e) {
      throw failure(e);
    }
  }

  @Override
  public List<String> folders(String folder) {
    try (Stream<Path> entries = Files.list(present().resolve(folder))) {
      return entries
          .filter(Files::isDirectory)
          .map(path -> path.getFileName().toString())
          .sorted()
          .toList();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw failure(e);
    }
  }

  @Override
  public Optional<byte[]> read(String name, int limit) {
    try (InputStream in = Files.newInputStream(present().resolve(name))) {
      return Optional.of(Contents.read(this, name, in, limit));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw failure(e);
    }
  }

  @Override
  public void close() {
    // Nothing is held open.
  }

  /** A mount that is missing leaves an empty directory, which must not pass for an archive. */
  private Path present() {
    if (!Files.isDirectory(root)) {
      throw outOfReach("there is no directory " + root);
    }
    try (Stream<Path> entries = Files.list(root)) {
      if (entries.findAny().isEmpty()) {
        throw outOfReach("there is nothing in the directory " + root);
      }
    } catch (IOException e) {
      throw failure(e);
    }
    return root;
  }

  private ArchiveException outOfReach(String why) {
    return new ArchiveException(
        ErrorClass.PRECONDITION,
        name(),
        why,
        "check that it is mounted, that the path is right, and that WAL is archived there",
        null);
  }

  private ArchiveException failure(IOException e) {
    boolean denied = e instanceof AccessDeniedException;
    return new ArchiveException(
        denied ? ErrorClass.AUTHENTICATION : ErrorClass.UNKNOWN,
        name(),
        (denied ? "permission denied: " : "cannot be read: ") + e.getMessage(),
        "check the directory and its permissions",
        e);
  }

  private final class Walk extends SimpleFileVisitor<Path> {
    private final Consumer<StoredObject> each;

    Walk(Consumer<StoredObject> each) {
      this.each = each;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (attributes.isRegularFile()) {
        String name = root.relativize(file).toString();
        each.accept(
            new StoredObject(name, attributes.size(), attributes.lastModifiedTime().toInstant()));
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
      if (e instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw e;
    }
  }
}
