package dev.understudy.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** One mapping of the file: typed access to its keys, and a problem noted for each that is off. */
final class Section {
  private final Problems problems;
  private final Substitution substitution;
  private final String path;
  private final Node node;

  /** Whether the section was written as a mapping; if not, its keys are not missed. */
  private final boolean usable;

  private final Map<String, NodeTuple> entries = new LinkedHashMap<>();
  private final TreeSet<String> known = new TreeSet<>();

  Section(Problems problems, Substitution substitution, String path, Node node) {
    this.problems = problems;
    this.substitution = substitution;
    this.path = path;
    this.node = node;
    this.usable = node instanceof MappingNode || isNull(node);
    if (node instanceof MappingNode mapping) {
      mapping.getValue().forEach(this::enter);
    } else if (!isNull(node)) {
      problems.add(node, name("") + " is " + shape(node), "a mapping of keys to values");
    }
  }

  private void enter(NodeTuple entry) {
    if (!(entry.getKeyNode() instanceof ScalarNode key)) {
      problems.add(entry.getKeyNode(), "a key that is " + shape(entry.getKeyNode()), "a word");
      return;
    }
    NodeTuple first = entries.putIfAbsent(key.getValue(), entry);
    if (first != null) {
      int line = first.getKeyNode().getStartMark().orElseThrow().getLine() + 1;
      problems.add(
          key, "'" + key.getValue() + "' stands in line " + line + " already", "each key once");
    }
  }

  /** Whether it was left out, or written without any key. */
  boolean isEmpty() {
    return usable && entries.isEmpty();
  }

  Optional<Node> key(String key) {
    return Optional.ofNullable(entries.get(key)).map(NodeTuple::getKeyNode);
  }

  Optional<Node> node(String key) {
    return Optional.ofNullable(entries.get(key)).map(NodeTuple::getValueNode);
  }

  /** A value that may be left out. */
  <T> Optional<T> optional(String key, String expected, Function<String, Optional<T>> parser) {
    known.add(key);
    return node(key).flatMap(value -> parse(value, name(key), expected, parser));
  }

  /** A value that must be there; empty, with a problem noted, when it is not. */
  <T> Optional<T> required(String key, String expected, Function<String, Optional<T>> parser) {
    if (!entries.containsKey(key) && usable) {
      problems.add(node, name(key) + " is missing", expected);
    }
    return optional(key, expected, parser);
  }

  /** A value that is masked wherever it is shown, also when it stands in the file itself. */
  Optional<Hidden> secret(String key, String expected) {
    Optional<String> value = optional(key, expected, Values::text);
    value.ifPresent(substitution::hide);
    return value.map(Hidden::new);
  }

  <E extends Enum<E>> E choice(String key, Class<E> type, E otherwise) {
    List<String> words = new ArrayList<>();
    for (E constant : type.getEnumConstants()) {
      words.add(word(constant));
    }
    Function<String, Optional<E>> parser =
        text ->
            Optional.of(words.indexOf(text))
                .filter(index -> index >= 0)
                .map(index -> type.getEnumConstants()[index]);
    return optional(key, String.join(" or ", words), parser).orElse(otherwise);
  }

  /** A mapping below this one; an empty one when it is left out. */
  Section section(String key) {
    known.add(key);
    return usable
        ? new Section(problems, substitution, name(key), node(key).orElse(emptyAt(node)))
        : this;
  }

  /** The mappings below this one, by keys that the user chooses. */
  Map<String, Section> sections() {
    Map<String, Section> sections = new LinkedHashMap<>();
    known.addAll(entries.keySet());
    entries.forEach(
        (key, entry) -> {
          Section section = new Section(problems, substitution, name(key), entry.getValueNode());
          sections.put(key, section);
        });
    return sections;
  }

  /** A list of mappings; empty when it is left out. */
  List<Section> list(String key) {
    known.add(key);
    Node value = node(key).orElse(emptyAt(node));
    List<Section> sections = new ArrayList<>();
    if (value instanceof SequenceNode sequence) {
      for (Node item : sequence.getValue()) {
        String itemName = name(key) + "[" + (sections.size() + 1) + "]";
        sections.add(new Section(problems, substitution, itemName, item));
      }
    } else if (!isNull(value)) {
      problems.add(value, name(key) + " is " + shape(value), "a list");
    }
    return sections;
  }

