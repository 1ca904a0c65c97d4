package dev.understudy.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Properties;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.postgresql.Driver;

class ConnectionUriTest {
  private static final List<ConnectionUri.Endpoint> ENDPOINTS =
      List.of(
          new ConnectionUri.Endpoint("10.77.0.11", 5432),
          new ConnectionUri.Endpoint("fe80::1", 5433));

  @Test
  void libpqGetsEveryNodeAndFindsThePrimary() {
    assertThat(ConnectionUri.libpq(ENDPOINTS, "app", "orders", "require", ""))
        .isEqualTo(
            "postgresql://app@10.77.0.11:5432,[fe80::1]:5433/orders"
                + "?target_session_attrs=read-write&sslmode=require");
  }

  @Test
  void aUserCanBeLeftOut() {
    assertThat(ConnectionUri.libpq(ENDPOINTS, "", "x", "prefer", ""))
        .startsWith("postgresql://10.");
    assertThat(ConnectionUri.jdbc(ENDPOINTS, "", "x", "prefer", "")).doesNotContain("user=");
  }

  @Provide
  Arbitrary<String> names() {
    return HostileTexts.names();
  }

  @Property(tries = 300)
  void theJdbcDriverReadsBackWhatItIsGiven(
      @ForAll("names") String user, @ForAll("names") String database) {
    Properties read =
        Driver.parseURL(ConnectionUri.jdbc(ENDPOINTS, user, database, "verify-full", user), null);
    assertThat(read.getProperty("user")).isEqualTo(user);
    assertThat(read.getProperty("sslrootcert")).isEqualTo(user);
    assertThat(read.getProperty("PGDBNAME")).isEqualTo(database);
    assertThat(read.getProperty("PGHOST")).isEqualTo("10.77.0.11,[fe80::1]");
    assertThat(read.getProperty("PGPORT")).isEqualTo("5432,5433");
    assertThat(read.getProperty("targetServerType")).isEqualTo("primary");
  }
}
