package dev.understudy.audit;

import dev.understudy.config.CheckId;
import dev.understudy.config.ChecksConfig;
import dev.understudy.postgres.PgSettings;
import dev.understudy.postgres.SettingChange;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * What judgements about servers as their superuser sees them stand on.
 *
 * @param primary the node that the store knows as the primary
 * @param drift which managed settings a server does not run with, given the primary's and its own
 */
record ServerFacts(
    List<ServerLook> looks,
    String primary,
    BiFunction<PgSettings, PgSettings, List<SettingChange>> drift,
    ChecksConfig checks) {
  ServerFacts {
    looks = List.copyOf(looks);
  }

  /** The primary's; empty when it could not be asked. */
  Optional<ServerLook.Facts> ofPrimary() {
    return looks.stream()
        .filter(look -> look.node().equals(primary))
        .findFirst()
        .flatMap(ServerLook::facts);
  }

  Limits limits(CheckId check) {
    return new Limits(check, checks.of(check));
  }
}
