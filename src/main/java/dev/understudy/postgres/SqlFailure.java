package dev.understudy.postgres;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Why a server did not answer. Told from the SQLSTATE (PostgreSQL's Appendix A) where the server
 * said one, else from what the network did.
 */
public enum SqlFailure {
  /** Nobody listens on the port, or a packet filter rejects with a reset. */
  REFUSED,
  /** No answer within the limit: a lost packet, a frozen host, a server that hangs. */
  TIMED_OUT,
  /** No way there: no route, no such name, rejected by something on the way. */
  UNREACHABLE,
  /** The connection broke, or was closed without a word. */
  CONNECTION_LOST,
  /** The server does not let the role in, or one side does not trust the other's certificate. */
  AUTHENTICATION,
  /** All connections are taken. */
  TOO_MANY_CONNECTIONS,
  /** Up, and not yet accepting connections. */
  STARTING_UP,
  /** Going down, on somebody's word. */
  SHUTTING_DOWN,
  /** One of the server's processes died, and all others start anew. */
  IN_RECOVERY,
  /** A file system is full. */
  NO_SPACE,
  /** Something else; its message says what. */
  OTHER;

  // The server says in its own language which of the three it is, under one SQLSTATE; from the
  // message catalogs of PostgreSQL 15.
  private static final List<String> SHUTTING_DOWN_WORDS =
      List.of(
          "the database system is shutting down",
          "das Datenbanksystem fährt herunter",
          "el sistema de base de datos está apagándose",
          "le système de base de données s'arrête",
          "il database si sta spegnendo",
          "データベースシステムはシャットダウンしています",
          "მონაცემთა ბაზის სისტემა ითიშება",
          "데이터베이스 시스템이 중지 중입니다",
          "система баз данных останавливается",
          "databassystemet stänger ner",
          "система бази даних завершує роботу",
          "数据库系统停止中");
  private static final List<String> RECOVERY_WORDS =
      List.of(
          "the database system is in recovery mode",
          "das Datenbanksystem ist im Wiederherstellungsmodus",
          "el sistema de base de datos está en modo de recuperación",
          "le système de bases de données est en cours de restauration",
          "il database è in modalità di ripristino",
          "データベースシステムはリカバリモードです",
          "მონაცემთა ბაზის სისტემა აღდგენის რეჟიმშია",
          "데이터베이스 시스템이 자동 복구 작업 중입니다",
          "система баз данных в режиме восстановления",
          "databassystemet är återställningsläge",
          "система бази даних у режимі відновлення",
          "数据库系统在恢复模式中");

  /** The words used in output, such as {@code timed out}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** What an error of the JDBC driver means. */
  public static SqlFailure of(SQLException error) {
    String state = error.getSQLState() == null ? "" : error.getSQLState();
    String message = error.getMessage() == null ? "" : error.getMessage();
    return switch (state) {
      case "57P03" -> notAccepting(message);
      case "57P01" -> SHUTTING_DOWN;
      case "57P02" -> IN_RECOVERY;
      case "57014" -> TIMED_OUT;
      case "57P05", "25P03" -> CONNECTION_LOST;
      case "53300" -> TOO_MANY_CONNECTIONS;
      case "53100" -> NO_SPACE;
      default -> {
        if (message.contains("No space left on device")) {
          yield NO_SPACE;
        }
        // 08004 and 08P01 are the driver's own, for logins that it cannot carry out.
        yield state.startsWith("28") || state.equals("08004")
            ? AUTHENTICATION
            : network(error, state.startsWith("08") || state.isEmpty());
      }
    };
  }

  private static SqlFailure notAccepting(String message) {
    if (SHUTTING_DOWN_WORDS.stream().anyMatch(message::contains)) {
      return SHUTTING_DOWN;
    }
    return RECOVERY_WORDS.stream().anyMatch(message::contains) ? IN_RECOVERY : STARTING_UP;
  }

  private static SqlFailure network(SQLException error, boolean broken) {
    IOException cause = cause(error);
    if (cause == null) {
      return broken ? CONNECTION_LOST : OTHER;
    }
    String message = cause.getMessage() == null ? "" : cause.getMessage();
    if (cause instanceof SocketTimeoutException || message.contains("timed out")) {
      return TIMED_OUT;
    }
    if (cause instanceof UnknownHostException
        || cause instanceof NoRouteToHostException
        || message.contains("unreachable")) {
      return UNREACHABLE;
    }
    if (cause instanceof SSLException failure) {
      return tls(failure);
    }
    return cause instanceof ConnectException ? REFUSED : CONNECTION_LOST;
  }

  /** A peer that hangs up in the handshake says nothing about trust. */
  private static SqlFailure tls(SSLException failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof java.security.GeneralSecurityException) {
        return AUTHENTICATION;
      }
    }
    String message = failure.getMessage() == null ? "" : failure.getMessage();
    return message.contains("fatal alert") || message.contains("hostname")
        ? AUTHENTICATION
        : CONNECTION_LOST;
  }

  private static @Nullable IOException cause(Throwable error) {
    for (Throwable at = error.getCause(); at != null; at = at.getCause()) {
      if (at instanceof IOException io) {
        return io;
      }
    }
    return null;
  }
}
