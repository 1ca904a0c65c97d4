package dev.understudy.web;

import dev.understudy.api.Activity;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Figures of what the service does on hosts: steps, logins and commands. */
final class ActivityMetrics {
  private final MeterRegistry registry;
  private final Map<Key, Activity> newest = new ConcurrentHashMap<>();

  private record Key(String what, String kind, String outcome) {}

  ActivityMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  /** Each kind gets a meter of its own when it is first heard of. */
  void update(List<Activity> all) {
    for (Activity one : all) {
      Key key = new Key(one.what(), one.kind(), one.outcome());
      if (newest.put(key, one) == null) {
        register(key, one);
      }
    }
  }

  private void register(Key key, Activity one) {
    Tags outcome = Tags.of("outcome", one.outcome());
    switch (one.what()) {
      case "ssh login" -> register(key, "ssh.login", "Logins over SSH", outcome);
      case "ssh command" ->
          register(key, "ssh.command", "Commands over SSH, whatever their exit status", outcome);
      default ->
          register(
              key,
              "step",
              "Looks and acts of steps",
              outcome.and("type", one.kind(), "act", one.what().replace("step ", "")));
    }
  }

  private void register(Key key, String name, String about, Tags tags) {
    FunctionTimer.builder(
            "understudy." + name + ".duration",
            newest,
            all -> all.get(key).count(),
            all -> all.get(key).seconds(),
            TimeUnit.SECONDS)
        .description(about)
        .tags(tags)
        .register(registry);
  }
}
