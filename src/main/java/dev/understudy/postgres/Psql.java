package dev.understudy.postgres;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.understudy.common.ErrorClass;
import dev.understudy.common.Fence;
import dev.understudy.common.Json;
import dev.understudy.common.Shell;
import dev.understudy.common.UnderstudyException;
import dev.understudy.host.Command;
import dev.understudy.host.CommandResult;
import dev.understudy.host.Host;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs SQL on a host as the cluster's OS user through the local socket. Immutable; the {@code on…}
 * and {@code within} methods return changed copies. SQL travels over standard input, never in an
 * argument.
 */
public final class Psql {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final int MAX_OUTPUT = 16 << 20;
  // What a role, a database or postgresql.conf may have set must not change what our SQL does. As
  // SET, not as options of the connection: pg_settings.reset_val then still tells the configured.
  private static final String PRELUDE =
      """
      SET statement_timeout = 0;
      SET lock_timeout = '10s';
      SET idle_in_transaction_session_timeout = 0;
      SET client_encoding = 'UTF8';
      SET client_min_messages = 'warning';
      SET search_path = pg_catalog;
      SET default_transaction_read_only = off;
      SET default_transaction_isolation = 'read committed';
      """;
  private static final Duration NAP = Duration.ofMillis(20);
  private static final String WAIT =
      """
      cd /
      %s
      %s
      naps=%d
      until [ "$(LC_ALL=C "$psql" %s 2>/dev/null)" = t ] || [ "$naps" -le 0 ]; do
        sleep 0.02
        naps=$((naps - 1))
      done
      """;

  private static final String FOREIGN_SETTINGS =
      "unset PGOPTIONS PGSERVICE PGTARGETSESSIONATTRS PGCLIENTENCODING PGDATESTYLE PGTZ PGGEQO";

  private final Host host;
  private final PgCluster cluster;
  private final String database;
  private final Duration timeout;

  public Psql(Host host, PgCluster cluster) {
    this(host, cluster, "postgres", TIMEOUT);
  }

  private Psql(Host host, PgCluster cluster, String database, Duration timeout) {
    this.host = host;
    this.cluster = cluster;
    this.database = database;
    this.timeout = timeout;
  }

  public Psql onDatabase(String name) {
    return new Psql(host, cluster, name, timeout);
  }

  public Psql within(Duration limit) {
    return new Psql(host, cluster, database, limit);
  }

  public PgCluster cluster() {
    return cluster;
  }

  /**
   * Runs one SELECT that changes nothing.
   *
   * @param select without a semicolon; columns with distinct names
   * @return the rows as objects with the columns' names as SQL has them; positions are texts
   * @throws PostgresException with the SQLSTATE
   * @throws dev.understudy.host.HostException as {@link Host#run}
   */
  public ArrayNode query(String select) {
    return ask(wrapped(select) + ";\n");
  }

  /**
   * As {@link #query} for several SELECTs, which see the server at one moment and cost one call.
   *
   * @return the rows of each, in the order of the SELECTs
   */
  public List<ArrayNode> queries(List<String> selects) {
    String all = selects.stream().map(s -> "(" + wrapped(s) + ")").collect(joining(",\n"));
    ArrayNode answers = ask("SELECT json_build_array(" + all + ");\n");
    List<ArrayNode> rows = new ArrayList<>();
    answers.forEach(answer -> rows.add(rows(answer)));
    return rows;
  }

  private static String wrapped(String select) {
    return "SELECT coalesce(json_agg(understudy_row), '[]'::json) FROM (\n"
        + select
        + "\n) AS understudy_row";
  }

  private ArrayNode ask(String sql) {
    CommandResult result = host.run(command(sql));
    check(result, "read from PostgreSQL", false);
    if (result.truncated()) {
      throw new PostgresException(
          ErrorClass.PRECONDITION, host.name(), "", "the answer of PostgreSQL is too long", null);
    }
    return rows(Json.read(result.stdout()));
  }

  private ArrayNode rows(JsonNode answer) {
    if (answer instanceof ArrayNode rows) {
      return rows;
    }
    throw new PostgresException(
        ErrorClass.UNKNOWN, host.name(), "", "psql answered something that is not rows", null);
  }

  /**
   * As {@link #query} for a SELECT of exactly one row.
   *
   * @throws PostgresException PRECONDITION when there are none or several
   */
  public JsonNode row(String select) {
    ArrayNode rows = query(select);
    if (rows.size() != 1) {
      throw new PostgresException(
          ErrorClass.PRECONDITION,
          host.name(),
          "",
          "expected one row from PostgreSQL, got " + rows.size(),
          null);
    }
    return rows.get(0);
  }

  /**
   * Runs statements that change something, each in its own transaction unless they hold BEGIN.
   *
   * @param what the act in words, for errors: "create the slot bravo"
   * @return what the statements printed
   * @throws PostgresException with the SQLSTATE; UNKNOWN when the connection broke in between
   * @throws dev.understudy.host.HostException as {@link Host#run}
   */
  public String execute(String what, String sql, Fence fence) {
    return check(host.run(command(sql).under(fence)), what, false).stdout();
  }

  /**
   * As {@link #execute}, for statements with secrets in them: the server is told to log none of
   * them, and errors repeat no word of the server's.
   */
  public void executeSecret(String what, String sql, Fence fence) {
    check(
        host.run(command(SecretSession.prelude(cluster.dialect()) + sql).under(fence)), what, true);
  }

  /**
   * Waits on the host until a question is answered with true, which takes less than asking again
   * and again from here. Whether it was is for another question: a server that cannot be asked, and
   * one that says no for so long, end the waiting too.
   *
   * @param select one row with one boolean column
   */
  public void await(String select, Duration patience) {
    String arguments = Shell.words("-XAtqw", "-d", connection().toString(), "-c", select);
    String script =
        WAIT.formatted(
            FOREIGN_SETTINGS, ClientProgram.psql(cluster), patience.dividedBy(NAP), arguments);
    host.run(Command.script(script).as(cluster.owner()).within(patience.plus(TIMEOUT)));
  }

  private Command command(String sql) {
    String arguments =
        Shell.words(
            "-XAtqw",
            "-v",
            "ON_ERROR_STOP=1",
            "-v",
            "VERBOSITY=verbose",
            "-d",
            connection().toString(),
            "-f",
            "-");
    String program = ClientProgram.psql(cluster) + " && LC_ALL=C exec \"$psql\" " + arguments;
    return Command.script("cd / && " + FOREIGN_SETTINGS + " && " + program)
        .as(cluster.owner())
        .withInput(PRELUDE + sql)
        .within(timeout)
        .keeping(MAX_OUTPUT);
  }

  private Conninfo connection() {
    return Conninfo.empty()
        .with("host", cluster.socketDirectory())
        .with("port", Integer.toString(cluster.port()))
        .with("user", cluster.owner())
        .with("dbname", database)
        .with("application_name", "understudy")
        .with("connect_timeout", "10");
  }

  private CommandResult check(CommandResult result, String what, boolean secret) {
    if (result.ok()) {
      return result;
    }
    throw PsqlErrors.of(host.name(), what, result, secret);
  }

  /** Whether an error means that the server does not accept connections now. */
  public static boolean notRunning(UnderstudyException error) {
    return error instanceof PostgresException && error.errorClass() == ErrorClass.CONNECTION;
  }
}
