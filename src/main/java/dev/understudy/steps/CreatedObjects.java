package dev.understudy.steps;

import static java.util.stream.Collectors.joining;

import dev.understudy.common.Shell;
import dev.understudy.postgres.PgCluster;
import java.util.stream.Stream;

/**
 * Counts what people created in a running server. The next object id of its control file is no
 * proof: also the statistics that autovacuum gathers take numbers, for values that are long.
 */
final class CreatedObjects {
  /** Objects with numbers from 16384 on are no part of initdb's work (transam.h, every version). */
  private static final String COUNT =
      "SELECT (SELECT system_identifier FROM pg_control_system()), "
          + Stream.of(
                  "pg_class",
                  "pg_proc",
                  "pg_type",
                  "pg_operator",
                  "pg_authid",
                  "pg_database",
                  "pg_tablespace",
                  "pg_extension",
                  "pg_largeobject_metadata",
                  "pg_event_trigger",
                  "pg_foreign_data_wrapper")
              .map("(SELECT count(*) FROM %s WHERE oid >= 16384)"::formatted)
              .collect(joining(" + "))
          + " + (SELECT count(*) FROM pg_namespace WHERE oid >= 16384"
          + " AND nspname NOT LIKE 'pg\\_%temp\\_%')";

  /** What answers at the port may be another server than the one that runs in the directory. */
  private static final String CREATED =
      """
      created() {
        [ -n "$postmaster" ] && [ "$standby" = no ] || return 0
        [ -x "$psql" ] || psql=psql
        own=$("$controldata" -D "$dir" | sed -n 's/^Database system identifier: *//p')
        total=0
        for database in postgres template1; do
          answer=$(cd / && runuser -u "$(stat -c %U "$dir")" -- "$psql" -XAtqw -h "$sockets" \\
            -p "$port" -d "$database" -c "$counting" 2>/dev/null) || return 0
          [ -n "$own" ] && [ "${answer%%|*}" = "$own" ] || return 0
          total=$((total + ${answer##*|}))
        done
        printf '%s' "$total"
      }
      """;

  private CreatedObjects() {}

  /** The function created, which prints the number; nothing when no server can be asked. */
  static String shell(PgCluster cluster) {
    return "psql=%s\nsockets=%s\nport=%d\ncounting=%s\n"
            .formatted(
                Shell.quote(cluster.program("psql")),
                Shell.quote(cluster.socketDirectory()),
                cluster.port(),
                Shell.quote(COUNT))
        + CREATED;
  }
}
