package dev.understudy;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which package stands on which floor, and what is said to an import that goes the wrong way. */
final class Floors {
  private static final List<Set<String>> PACKAGES =
      List.of(
          Set.of("config", "common"),
          Set.of("schedule", "store", "wal"),
          Set.of("host", "workflow", "outbox"),
          Set.of("postgres", "archive", "cloud", "notify"),
          Set.of("steps", "watch"),
          Set.of("provision", "timetable", "failover", "audit"),
          Set.of("service", "api"),
          Set.of("cli", "web"));

  /** Neighbours on a floor that may be used all the same, and why. */
  private static final Map<String, String> NEIGHBOURS =
      Map.of(
          "config", "common", // the errors of configuration are errors like all others
          "schedule", "store", // triggers live in the store's file, behind its one writer
          "service", "api", // the service answers with the records that the faces print
          "cli", "web"); // `serve` starts the web

  private Floors() {}

  static Set<String> packages() {
    Set<String> all = new HashSet<>();
    PACKAGES.forEach(all::addAll);
    return all;
  }

  /** What speaks against an import of one package by another; empty when nothing does. */
  static Optional<String> objection(String from, String to) {
    int own = floor(from);
    int other = floor(to);
    if (from.equals(to) || other < own || to.equals(NEIGHBOURS.get(from))) {
      return Optional.empty();
    }
    int below = Math.max(0, own - 1);
    String down = "floor %d (%s)".formatted(below, names(below));
    if (other == own) {
      return Optional.of(
          ("%s and %s stand on the same floor %d; let a package of floor %d or above (%s) use"
                  + " both, or move what they share down to %s")
              .formatted(from, to, own, own + 1, names(own + 1), down));
    }
    return Optional.of(
        ("%s (floor %d) must not know %s (floor %d); declare an interface in %s that %s"
                + " implements and service passes in, or move what is needed down to %s")
            .formatted(from, own, to, other, from, to, down));
  }

  private static int floor(String name) {
    for (int floor = 0; floor < PACKAGES.size(); floor++) {
      if (PACKAGES.get(floor).contains(name)) {
        return floor;
      }
    }
    throw new IllegalArgumentException(
        "package " + name + " has no floor; give it one here and in the plan");
  }

  private static String names(int floor) {
    return floor < PACKAGES.size()
        ? String.join(", ", PACKAGES.get(floor).stream().sorted().toList())
        : "a new one";
  }
}
