package dev.understudy.cloud;

import java.util.Collection;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Elements as text. */
final class Xml {
  private Xml() {}

  static String text(String name, String text) {
    return element(name, text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"));
  }

  static String element(String name, String... content) {
    return "<" + name + ">" + String.join("", content) + "</" + name + ">";
  }

  /** A list as EC2 writes it: each value in an element of its own called item. */
  static <T> String set(String name, Collection<T> values, Function<T, String> content) {
    return element(
        name,
        values.stream()
            .map(value -> element("item", content.apply(value)))
            .collect(Collectors.joining()));
  }
}
