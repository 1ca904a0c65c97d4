package dev.understudy.postgres;

import dev.understudy.common.ErrorClass;
import dev.understudy.config.ClusterConfig.TlsMode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import java.util.UUID;

/** Connections by PostgreSQL's JDBC driver. */
public final class JdbcConnector implements Connector {
  private final CertificateAuthority authority;

  /**
   * @param authority vouches for the servers where the mode is VERIFY_FULL
   */
  public JdbcConnector(CertificateAuthority authority) {
    this.authority = authority;
  }

  private static final String TIMEOUT_SECONDS = "5";
  private static final String WRONG_PASSWORD = "28P01";
  private static final String WHO =
      "SELECT current_user || ' from ' || coalesce(host(inet_client_addr()), 'a socket')"
          + " || (SELECT CASE WHEN ssl THEN ', ' || version ELSE ', not encrypted' END"
          + " FROM pg_stat_ssl WHERE pid = pg_backend_pid())";

  @Override
  public String login(
      String node, String host, int port, TlsMode tls, String role, Secret password) {
    Properties properties = properties(tls, role, password);
    try (Connection connection =
            DriverManager.getConnection(url(host, port, "postgres"), properties);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(WHO)) {
      row.next();
      return row.getString(1);
    } catch (SQLException e) {
      throw failure(node, role, e);
    }
  }

  /**
   * A connection that is kept: read-only, and each statement is ended by the server too when the
   * limit is over.
   *
   * @param limit for connecting (in whole seconds at least one), and for every answer
   * @throws SQLException for {@link SqlFailure#of}
   */
  public KeptConnection keep(
      String host, int port, TlsMode tls, String role, Secret password, Duration limit)
      throws SQLException {
    String seconds = Long.toString(Math.max(1, limit.plusMillis(999).toSeconds()));
    Properties properties = properties(tls, role, password);
    properties.setProperty("connectTimeout", seconds);
    properties.setProperty("socketTimeout", seconds);
    properties.setProperty("gssEncMode", "disable");
    properties.setProperty("assumeMinServerVersion", "9.6");
    properties.setProperty("ApplicationName", "understudy watch");
    properties.setProperty(
        "options",
        "-c default_transaction_read_only=on -c search_path=pg_catalog -c statement_timeout="
            + limit.toMillis());
    return new KeptConnection(
        DriverManager.getConnection(url(host, port, "postgres"), properties), limit);
  }

  @Override
  public void requireAdmitted(
      String node, String host, int port, TlsMode tls, String role, String database) {
    Properties properties = properties(tls, role, new Secret("no password " + UUID.randomUUID()));
    try (Connection connection =
        DriverManager.getConnection(url(host, port, database), properties)) {
      // A rule of somebody else's that asks for no password lets it in all the way.
      connection.getMetaData();
    } catch (SQLException e) {
      if (!WRONG_PASSWORD.equals(e.getSQLState())) {
        throw failure(node, role, e);
      }
    }
  }

  private Properties properties(TlsMode tls, String role, Secret password) {
    Properties properties = new Properties();
    properties.setProperty("user", role);
    properties.setProperty("password", password.reveal());
    properties.setProperty("sslmode", StandbyInputs.sslMode(tls));
    if (tls == TlsMode.VERIFY_FULL) {
      properties.setProperty("sslrootcert", authority.certificateFile().toString());
    }
    properties.setProperty("connectTimeout", TIMEOUT_SECONDS);
    properties.setProperty("socketTimeout", TIMEOUT_SECONDS);
    properties.setProperty("ApplicationName", "understudy");
    return properties;
  }

  private static String url(String host, int port, String database) {
    return "jdbc:postgresql://"
        + (host.indexOf(':') >= 0 ? "[" + host + "]" : host)
        + ":"
        + port
        + "/"
        + URLEncoder.encode(database, StandardCharsets.UTF_8);
  }

  /** What the driver leaves to the cause: a name without an address, silence, no way. */
  private static String cause(SQLException e) {
    if (e.getCause() instanceof UnknownHostException) {
      return " The name " + e.getCause().getMessage() + " has no address.";
    }
    return e.getCause() instanceof IOException && !(e.getCause() instanceof ConnectException)
        ? " " + e.getCause().getMessage()
        : "";
  }

  private static PostgresException failure(String node, String role, SQLException e) {
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    boolean refused = state.startsWith("28");
    return new PostgresException(
        refused ? ErrorClass.AUTHENTICATION : ErrorClass.CONNECTION,
        node,
        state,
        "the service cannot log in as " + role + ": " + e.getMessage() + cause(e),
        refused ? "see the managed rules in pg_hba.conf and the role's password" : null);
  }
}
