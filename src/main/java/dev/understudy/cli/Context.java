package dev.understudy.cli;

import dev.understudy.api.Understudy;
import dev.understudy.api.UnderstudyFactory;
import dev.understudy.common.ErrorClass;
import dev.understudy.common.Shell;
import dev.understudy.common.UnderstudyException;
import dev.understudy.config.Configuration;
import dev.understudy.config.ConfigurationReader;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntBiFunction;
import java.util.function.ToIntFunction;

/** What commands share: the options, the output, and the product once it is needed. */
final class Context {
  private final UnderstudyFactory factory;
  private final Surroundings surroundings;
  private final UnderstudyCommand options;
  private final Output output;

  Context(UnderstudyFactory factory, Surroundings surroundings, UnderstudyCommand options) {
    this.factory = factory;
    this.surroundings = surroundings;
    this.options = options;
    this.output = new Output(surroundings, options);
  }

  Output output() {
    return output;
  }

  Surroundings surroundings() {
    return surroundings;
  }

  boolean verbose() {
    return options.verbose;
  }

  /** Opens the product, lets the work use it, and closes it. */
  int with(ToIntFunction<Understudy> work) {
    Logging.commands(options.verbose);
    return open(configuration(), work);
  }

  /** As {@link #with}, and logs what happens. */
  int withLogs(ToIntBiFunction<Configuration, Understudy> work) {
    Logging.service(options.verbose);
    Configuration configuration = configuration();
    return open(configuration, understudy -> work.applyAsInt(configuration, understudy));
  }

  /** For what needs the configuration alone. */
  Configuration configured() {
    Logging.commands(options.verbose);
    return configuration();
  }

  /** As {@link #with}, for a cluster that the configuration must have. */
  int withCluster(String cluster, ToIntFunction<Understudy> work) {
    Logging.commands(options.verbose);
    Configuration configuration = configuration();
    if (!configuration.clusters().containsKey(cluster)) {
      throw new UnderstudyException(
          ErrorClass.USAGE,
          cluster,
          "there is no such cluster in " + configuration.file(),
          "name one of: " + String.join(", ", configuration.clusters().keySet()),
          null);
    }
    return open(configuration, work);
  }

  /** As {@link #with}, told which clusters the configuration has. */
  int withClusters(ToIntBiFunction<Set<String>, Understudy> work) {
    Logging.commands(options.verbose);
    Configuration configuration = configuration();
    Set<String> clusters = configuration.clusters().keySet();
    return open(configuration, understudy -> work.applyAsInt(clusters, understudy));
  }

  /** A command for the user to type, which finds the same configuration. */
  String command(String words) {
    String file = options.config == null ? "" : "--config " + Shell.quote(options.config) + " ";
    return "understudy " + file + words;
  }

  private int open(Configuration configuration, ToIntFunction<Understudy> work) {
    try (Understudy understudy = factory.open(configuration)) {
      return work.applyAsInt(understudy);
    } catch (UnderstudyException e) {
      throw configuration.secrets().mask(e);
    }
  }

  private Configuration configuration() {
    Path file = surroundings.locator().locate(Optional.ofNullable(options.config).map(Path::of));
    return new ConfigurationReader(surroundings.environment(), surroundings.home()).read(file);
  }
}
