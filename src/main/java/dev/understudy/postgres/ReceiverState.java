package dev.understudy.postgres;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * A standby's receiving side.
 *
 * @param status starting, streaming, waiting, restarting, stopping
 * @param received what is safe on the standby's disk
 * @param senderHost as the standby connects to it; empty where the version does not say
 */
public record ReceiverState(
    int pid, String status, int timeline, String received, String slot, String senderHost) {
  /**
   * Reads the one row, if there is one.
   *
   * @param rows what {@link ReplicationSql#receiver} gives
   * @return empty while the standby receives nothing
   */
  public static Optional<ReceiverState> of(JsonNode rows) {
    if (rows.isEmpty()) {
      return Optional.empty();
    }
    JsonNode row = rows.get(0);
    return Optional.of(
        new ReceiverState(
            row.path("pid").asInt(),
            SenderState.text(row, "status"),
            row.path("timeline").asInt(),
            SenderState.text(row, "received"),
            SenderState.text(row, "slot_name"),
            SenderState.text(row, "sender_host")));
  }

  public boolean streaming() {
    return status.equals("streaming");
  }
}
