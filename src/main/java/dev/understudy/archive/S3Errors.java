package dev.understudy.archive;

import dev.understudy.common.ErrorClass;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Says in our words what went wrong with S3. The server's own texts are left out, since a server
 * may repeat in them what it was sent.
 */
final class S3Errors {
  private S3Errors() {}

  static ArchiveException explain(String repository, SdkException error) {
    return error instanceof AwsServiceException answer
        ? answered(repository, answer)
        : unanswered(repository, error);
  }

  static ArchiveException brokenOff(String repository, @Nullable Exception cause) {
    return new ArchiveException(
        ErrorClass.CONNECTION, repository, "S3 broke off its answer", "try again", cause);
  }

  private static ArchiveException answered(String repository, AwsServiceException answer) {
    String code = answer.awsErrorDetails() == null ? "" : answer.awsErrorDetails().errorCode();
    String said =
        "S3 answers " + answer.statusCode() + (code == null ? "" : " " + code).stripTrailing();
    return switch (code == null ? "" : code) {
      case "NoSuchBucket" ->
          error(
              answer,
              ErrorClass.PRECONDITION,
              repository,
              "the bucket does not exist",
              "create it, or correct bucket");
      case "RequestTimeTooSkewed" ->
          error(
              answer,
              ErrorClass.PRECONDITION,
              repository,
              "this machine's clock differs from that of S3 by too much",
              "set the clock");
      case "ExpiredToken", "TokenRefreshRequired" ->
          error(
              answer,
              ErrorClass.AUTHENTICATION,
              repository,
              "the credentials have expired",
              "renew them");
      case "PermanentRedirect",
          "AuthorizationHeaderMalformed",
          "IllegalLocationConstraintException" ->
          error(
              answer,
              ErrorClass.CONFIGURATION,
              repository,
              "the bucket is in another region: " + said,
              "correct region or endpoint");
      default -> byStatus(repository, answer, said);
    };
  }

  private static ArchiveException byStatus(
      String repository, AwsServiceException answer, String said) {
    int status = answer.statusCode();
    if (status == 401 || status == 403) {
      return error(
          answer,
          ErrorClass.AUTHENTICATION,
          repository,
          "the credentials are refused: " + said,
          "check the keys, and that they may list and read the bucket");
    }
    if (status >= 500 || status == 429) {
      return error(
          answer,
          ErrorClass.CONNECTION,
          repository,
          "S3 is not able to answer: " + said,
          "try later");
    }
    return error(
        answer, ErrorClass.REMOTE_EXIT, repository, said, "check endpoint, path_style and bucket");
  }

  private static ArchiveException unanswered(String repository, SdkException error) {
    if (error instanceof ApiCallTimeoutException
        || error instanceof ApiCallAttemptTimeoutException
        || caused(error, SocketTimeoutException.class)) {
      return error(error, ErrorClass.TIMEOUT, repository, "S3 gave no answer in time", "try later");
    }
    if (caused(error, SSLHandshakeException.class)) {
      return error(
          error,
          ErrorClass.HOST_KEY,
          repository,
          "the certificate of S3 is not trusted",
          "give the authority's certificate as ca_file, and the endpoint by the name in it");
    }
    if (caused(error, UnknownHostException.class)) {
      return error(
          error,
          ErrorClass.CONNECTION,
          repository,
          "the name of S3 cannot be resolved",
          "check endpoint and region");
    }
    if (caused(error, ConnectException.class)) {
      return error(
          error,
          ErrorClass.CONNECTION,
          repository,
          "S3 cannot be reached",
          "check endpoint and network");
    }
    if (String.valueOf(error.getMessage()).contains("Unable to load credentials")) {
      return error(
          error,
          ErrorClass.AUTHENTICATION,
          repository,
          "there are no credentials in the surroundings",
          "give keys, or an instance profile");
    }
    return error(
        error,
        ErrorClass.CONNECTION,
        repository,
        "the connection to S3 failed",
        "check the network");
  }

  private static ArchiveException error(
      Throwable cause, ErrorClass type, String repository, String message, String remedy) {
    return new ArchiveException(type, repository, message, remedy, cause);
  }

  private static boolean caused(Throwable error, Class<? extends Throwable> type) {
    for (Throwable at = error; at != null; at = at.getCause()) {
      if (type.isInstance(at)) {
        return true;
      }
    }
    return false;
  }
}
