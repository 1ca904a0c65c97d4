package dev.understudy.simulation;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Simulated machines and all that was done to them. Outlives services. Whoever looks at it or
 * changes it holds its monitor.
 */
final class World implements Serializable {
  private final Map<String, Machine> machines = new TreeMap<>();
  private final Map<String, String> stanzas = new TreeMap<>();
  private final Set<String> archived = new TreeSet<>();
  private final Map<String, String> backups = new TreeMap<>();
  private final List<String> effects = new ArrayList<>();
  private final List<String> faults = new ArrayList<>();
  private final Map<String, String> launched = new TreeMap<>();
  private String elastic = "";
  private long ticks;

  Machine add(String name, String address) {
    Machine machine = new Machine(this, name, address);
    machines.put(name, machine);
    return machine;
  }

  List<Machine> machines() {
    return List.copyOf(machines.values());
  }

  Machine machine(String name) {
    Machine machine = machines.get(name);
    if (machine == null) {
      throw fault("there is no machine " + name);
    }
    return machine;
  }

  /** Of the one repository of pgBackRest: the system identifier of each stanza. */
  Map<String, String> stanzas() {
    return stanzas;
  }

  /** The segments that are in it. */
  Set<String> archived() {
    return archived;
  }

  /** The base backups that are in it: label to the run that took it. */
  Map<String, String> backups() {
    return backups;
  }

  /** The instances that were launched, by their tokens. */
  Map<String, String> launched() {
    return launched;
  }

  /** The instance that the one Elastic IP leads to; empty: none. */
  String elastic() {
    return elastic;
  }

  void elastic(String instance) {
    elastic = instance;
  }

  /** The world's own time: it goes on with every change. */
  long tick() {
    return ++ticks;
  }

  /** Something that counts was done to a machine. */
  synchronized void effect(Machine machine, String what) {
    effects.add(machine.name() + ": " + what);
  }

  /** What was done so far, and how often. */
  synchronized Map<String, Integer> effects() {
    Map<String, Integer> counts = new TreeMap<>();
    effects.forEach(effect -> counts.merge(effect, 1, Integer::sum));
    return counts;
  }

  synchronized int effectCount() {
    return effects.size();
  }

  /** What was done after as many effects. */
  synchronized List<String> effectsAfter(int count) {
    return List.copyOf(effects.subList(count, effects.size()));
  }

  /** From here on effects are counted from nothing. */
  synchronized void forgetEffects() {
    effects.clear();
  }

  /** Notes that something reached a machine that none of them can make sense of. */
  synchronized AssertionError fault(String what) {
    faults.add(what);
    return new AssertionError(what);
  }

  synchronized List<String> faults() {
    return List.copyOf(faults);
  }

  /** Another world in the same state. */
  synchronized World copy() {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
        out.writeObject(this);
      }
      try (ObjectInputStream in =
          new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
        return (World) in.readObject();
      }
    } catch (IOException | ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }
}
