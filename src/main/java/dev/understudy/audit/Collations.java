package dev.understudy.audit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.common.Finding;
import dev.understudy.config.CheckId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Whether nodes sort as the primary does, and as the databases were made with. Pure. */
final class Collations {
  private Collations() {}

  static List<Finding> of(ServerFacts facts, String node, ServerLook.Facts seen) {
    String check = CheckId.COLLATION_VERSIONS.id();
    Optional<ServerLook.Facts> primary = facts.ofPrimary();
    if (primary.isPresent() && !versions(seen).equals(versions(primary.get()))) {
      return List.of(
          Finding.critical(
                  check,
                  "%s sorts by %s, and %s by %s: indexes of text may be wrong after a failover"
                      .formatted(node, versions(seen), facts.primary(), versions(primary.get())))
              .on(node));
    }
    List<String> changed = new ArrayList<>();
    for (JsonNode row : seen.locales()) {
      String recorded = ServerLook.text(row, "recorded_version");
      String actual = ServerLook.text(row, "actual_version");
      if (!recorded.isEmpty() && !recorded.equals(actual)) {
        changed.add(
            ServerLook.text(row, "name") + " was made with " + recorded + ", now it is " + actual);
      }
    }
    return List.of(
        changed.isEmpty()
            ? Finding.ok(check, node + " sorts as its databases were made").on(node)
            : Finding.warning(check, "on " + node + " " + String.join("; ", changed)).on(node));
  }

  private static Map<String, String> versions(ServerLook.Facts seen) {
    Map<String, String> versions = new TreeMap<>();
    for (JsonNode row : seen.collations()) {
      String provider = ServerLook.text(row, "provider").equals("i") ? "ICU" : "libc";
      versions.merge(provider, ServerLook.text(row, "version"), (one, other) -> one + ", " + other);
    }
    return versions;
  }
}
