package dev.understudy.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ReplicationSqlIT {
  private static TestServer server;

  @BeforeAll
  static void start() {
    server = TestServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void tellsAPrimarysStateAsItsControlFileDoes() {
    NodeState node = NodeState.read(server.psql());
    assertThat(node.inRecovery()).isFalse();
    assertThat(node.timeline()).isEqualTo(1);
    assertThat(node.lsn()).matches("[0-9A-F]+/[0-9A-F]+");
    assertThat(node.received()).isEmpty();
    assertThat(node.major()).isEqualTo(new PgVersion(15, 0));
  }

  @Test
  void everySelectRuns() {
    ReplicationSql sql = server.sql();
    Psql psql = server.psql();
    assertThat(psql.query(sql.senders())).isEmpty();
    assertThat(psql.query(sql.receiver())).isEmpty();
    assertThat(psql.query(SlotSql.list(server.dialect()))).isEmpty();
    assertThat(psql.row(sql.dataSize()).path("bytes").asLong()).isGreaterThan(1_000_000);
    assertThat(psql.query(sql.tablespaces())).isEmpty();
    assertThat(psql.query(sql.locales())).hasSize(2);
    assertThat(psql.query(sql.hbaRules())).hasSize(2);
    psql.query(sql.collationVersions());
    JsonNode archiving = psql.row(new ArchiverSql(server.dialect()).state());
    assertThat(archiving.path("segment_size").asLong()).isEqualTo(16L << 20);
    assertThat(archiving.path("ready").asLong()).isZero();
    psql.row(sql.configurationLoaded());
    assertThat(psql.row(sql.files()).path("hba_file").asText())
        .isEqualTo(server.cluster().hbaFile());
    String marker = psql.execute("write a marker", sql.emitMarker("t'oken"), TestServer.FENCE);
    assertThat(marker.strip()).matches("[0-9A-F]+/[0-9A-F]+");
  }

  @Test
  void aSlotIsMadeListedAndDropped() {
    Psql psql = server.psql();
    psql.execute("make a slot", SlotSql.create("understudy_x"), TestServer.FENCE);
    assertThat(SlotState.list(psql.query(SlotSql.list(server.dialect()))))
        .singleElement()
        .satisfies(slot -> assertThat(slot.restartLsn()).isNotEmpty());
    psql.execute("drop a slot", SlotSql.drop("understudy_x"), TestServer.FENCE);
    assertThat(psql.query(SlotSql.list(server.dialect()))).isEmpty();
  }
}
