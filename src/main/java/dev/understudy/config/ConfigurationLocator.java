package dev.understudy.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the configuration file when several places may hold it. */
public final class ConfigurationLocator {
  /** The environment variable that names the file. */
  public static final String VARIABLE = "UNDERSTUDY_CONFIG";

  private final Map<String, String> environment;
  private final List<Path> usual;

  /**
   * @param environment where {@link #VARIABLE} is looked up
   * @param usual the places looked at when nobody named a file, in order
   */
  public ConfigurationLocator(Map<String, String> environment, List<Path> usual) {
    this.environment = Map.copyOf(environment);
    this.usual = List.copyOf(usual);
  }

  /** Looks at the places of this machine. */
  public static ConfigurationLocator ofSystem() {
    return new ConfigurationLocator(
        System.getenv(),
        List.of(Path.of("understudy.yaml"), Path.of("/etc/understudy/understudy.yaml")));
  }

  /**
   * The file to read: the named one, else the environment's, else the first usual one there is.
   *
   * @param named what the user gave on the command line
   * @throws ConfigurationException when nobody named a file and no usual one exists
   */
  public Path locate(Optional<Path> named) {
    return named
        .or(
            () ->
                Optional.ofNullable(environment.get(VARIABLE))
                    .filter(s -> !s.isBlank())
                    .map(Path::of))
        .or(() -> usual.stream().filter(Files::exists).findFirst())
        .orElseThrow(
            () ->
                new ConfigurationException(
                    "configuration",
                    "there is no configuration file; looked for " + names(),
                    "write one with 'understudy init', or name one with --config or " + VARIABLE));
  }

  private String names() {
    return String.join(" and ", usual.stream().map(Path::toString).toList());
  }
}
