package dev.understudy.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.sql.SQLException;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SqlFailureTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "57P03|FATAL: the database system is starting up|STARTING_UP",
        "57P03|FATAL: the database system is not yet accepting connections|STARTING_UP",
        "57P03|FATAL: the database system is not accepting connections|STARTING_UP",
        "57P03|FATAL: words of a language that nobody knows here|STARTING_UP",
        "57P03|FATAL: the database system is shutting down|SHUTTING_DOWN",
        "57P03|FATAL: das Datenbanksystem fährt herunter|SHUTTING_DOWN",
        "57P03|FATAL: the database system is in recovery mode|IN_RECOVERY",
        "57P03|FATAL: le système de bases de données est en cours de restauration|IN_RECOVERY",
        "57P01|terminating connection due to administrator command|SHUTTING_DOWN",
        "57P02|terminating connection because of crash of another server process|IN_RECOVERY",
        "57P05|terminating connection due to idle-session timeout|CONNECTION_LOST",
        "57014|canceling statement due to statement timeout|TIMED_OUT",
        "53300|sorry, too many clients already|TOO_MANY_CONNECTIONS",
        "53300|remaining connection slots are reserved for superusers|TOO_MANY_CONNECTIONS",
        "53100|could not extend file|NO_SPACE",
        "58030|could not write to file pg_wal/xlogtemp.1: No space left on device|NO_SPACE",
        "28P01|password authentication failed for user|AUTHENTICATION",
        "28000|no pg_hba.conf entry for host|AUTHENTICATION",
        "08004|The server does not support SSL.|AUTHENTICATION",
        "08006|An I/O error occurred|CONNECTION_LOST",
        "3D000|database postgres does not exist|OTHER",
        "42501|permission denied for function pg_control_system|OTHER",
        "XX000|could not read block|OTHER",
      })
  void isToldFromWhatTheServerSaid(String state, String message, SqlFailure failure) {
    assertThat(SqlFailure.of(new SQLException(message, state))).isEqualTo(failure);
  }

  static Stream<Object[]> network() {
    return Stream.of(
        row(new ConnectException("Connection refused"), SqlFailure.REFUSED),
        row(new ConnectException("Connection timed out"), SqlFailure.TIMED_OUT),
        row(new ConnectException("Network is unreachable"), SqlFailure.UNREACHABLE),
        row(new SocketException("Network is unreachable"), SqlFailure.UNREACHABLE),
        row(new NoRouteToHostException("No route to host"), SqlFailure.UNREACHABLE),
        row(new UnknownHostException("alpha.example.com"), SqlFailure.UNREACHABLE),
        row(new SocketTimeoutException("Connect timed out"), SqlFailure.TIMED_OUT),
        row(new SocketTimeoutException("Read timed out"), SqlFailure.TIMED_OUT),
        row(new SocketException("Connection reset"), SqlFailure.CONNECTION_LOST),
        row(new SocketException("Broken pipe"), SqlFailure.CONNECTION_LOST),
        row(new EOFException(), SqlFailure.CONNECTION_LOST),
        row(new IOException(), SqlFailure.CONNECTION_LOST),
        row(new SSLHandshakeException("Remote host terminated"), SqlFailure.CONNECTION_LOST),
        row(new SSLHandshakeException("Received fatal alert: bad"), SqlFailure.AUTHENTICATION),
        row(untrusted(), SqlFailure.AUTHENTICATION));
  }

  @ParameterizedTest
  @MethodSource("network")
  void isToldFromWhatTheNetworkDid(IOException cause, SqlFailure failure) {
    for (String state : new String[] {"08001", "08006", null}) {
      assertThat(SqlFailure.of(new SQLException("it failed", state, cause))).isEqualTo(failure);
    }
  }

  @Test
  void hasWordsForPeople() {
    assertThat(SqlFailure.TOO_MANY_CONNECTIONS.label()).isEqualTo("too many connections");
  }

  private static Object[] row(IOException cause, SqlFailure failure) {
    return new Object[] {cause, failure};
  }

  private static IOException untrusted() {
    IOException failure = new SSLHandshakeException("PKIX path building failed");
    failure.initCause(new CertificateException("unable to find valid certification path"));
    return failure;
  }
}
