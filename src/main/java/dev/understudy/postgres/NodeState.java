package dev.understudy.postgres;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What a running server says about itself.
 *
 * @param systemIdentifier in decimal, as pg_controldata prints it
 * @param lsn a primary's write position; empty on a standby
 * @param received a standby's, the greater of receive and replay; empty on a primary or when
 *     nothing was received
 * @param version such as {@code 15.18 (Debian 15.18-0+deb12u1)}
 */
public record NodeState(
    boolean inRecovery,
    String systemIdentifier,
    int timeline,
    String lsn,
    String received,
    String replayed,
    boolean paused,
    boolean checksums,
    PgVersion major,
    String version) {
  /**
   * Reads the one row.
   *
   * @param row what {@link ReplicationSql#node} gives
   */
  public static NodeState of(JsonNode row) {
    return new NodeState(
        row.path("in_recovery").asBoolean(),
        // SQL has no unsigned numbers; pg_controldata and IDENTIFY_SYSTEM print it as one.
        Long.toUnsignedString(row.path("system_identifier").asLong()),
        row.path("timeline").asInt(),
        SenderState.text(row, "lsn"),
        SenderState.text(row, "received"),
        SenderState.text(row, "replayed"),
        row.path("paused").asBoolean(false),
        row.path("checksums").asBoolean(),
        PgVersion.ofNumber(row.path("version_num").asInt()),
        row.path("version").asText());
  }

  public static NodeState read(Psql psql) {
    return of(psql.row(new ReplicationSql(psql.cluster().dialect()).node()));
  }
}
