package dev.understudy.postgres;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A standby's receiving side.
 *
 * @param status starting, streaming, waiting, restarting, stopping
 * @param received what is safe on the standby's disk
 * @param lastMessageMillis how long ago the sender was last heard of; empty before the first
 *     message, and where the role may not see it
 * @param senderHost as the standby connects to it; empty where the version does not say
 */
public record ReceiverState(
    int pid,
    String status,
    int timeline,
    String received,
    String slot,
    OptionalLong lastMessageMillis,
    String senderHost) {
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
    return Optional.of(one(rows.get(0)));
  }

  /** Reads a row of {@link ReplicationSql#receiver}. */
  public static ReceiverState one(JsonNode row) {
    JsonNode message = row.path("last_message_ms");
    return new ReceiverState(
        row.path("pid").asInt(),
        SenderState.text(row, "status"),
        row.path("timeline").asInt(),
        SenderState.text(row, "received"),
        SenderState.text(row, "slot_name"),
        message.isNumber() ? OptionalLong.of(message.asLong()) : OptionalLong.empty(),
        SenderState.text(row, "sender_host"));
  }

  public boolean streaming() {
    return status.equals("streaming");
  }
}
