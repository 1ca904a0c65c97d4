package dev.understudy.archive;

import dev.understudy.common.ErrorClass;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Says what pgBackRest's errors mean. Of an error of S3 only the status and its code are repeated,
 * since the whole answer may hold what the server was sent.
 */
public final class PgBackRestErrors {
  private static final Pattern ERROR = Pattern.compile("ERROR: \\[(\\d+)\\]: (.*)");
  private static final Pattern CODE = Pattern.compile("<Code>(\\w+)</Code>");
  private static final Pattern STATUS = Pattern.compile("HTTP request failed with (\\d{3})");
  private static final Pattern AWAY =
      Pattern.compile(
          "unable to (get address|connect)|timeout|unexpected eof|Connection re|\\[5\\d\\d\\] "
              + "|unable to load info file.*HostConnectError|HostConnectError");
  private static final Pattern TRUST =
      Pattern.compile("unable to verify certificate|certificate presented");

  private PgBackRestErrors() {}

  /**
   * The error of a command.
   *
   * @param host where it ran
   * @param what the act in words
   * @param text what pgBackRest printed
   */
  public static ArchiveException explain(String host, String what, String text) {
    String code = first(CODE, text);
    String status = first(STATUS, text);
    String words = "could not " + what + ": " + words(text, code);
    return new ArchiveException(classify(text, code, status), host, words, remedy(code), null);
  }

  private static ErrorClass classify(String text, String code, String status) {
    if (status.equals("403") || status.equals("401") || code.equals("ExpiredToken")) {
      return ErrorClass.AUTHENTICATION;
    }
    if (code.equals("NoSuchBucket")) {
      return ErrorClass.PRECONDITION;
    }
    if (TRUST.matcher(text).find()) {
      return ErrorClass.HOST_KEY;
    }
    boolean away = status.startsWith("5") || AWAY.matcher(text).find();
    return away ? ErrorClass.CONNECTION : ErrorClass.REMOTE_EXIT;
  }

  private static @Nullable String remedy(String code) {
    return switch (code) {
      case "NoSuchBucket" -> "create the bucket, or correct bucket";
      case "ExpiredToken" -> "renew the credentials";
      case "SignatureDoesNotMatch", "InvalidAccessKeyId", "AccessDenied" ->
          "check the keys, and that they may list, read and write the bucket";
      default -> null;
    };
  }

  private static String words(String text, String code) {
    Matcher error = ERROR.matcher(text);
    String line =
        error.find() ? error.group(2) : text.strip().lines().findFirst().orElse("it said nothing");
    String bare = line.strip().replaceFirst(":$", "");
    return code.isEmpty() ? bare : bare + ", " + code;
  }

  private static String first(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? matcher.group(1) : "";
  }
}
