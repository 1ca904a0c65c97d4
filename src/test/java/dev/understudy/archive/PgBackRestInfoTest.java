package dev.understudy.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.wal.Lsn;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PgBackRestInfoTest {
  private static final String PRINTED =
      """
      [{"archive":[{"database":{"id":1,"repo-key":1},"id":"15-1",\
      "max":"000000010000000000000007","min":"000000010000000000000003"}],"backup":[\
      {"archive":{"start":"000000010000000000000003","stop":"000000010000000000000004"},\
      "backrest":{"format":5,"version":"2.45"},"database":{"id":1,"repo-key":1},"error":true,\
      "info":{"delta":31457280,"repository":{"delta":4000000,"size":4000000},"size":31457280},\
      "label":"20260101-000000F","lsn":{"start":"0/3000028","stop":"0/4000138"},"prior":null,\
      "reference":null,"timestamp":{"start":1767225600,"stop":1767225660},"type":"full"},\
      {"archive":{"start":"000000010000000000000005","stop":"000000010000000000000005"},\
      "database":{"id":1,"repo-key":1},"error":false,"info":{"size":31457290},\
      "label":"20260101-000000F_20260102-000000D","lsn":{"start":"0/5000028","stop":"0/5000138"},\
      "prior":"20260101-000000F","reference":["20260101-000000F"],\
      "timestamp":{"start":1767312000,"stop":1767312060},"type":"diff"}],\
      "cipher":"aes-256-cbc","db":[{"id":1,"repo-key":1,"system-id":7287155412346786041,\
      "version":"15"}],"name":"orders","status":{"code":0,"message":"ok"}}]
      """;

  @Test
  void isUnderstoodWhereTheRepositoryCannotBeRead() {
    List<Backup> backups = PgBackRestInfo.backups(PRINTED, "orders", Archives.SIZE);

    assertThat(backups).hasSize(2);
    Backup full = backups.get(0);
    assertThat(full.label()).isEqualTo("20260101-000000F");
    assertThat(full.failed()).isTrue();
    assertThat(full.references()).isEmpty();
    assertThat(full.stop()).hasToString("000000010000000000000004");
    assertThat(full.stopLsn()).isEqualTo(Lsn.parse("0/4000138"));
    assertThat(full.size()).isEqualTo(31457280);
    assertThat(backups.get(1).type()).isEqualTo(Backup.Type.DIFFERENTIAL);
    assertThat(backups.get(1).references()).containsExactly("20260101-000000F");
  }

  @Test
  void anotherStanzaHasNoBackups() {
    assertThat(PgBackRestInfo.backups(PRINTED, "invoices", Archives.SIZE)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "000000010000000000000003, 0/3000028, 16",
    "000000010000000000000030, 0/3000028, 1",
    "00000001000000010000030F, 1/30F00028, 1",
    "000000010000000200000001, 2/4000028, 64",
    "000000010000000100000000, 1/28, ",
    "000000010000000000000099, 0/3000028, ",
  })
  void theSizeOfSegmentsIsToldByPositionsInThem(String segment, String position, Long size) {
    String printed =
        PRINTED
            .substring(0, PRINTED.indexOf(",{\"archive\":{\"start\":\"000000010000000000000005"))
            .concat("],\"db\":[{\"id\":1}],\"name\":\"orders\"}]")
            .replace("\"start\":\"000000010000000000000003\"", "\"start\":\"" + segment + "\"")
            .replace("0/3000028", position);
    assertThat(PgBackRestInfo.segmentSize(printed, "orders").map(found -> found.bytes() >> 20))
        .isEqualTo(Optional.ofNullable(size));
    assertThat(PgBackRestInfo.segmentSize(PRINTED, "invoices")).isEmpty();
  }
}
