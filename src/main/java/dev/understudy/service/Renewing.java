package dev.understudy.service;

import dev.understudy.common.Sleeper;
import dev.understudy.common.UnderstudyException;
import dev.understudy.config.ClusterConfig;
import dev.understudy.config.Configuration;
import dev.understudy.host.SshHosts;
import dev.understudy.postgres.Passwords;
import dev.understudy.steps.LeaseRenewer;
import dev.understudy.steps.Sites;
import dev.understudy.store.ClusterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renews the permissions of the primaries that are fenced by lease, each on a thread and with
 * connections of its own.
 */
final class Renewing implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Renewing.class);
  private static final Duration LEAVING = Duration.ofSeconds(8);
  private static final int IN_A_LEASE = 4;

  private final SshHosts hosts;
  private final LeaseRenewer renewer;
  private final Map<String, ScheduledExecutorService> loops = new LinkedHashMap<>();

  private Renewing(Supplier<Configuration> configuration, Session session, Clock clock) {
    this.hosts = new SshHosts(configuration, Sleeper.SYSTEM, session.tally());
    ClusterRegistry registry = new ClusterRegistry(session.store(), clock);
    Sites sites =
        new Sites(configuration, hosts, registry, new Passwords(configuration.get().data()));
    this.renewer =
        new LeaseRenewer(
            sites, registry, session.store().owner(), session.workshop().sites().leaseReadings());
  }

  /** Begins; no host is waited for. */
  static Renewing start(Supplier<Configuration> configuration, Session session, Clock clock) {
    Renewing renewing = new Renewing(configuration, session, clock);
    renewing.begin(configuration.get());
    return renewing;
  }

  private void begin(Configuration configuration) {
    configuration.clusters().values().stream()
        .filter(cluster -> cluster.failover().byLease() && !loops.containsKey(cluster.name()))
        .forEach(this::begin);
  }

  /**
   * Lets the nodes go that are not to be fenced by lease any more, as at the end of a service, and
   * ends what is to be done at another pace. To be called while the former configuration holds.
   */
  synchronized void letGo(Configuration before, Configuration next) {
    Map<String, CompletableFuture<Void>> leaving = new LinkedHashMap<>();
    for (String name : List.copyOf(loops.keySet())) {
      ClusterConfig old = before.clusters().get(name);
      ClusterConfig fresh = next.clusters().get(name);
      boolean leaves = fresh == null || !fresh.failover().byLease();
      if (leaves || !fresh.failover().lease().equals(old.failover().lease())) {
        ScheduledExecutorService loop = loops.remove(name);
        loop.shutdown();
        if (leaves) {
          leaving.put(name, leave(name, loop));
        }
      }
    }
    leaving.forEach(Renewing::await);
  }

  /** Renews for those that are configured now and were not before. */
  synchronized void follow(Configuration now) {
    begin(now);
  }

  private void begin(ClusterConfig cluster) {
    ScheduledExecutorService loop =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "lease-" + cluster.name());
              thread.setDaemon(true);
              return thread;
            });
    loops.put(cluster.name(), loop);
    Trouble trouble = new Trouble(cluster.name());
    long pause = cluster.failover().lease().toMillis() / IN_A_LEASE;
    // Ends with the loop; the task throws nothing.
    Future<?> unused =
        loop.scheduleAtFixedRate(() -> round(trouble), 0, pause, TimeUnit.MILLISECONDS);
  }

  private void round(Trouble trouble) {
    try {
      renewer.renew(trouble.cluster);
      trouble.tell("");
    } catch (UnderstudyException e) {
      trouble.tell(e.getMessage());
    } catch (RuntimeException e) {
      // The next round tries again; without renewals the standbys vouch.
      LOG.error("renewing the permission of {} failed", trouble.cluster, e);
    }
  }

  /** Says what is the matter once, not four times in a lease. */
  private static final class Trouble {
    private final String cluster;
    private String told = "";

    private Trouble(String cluster) {
      this.cluster = cluster;
    }

    private void tell(String now) {
      if (!now.equals(told)) {
        told = now;
        if (now.isEmpty()) {
          LOG.info("{}: the primary's permission is renewed again", cluster);
        } else {
          LOG.warn("{}: the primary's permission is not renewed: {}", cluster, now);
        }
      }
    }
  }

  /** Hands out permissions without an end, since nobody renews any more. */
  @Override
  public synchronized void close() {
    // A round under way comes to its end: interrupted, it would take its connection with it.
    loops.values().forEach(ScheduledExecutorService::shutdown);
    Map<String, CompletableFuture<Void>> leaving = new LinkedHashMap<>();
    loops.forEach((cluster, loop) -> leaving.put(cluster, leave(cluster, loop)));
    leaving.forEach(Renewing::await);
    hosts.close();
  }

  private CompletableFuture<Void> leave(String cluster, ScheduledExecutorService loop) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            loop.awaitTermination(LEAVING.toMillis() / 4, TimeUnit.MILLISECONDS);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          renewer.leave(cluster, LEAVING.dividedBy(4));
        });
  }

  private static void await(String cluster, CompletableFuture<Void> leaving) {
    try {
      leaving.get(LEAVING.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn(
          "{}: the primary was not told that this service ends, so its standbys vouch: {}",
          cluster,
          e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
