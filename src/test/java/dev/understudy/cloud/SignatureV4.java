package dev.understudy.cloud;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Checks signatures of requests, by the document "Create a signed AWS API request". */
final class SignatureV4 {
  private static final Pattern AUTHORIZATION =
      Pattern.compile(
          "AWS4-HMAC-SHA256 Credential=([^/]+)/([0-9]{8}/[a-z0-9-]+/ec2/aws4_request), "
              + "SignedHeaders=([a-z0-9;-]+), Signature=([0-9a-f]{64})");

  private final Map<String, String> secrets;

  /**
   * @param secrets by access key
   */
  SignatureV4(Map<String, String> secrets) {
    this.secrets = Map.copyOf(secrets);
  }

  /**
   * @param headers by name in small letters; null for one that is not there
   * @throws Ec2Fault when nobody known has signed exactly this
   */
  void require(String method, Function<String, String> headers, byte[] body) {
    String given = headers.apply("authorization");
    Matcher parts = AUTHORIZATION.matcher(given == null ? "" : given);
    if (!parts.matches()) {
      throw new Ec2Fault(401, "AuthFailure");
    }
    String secret = secrets.get(parts.group(1));
    String signed = ";" + parts.group(3) + ";";
    if (secret == null || !signed.contains(";host;") || !signed.contains(";x-amz-date;")) {
      throw new Ec2Fault(401, "AuthFailure");
    }
    String scope = parts.group(2);
    String canonical =
        method
            + "\n/\n\n"
            + Arrays.stream(parts.group(3).split(";"))
                .map(name -> name + ":" + headers.apply(name).strip() + "\n")
                .collect(Collectors.joining())
            + "\n"
            + parts.group(3)
            + "\n"
            + hex(sha256(body));
    String toSign =
        "AWS4-HMAC-SHA256\n"
            + headers.apply("x-amz-date")
            + "\n"
            + scope
            + "\n"
            + hex(sha256(canonical.getBytes(StandardCharsets.UTF_8)));
    byte[] key = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
    for (String part : scope.split("/")) {
      key = hmac(key, part);
    }
    if (!hex(hmac(key, toSign)).equals(parts.group(4))) {
      throw new Ec2Fault(403, "SignatureDoesNotMatch");
    }
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
