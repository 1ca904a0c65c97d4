package dev.understudy.audit;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.Finding;
import dev.understudy.common.Severity;
import dev.understudy.config.CheckId;
import dev.understudy.watch.NodeSnapshot;
import java.util.List;

/** Whether hosts are reached by SSH, as root. Pure. */
final class Hosts {
  private Hosts() {}

  static List<Finding> of(WatchFacts facts) {
    return facts.nodes().stream().map(node -> access(node).on(node.node())).toList();
  }

  private static Finding access(NodeSnapshot node) {
    String check = CheckId.SSH_ACCESS.id();
    if (node.hostTrouble() != null) {
      ErrorClass why = node.hostTrouble().value().errorClass();
      Severity severity = why == ErrorClass.HOST_KEY ? Severity.CRITICAL : Severity.WARNING;
      return new Finding(
          check,
          severity,
          "the host of "
              + node.node()
              + " is not reached: "
              + node.hostTrouble().value().message());
    }
    return node.host() == null
        ? Finding.unknown(check, "the host of " + node.node() + " was not asked yet")
        : Finding.ok(check, "the host of " + node.node() + " is reached");
  }
}
