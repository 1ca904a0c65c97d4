package dev.understudy.workflow.definition;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** A mapping of a YAML file whose getters report mistakes with their place and go on. */
final class YamlMap {
  private final Node node;
  private final Map<String, Node> values = new LinkedHashMap<>();
  private final Problems problems;

  private YamlMap(Node node, Problems problems) {
    this.node = node;
    this.problems = problems;
  }

  /** Reads a mapping; reports anything else, unknown keys and keys given twice. */
  static YamlMap of(Node node, String what, Set<String> known, Problems problems) {
    YamlMap map = free(node, what, problems);
    if (node instanceof MappingNode mapping) {
      for (NodeTuple tuple : mapping.getValue()) {
        String key = text(tuple.getKeyNode());
        if (key != null && !known.contains(key)) {
          problems.add(
              tuple.getKeyNode(),
              "unknown key \"" + key + "\" in " + what + Nearest.hint(key, known));
        }
      }
    }
    return map;
  }

  /** Reads a mapping whose keys are the user's. */
  static YamlMap free(Node node, String what, Problems problems) {
    YamlMap map = new YamlMap(node, problems);
    if (!(node instanceof MappingNode mapping)) {
      problems.add(node, "expected keys and values for " + what);
      return map;
    }
    for (NodeTuple tuple : mapping.getValue()) {
      String key = text(tuple.getKeyNode());
      if (key == null) {
        problems.add(tuple.getKeyNode(), "expected a word as key in " + what);
      } else if (map.values.putIfAbsent(key, tuple.getValueNode()) != null) {
        problems.add(tuple.getKeyNode(), "key \"" + key + "\" is given twice in " + what);
      }
    }
    return map;
  }

  Map<String, Node> values() {
    return values;
  }

  @Nullable Node get(String key) {
    return values.get(key);
  }

  /** A required text; empty when missing, which is reported. */
  String required(String key, String what) {
    if (!values.containsKey(key) && node instanceof MappingNode) {
      problems.add(node, what + " needs the key \"" + key + "\"");
    }
    return string(key, "");
  }

  String string(String key, String fallback) {
    Node value = values.get(key);
    if (value == null) {
      return fallback;
    }
    String text = text(value);
    if (text == null) {
      problems.add(value, "expected a text for \"" + key + "\"");
      return fallback;
    }
    return text;
  }

  boolean bool(String key, boolean fallback) {
    return choice(key, List.of("true", "false"), String.valueOf(fallback)).equals("true");
  }

  int integer(String key, int fallback, int least) {
    Node value = values.get(key);
    if (value == null) {
      return fallback;
    }
    String text = text(value);
    if (text == null || !text.matches("[0-9]{1,9}") || Integer.parseInt(text) < least) {
      problems.add(value, "expected a whole number, at least " + least + ", for \"" + key + "\"");
      return fallback;
    }
    return Integer.parseInt(text);
  }

  <E extends Enum<E>> E choice(String key, Class<E> type, E fallback) {
    List<String> words =
        Stream.of(type.getEnumConstants()).map(e -> e.name().toLowerCase(Locale.ROOT)).toList();
    String word = choice(key, words, fallback.name().toLowerCase(Locale.ROOT));
    return Enum.valueOf(type, word.toUpperCase(Locale.ROOT));
  }

  private String choice(String key, List<String> words, String fallback) {
    Node value = values.get(key);
    if (value == null) {
      return fallback;
    }
    String text = text(value);
    if (text == null || !words.contains(text)) {
      String expected = words.stream().collect(Collectors.joining(" or "));
      problems.add(value, "expected " + expected + " for \"" + key + "\"");
      return fallback;
    }
    return text;
  }

  /** A sequence's elements; reports anything else. */
  static List<Node> list(Node node, String what, Problems problems) {
    if (node instanceof SequenceNode sequence) {
      return sequence.getValue();
    }
    problems.add(node, "expected a list for " + what);
    return List.of();
  }

  /** A scalar's text; null for anything else. */
  static @Nullable String text(Node node) {
    return node instanceof ScalarNode scalar ? scalar.getValue() : null;
  }
}
