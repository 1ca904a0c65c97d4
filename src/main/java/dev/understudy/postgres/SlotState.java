package dev.understudy.postgres;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * A physical replication slot.
 *
 * @param restartLsn the oldest position that it keeps; empty when it reserves none
 * @param walStatus reserved, extended, unreserved, lost; empty before 13
 * @param retainedBytes how much WAL it keeps back; empty when it reserves none
 */
public record SlotState(
    String name, boolean active, String restartLsn, String walStatus, OptionalLong retainedBytes) {
  /**
   * Reads all rows.
   *
   * @param rows what {@link SlotSql#list} gives
   */
  public static List<SlotState> list(JsonNode rows) {
    List<SlotState> slots = new ArrayList<>();
    rows.forEach(row -> slots.add(of(row)));
    return slots;
  }

  private static SlotState of(JsonNode row) {
    JsonNode retained = row.path("retained_bytes");
    return new SlotState(
        row.path("slot_name").asText(),
        row.path("active").asBoolean(),
        SenderState.text(row, "restart_lsn"),
        SenderState.text(row, "wal_status"),
        retained.isNumber() ? OptionalLong.of(retained.asLong()) : OptionalLong.empty());
  }

  /** Whether a standby on it can no longer catch up and must be made anew. */
  public boolean lost() {
    return walStatus.equals("lost");
  }
}
