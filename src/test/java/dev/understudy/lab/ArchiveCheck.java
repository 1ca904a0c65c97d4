package dev.understudy.lab;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** What {@code understudy check orders --json} says. */
record ArchiveCheck(Outcome outcome) {
  static ArchiveCheck run(Product product, String... checks) {
    List<String> words = new ArrayList<>(List.of("check", "orders"));
    words.addAll(List.of(checks));
    words.add("--json");
    return new ArchiveCheck(product.run(words.toArray(String[]::new)));
  }

  /** Such as {@code CRITICAL}. */
  String severity(String check) {
    return result(check).path("severity").asText();
  }

  String sentence(String check) {
    return result(check).path("sentence").asText();
  }

  private JsonNode result(String check) {
    for (JsonNode result : outcome.json().at("/clusters/0/results")) {
      if (result.path("check").asText().equals(check)) {
        return result;
      }
    }
    throw new AssertionError("no " + check + " in " + outcome);
  }

  @Override
  public String toString() {
    return outcome.toString();
  }
}
