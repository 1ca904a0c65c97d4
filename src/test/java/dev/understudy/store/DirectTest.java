package dev.understudy.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.common.ErrorClass;
import java.nio.file.Path;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectTest {
  private static final String ADD =
      "INSERT INTO outdated (cluster, reason, seen_at) VALUES (?1, ?2, ?1) RETURNING rowid";

  @TempDir private Path temporary;
  private Store store;

  @BeforeEach
  void open() {
    store = Store.openForWriting(temporary);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private static long add(Handle handle, String cluster, String reason) {
    return Direct.query(handle, row -> row.getLong(1), ADD, cluster, reason).get(0);
  }

  @Test
  void writesInTheTransactionOfTheHandle() {
    assertThatThrownBy(
            () ->
                store
                    .writer()
                    .useTransaction(
                        handle -> {
                          assertThat(add(handle, "orders", "one")).isEqualTo(1);
                          throw new IllegalStateException("rolled back");
                        }))
        .hasMessage("rolled back");
    long row = store.writer().inTransaction(handle -> add(handle, "orders", "it's two"));
    assertThat(row).isEqualTo(1);
    String sql = "SELECT reason FROM outdated WHERE cluster = ?";
    List<String> reasons =
        store
            .reader()
            .withHandle(handle -> Direct.query(handle, found -> found.getString(1), sql, "orders"));
    assertThat(reasons).containsExactly("it's two");
  }

  @Test
  void tellsHowManyRowsWereChanged() {
    store.writer().useTransaction(handle -> add(handle, "orders", "one"));
    String change = "UPDATE outdated SET reason = ? WHERE cluster = ?";
    store
        .writer()
        .useTransaction(
            handle -> {
              assertThat(Direct.update(handle, change, "two", "orders")).isEqualTo(1);
              assertThat(Direct.update(handle, change, "two", "billing")).isZero();
            });
  }

  @Test
  void saysInWordsWhatTheFileIsTheCauseOf() {
    assertThatThrownBy(() -> store.reader().useHandle(handle -> add(handle, "orders", "one")))
        .isInstanceOfSatisfying(
            StoreException.class,
            e -> assertThat(e.errorClass()).isEqualTo(ErrorClass.PRECONDITION));
  }

  @Test
  void leavesErrorsOfSqlWhatTheyAre() {
    assertThatThrownBy(() -> store.writer().useTransaction(handle -> add(handle, "orders", null)))
        .isInstanceOf(UnableToExecuteStatementException.class);
  }
}
