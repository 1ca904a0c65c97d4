package dev.understudy.simulation;

import dev.understudy.host.CommandResult;
import dev.understudy.postgres.Dialect;
import dev.understudy.postgres.PgVersion;
import dev.understudy.postgres.ReplicationSql;

/** What a restored server answers. */
final class RestoredSql {
  private static final String NODE = new ReplicationSql(Dialect.of(PgVersion.parse("15"))).node();

  private final Machine machine;
  private final Restored restored;

  RestoredSql(Machine machine, Restored restored) {
    this.machine = machine;
    this.restored = restored;
  }

  CommandResult answer(String sql) {
    if (!restored.running) {
      return Answers.failed(machine, 2, "psql: error: connection failed: No such file\n");
    }
    if (sql.startsWith("SELECT pg_wal_replay_resume()")) {
      if (restored.recovering) {
        restored.recovering = false;
        machine.world().effect(machine, "end a recovery");
      }
      return Answers.ok(machine, "");
    }
    if (sql.contains(NODE)) {
      String position = restored.recovering ? "" : ",\"lsn\":\"0/3000100\"";
      return Answers.ok(
          machine,
          "[{\"in_recovery\":%s,\"system_identifier\":7301,\"timeline\":2,\"version_num\":150000%s}]"
              .formatted(restored.recovering, position));
    }
    if (sql.contains("AS recovering")) {
      return Answers.ok(
          machine,
          "[{\"recovering\":%s,\"paused\":%s,\"replayed\":\"0/3000100\"}]"
              .formatted(restored.recovering, restored.recovering && restored.pauses));
    }
    if (sql.contains("FROM pg_database WHERE datallowconn")) {
      return Answers.ok(machine, "[{\"name\":\"app\"}]");
    }
    if (sql.contains("FROM pg_class")) {
      return Answers.ok(machine, "[{\"relations\":400}]");
    }
    throw machine.world().fault("unknown SQL on a restored server: " + sql);
  }
}
