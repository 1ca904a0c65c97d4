package dev.understudy.steps;

import dev.understudy.common.Fence;
import dev.understudy.postgres.Psql;
import dev.understudy.postgres.SlotName;
import dev.understudy.postgres.SlotSql;
import dev.understudy.postgres.SlotState;
import dev.understudy.postgres.Sql;
import java.time.Duration;
import java.util.Optional;

/** The nodes' replication slots on the primary. */
final class Slots {
  private static final Duration GONE = Duration.ofSeconds(20);

  private Slots() {}

  static Optional<SlotState> find(Site site, String node) {
    String name = SlotName.of(node);
    return SlotState.list(site.primary().psql().query(SlotSql.list(site.dialect()))).stream()
        .filter(slot -> slot.name().equals(name))
        .findFirst();
  }

  /**
   * Ends whatever streams from the slot and drops it. A standby that connects again in between
   * takes the slot again, and a sender may take a moment to end, hence the repetition.
   */
  static void drop(Site site, String node, ServerControl server, Fence fence) {
    Node primary = site.primary();
    String name = SlotName.of(node);
    String end =
        "SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE slot_name = "
            + Sql.literal(name)
            + " AND active;\n";
    server.await(
        primary,
        "the slot " + name + " to be dropped",
        GONE,
        () -> {
          Psql psql = primary.psql();
          psql.execute("drop the slot " + name, end + SlotSql.drop(name), fence);
          return find(site, node).isEmpty();
        });
  }
}
