package dev.understudy.timetable;

import dev.understudy.config.CheckId;
import dev.understudy.workflow.RunView;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What an entry does at its times. */
public sealed interface Deed {
  /** In words; the same words mean the same deed. */
  String words();

  /** What it is called in lists. */
  String name();

  /**
   * Starts a workflow on the entry's cluster, or joins the unfinished run of the same workflow and
   * inputs.
   *
   * @param inputs of that workflow, all of them
   */
  record Start(String workflow, Map<String, String> inputs) implements Deed {
    public Start {
      inputs = Map.copyOf(inputs);
    }

    @Override
    public String words() {
      return workflow + " " + new TreeMap<>(inputs);
    }

    @Override
    public String name() {
      return workflow;
    }

    boolean fits(RunView run) {
      return run.workflow().equals(workflow)
          && run.inputs().entrySet().containsAll(inputs.entrySet());
    }
  }

  /**
   * Carries out checks of the entry's cluster.
   *
   * @param checks that stand on one look
   */
  record Look(Set<CheckId> checks) implements Deed {
    public Look {
      checks = Collections.unmodifiableSet(EnumSet.copyOf(checks));
    }

    @Override
    public String words() {
      return checks.stream().map(CheckId::id).collect(Collectors.joining(" ", "check ", ""));
    }

    @Override
    public String name() {
      return "check";
    }
  }
}
