package dev.understudy.workflow.definition;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads the steps of a workflow file. */
final class StepParser {
  private static final Set<String> KEYS =
      Set.of(
          "id",
          "uses",
          "on",
          "order",
          "together",
          "when",
          "with",
          "retry",
          "timeout",
          "on_failure",
          "description");
  private static final Set<String> RETRY_KEYS =
      Set.of("attempts", "backoff", "max_backoff", "patience");
  private static final Set<String> TIMEOUT_KEYS = Set.of("start", "attempt", "no_progress", "step");

  /** An id becomes part of the ids of remote jobs and of file names. */
  private static final String ID = "[a-z0-9][a-z0-9_-]{0,62}";

  private final Set<String> stepTypes;
  private final Set<String> inputs;
  private final Problems problems;
  private final Set<String> ids = new HashSet<>();

  StepParser(Set<String> stepTypes, Set<String> inputs, Problems problems) {
    this.stepTypes = stepTypes;
    this.inputs = inputs;
    this.problems = problems;
  }

  List<StepSpec> parse(Node node) {
    List<StepSpec> steps = new ArrayList<>();
    List<Node> list = YamlMap.list(node, "steps", problems);
    if (node instanceof SequenceNode && list.isEmpty()) {
      problems.add(node, "a workflow needs at least one step");
    }
    list.forEach(step -> steps.add(step(step)));
    return steps;
  }

  private StepSpec step(Node node) {
    YamlMap map = YamlMap.of(node, "the step", KEYS, problems);
    String id = id(map);
    return new StepSpec(
        id,
        uses(map),
        selector(map),
        nodes(map),
        map.choice("order", Order.class, Order.PARALLEL),
        together(map),
        condition(map),
        with(map),
        retry(map.get("retry")),
        timeouts(map.get("timeout")),
        map.choice("on_failure", OnFailure.class, OnFailure.WAIT),
        map.string("description", ""));
  }

  private boolean together(YamlMap map) {
    boolean together = map.bool("together", false);
    if (together && ids.size() < 2) {
      problems.add(map.get("together"), "there is no step before it to begin with");
    }
    return together;
  }

  private String id(YamlMap map) {
    String id = map.required("id", "a step");
    Node node = map.get("id");
    if (node != null && !id.matches(ID)) {
      problems.add(node, "expected lower-case letters, digits, - and _ for \"id\"");
    } else if (node != null && !ids.add(id)) {
      problems.add(node, "another step has the id \"" + id + "\" already");
    }
    return id;
  }

  private String uses(YamlMap map) {
    String uses = map.required("uses", "a step");
    Node node = map.get("uses");
    if (node != null && !stepTypes.contains(uses)) {
      problems.add(node, "unknown step type \"" + uses + "\"" + Nearest.hint(uses, stepTypes));
    }
    return uses;
  }

  private String selector(YamlMap map) {
    return map.get("on") instanceof SequenceNode ? "" : map.string("on", "service");
  }

  private List<String> nodes(YamlMap map) {
    if (!(map.get("on") instanceof SequenceNode sequence)) {
      return List.of();
    }
    List<String> nodes = new ArrayList<>();
    for (Node item : sequence.getValue()) {
      String name = YamlMap.text(item);
      if (name == null || name.isEmpty() || nodes.contains(name)) {
        problems.add(item, "expected the name of a node, each once, in \"on\"");
      } else {
        nodes.add(name);
      }
    }
    return nodes;
  }

  private @Nullable Condition condition(YamlMap map) {
    Node node = map.get("when");
    if (node == null) {
      return null;
    }
    String text = map.string("when", "").strip();
    boolean negated = text.startsWith("not ");
    String input = (negated ? text.substring(4) : text).strip();
    if (!input.startsWith("inputs.")) {
      problems.add(node, "expected inputs.NAME or not inputs.NAME for \"when\"");
      return null;
    }
    String name = input.substring("inputs.".length());
    if (!inputs.contains(name)) {
      problems.add(node, "the workflow has no input \"" + name + "\"" + Nearest.hint(name, inputs));
    }
    return new Condition(name, negated);
  }

  private Map<String, Object> with(YamlMap map) {
    Node node = map.get("with");
    if (node == null) {
      return Map.of();
    }
    YamlMap.free(node, "with", problems);
    return new YamlValues(problems).map(node);
  }

  private RetryPolicy retry(@Nullable Node node) {
    RetryPolicy standard = RetryPolicy.STANDARD;
    if (node == null) {
      return standard;
    }
    YamlMap map = YamlMap.of(node, "retry", RETRY_KEYS, problems);
    Duration backoff = duration(map, "backoff");
    Duration most = duration(map, "max_backoff");
    Duration first = backoff == null ? standard.backoff() : backoff;
    Duration cap = most == null ? longer(first, standard.maxBackoff()) : most;
    Duration patience = duration(map, "patience");
    return new RetryPolicy(
        map.integer("attempts", standard.attempts(), 1),
        first,
        cap,
        patience == null ? standard.patience() : patience);
  }

  private static Duration longer(Duration a, Duration b) {
    return a.compareTo(b) > 0 ? a : b;
  }

  private Timeouts timeouts(@Nullable Node node) {
    if (node == null) {
      return Timeouts.NONE;
    }
    YamlMap map = YamlMap.of(node, "timeout", TIMEOUT_KEYS, problems);
    return new Timeouts(
        duration(map, "start"),
        duration(map, "attempt"),
        duration(map, "no_progress"),
        duration(map, "step"));
  }

  private @Nullable Duration duration(YamlMap map, String key) {
    Node node = map.get(key);
    if (node == null) {
      return null;
    }
    Duration duration = Durations.parse(map.string(key, ""));
    if (duration == null) {
      problems.add(node, "expected a duration such as 500ms, 30s, 5m or 2h for \"" + key + "\"");
    }
    return duration;
  }
}
