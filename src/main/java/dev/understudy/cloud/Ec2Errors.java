package dev.understudy.cloud;

import dev.understudy.common.ErrorClass;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Says in our words what went wrong with EC2, by the codes of its documentation ("Error codes for
 * the Amazon EC2 API"). EC2's own sentences are left out: they may repeat what was sent.
 */
final class Ec2Errors {
  private static final String POLICY = "docs/ec2.md has the policy that it needs";
  private static final Set<String> THROTTLED =
      Set.of("RequestLimitExceeded", "Throttling", "ThrottlingException", "EC2ThrottledException");
  private static final Set<String> REFUSED =
      Set.of(
          "UnauthorizedOperation",
          "AuthFailure",
          "InvalidClientTokenId",
          "SignatureDoesNotMatch",
          "MissingAuthenticationToken",
          "OptInRequired",
          "Blocked",
          "PendingVerification");

  private Ec2Errors() {}

  static CloudException explain(String cloud, SdkException error) {
    return error instanceof AwsServiceException answer
        ? answered(cloud, answer)
        : unanswered(cloud, error);
  }

  private static CloudException answered(String cloud, AwsServiceException answer) {
    String given = answer.awsErrorDetails() == null ? null : answer.awsErrorDetails().errorCode();
    String code = given == null ? "" : given;
    String said = ("EC2 answers " + answer.statusCode() + " " + code).strip();
    int status = answer.statusCode();
    if (THROTTLED.contains(code) || status == 429) {
      return error(
          answer,
          ErrorClass.CONNECTION,
          cloud,
          code,
          "EC2 limits the rate of requests, and took none",
          "try later");
    }
    if (REFUSED.contains(code) || (code.isEmpty() && (status == 401 || status == 403))) {
      return error(
          answer,
          ErrorClass.AUTHENTICATION,
          cloud,
          code,
          "EC2 refuses it to these credentials: " + said,
          POLICY);
    }
    if (code.equals("RequestExpired") || code.equals("ExpiredToken")) {
      return error(
          answer,
          ErrorClass.AUTHENTICATION,
          cloud,
          code,
          "the credentials have expired, or this machine's clock is wrong: " + said,
          "renew them, set the clock");
    }
    if (code.startsWith("Insufficient") && code.endsWith("Capacity")) {
      return error(
          answer,
          ErrorClass.REMOTE_EXIT,
          cloud,
          code,
          "EC2 has no room for such an instance in this zone now: " + code,
          "try later, or another type or zone");
    }
    if (code.endsWith("LimitExceeded")) {
      return error(
          answer,
          ErrorClass.PRECONDITION,
          cloud,
          code,
          "a limit of the account is reached: " + code,
          "have it raised, or free something");
    }
    if (status >= 500) {
      boolean untouched = status == 503 || code.equals("Unavailable");
      return error(
          answer,
          untouched ? ErrorClass.CONNECTION : ErrorClass.UNKNOWN,
          cloud,
          code,
          "EC2 is not able to answer: " + said,
          "try later");
    }
    return orWrong(cloud, answer, code, said);
  }

  private static CloudException orWrong(
      String cloud, AwsServiceException answer, String code, String said) {
    if (code.endsWith(".NotFound")) {
      return error(
          answer,
          ErrorClass.REMOTE_EXIT,
          cloud,
          code,
          "EC2 does not know it, or not yet: " + code,
          "check the id and the region");
    }
    if (code.startsWith("Incorrect") && code.endsWith("State")) {
      return error(
          answer,
          ErrorClass.REMOTE_EXIT,
          cloud,
          code,
          "it is in no state for that: " + code,
          "try later");
    }
    if (code.startsWith("Invalid") || code.startsWith("IdempotentParameter")) {
      return error(
          answer,
          ErrorClass.CONFIGURATION,
          cloud,
          code,
          "EC2 does not take what it was told: " + said,
          "check the section ec2");
    }
    return error(answer, ErrorClass.REMOTE_EXIT, cloud, code, said, null);
  }

  private static CloudException unanswered(String cloud, SdkException error) {
    if (error instanceof AbortedException || Thread.currentThread().isInterrupted()) {
      return error(error, ErrorClass.UNKNOWN, cloud, "", "the request was broken off", null);
    }
    if (error instanceof ApiCallTimeoutException
        || error instanceof ApiCallAttemptTimeoutException
        || caused(error, SocketTimeoutException.class)) {
      return error(error, ErrorClass.TIMEOUT, cloud, "", "EC2 gave no answer in time", "try later");
    }
    if (caused(error, SSLException.class)) {
      return error(
          error,
          ErrorClass.HOST_KEY,
          cloud,
          "",
          "the certificate of EC2 is not trusted",
          "check ec2.endpoint, and which authorities this machine trusts");
    }
    if (caused(error, UnknownHostException.class)) {
      return error(
          error,
          ErrorClass.CONNECTION,
          cloud,
          "",
          "the name of EC2 cannot be resolved",
          "check ec2.region and ec2.endpoint");
    }
    if (caused(error, ConnectException.class)) {
      return error(
          error,
          ErrorClass.CONNECTION,
          cloud,
          "",
          "EC2 cannot be reached",
          "check the network, ec2.region and ec2.endpoint");
    }
    if (String.valueOf(error.getMessage()).contains("Unable to load credentials")) {
      return error(
          error,
          ErrorClass.AUTHENTICATION,
          cloud,
          "",
          "there are no credentials in the surroundings",
          "give an instance profile, or the environment variables that the AWS SDK reads");
    }
    return error(
        error, ErrorClass.UNKNOWN, cloud, "", "the connection to EC2 failed", "check the network");
  }

  private static CloudException error(
      Throwable cause,
      ErrorClass type,
      String cloud,
      String code,
      String message,
      @Nullable String remedy) {
    return new CloudException(type, cloud, code, message, remedy, cause);
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
