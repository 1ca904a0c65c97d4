package dev.understudy.postgres;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * One connection that streams from a node, as its sender sees it.
 *
 * @param applicationName the standby's node name, where Understudy made it
 * @param address the client's; empty over a socket
 * @param state startup, catchup, streaming, stopping
 * @param syncState async, potential, sync, quorum
 * @param sent positions such as {@code 0/3000060}; empty where not known yet
 */
public record SenderState(
    int pid,
    String role,
    String applicationName,
    String address,
    String state,
    String syncState,
    String sent,
    String written,
    String flushed,
    String replayed) {
  /**
   * Reads all rows.
   *
   * @param rows what {@link ReplicationSql#senders} gives
   */
  public static List<SenderState> list(JsonNode rows) {
    List<SenderState> senders = new ArrayList<>();
    rows.forEach(row -> senders.add(of(row)));
    return senders;
  }

  private static SenderState of(JsonNode row) {
    return new SenderState(
        row.path("pid").asInt(),
        text(row, "role"),
        text(row, "application_name"),
        text(row, "address"),
        text(row, "state"),
        text(row, "sync_state"),
        text(row, "sent"),
        text(row, "written"),
        text(row, "flushed"),
        text(row, "replayed"));
  }

  static String text(JsonNode row, String field) {
    return row.path(field).isNull() ? "" : row.path(field).asText();
  }

  /** Whether a commit may be waiting for it. */
  public boolean synchronous() {
    return syncState.equals("sync") || syncState.equals("quorum");
  }

  public boolean streaming() {
    return state.equals("streaming");
  }
}
