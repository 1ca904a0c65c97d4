package dev.understudy.postgres;

import dev.understudy.common.ErrorClass;
import dev.understudy.config.ClusterConfig.TlsMode;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/** Connections of the service itself to PostgreSQL, over the network and never through SSH. */
public final class Connector {
  private final CertificateAuthority authority;

  /**
   * @param authority vouches for the servers where the mode is VERIFY_FULL
   */
  public Connector(CertificateAuthority authority) {
    this.authority = authority;
  }

  private static final String TIMEOUT_SECONDS = "5";
  private static final String WHO =
      "SELECT current_user || ' from ' || coalesce(host(inet_client_addr()), 'a socket')"
          + " || (SELECT CASE WHEN ssl THEN ', ' || version ELSE ', not encrypted' END"
          + " FROM pg_stat_ssl WHERE pid = pg_backend_pid())";

  /**
   * Logs in and asks who it is.
   *
   * @param node for errors
   * @return role, address and encryption as the server sees them
   * @throws PostgresException AUTHENTICATION when the server refuses the role, else CONNECTION
   */
  public String login(
      String node, String host, int port, TlsMode tls, String role, Secret password) {
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
    String url = "jdbc:postgresql://" + host + ":" + port + "/postgres";
    try (Connection connection = DriverManager.getConnection(url, properties);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(WHO)) {
      row.next();
      return row.getString(1);
    } catch (SQLException e) {
      throw failure(node, role, e);
    }
  }

  private static PostgresException failure(String node, String role, SQLException e) {
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    boolean refused = state.startsWith("28");
    return new PostgresException(
        refused ? ErrorClass.AUTHENTICATION : ErrorClass.CONNECTION,
        node,
        state,
        "the service cannot log in as " + role + ": " + e.getMessage(),
        refused ? "see the managed rules in pg_hba.conf and the role's password" : null);
  }
}
