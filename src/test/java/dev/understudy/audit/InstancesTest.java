package dev.understudy.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.cloud.Instance;
import dev.understudy.cloud.InstanceHealth;
import dev.understudy.cloud.InstanceHealth.Event;
import dev.understudy.common.Finding;
import dev.understudy.common.Severity;
import dev.understudy.steps.CloudLook;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class InstancesTest {
  private static final InstanceHealth WELL = new InstanceHealth("ok", "ok", List.of());

  private static CloudLook look(String node, String zone, InstanceHealth health) {
    Instance instance =
        new Instance("i-1", Instance.State.RUNNING, zone, Set.of(), "eni-1", List.of());
    return new CloudLook(
        node, Optional.of(instance), "", Optional.of(health), Optional.empty(), false);
  }

  private static CloudLook unknown(String why, boolean unsure) {
    return new CloudLook(
        "alpha", Optional.empty(), why, Optional.empty(), Optional.of(why), unsure);
  }

  private static Finding of(String check, String node, CloudLook... looks) {
    return Instances.judge(List.of(looks), "alpha", true).stream()
        .filter(finding -> finding.check().equals(check) && finding.node().equals(node))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void whatIsWellIsOk() {
    assertThat(
            Instances.judge(
                List.of(look("alpha", "a", WELL), look("bravo", "b", WELL)), "alpha", true))
        .hasSize(7)
        .allSatisfy(finding -> assertThat(finding.severity()).isEqualTo(Severity.OK));
  }

  @Test
  void withoutFencingByTheCloudNobodyAsksWhetherItCould() {
    assertThat(Instances.judge(List.of(look("alpha", "a", WELL)), "alpha", false))
        .noneMatch(finding -> finding.check().equals("cloud-fencing"));
  }

  @Test
  void anImpairedPrimaryIsGraverThanAnImpairedStandby() {
    InstanceHealth ill = new InstanceHealth("ok", "impaired", List.of());
    assertThat(of("instance-health", "alpha", look("alpha", "a", ill)).severity())
        .isEqualTo(Severity.CRITICAL);
    assertThat(of("instance-health", "bravo", look("bravo", "a", ill)).severity())
        .isEqualTo(Severity.WARNING);
  }

  @Test
  void anAnnouncedRetirementOfThePrimaryProposesASwitchover() {
    Event retirement =
        new Event(
            "instance-retirement",
            "degraded hardware",
            Optional.of(Instant.parse("2026-04-01T00:00:00Z")));
    InstanceHealth leaving = new InstanceHealth("ok", "ok", List.of(retirement));

    Finding primary = of("instance-events", "alpha", look("alpha", "a", leaving));
    assertThat(primary.severity()).isEqualTo(Severity.WARNING);
    assertThat(primary.sentence())
        .contains("instance-retirement not before 2026-04-01T00:00:00Z", "switch over before");
    assertThat(of("instance-events", "bravo", look("bravo", "a", leaving)).sentence())
        .doesNotContain("switch over");
  }

  @Test
  void allInOneZoneIsAWarning() {
    assertThat(
            of("instance-zones", "", look("alpha", "a", WELL), look("bravo", "a", WELL)).severity())
        .isEqualTo(Severity.WARNING);
    assertThat(of("instance-zones", "", look("alpha", "a", WELL)).severity())
        .isEqualTo(Severity.OK);
  }

  @Test
  void whatCredentialsMayNotIsKnownAndAnOutageIsNot() {
    assertThat(of("cloud-fencing", "alpha", unknown("UnauthorizedOperation", false)).severity())
        .isEqualTo(Severity.CRITICAL);
    assertThat(of("cloud-fencing", "alpha", unknown("EC2 cannot be reached", true)).severity())
        .isEqualTo(Severity.UNKNOWN);
    assertThat(of("instance-health", "alpha", unknown("no", true)).severity())
        .isEqualTo(Severity.UNKNOWN);
    assertThat(of("instance-zones", "", unknown("no", true)).severity())
        .isEqualTo(Severity.UNKNOWN);
  }
}
