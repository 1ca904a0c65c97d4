package dev.understudy.service;

import dev.understudy.api.KeptCopy;
import dev.understudy.common.Json;
import dev.understudy.steps.KeptDirectory;
import dev.understudy.steps.Site;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Data directories that were moved aside. */
final class KeptCopies {
  private KeptCopies() {}

  static List<KeptCopy> of(Site site) {
    return site.nodes().stream()
        .flatMap(
            node ->
                KeptDirectory.list(node).stream()
                    .map(
                        kept ->
                            new KeptCopy(
                                node.name(), kept.path(), kept.bytes(), kept.since(), null)))
        .toList();
  }

  static String json(List<KeptCopy> copies) {
    Map<String, List<String>> byNode =
        copies.stream()
            .collect(
                Collectors.groupingBy(
                    KeptCopy::node,
                    TreeMap::new,
                    Collectors.mapping(KeptCopy::path, Collectors.toList())));
    return Json.write(byNode);
  }
}
