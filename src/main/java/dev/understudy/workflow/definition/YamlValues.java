package dev.understudy.workflow.definition;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Turns what stands under {@code with} into plain Java values. */
final class YamlValues {
  private final Problems problems;
  private final Set<Node> open = Collections.newSetFromMap(new IdentityHashMap<>());

  YamlValues(Problems problems) {
    this.problems = problems;
  }

  Map<String, Object> map(Node node) {
    Map<String, Object> map = new LinkedHashMap<>();
    if (node instanceof MappingNode mapping && enter(node)) {
      for (NodeTuple tuple : mapping.getValue()) {
        String key = YamlMap.text(tuple.getKeyNode());
        if (key != null) {
          map.put(key, value(tuple.getValueNode()));
        }
      }
      open.remove(node);
    }
    return map;
  }

  private Object value(Node node) {
    if (node instanceof MappingNode) {
      return map(node);
    }
    if (node instanceof SequenceNode sequence) {
      List<Object> list = new ArrayList<>();
      if (enter(node)) {
        sequence.getValue().forEach(item -> list.add(value(item)));
        open.remove(node);
      }
      return list;
    }
    return scalar((ScalarNode) node);
  }

  /** An anchor may be used inside of what it names; such a value has no end. */
  private boolean enter(Node node) {
    boolean first = open.add(node);
    if (!first) {
      problems.add(node, "this value refers to itself");
    }
    return first;
  }

  private Object scalar(ScalarNode node) {
    String text = node.getValue();
    if (node.getTag().equals(Tag.BOOL)) {
      return Boolean.valueOf(text);
    }
    if (node.getTag().equals(Tag.NULL)) {
      return "";
    }
    boolean whole = node.getTag().equals(Tag.INT);
    if (whole || node.getTag().equals(Tag.FLOAT)) {
      try {
        return whole ? (Object) Long.valueOf(text) : (Object) Double.valueOf(text);
      } catch (NumberFormatException e) {
        problems.add(node, "expected a decimal number, or a text in quotes");
      }
    }
    return text;
  }
}
