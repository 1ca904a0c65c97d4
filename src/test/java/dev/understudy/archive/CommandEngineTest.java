package dev.understudy.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.config.ArchiveConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandEngineTest {
  private static CommandEngine engine(String restore) {
    return new CommandEngine("orders", new ArchiveConfig.Commands("push %p", restore));
  }

  @Test
  void theServerGetsTheUsersCommandAsItIs() {
    assertThat(engine("get %f %p").archiveCommand()).isEqualTo("push %p");
    ArchiveHost host = new ArchiveHost("alpha", "postgres", "/data", 5432, "/run");
    assertThat(engine("get %f %p").files(host)).isEmpty();
    assertThat(engine("get \"%f\" %p").restoreScript(host).contentText())
        .contains("'get \"'\"$file\"'\" '\"$part\"");
  }

  /** By WAL-G's documents 74 is a file that is not there, and 1 any error. */
  @ParameterizedTest
  @CsvSource({
    "envdir /etc/wal-e.d/env wal-e wal-fetch %f %p, 1",
    "envdir /etc/wal-g.d/env wal-g wal-fetch %f %p, 74",
    "/usr/local/bin/wal-g wal-fetch %f %p, 74",
    "cp /srv/wal-g/%f %p, 1"
  })
  void whatSaysThatAFileIsAbsent(String restore, int exit) {
    assertThat(engine(restore).fetch().absent()).containsExactly(exit);
  }
}
