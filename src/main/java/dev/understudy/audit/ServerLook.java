package dev.understudy.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.understudy.common.PreconditionException;
import dev.understudy.common.Shell;
import dev.understudy.common.UnderstudyException;
import dev.understudy.host.Command;
import dev.understudy.postgres.PgCluster;
import dev.understudy.postgres.PgSetting;
import dev.understudy.postgres.PgSettings;
import dev.understudy.postgres.Psql;
import dev.understudy.postgres.ReplicationSql;
import dev.understudy.steps.Node;
import dev.understudy.steps.Site;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A server and its host as they were just seen, as superuser and root.
 *
 * @param facts empty when they could not be asked
 * @param why they could not be asked
 */
record ServerLook(String node, Optional<Facts> facts, String why) {
  private static final int AT_ONCE = 8;

  // What is asked is never shown: it may hold secrets.
  private static final String OLDEST_TRANSACTION =
      "SELECT pid, usename, datname, state,"
          + " extract(epoch FROM clock_timestamp() - xact_start)::bigint AS seconds"
          + " FROM pg_stat_activity WHERE xact_start IS NOT NULL AND state IS NOT NULL"
          + " AND pid <> pg_backend_pid() AND query NOT LIKE 'autovacuum:%'"
          + " ORDER BY xact_start LIMIT 1";

  private static final String OLDEST_PREPARED =
      "SELECT gid, database, extract(epoch FROM clock_timestamp() - prepared)::bigint AS seconds"
          + " FROM pg_prepared_xacts ORDER BY prepared LIMIT 1";

  private static final String OLDEST_ID =
      "SELECT datname, greatest(age(datfrozenxid), mxid_age(datminmxid)) AS age"
          + " FROM pg_database ORDER BY 2 DESC LIMIT 1";

  // Of whoever may log in, when not for ever.
  private static final String EXPIRING =
      "SELECT rolname, extract(epoch FROM rolvaliduntil)::bigint AS until FROM pg_roles"
          + " WHERE rolcanlogin AND isfinite(rolvaliduntil)";

  /**
   * What was seen.
   *
   * @param transaction the oldest: pid, usename, datname, state, seconds; none or one
   * @param prepared the oldest prepared one: gid, database, seconds; none or one
   * @param id the database with the oldest transaction id: datname, age
   * @param locales of databases, with recorded_version and actual_version
   * @param collations provider and version of each
   * @param clockAhead of the service's clock; zero where the way there does not tell them apart
   * @param certificates that the server shows
   * @param passwords that expire, of all roles
   */
  record Facts(
      PgSettings settings,
      ArrayNode transaction,
      ArrayNode prepared,
      ArrayNode id,
      ArrayNode locales,
      ArrayNode collations,
      Duration clockAhead,
      List<Expiry> certificates,
      List<Expiry> passwords) {
    Facts {
      certificates = List.copyOf(certificates);
      passwords = List.copyOf(passwords);
    }
  }

  static ServerLook silent(String node, String why) {
    return new ServerLook(node, Optional.empty(), why);
  }

  /** All nodes of a cluster, looked at side by side. */
  static List<ServerLook> all(Site site, Clock clock) {
    List<Node> nodes = site.nodes();
    ExecutorService pool = Executors.newFixedThreadPool(Math.min(AT_ONCE, nodes.size()));
    try {
      List<Future<ServerLook>> looks =
          nodes.stream().map(node -> pool.submit(() -> one(node, clock))).toList();
      return looks.stream().map(ServerLook::result).toList();
    } finally {
      pool.shutdownNow();
    }
  }

  private static ServerLook result(Future<ServerLook> look) {
    try {
      return look.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("looking at the servers was interrupted", e);
    }
  }

  private static ServerLook one(Node node, Clock clock) {
    try {
      PgCluster cluster =
          node.findCluster()
              .orElseThrow(
                  () -> new PreconditionException(node.name(), "PostgreSQL is not set up", null));
      return new ServerLook(node.name(), Optional.of(look(node, cluster, clock)), "");
    } catch (UnderstudyException e) {
      return silent(node.name(), node.name() + " could not be asked: " + e.getMessage());
    }
  }

  private static Facts look(Node node, PgCluster cluster, Clock clock) {
    ReplicationSql sql = new ReplicationSql(cluster.dialect());
    List<ArrayNode> answers =
        new Psql(node.host(), cluster)
            .queries(
                List.of(
                    PgSetting.SELECT,
                    OLDEST_TRANSACTION,
                    OLDEST_PREPARED,
                    OLDEST_ID,
                    sql.locales(),
                    sql.collationVersions(),
                    EXPIRING));
    PgSettings settings = PgSettings.of(answers.get(0));
    Instant asked = clock.instant();
    List<String> host = host(node, cluster, settings);
    Duration took = Duration.between(asked, clock.instant());
    return new Facts(
        settings,
        answers.get(1),
        answers.get(2),
        answers.get(3),
        answers.get(4),
        answers.get(5),
        ahead(Instant.ofEpochMilli(Long.parseLong(host.get(0).strip())), asked, took),
        Certificates.of(String.join("\n", host.subList(1, host.size()))),
        PasswordExpiry.of(answers.get(6)));
  }

  /** The time, and the certificates that the server shows. */
  private static List<String> host(Node node, PgCluster cluster, PgSettings settings) {
    String file = settings.find("ssl_cert_file").map(PgSetting::resetValue).orElse("");
    String path = file.startsWith("/") ? file : cluster.dataDirectory() + "/" + file;
    boolean shown = !file.isEmpty() && settings.on("ssl");
    String script = "date +%s%3N" + (shown ? "; cat " + Shell.quote(path) : "");
    return node.host()
        .run(Command.script(script).asRoot())
        .orThrow("read the clock and the certificate")
        .stdout()
        .lines()
        .toList();
  }

  /** What lies within the time that the question took, is no offset. */
  static Duration ahead(Instant theirs, Instant asked, Duration took) {
    Duration half = took.dividedBy(2);
    Duration ahead = Duration.between(asked.plus(half), theirs);
    return ahead.abs().compareTo(half) <= 0 ? Duration.ZERO : ahead;
  }

  static String text(JsonNode row, String field) {
    return row.path(field).isNull() ? "" : row.path(field).asText();
  }
}
