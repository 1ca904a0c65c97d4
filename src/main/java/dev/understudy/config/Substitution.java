package dev.understudy.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/** Puts values of the environment and of files into scalars, and remembers them as secrets. */
final class Substitution {
  private static final Pattern PLACE = Pattern.compile("\\$\\$\\{|\\$\\{(?:([^}]*)\\})?");
  private static final String FORMS =
      "${env:NAME} or ${file:PATH}, or $${ for these characters themselves";
  private static final long FILE_LIMIT = 65_536;

  private final Map<String, String> environment;
  private final Locations locations;
  private final Problems problems;
  private final Set<String> secrets = new LinkedHashSet<>();

  Substitution(Map<String, String> environment, Locations locations, Problems problems) {
    this.environment = environment;
    this.locations = locations;
    this.problems = problems;
  }

  /** The text with every place filled; empty, and a problem noted, when one cannot be. */
  Optional<String> fill(Node where, String text) {
    Matcher matcher = PLACE.matcher(text);
    StringBuilder filled = new StringBuilder();
    boolean complete = true;
    while (matcher.find()) {
      Optional<String> value =
          matcher.group().equals("$${") ? Optional.of("${") : value(where, matcher.group(1));
      complete &= value.isPresent();
      matcher.appendReplacement(filled, Matcher.quoteReplacement(value.orElse("")));
    }
    matcher.appendTail(filled);
    return complete ? Optional.of(filled.toString()) : Optional.empty();
  }

  /** The value is secret wherever it came from. */
  void hide(String value) {
    secrets.add(value);
  }

  Secrets secrets() {
    return Secrets.of(secrets);
  }

  private Optional<String> value(Node where, @Nullable String place) {
    Optional<String> value;
    if (place != null && place.startsWith("env:")) {
      value = environment(where, place.substring(4));
    } else if (place != null && place.startsWith("file:")) {
      value = file(where, place.substring(5));
    } else {
      problems.add(where, "a substitution that is not known", FORMS);
      return Optional.empty();
    }
    value.ifPresent(secrets::add);
    return value;
  }

  private Optional<String> environment(Node where, String name) {
    String value = environment.get(name);
    if (value == null) {
      problems.add(
          where, "the environment has no variable '" + name + "'", "one of that name to be set");
    }
    return Optional.ofNullable(value);
  }

  private Optional<String> file(Node where, String name) {
    Path path = locations.resolve(name);
    try {
      if (Files.size(path) <= FILE_LIMIT) {
        return Optional.of(Files.readString(path).stripTrailing());
      }
      problems.add(where, "the file " + path + " is larger than 64 kB", "a file with one value");
    } catch (IOException e) {
      problems.add(where, "the file " + path + " cannot be read", "a readable text file");
    }
    return Optional.empty();
  }
}
