package dev.understudy.audit;

import dev.understudy.config.CheckId;
import dev.understudy.config.ChecksConfig;
import dev.understudy.postgres.PgSettings;
import dev.understudy.postgres.SettingChange;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * What judgements about servers as their superuser sees them stand on.
 *
 * @param primary the node that the store knows as the primary
 * @param roles that have to be let in
 * @param drift which managed settings a server does not run with, given the primary's and its own
 */
record ServerFacts(
    List<ServerLook> looks,
    String primary,
    Set<String> roles,
    BiFunction<PgSettings, PgSettings, List<SettingChange>> drift,
    ChecksConfig checks) {
  ServerFacts {
    looks = List.copyOf(looks);
    roles = Set.copyOf(roles);
  }

  boolean isPrimary(ServerLook look) {
    return look.node().equals(primary);
  }

  /** The primary's; empty when it could not be asked. */
  Optional<ServerLook.Facts> ofPrimary() {
    return looks.stream().filter(this::isPrimary).findFirst().flatMap(ServerLook::facts);
  }

  Limits limits(CheckId check) {
    return new Limits(check, checks.of(check));
  }
}
