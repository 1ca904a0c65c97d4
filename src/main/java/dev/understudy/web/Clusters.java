package dev.understudy.web;

import dev.understudy.api.ErrorView;
import dev.understudy.api.Understudy;
import dev.understudy.common.UnderstudyException;
import dev.understudy.config.ClusterConfig;
import dev.understudy.config.Configuration;
import io.javalin.http.HttpStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;

/** The clusters as they were seen last; each is looked at by one thread at a time. */
final class Clusters {
  private volatile Configuration configuration;
  private final Understudy understudy;
  private final Clock clock;
  private volatile Map<String, Sight> sights;

  /** A cluster, and when it was looked at last whether or not it could be seen. */
  private static final class Sight {
    private final AtomicReference<ClusterOverview> view;
    private Instant looked = Instant.EPOCH;

    Sight(ClusterOverview view) {
      this.view = new AtomicReference<>(view);
    }
  }

  Clusters(Configuration configuration, Understudy understudy, Clock clock) {
    this.configuration = configuration;
    this.understudy = understudy;
    this.clock = clock;
    this.sights = sights(configuration, cluster -> Optional.empty());
    understudy.onReload(this::follow);
  }

  private static Map<String, Sight> sights(
      Configuration configuration, Function<ClusterConfig, Optional<Sight>> known) {
    Map<String, Sight> sights = new LinkedHashMap<>();
    for (ClusterConfig cluster : configuration.clusters().values()) {
      Supplier<Sight> fresh = () -> new Sight(ClusterOverview.of(cluster));
      sights.put(cluster.name(), known.apply(cluster).orElseGet(fresh));
    }
    return sights;
  }

  /** What was seen of clusters that are as they were is still known. */
  private synchronized void follow(Configuration next) {
    Map<String, Sight> before = sights;
    Map<String, ClusterConfig> old = configuration.clusters();
    sights =
        sights(
            next,
            cluster ->
                Optional.ofNullable(before.get(cluster.name()))
                    .filter(sight -> cluster.equals(old.get(cluster.name()))));
    configuration = next;
  }

  List<String> names() {
    return List.copyOf(sights.keySet());
  }

  /** As they were seen last. */
  List<ClusterOverview> all() {
    return sights.values().stream().map(sight -> watched(sight.view.get())).toList();
  }

  private ClusterOverview watched(ClusterOverview view) {
    return understudy.watched(view.name()).map(view::watched).orElse(view);
  }

  /** The cluster, looked at again unless that is as young as this. */
  ClusterOverview look(String name, Duration age) {
    Sight sight = sight(name);
    synchronized (sight) {
      if (!sight.looked.plus(age).isAfter(clock.instant())) {
        sight.view.set(ask(sight.view.get()));
        sight.looked = clock.instant();
      }
      return watched(sight.view.get());
    }
  }

  /** As it was seen last. */
  ClusterOverview last(String name) {
    return watched(sight(name).view.get());
  }

  private Sight sight(String name) {
    Sight sight = sights.get(name);
    if (sight == null) {
      throw new Refused(HttpStatus.NOT_FOUND, "there is no cluster '" + name + "'");
    }
    return sight;
  }

  private ClusterOverview ask(ClusterOverview before) {
    try {
      return before.seen(understudy.status(before.name()), clock.instant());
    } catch (UnderstudyException e) {
      return before.failed(ErrorView.of(configuration.secrets().mask(e)));
    }
  }
}
