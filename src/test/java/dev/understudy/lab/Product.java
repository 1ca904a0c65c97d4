package dev.understudy.lab;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The product with a configuration and a data directory of its own, run in the lab's controller.
 */
final class Product implements AutoCloseable {
  private static final long LIMIT = 240;

  private final Lab lab;
  private final Path directory;
  private final List<Child> children = new ArrayList<>();
  private List<String> surroundings = List.of();
  private List<String> standing = List.of();

  Product(Lab lab, Site site) {
    Jar.prepare();
    this.lab = lab;
    try {
      this.directory = Files.createTempDirectory("understudy-proof");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    configure(site);
  }

  void configure(Site site) {
    configure(site.yaml());
  }

  void configure(String yaml) {
    try {
      Files.writeString(directory.resolve("understudy.yaml"), yaml);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Words in front of every later command, such as a mount namespace of its own. */
  Product within(String... words) {
    surroundings = List.of(words);
    return this;
  }

  /** Settings of Java for every later command. */
  Product settings(String... settings) {
    standing = List.of(settings);
    return this;
  }

  Path data() {
    return directory.resolve("var");
  }

  Path directory() {
    return directory;
  }

  /** Changes the packaged text of a workflow for this product. */
  void workflow(String name, String from, String to) {
    Path changed = data().resolve("workflows").resolve(name + ".yaml");
    try {
      Path packaged = Path.of("workflows", name + ".yaml");
      String text = Files.readString(Files.exists(changed) ? changed : packaged);
      if (!text.contains(from)) {
        throw new AssertionError(name + " does not say: " + from);
      }
      Files.createDirectories(changed.getParent());
      Files.writeString(changed, text.replace(from, to));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Outcome run(String... arguments) {
    return Child.run(directory, command(List.of(), arguments), LIMIT);
  }

  /** Runs a command that must succeed. */
  Outcome done(String... arguments) {
    Outcome outcome = run(arguments);
    outcome.orFail();
    return outcome;
  }

  /** What a command that must succeed prints with {@code --json}. */
  JsonNode json(String... arguments) {
    List<String> words = new ArrayList<>(List.of(arguments));
    words.add("--json");
    return done(words.toArray(String[]::new)).json();
  }

  /** Starts a command and does not wait for it. */
  Child start(String... arguments) {
    return start(List.of(), arguments);
  }

  /** Starts a command that ends itself, as by SIGKILL, at a crash point. */
  Child startCrashing(String point, String... arguments) {
    return start(List.of("-Dunderstudy.crash=" + point), arguments);
  }

  private Child start(List<String> settings, String... arguments) {
    Child child = Child.start(directory, command(settings, arguments));
    children.add(child);
    return child;
  }

  private List<String> command(List<String> settings, String... arguments) {
    List<String> words = new ArrayList<>(surroundings);
    List<String> all = new ArrayList<>(standing);
    all.addAll(settings);
    words.addAll(Jar.java(all, List.of(arguments)));
    return lab.controller(words);
  }

  Records records() {
    return new Records(data().resolve("understudy.db"));
  }

  @Override
  public void close() {
    children.forEach(Child::close);
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
