package dev.understudy.postgres;

/** Switches off, for one session, everything that could write a statement's text somewhere. */
final class SecretSession {
  private SecretSession() {}

  /**
   * Statements that come before those with secrets. The settings of auto_explain,
   * pg_stat_statements and pgaudit are placeholders where these modules are not loaded.
   */
  static String prelude(Dialect dialect) {
    StringBuilder sql =
        new StringBuilder(
            """
            SET log_statement = 'none';
            SET log_min_duration_statement = -1;
            SET log_min_error_statement = 'panic';
            SET log_duration = off;
            SET track_activities = off;
            SET auto_explain.log_min_duration = -1;
            SET pg_stat_statements.track = 'none';
            SET pg_stat_statements.track_utility = off;
            SET pgaudit.log = 'none';
            """);
    if (dialect.has(Capability.LOG_SAMPLING)) {
      sql.append("SET log_transaction_sample_rate = 0;\n");
    }
    if (dialect.has(Capability.LOG_DURATION_SAMPLE)) {
      sql.append("SET log_min_duration_sample = -1;\n");
    }
    return sql.toString();
  }
}
