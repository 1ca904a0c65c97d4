package dev.understudy.steps;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.config.Configuration;
import dev.understudy.config.ConfigurationReader;
import dev.understudy.host.Command;
import dev.understudy.host.CommandResult;
import dev.understudy.host.DetachedJobs;
import dev.understudy.host.Host;
import dev.understudy.host.HostFiles;
import dev.understudy.host.Hosts;
import dev.understudy.host.RemoteFiles;
import dev.understudy.host.RemoteJobs;
import dev.understudy.postgres.Passwords;
import dev.understudy.store.ClusterRegistry;
import dev.understudy.store.RegisteredPermission;
import dev.understudy.store.RegistryChanges;
import dev.understudy.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whom the service gives a permission to be primary, while a failover may change who that is. */
class LeaseRenewerTest {
  private static final Pattern CALL = Pattern.compile("lease '?(look|renew)'? '?([^' ]+)'? ");

  @TempDir Path directory;
  private final List<String> sent = new ArrayList<>();
  private Runnable whileLooking = () -> {};
  private Store store;
  private ClusterRegistry registry;
  private LeaseRenewer renewer;

  @BeforeEach
  void open() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("understudy.yaml"),
            """
            ssh: { user: admin }
            clusters:
              orders:
                postgresql: 15
                primary: alpha
                nodes: { alpha: { host: 10.0.0.1 }, bravo: { host: 10.0.0.2 } }
                failover: { fencing: [lease], lease: 3s, check: 500ms }
            """);
    Configuration configuration = new ConfigurationReader(Map.of(), directory).read(file);
    store = Store.openForWriting(directory.resolve("data"));
    registry = new ClusterRegistry(store, Clock.systemUTC());
    Sites sites =
        new Sites(configuration, hosts(), registry, new Passwords(directory.resolve("data")));
    renewer = new LeaseRenewer(sites, registry, store.owner(), new LeaseReadings());
    change(
        changes -> {
          changes.register("orders", "alpha", "7");
          changes.putPermission(permission("alpha", 1));
        });
  }

  @AfterEach
  void close() {
    store.close();
  }

  private static RegisteredPermission permission(String node, long epoch) {
    String other = node.equals("alpha") ? "bravo" : "alpha";
    return new RegisteredPermission(
        "orders", node, epoch, epoch, false, false, List.of(other), 1, true);
  }

  private void change(Consumer<RegistryChanges> change) {
    registry.change(handle -> {}, change);
  }

  @Test
  void thePrimarysIsRenewed() {
    assertThat(renewer.renew("orders")).isTrue();
    assertThat(sent).containsExactly("look on alpha", "renew on alpha");
  }

  /** Its host answers after a failover for which it was lost: as when it has booted again. */
  @Test
  void aHostThatWasWaitedForWhileAnotherNodeBecameThePrimaryGetsNone() {
    whileLooking =
        () ->
            change(
                changes -> {
                  changes.changePrimary("orders", 1, "bravo");
                  changes.putPermission(permission("bravo", 2));
                });

    assertThat(renewer.renew("orders")).isFalse();

    assertThat(sent).containsExactly("look on alpha");
    assertThat(registry.permission("orders")).contains(permission("bravo", 2));
  }

  @Test
  void oneThatEndsWhileItIsLookedAtIsNotRenewed() {
    whileLooking = () -> change(changes -> changes.putPermission(permission("alpha", 1).end()));

    assertThat(renewer.renew("orders")).isFalse();
    assertThat(sent).containsExactly("look on alpha");
  }

  private Hosts hosts() {
    return new Hosts() {
      @Override
      public Host host(String cluster, String node) {
        return new LeaseHost(node);
      }

      @Override
      public HostFiles files(String cluster, String node) {
        return new RemoteFiles(host(cluster, node));
      }

      @Override
      public DetachedJobs jobs(String cluster, String node) {
        return new RemoteJobs(host(cluster, node));
      }

      @Override
      public void close() {}
    };
  }

  /** A host whose script answers every question, and accepts every renewal. */
  private final class LeaseHost implements Host {
    private final String name;

    private LeaseHost(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public CommandResult run(Command command) {
      Matcher call = CALL.matcher(command.script());
      assertThat(call.find()).as(command.toString()).isTrue();
      sent.add(call.group(1) + " on " + name);
      if (call.group(1).equals("look")) {
        whileLooking.run();
      }
      String word = call.group(1).equals("look") ? "seen" : "accepted";
      String answer = "\n%s %s 5000 boot 1 yes 5300\n".formatted(call.group(2), word);
      return new CommandResult(name, 0, answer, "", false);
    }

    @Override
    public String serviceAddress() {
      throw new UnsupportedOperationException();
    }
  }
}
