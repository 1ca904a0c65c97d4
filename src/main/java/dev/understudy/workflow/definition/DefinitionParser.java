package dev.understudy.workflow.definition;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads workflow files and reports all their mistakes at once. */
public final class DefinitionParser {
  private static final Set<String> KEYS =
      Set.of("name", "description", "urgency", "mutates", "inputs", "steps");
  private static final Set<String> INPUT_KEYS = Set.of("required", "default", "description");

  private final Set<String> stepTypes;

  /**
   * @param stepTypes the names that {@code uses} may have
   */
  public DefinitionParser(Set<String> stepTypes) {
    this.stepTypes = new TreeSet<>(stepTypes);
  }

  /**
   * @param source the file's name, for messages
   * @throws DefinitionException with every mistake of the text
   */
  public Definition parse(String source, String text) {
    Problems problems = new Problems(source);
    Node root = compose(source, text, problems);
    problems.raise();
    Definition definition = definition(root, source, text, problems);
    problems.raise();
    return definition;
  }

  private static Node compose(String source, String text, Problems problems) {
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(source)
            .setMaxAliasesForCollections(20)
            .setAllowDuplicateKeys(true)
            .build();
    try {
      Node root = new Compose(settings).composeString(text).orElse(null);
      if (root != null) {
        return root;
      }
      problems.add(1, 1, "expected a workflow; the file is empty");
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
      int column = e.getProblemMark().map(mark -> mark.getColumn() + 1).orElse(1);
      problems.add(line, column, "not YAML: " + e.getProblem());
    } catch (YamlEngineException e) {
      problems.add(1, 1, "not YAML: " + e.getMessage());
    }
    problems.raise();
    throw new IllegalStateException("a file without a root was reported");
  }

  private Definition definition(Node root, String source, String text, Problems problems) {
    YamlMap map = YamlMap.of(root, "the workflow", KEYS, problems);
    String name = map.required("name", "a workflow");
    Map<String, InputSpec> inputs = inputs(map.get("inputs"), problems);
    Node steps = map.get("steps");
    List<StepSpec> specs = List.of();
    if (steps == null) {
      map.required("steps", "a workflow");
    } else {
      specs = new StepParser(stepTypes, inputs.keySet(), problems).parse(steps);
    }
    return new Definition(
        name,
        source,
        text,
        map.string("description", ""),
        map.choice("urgency", Urgency.class, Urgency.ROUTINE),
        map.bool("mutates", true),
        inputs,
        specs);
  }

  private static Map<String, InputSpec> inputs(@Nullable Node node, Problems problems) {
    Map<String, InputSpec> inputs = new LinkedHashMap<>();
    if (node != null) {
      YamlMap.free(node, "inputs", problems)
          .values()
          .forEach((name, spec) -> inputs.put(name, input(name, spec, problems)));
    }
    return inputs;
  }

  private static InputSpec input(String name, Node node, Problems problems) {
    YamlMap map = YamlMap.of(node, "input " + name, INPUT_KEYS, problems);
    Node standard = map.get("default");
    return new InputSpec(
        map.bool("required", false),
        standard == null ? null : map.string("default", ""),
        map.string("description", ""));
  }
}
