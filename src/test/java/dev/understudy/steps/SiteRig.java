package dev.understudy.steps;

import dev.understudy.common.Sleeper;
import dev.understudy.config.Configuration;
import dev.understudy.config.ConfigurationReader;
import dev.understudy.host.Hosts;
import dev.understudy.host.SshHosts;
import dev.understudy.postgres.Passwords;
import dev.understudy.store.ClusterRegistry;
import dev.understudy.store.Store;
import dev.understudy.workflow.Runs;
import dev.understudy.workflow.StepType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.function.Function;

/** A configured cluster on hosts that are never reached. */
final class SiteRig implements AutoCloseable {
  private static final String CONFIGURATION =
      """
      data: ./var
      ssh: { user: admin, identity: ./key, known_hosts: ./known }
      clusters:
        orders:
          postgresql: 15
          primary: alpha
          nodes:
            alpha: { host: 10.77.0.11 }
            bravo: { host: 10.77.0.12 }
            charlie: { host: 10.77.0.13 }
      """;

  private final Configuration configuration;
  private final Store store;
  private final ClusterRegistry registry;
  private final Hosts hosts;

  SiteRig(Path directory) {
    this(directory, configuration -> new SshHosts(configuration, Sleeper.SYSTEM));
  }

  SiteRig(Path directory, Function<Configuration, Hosts> hosts) {
    try {
      Path file = Files.writeString(directory.resolve("understudy.yaml"), CONFIGURATION);
      this.configuration = new ConfigurationReader(Map.of(), directory).read(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.store = Store.openForWriting(configuration.data());
    this.registry = new ClusterRegistry(store, Clock.systemUTC());
    this.hosts = hosts.apply(configuration);
  }

  ClusterRegistry registry() {
    return registry;
  }

  Path data() {
    return configuration.data();
  }

  Sites sites() {
    return new Sites(configuration, hosts, registry, new Passwords(configuration.data()));
  }

  Runs runs() {
    return new Runs(store.reader());
  }

  Map<String, StepType> types() {
    return StepTypes.all(sites(), store.owner(), runs(), Clock.systemUTC(), Sleeper.SYSTEM);
  }

  @Override
  public void close() {
    hosts.close();
    store.close();
  }
}
