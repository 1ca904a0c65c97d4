package dev.understudy.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.understudy.archive.FaultProxy.Fault;
import dev.understudy.common.ErrorClass;
import dev.understudy.config.RepositoryConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of a listing when S3, the network or the configuration is not as it should be. */
@ExtendWith(S3Extension.class)
class S3FailuresTest {
  private static final S3Timing IMPATIENT =
      new S3Timing(Duration.ofSeconds(5), Duration.ofMillis(300), Duration.ofSeconds(20), 2);

  private final TestS3 s3;

  S3FailuresTest(TestS3 s3) {
    this.s3 = s3;
  }

  private static List<StoredObject> walk(RepositoryConfig.S3 config, S3Timing timing) {
    List<StoredObject> found = new ArrayList<>();
    try (Repository repository = new S3Repository(config, timing)) {
      repository.walk("", found::add);
    }
    return found;
  }

  private static void assertFails(
      RepositoryConfig.S3 config, S3Timing timing, ErrorClass type, String message) {
    ArchiveException error =
        catchThrowableOfType(ArchiveException.class, () -> walk(config, timing));
    assertThat(error.errorClass()).as(error.getMessage()).isEqualTo(type);
    assertThat(error).hasMessageContaining(message);
    assertThat(error.subject()).isEqualTo("s3://" + config.bucket());
    assertThat(error.remedy()).isNotEmpty();
    StringWriter everything = new StringWriter();
    error.printStackTrace(new PrintWriter(everything));
    assertThat(everything.toString())
        .doesNotContain(TestS3.SECRET)
        .doesNotContain(config.keys().orElseThrow().secret().value());
  }

  private RepositoryConfig.S3 with(String bucket, String secret, int port) {
    return TestS3.config(bucket, "", secret, port, Optional.of(s3.caFile()));
  }

  @Test
  void aWrongSecretIsRefusedAtOnce() {
    assertFails(
        with(TestS3.BUCKET, "something-else-entirely", s3.port()),
        TestS3.QUICK,
        ErrorClass.AUTHENTICATION,
        "the credentials are refused: S3 answers 403");
  }

  @Test
  void aBucketThatDoesNotExist() {
    assertFails(
        with("no-such-bucket", TestS3.SECRET, s3.port()),
        TestS3.QUICK,
        ErrorClass.PRECONDITION,
        "the bucket does not exist");
  }

  @Test
  void nobodyListens() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    assertFails(
        with(TestS3.BUCKET, TestS3.SECRET, port),
        IMPATIENT,
        ErrorClass.CONNECTION,
        "S3 cannot be reached");
  }

  @Test
  void aCertificateThatNobodyVouchesFor() {
    assertFails(
        TestS3.config(TestS3.BUCKET, "", TestS3.SECRET, s3.port(), Optional.empty()),
        IMPATIENT,
        ErrorClass.HOST_KEY,
        "the certificate of S3 is not trusted");
  }

  @Test
  void anAuthorityThatCannotBeRead(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("ca.pem"), "no certificate");
    assertFails(
        TestS3.config(TestS3.BUCKET, "", TestS3.SECRET, s3.port(), Optional.of(file)),
        IMPATIENT,
        ErrorClass.CONFIGURATION,
        "the CA file " + file + " holds no certificate");
  }

  @Test
  void aServerThatFallsSilent() throws Exception {
    try (FaultProxy proxy = new FaultProxy(s3.tls(), s3.port())) {
      proxy.plan(List.of(), Fault.SILENCE);
      assertFails(
          with(TestS3.BUCKET, TestS3.SECRET, proxy.port()),
          IMPATIENT,
          ErrorClass.TIMEOUT,
          "S3 gave no answer in time");
    }
  }

  @Test
  void aServerThatStaysUnavailable() throws Exception {
    try (FaultProxy proxy = new FaultProxy(s3.tls(), s3.port())) {
      proxy.plan(List.of(), Fault.UNAVAILABLE);
      assertFails(
          with(TestS3.BUCKET, TestS3.SECRET, proxy.port()),
          IMPATIENT,
          ErrorClass.CONNECTION,
          "S3 is not able to answer: S3 answers 503 ServiceUnavailable");
      assertThat(proxy.requests()).isEqualTo(IMPATIENT.attempts());
    }
  }

  @Test
  void anAnswerThatIsAlwaysCutIsNeverTakenForAWholeOne() throws Exception {
    s3.put("cut/one", new byte[1]);
    s3.put("cut/two", new byte[1]);
    try (FaultProxy proxy = new FaultProxy(s3.tls(), s3.port())) {
      proxy.plan(List.of(), Fault.CUT);
      assertFails(
          with(TestS3.BUCKET, TestS3.SECRET, proxy.port()),
          IMPATIENT,
          ErrorClass.CONNECTION,
          "the connection to S3 failed");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"RESET", "CUT", "UNAVAILABLE"})
  void aFaultThatPassesLeavesNoTrace(Fault fault) throws Exception {
    String prefix = "passing-" + fault.name().toLowerCase(Locale.ROOT);
    s3.putEmpty(prefix, 1_100);
    try (FaultProxy proxy = new FaultProxy(s3.tls(), s3.port())) {
      proxy.plan(List.of(fault, Fault.NONE, fault, fault), Fault.NONE);

      List<StoredObject> found = walk(s3.config(prefix, proxy.port()), TestS3.QUICK);

      assertThat(found).extracting(StoredObject::name).doesNotHaveDuplicates().hasSize(1_100);
      assertThat(proxy.requests()).isEqualTo(5);
    }
  }
}
