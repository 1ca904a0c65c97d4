package dev.understudy.service;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.UnderstudyException;
import dev.understudy.config.Configuration;
import java.util.Optional;

/** The host on which a cluster's restore drill is done. */
final class DrillHost {
  private DrillHost() {}

  /**
   * As configured.
   *
   * @throws UnderstudyException USAGE where nothing is
   */
  static String of(Configuration configuration, String cluster) {
    return Optional.ofNullable(configuration.clusters().get(cluster))
        .flatMap(found -> found.archive().restoreDrill())
        .map(drill -> drill.on())
        .orElseThrow(
            () ->
                new UnderstudyException(
                    ErrorClass.USAGE,
                    cluster,
                    "the configuration does not say where the cluster's restore drill is done",
                    "add archive.restore_drill, or name a node: --on NODE",
                    null));
  }
}
