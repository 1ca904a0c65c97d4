package dev.understudy.postgres;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** Connection strings for applications: they name every node and find the primary themselves. */
public final class ConnectionUri {
  private static final String UNRESERVED =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

  private ConnectionUri() {}

  /** One address of the cluster. */
  public record Endpoint(String host, int port) {}

  /**
   * For libpq 10 and newer and what builds on it.
   *
   * @param user empty to leave it out
   * @param sslMode libpq's sslmode
   * @param authority the file of the certificate that servers are checked with, empty where none is
   */
  public static String libpq(
      List<Endpoint> endpoints, String user, String database, String sslMode, String authority) {
    String login = user.isEmpty() ? "" : encode(user) + "@";
    return "postgresql://"
        + login
        + hosts(endpoints)
        + "/"
        + encode(database)
        + "?target_session_attrs=read-write&sslmode="
        + encode(sslMode)
        + checked(authority);
  }

  /** For the PostgreSQL JDBC driver. */
  public static String jdbc(
      List<Endpoint> endpoints, String user, String database, String sslMode, String authority) {
    String login = user.isEmpty() ? "" : "&user=" + encode(user);
    return "jdbc:postgresql://"
        + hosts(endpoints)
        + "/"
        + encode(database)
        + "?targetServerType=primary&sslmode="
        + encode(sslMode)
        + checked(authority)
        + login;
  }

  private static String checked(String authority) {
    return authority.isEmpty() ? "" : "&sslrootcert=" + encode(authority);
  }

  private static String hosts(List<Endpoint> endpoints) {
    return endpoints.stream()
        .map(endpoint -> host(endpoint.host()) + ":" + endpoint.port())
        .collect(Collectors.joining(","));
  }

  private static String host(String host) {
    return host.indexOf(':') >= 0 ? "[" + host + "]" : encode(host);
  }

  /** Percent-encodes every byte that is not unreserved in RFC 3986. */
  static String encode(String value) {
    Quoting.refuse("connection URI", value, "\0", "a connection URI");
    StringBuilder encoded = new StringBuilder();
    for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
      if (UNRESERVED.indexOf((char) (b & 0xFF)) >= 0) {
        encoded.append((char) b);
      } else {
        encoded.append(String.format("%%%02X", b & 0xFF));
      }
    }
    return encoded.toString();
  }
}
