package dev.understudy.audit;

import dev.understudy.cloud.Instance;
import dev.understudy.cloud.InstanceHealth;
import dev.understudy.cloud.InstanceHealth.Event;
import dev.understudy.common.Finding;
import dev.understudy.common.Severity;
import dev.understudy.config.CheckId;
import dev.understudy.steps.CloudLook;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Whether instances are well, and whether the cloud would stop them. Pure. */
final class Instances {
  private Instances() {}

  /**
   * @param primary the node that the store knows as the primary
   * @param fences whether the cloud is to fence
   */
  static List<Finding> judge(List<CloudLook> looks, String primary, boolean fences) {
    List<Finding> findings = new ArrayList<>();
    for (CloudLook look : looks) {
      boolean isPrimary = look.node().equals(primary);
      findings.add(health(look, isPrimary).on(look.node()));
      findings.add(events(look, isPrimary).on(look.node()));
      if (fences) {
        findings.add(fencing(look).on(look.node()));
      }
    }
    findings.add(zones(looks));
    return findings;
  }

  private static Finding fencing(CloudLook look) {
    String check = CheckId.CLOUD_FENCING.id();
    if (look.mayNotStop().isEmpty()) {
      return Finding.ok(check, "EC2 would stop the instance of " + look.node());
    }
    String sentence =
        "EC2 could not be had to stop the instance of %s: %s"
            .formatted(look.node(), look.mayNotStop().get());
    return look.unsure() ? Finding.unknown(check, sentence) : Finding.critical(check, sentence);
  }

  private static Finding health(CloudLook look, boolean primary) {
    String check = CheckId.INSTANCE_HEALTH.id();
    Severity grave = primary ? Severity.CRITICAL : Severity.WARNING;
    if (look.instance().isEmpty()) {
      return Finding.unknown(check, look.why());
    }
    Instance instance = look.instance().get();
    if (instance.state() != Instance.State.RUNNING) {
      return new Finding(
          check,
          grave,
          "the instance of %s is %s".formatted(look.node(), instance.state().label()));
    }
    if (look.health().isEmpty()) {
      return Finding.unknown(check, "EC2 says nothing of its checks of " + look.node());
    }
    InstanceHealth health = look.health().get();
    boolean impaired = health.system().equals("impaired") || health.instance().equals("impaired");
    return new Finding(
        check,
        impaired ? grave : Severity.OK,
        "EC2's checks of %s: instance %s, system %s"
            .formatted(look.node(), health.instance(), health.system()));
  }

  private static Finding events(CloudLook look, boolean primary) {
    String check = CheckId.INSTANCE_EVENTS.id();
    if (look.health().isEmpty()) {
      return Finding.unknown(check, "EC2 did not say what it has announced for " + look.node());
    }
    List<Event> events = look.health().get().events();
    if (events.isEmpty()) {
      return Finding.ok(check, "EC2 has announced nothing for " + look.node());
    }
    String sentence =
        "EC2 has announced for %s: %s"
            .formatted(
                look.node(),
                events.stream().map(Instances::words).collect(Collectors.joining(", ")));
    boolean ends = events.stream().anyMatch(Event::endsIt);
    return Finding.warning(
        check,
        ends && primary ? sentence + "; it is the primary: switch over before that" : sentence);
  }

  private static String words(Event event) {
    return event.code() + event.notBefore().map(time -> " not before " + time).orElse("");
  }

  private static Finding zones(List<CloudLook> looks) {
    String check = CheckId.INSTANCE_ZONES.id();
    Set<String> zones = new TreeSet<>();
    for (CloudLook look : looks) {
      if (look.instance().isEmpty()) {
        return Finding.unknown(check, look.why());
      }
      zones.add(look.instance().get().zone());
    }
    return looks.size() > 1 && zones.size() == 1
        ? Finding.warning(check, "all instances are in one zone, " + zones.iterator().next())
        : Finding.ok(check, "the instances are in " + String.join(", ", zones));
  }
}
