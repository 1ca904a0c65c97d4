package dev.understudy.archive;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Several repositories that together are one: each host lacks what it shipped itself. One that
 * cannot be asked is an error, for what only it has would seem to be missing.
 */
public final class CopiesRepository implements Repository {
  private final List<Repository> copies;

  public CopiesRepository(List<? extends Repository> copies) {
    this.copies = List.copyOf(copies);
  }

  @Override
  public String name() {
    return copies.stream().map(Repository::name).collect(Collectors.joining(", "));
  }

  /** Of several copies of an object the largest: another may be empty or cut off. */
  @Override
  public void walk(String folder, Consumer<StoredObject> each) {
    Map<String, StoredObject> found = new TreeMap<>();
    for (Repository copy : copies) {
      copy.walk(
          folder,
          object ->
              found.merge(
                  object.name(), object, (one, other) -> one.size() < other.size() ? other : one));
    }
    found.values().forEach(each);
  }

  @Override
  public List<String> folders(String folder) {
    return copies.stream()
        .flatMap(copy -> copy.folders(folder).stream())
        .distinct()
        .sorted()
        .toList();
  }

  @Override
  public Optional<byte[]> read(String name, int limit) {
    for (Repository copy : copies) {
      Optional<byte[]> content = copy.read(name, limit);
      if (content.isPresent()) {
        return content;
      }
    }
    return Optional.empty();
  }

  @Override
  public void close() {
    copies.forEach(Repository::close);
  }
}
