package dev.understudy.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.understudy.cloud.Ec2Account.Timing;
import dev.understudy.cloud.Ec2Endpoint.Trouble;
import dev.understudy.common.ErrorClass;
import dev.understudy.config.Ec2Launch;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The cloud as the product sees it, by the SDK and over the wire. */
class Ec2CloudTest {
  private static final String ALPHA = "i-0a0a0a0a0a0a0a0a0";
  private static final String BRAVO = "i-0b0b0b0b0b0b0b0b0";
  private static final String ADDRESS = "eipalloc-0c0c0c0c0c0c0c0c0";
  private static final Ec2Timing TIMING =
      new Ec2Timing(Duration.ofSeconds(5), Duration.ofSeconds(20), Duration.ofSeconds(40), 1);

  private final Ec2Account account =
      new Ec2Account(
              new Timing(Duration.ofMillis(20), Duration.ofMillis(20), Duration.ofMillis(300)),
              Machines.NONE)
          .running(ALPHA, "10.0.0.11", "eu-west-1a")
          .running(BRAVO, "10.0.0.12", "eu-west-1b")
          .allocated(ADDRESS);
  private final Ec2Endpoint endpoint = Ec2Endpoint.start(account);
  private final Cloud cloud = TestClouds.open(endpoint.uri(), Ec2Endpoint.SECRET, TIMING);

  @AfterEach
  void close() {
    endpoint.close();
  }

  @Test
  void anInstanceIsDescribed() {
    Instance alpha = cloud.instance(ALPHA).orElseThrow();

    assertThat(alpha.state()).isEqualTo(Instance.State.RUNNING);
    assertThat(alpha.zone()).isEqualTo("eu-west-1a");
    assertThat(alpha.addresses()).containsExactlyInAnyOrder("10.0.0.11", "ip-10-0-0-11.internal");
    assertThat(alpha.networkInterface()).isEqualTo("eni-0a0a0a0a0a0a0a0a0");
    assertThat(alpha.privateAddresses()).containsExactly("10.0.0.11");
  }

  @Test
  void anInstanceIsUnknownForAWhile() {
    assertThat(cloud.instance("i-0d0d0d0d0d0d0d0d0")).isEmpty();
    account.unseen(ALPHA);
    assertThat(cloud.instance(ALPHA)).isEmpty();
    await(() -> cloud.instance(ALPHA).isPresent());
  }

  @Test
  void stoppingTakesItsTimeAndCanBeAskedForAgain() {
    cloud.stop(ALPHA);
    cloud.stop(ALPHA);
    assertThat(cloud.instance(ALPHA).orElseThrow().state())
        .isIn(Instance.State.STOPPING, Instance.State.STOPPED);
    await(() -> cloud.instance(ALPHA).orElseThrow().state() == Instance.State.STOPPED);
    cloud.stop(ALPHA);
    cloud.start(ALPHA);
    cloud.start(ALPHA);
    await(() -> cloud.instance(ALPHA).orElseThrow().state() == Instance.State.RUNNING);
  }

  @Test
  void whatIsAllowedIsAskedWithoutDoingIt() {
    cloud.requireMayStop(ALPHA);
    assertThat(account.state(ALPHA)).isEqualTo("running");
    assertThat(endpoint.calls()).containsExactly("StopInstances dry");

    endpoint.forbid("StopInstances");
    CloudException refused = thrown(() -> cloud.requireMayStop(ALPHA));
    assertThat(refused.errorClass()).isEqualTo(ErrorClass.AUTHENTICATION);
    assertThat(refused.code()).isEqualTo("UnauthorizedOperation");
    assertThat(refused.remedy()).contains("docs/ec2.md");
    assertThat(account.state(ALPHA)).isEqualTo("running");
  }

