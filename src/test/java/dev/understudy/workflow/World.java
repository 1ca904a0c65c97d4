package dev.understudy.workflow;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The outside that steps change: it outlives engines. */
final class World {
  private final Set<String> met = ConcurrentHashMap.newKeySet();
  private final List<String> acts = Collections.synchronizedList(new ArrayList<>());

  static String key(StepContext context) {
    return context.step() + "@" + context.node();
  }

  boolean isMet(String key) {
    return met.contains(key);
  }

  World bring(String key) {
    met.add(key);
    return this;
  }

  void lose(String key) {
    met.remove(key);
  }

  Set<String> met() {
    return Set.copyOf(met);
  }

  void act(String verb, StepContext context) {
    acts.add(verb + " " + key(context) + " " + context.attempt());
  }

  /** Everything done, such as {@code apply one@alpha 1}. */
  List<String> acts() {
    return List.copyOf(acts);
  }

  List<String> acts(String verb) {
    return acts().stream().filter(act -> act.startsWith(verb + " ")).toList();
  }

  Map<String, Long> applied() {
    return acts("apply").stream()
        .map(act -> act.split(" ")[1])
        .collect(Collectors.groupingBy(key -> key, Collectors.counting()));
  }
}
