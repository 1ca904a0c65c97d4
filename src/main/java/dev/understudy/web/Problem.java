package dev.understudy.web;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.understudy.common.ErrorClass;
import dev.understudy.common.Json;
import dev.understudy.common.UnderstudyException;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An error as RFC 9457 has it, with the fields of {@code api.ErrorView}.
 *
 * @param status of HTTP
 * @param title of the status
 * @param detail what happened
 * @param errorClass {@code class} in JSON
 */
record Problem(
    String type,
    String title,
    int status,
    String detail,
    @JsonProperty("class") @Nullable String errorClass,
    @Nullable String subject,
    @Nullable String remedy) {

  static Problem of(HttpStatus status, String detail) {
    return new Problem("about:blank", title(status), status.getCode(), detail, null, null, null);
  }

  static Problem of(UnderstudyException e) {
    HttpStatus status = status(e.errorClass());
    String detail = String.valueOf(e.getMessage());
    return new Problem(
        "about:blank",
        title(status),
        status.getCode(),
        detail,
        e.errorClass().label(),
        e.subject(),
        e.remedy().isEmpty() ? null : e.remedy());
  }

  void send(Context context) {
    context.status(status).contentType("application/problem+json").result(Json.write(this));
  }

  /** USAGE is said of a cluster, node, run or step that does not exist. */
  private static HttpStatus status(ErrorClass errorClass) {
    return switch (errorClass) {
      case USAGE -> HttpStatus.NOT_FOUND;
      case PRECONDITION, FENCED, CONFIGURATION -> HttpStatus.CONFLICT;
      case CONNECTION, AUTHENTICATION, HOST_KEY, REMOTE_EXIT -> HttpStatus.BAD_GATEWAY;
      case TIMEOUT -> HttpStatus.GATEWAY_TIMEOUT;
      case NO_SPACE -> HttpStatus.INSUFFICIENT_STORAGE;
      case UNKNOWN -> HttpStatus.INTERNAL_SERVER_ERROR;
    };
  }

  private static String title(HttpStatus status) {
    String words = status.getMessage().toLowerCase(Locale.ROOT);
    return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }
}