  @Test
  void theCloudsChecksAndAnnouncementsAreRead() {
    account.health(BRAVO, "impaired", "ok");
    account.announce(
        ALPHA,
        "instance-retirement",
        "The instance is on degraded hardware",
        "2026-04-01T00:00:00Z");
    account.announce(ALPHA, "instance-reboot", "[Completed] Reboot", "2026-02-01T00:00:00Z");

    var health = cloud.health(List.of(ALPHA, BRAVO));

    assertThat(health.get(BRAVO).system()).isEqualTo("impaired");
    assertThat(health.get(ALPHA).system()).isEqualTo("ok");
    assertThat(health.get(ALPHA).events()).hasSize(1);
    assertThat(health.get(ALPHA).events().get(0).endsIt()).isTrue();
    assertThat(health.get(ALPHA).events().get(0).notBefore())
        .contains(java.time.Instant.parse("2026-04-01T00:00:00Z"));
  }

  private static Launch launch(String type) {
    return new Launch(
        new Image("ami-00000002", "debian", "/dev/xvda"),
        new Ec2Launch(
            "debian-12",
            Optional.empty(),
            type,
            "subnet-01234567",
            Optional.of("eu-west-1b"),
            List.of("sg-01234567", "sg-89abcdef"),
            OptionalLong.of(200L << 30),
            Optional.of("gp3"),
            true,
            Optional.of("dba"),
            Optional.of("database"),
            Map.of()),
        "10.0.0.13",
        Map.of("understudy", "orders"));
  }

  @Test
  void anInstanceIsLaunchedOnceForAToken() {
    String id = cloud.launch(launch("m7g.large"), "token-0");

    assertThat(cloud.launchedWith("token-0")).isEmpty();
    assertThat(cloud.launch(launch("m7g.large"), "token-0")).isEqualTo(id);
    await(() -> !cloud.launchedWith("token-0").isEmpty());
    Instance seen = cloud.launchedWith("token-0").get(0);
    assertThat(seen.id()).isEqualTo(id);
    assertThat(seen.addresses()).contains("10.0.0.13");
    assertThat(seen.zone()).isEqualTo("eu-west-1b");
    assertThat(cloud.launchedWith("token-1")).isEmpty();
    assertThat(thrown(() -> cloud.launch(launch("m7g.xlarge"), "token-0")).code())
        .isEqualTo("IdempotentParameterMismatch");
  }

  @Test
  void aLaunchAsksForWhatIsConfiguredAndForTheSafeMetadataService() {
    assertThat(account.launched(cloud.launch(launch("m7g.large"), "token-0")))
        .contains(
            "MetadataOptions.HttpTokens=required",
            "ImageId=ami-00000002",
            "InstanceType=m7g.large",
            "SubnetId=subnet-01234567",
            "PrivateIpAddress=10.0.0.13",
            "SecurityGroupId.2=sg-89abcdef",
            "KeyName=dba",
            "IamInstanceProfile.Name=database",
            "BlockDeviceMapping.1.DeviceName=/dev/xvda",
            "BlockDeviceMapping.1.Ebs.VolumeSize=200",
            "BlockDeviceMapping.1.Ebs.VolumeType=gp3",
            "BlockDeviceMapping.1.Ebs.Encrypted=true",
            "BlockDeviceMapping.1.Ebs.DeleteOnTermination=false",
            "TagSpecification.2.ResourceType=volume");
  }

  @Test
  void aLaunchWhoseAnswerIsLostIsFoundByItsToken() {
    endpoint.trouble("RunInstances", Trouble.ANSWER_LOST, Trouble.ANSWER_LOST);
    assertThat(thrown(() -> cloud.launch(launch("m7g.large"), "token-0")).errorClass())
        .isEqualTo(ErrorClass.UNKNOWN);
    await(() -> cloud.launchedWith("token-0").size() == 1);
  }

  @Test
  void withoutCapacityNothingIsLaunched() {
    endpoint.trouble("RunInstances", Trouble.NO_CAPACITY);
    CloudException full = thrown(() -> cloud.launch(launch("m7g.large"), "token-0"));
    assertThat(full.errorClass()).isEqualTo(ErrorClass.REMOTE_EXIT);
    assertThat(full).hasMessageContaining("no room for such an instance");
  }

  @Test
  void theNewestImageIsTaken() {
    assertThat(cloud.image("136693071363", "debian-12-arm64-*", "arm64"))
        .isEqualTo(new Image("ami-00000002", "debian-12-arm64-* of 136693071363", "/dev/xvda"));
    assertThat(cloud.image("ami-0000000a").id()).isEqualTo("ami-0000000a");
    assertThat(thrown(() -> cloud.image("self", "nothing", "arm64")).errorClass())
        .isEqualTo(ErrorClass.CONFIGURATION);
  }