  /**
   * A list that holds words, mappings, or both; empty when it is left out. Empty ones are noted.
   */
  <T> List<T> items(
      String key,
      String expected,
      Function<String, Optional<T>> word,
      Function<Section, Optional<T>> mapping) {
    known.add(key);
    Optional<Node> value = node(key);
    List<T> items = new ArrayList<>();
    if (value.isPresent()
        && value.get() instanceof SequenceNode list
        && !list.getValue().isEmpty()) {
      int at = 0;
      for (Node item : list.getValue()) {
        String itemName = name(key) + "[" + ++at + "]";
        (item instanceof MappingNode
                ? mapping.apply(new Section(problems, substitution, itemName, item))
                : parse(item, itemName, expected, word))
            .ifPresent(items::add);
      }
    } else {
      value.ifPresent(
          node -> problems.add(node, name(key) + " is " + shape(node), "a list of " + expected));
    }
    return items;
  }

  /** All keys with scalar values as strings, keys that the user chooses. */
  Map<String, String> strings(String expected) {
    Map<String, String> strings = new LinkedHashMap<>();
    known.addAll(entries.keySet());
    entries.forEach(
        (key, entry) ->
            parse(entry.getValueNode(), name(key), expected, Optional::of)
                .ifPresent(value -> strings.put(key, value)));
    return strings;
  }

  /** To be called after all known keys were read: what is left is unknown. */
  void close() {
    entries.forEach(
        (key, entry) -> {
          if (!known.contains(key)) {
            problems.add(entry.getKeyNode(), "unknown key '" + name(key) + "'", instead(key));
          }
        });
  }

  void problem(Node where, String wrong, String expected) {
    problems.add(where, wrong, expected);
  }

  Node where() {
    return node;
  }

  /** The key with those above it, such as {@code clusters.orders.port}. */
  String name(String key) {
    String dot = path.isEmpty() || key.isEmpty() ? "" : ".";
    String name = path + dot + key;
    return name.isEmpty() ? "the file" : name;
  }

  private String instead(String key) {
    String nearest = Nearest.to(key, known).orElse("no key");
    List<String> others = known.stream().filter(other -> !other.equals(nearest)).toList();
    return "'" + nearest + "'" + (others.isEmpty() ? "" : ", or " + String.join(", ", others));
  }

  private <T> Optional<T> parse(
      Node value, String name, String expected, Function<String, Optional<T>> parser) {
    if (!(value instanceof ScalarNode scalar) || isNull(value)) {
      problems.add(value, name + " is " + shape(value), expected);
      return Optional.empty();
    }
    Optional<String> text = substitution.fill(scalar, scalar.getValue());
    Optional<T> parsed = text.filter(filled -> filled.indexOf('\0') < 0).flatMap(parser);
    if (text.isPresent() && parsed.isEmpty()) {
      problems.add(value, name + " is " + shown(scalar), expected);
    }
    return parsed;
  }

  /** As the file has it: a substituted value is secret. */
  private static String shown(ScalarNode scalar) {
    String text = scalar.getValue().replaceAll("\\p{Cntrl}", "?");
    return "'" + (text.length() > 60 ? text.substring(0, 60) + "…" : text) + "'";
  }

  private static String shape(Node node) {
    if (isNull(node)) {
      return "empty";
    }
    if (node instanceof MappingNode) {
      return "a mapping";
    }
    if (node instanceof SequenceNode list) {
      return list.getValue().isEmpty() ? "an empty list" : "a list";
    }
    return shown((ScalarNode) node);
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static boolean isNull(Node node) {
    return node instanceof ScalarNode && node.getTag().equals(Tag.NULL);
  }

  private static Node emptyAt(Node above) {
    return new ScalarNode(
        Tag.NULL, true, "", ScalarStyle.PLAIN, above.getStartMark(), above.getEndMark());
  }
}