  @Test
  void theConsoleIsRead() {
    account.console(ALPHA, "first line\nssh-ed25519 AAAA\n");
    assertThat(cloud.consoleOutput(ALPHA)).isEqualTo("first line\nssh-ed25519 AAAA\n");
    assertThat(cloud.consoleOutput(BRAVO)).isEmpty();
  }

  @Test
  void anElasticAddressMoves() {
    assertThat(cloud.elastic(ADDRESS).instance()).isEmpty();
    cloud.moveElastic(ADDRESS, ALPHA);
    cloud.moveElastic(ADDRESS, BRAVO);
    cloud.moveElastic(ADDRESS, BRAVO);
    assertThat(cloud.elastic(ADDRESS))
        .isEqualTo(new ElasticAddress(ADDRESS, "203.0.113.7", Optional.of(BRAVO)));
    assertThat(thrown(() -> cloud.elastic("eipalloc-0d0d0d0d0d0d0d0d0")).notFound()).isTrue();
  }

  @Test
  void aPrivateAddressMoves() {
    cloud.movePrivate("10.0.0.100", "eni-0a0a0a0a0a0a0a0a0");
    cloud.movePrivate("10.0.0.100", "eni-0b0b0b0b0b0b0b0b0");
    assertThat(cloud.instance(BRAVO).orElseThrow().privateAddresses())
        .containsExactly("10.0.0.12", "10.0.0.100");
    assertThat(cloud.instance(ALPHA).orElseThrow().privateAddresses()).containsExactly("10.0.0.11");
  }

  @ParameterizedTest
  @CsvSource({
    "THROTTLED, CONNECTION",
    "BROKEN, UNKNOWN",
    "NO_CAPACITY, REMOTE_EXIT",
    "DOWN, UNKNOWN",
    "ANSWER_LOST, UNKNOWN"
  })
  void errorsHaveAClass(Trouble trouble, ErrorClass expected) {
    // The JDK's own client sends a request again on a connection that turns out to be closed.
    endpoint.trouble("StopInstances", trouble, trouble);
    CloudException error = thrown(() -> cloud.stop(ALPHA));
    assertThat(error.errorClass()).isEqualTo(expected);
    assertThat(error.subject()).isEqualTo("EC2 eu-west-1");
    assertThat(account.state(ALPHA).equals("running")).isEqualTo(trouble != Trouble.ANSWER_LOST);
  }

  @Test
  void nobodyListens() {
    URI gone;
    try (Ec2Endpoint other = Ec2Endpoint.start(new Ec2Account(Timing.QUICK, Machines.NONE))) {
      gone = other.uri();
    }
    assertThat(thrown(() -> TestClouds.open(gone, "x", TIMING).stop(ALPHA)).errorClass())
        .isEqualTo(ErrorClass.CONNECTION);
  }

  @Test
  void aThrottledRequestIsSentAgain() {
    endpoint.trouble("StopInstances", Trouble.THROTTLED);
    TestClouds.open(
            endpoint.uri(),
            Ec2Endpoint.SECRET,
            new Ec2Timing(TIMING.connect(), TIMING.attempt(), TIMING.request(), 2))
        .stop(ALPHA);
    assertThat(account.state(ALPHA)).startsWith("stop");
  }

  @Test
  void anotherSecretIsRefusedAndNotRepeated() {
    CloudException refused =
        thrown(() -> TestClouds.open(endpoint.uri(), "not the secret", TIMING).instance(ALPHA));
    assertThat(refused.errorClass()).isEqualTo(ErrorClass.AUTHENTICATION);
    assertThat(refused.code()).isEqualTo("SignatureDoesNotMatch");
    assertThat(refused.getMessage() + refused.getCause()).doesNotContain("not the secret");
  }

  private static CloudException thrown(Runnable act) {
    CloudException error = catchThrowableOfType(CloudException.class, act::run);
    assertThat(error).isNotNull();
    return error;
  }

  private static void await(java.util.function.BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - end).isNegative();
      Thread.onSpinWait();
    }
  }
}
